"""What a model says in its own words, without what it has no right to say: that something was done.

Only the engine has anything written, and its own line tells the caller. "You are booked!" from a
model that called no tool is the classic fault: the caller hangs up, content, and nothing is there.
Nor does a model hold or change anything by saying so: "I've changed it to four" before "Shall I
book it?" would have the caller agree to something else, and the yes to a question of the model's
would be taken for a yes to the desk's, which follows it.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["without_claims"]

_SENTENCE: Final = re.compile(r"(?<![ap]\.m\.)(?<=[.?!\u2026])\s+|\n+")
_DONE: Final = r"""
    (?:booked|confirmed|reserved|scheduled|rescheduled|cancell?ed|registered|arranged|recorded
    |noted|saved|submitted|changed|moved|updated|corrected|switched|added|entered|completed|set
    |put|held|sorted|locked|secured|done|finished|taken\ care\ of|sent)"""
_CLAIM: Final = re.compile(
    rf"""
    \b(?:
      i(?:['\u2019]ve|\ have|['\u2019]m|\ am|\ just|['\u2019]ve\ just|\ have\ just)(?:\ \w+ly)?
        \s+(?:gone\ ahead\ and\s+)?(?:got\s+)?(?:\w+\s+){{0,3}}?{_DONE}
      | i\s+{_DONE}
      | (?:you|it|that|this|everything|all|we|appointment|booking|reservation|table|time|slot)
        (?:['\u2019](?:re|s|ve)|\ is|\ are|\ has|\ have|\ was)?\s+(?:now\s+|all\s+|just\s+
        |been\s+|officially\s+|already\s+)*{_DONE}
      | (?:all|consider\ it|and)\s+{_DONE}
      | (?:booking|reservation|appointment)\s+(?:number|code|confirmation)
      | (?:confirmation|booking)\s+(?:number|code)
    )\b
    | ^\W*{_DONE}\b
    | \b(?:\u00a1?reservad[oa]s?|confirmad[oa]s?|r\u00e9serv\u00e9e?s?|confirm\u00e9e?s?|gebucht
      |best\u00e4tigt|reserviert|prenotat[oa]|agendad[oa])\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_claims(text: str) -> str:
    """Return a text without its questions, and what claims that something was booked or changed.

    It errs on the side of silence: the desk's own question follows in any case.

    Args:
        text: What a model answered in words alone.
    """
    sentences = (each.strip() for each in _SENTENCE.split(text))
    return " ".join(
        each for each in sentences if not each.endswith("?") and not _CLAIM.search(each)
    ).strip()
