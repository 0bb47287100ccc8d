"""The number that the call comes from, asked for in words: "use the number I'm calling from"."""

from __future__ import annotations

import re

from ..engine.moves import Evidence, Record
from ..kinds.heard import phrase
from .scene import Scene, Understanding
from .tape import Tape

__all__ = ["calling_from"]

_THIS_NUMBER = re.compile(
    phrase(
        """
        (?:(?:oh|um+|uh+|no|yes|yeah|ok|okay|sorry|wait|actually|well|just|please|can you|could you
        |you can|i'd rather|let's) )*(?:use|take|put|it's|make it|change it to|change the number to
        |go with|have)?(?: ?down)?(?: ?(?:the|this|that|my))? ?(?:number|phone|one|line)
        (?: (?:that )?(?:i'm|i am) (?:calling|phoning|ringing|speaking)(?: you)?(?: (?:from|on|with
        |now))*)(?: (?:please|instead|then|after all|rather))*"""
    )
)


def calling_from(tape: Tape, scene: Scene) -> Understanding | None:
    """Understand that the number the call comes from is to be put down, and nothing else.

    Args:
        tape: What the caller said.
        scene: What is known: a run begins with that number, unless it is withheld.
    """
    if scene.reception or not _THIS_NUMBER.fullmatch(tape.plain.strip()):
        return None
    for name, answer in scene.state.initial.items():
        step = scene.workflow.steps.get(name)
        if step is not None and step.kind.name == "phone" and answer.status == "prefilled":
            evidence = Evidence(scene.state.turn + 1, (" ".join(tape.text.split()),))
            return Understanding((Record(step=name, value=answer.value, evidence=evidence),))
    return None
