"""A change taken back while its new value is read back: "no, keep it as it was"."""

from __future__ import annotations

import re

from ..engine.moves import Evidence, Record
from ..kinds.heard import phrase
from .scene import Scene, Understanding
from .tape import Tape

__all__ = ["put_back"]

_LED_BY = r"""
    (?:(?:oh|um+|uh+|ah|hm+|sorry|actually|wait|well|ok|okay|just|let's|please|can you
    |could you) )*"""
_TAKES_BACK = r"""
    (?:no|nah|nope|never ?mind|forget it|forget that)(?: (?:no|sorry|actually|wait|just|please))*"""
_AS_IT_WAS = re.compile(
    phrase(
        rf"""
        {_LED_BY}(?:{_TAKES_BACK} (?:keep|leave) (?:it|that)|(?:{_TAKES_BACK} )?{_LED_BY}(?:
        (?:keep|leave) (?:it|that|(?:the|my) \w+)(?: (?:
        (?:as|how|the way|what|like) (?:it (?:is|was)|i (?:said|had)(?: it)?)|like that|the same
        |alone|unchanged|as before|like before))
        |(?:keep|use|take|go with|go back to|stick with|stay with|i prefer|i want|i'd like|make it)
        (?: the)? (?:old|previous|original|first|earlier|other|former) (?:one|\w+)
        |(?:change|put|switch|turn|set) (?:it|that|(?:the|my) \w+) back
        (?: to (?:what|how|the way) it was)?
        |(?:the )?(?:old|previous|original|first|earlier|former) (?:one|\w+)(?: (?:is|was))
        (?: (?:right|fine|good|correct|better|ok|okay))
        |(?:it|that) was (?:right|fine|good|correct|better) (?:before|the first time)
        ))(?: (?:again|before|first|the first time|after all|instead|please|then|thanks))*
        """
    )
)


def put_back(tape: Tape, scene: Scene) -> Understanding | None:
    """Understand an utterance that takes back the change just read back, and nothing else.

    Args:
        tape: What the caller said.
        scene: What was asked.

    Returns:
        The step's value before the change, recorded again; None where nothing was changed, or
        something else is said.
    """
    prompt, replaced = scene.state.prompt, scene.state.replaced
    step = prompt.step if prompt is not None and prompt.act == "read_back" else None
    if step is None or step not in replaced or not _AS_IT_WAS.fullmatch(tape.plain.strip()):
        return None
    evidence = Evidence(scene.state.turn + 1, (" ".join(tape.text.split()),))
    return Understanding((Record(step=step, value=replaced[step], evidence=evidence),))
