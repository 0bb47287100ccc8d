"""Which option of an offer is picked, of one on the table or of one that was picked from before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..engine.state import Offer
from ..kinds.agreement import Agreement
from ..kinds.places import Place, place_in
from .cues import Cue
from .hearing import Hearing
from .tape import Tape

__all__ = ["placed", "placed_again"]

_OR_RATHER = re.compile(r"(?<![\w'])(?:no|sorry|actually|wait|rather)(?![\w'])[\W]*")


def placed(tape: Tape, count: int) -> Place | None:
    """Find the option that was picked; of two the one that corrects: "first one. no, second"."""
    corrections = list(_OR_RATHER.finditer(tape.plain))
    if corrections and corrections[-1].start():
        end = corrections[-1].end()
        if place_in(tape.rest()[: corrections[-1].start()], count):
            place = place_in(" " * end + tape.rest()[end:], count)
            if place is not None:
                tape.claim((0, end))
            return place
    return place_in(tape.rest(), count)


def placed_again(
    hearing: Hearing, offer: Offer, cues: Sequence[Cue], found: Sequence[Agreement]
) -> Place | None:
    """Find another option of an offer that was picked from: "no wait, the first", "the other one".

    Without a word that takes back, "the first" may be a day; "the first one" is none.

    Args:
        hearing: The utterance.
        offer: What was picked from.
        cues: The phrases to the dialogue in it.
        found: What agrees or refuses in it.
    """
    place = place_in(hearing.tape.rest(), len(offer.options))
    if place is None:
        return None
    asked = hearing.prompt.step if hearing.prompt is not None else None
    asked_anew = hearing.revisiting and asked == offer.step
    takes_back = (
        asked_anew
        or any(cue.name == "correction" for cue in cues)
        or any(each.says == "no" for each in found)
        or _OR_RATHER.search(hearing.tape.plain) is not None
    )
    named = _OF_SEVERAL.search(hearing.tape.plain[slice(*place.span)]) is not None
    return place if takes_back or named else None


_OF_SEVERAL = re.compile(r" (?:ones?|options?|choice|slot|of) *")
