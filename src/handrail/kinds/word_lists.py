"""Words that several readers list: relatives, days of the week, months.

Each is an alternation for a regular expression, without anchors; who needs more adds their own.
"""

from __future__ import annotations

from typing import Final

__all__ = ["KIN", "MONTHS", "WEEKDAYS"]

KIN: Final = (
    "(?:wife|husband|hubby|partner|girlfriend|boyfriend|fianc[e\u00e9]{1,2}|friend|mother|father|mum"
    "|mom|dad|mama|papa|sister|brother|son|daughter|kids?|child|children|boy|girl|grandson"
    "|granddaughter|grandma|grandmother|grandpa|grandfather|nephew|niece|aunt|uncle|cousin"
    "|colleague|boss|neighbou?r|roommate|flatmate|family)"
)
"""Who else a caller may book for, or speak of."""
WEEKDAYS: Final = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTHS: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
