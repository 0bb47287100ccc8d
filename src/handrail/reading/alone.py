"""What is said to the dialogue and nothing else: goodbye, say that again, a moment, thanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..engine import moves as m
from ..engine.moves import Move
from .asides import is_courtesy, is_hesitation
from .hearing import Hearing

__all__ = ["alone", "aside"]


def alone(hearing: Hearing) -> Iterator[Move]:
    """The move of an utterance that holds no answer: the first of these that fits."""
    reception, changing = hearing.scene.reception, hearing.act == "change"
    prompt = hearing.prompt
    kept = hearing.has("keep") or bool(hearing.mentioned("keep"))
    left_out = any(
        "same" not in hearing.tape.plain[slice(*span)] for span in hearing.spans_of("keep")
    ) or any(prompt and prompt.step in each.steps for each in hearing.mentioned("keep"))
    leaves = hearing.revisiting or changing
    done = hearing.has("enough", "decline") or (
        reception
        and hearing.has("thanks")
        and hearing.says is None
        and not (hearing.scene.first and is_courtesy(hearing.tape.plain))
    )
    corrects = hearing.has("correction") and not hearing.has("wait", "repeat", "help")
    stays = hearing.finds_out_which and not (reception or hearing.revisiting)
    choices: tuple[tuple[bool, type[Move]], ...] = (
        # Of a booking that was to be moved, "leave it as it is" ends the moving.
        (stays and (kept or hearing.has("abandon")), m.Abandon),
        (hearing.has("abandon") and leaves, m.Deny),
        (hearing.has("abandon") and hearing.declinable and hearing.says == "no", m.Decline),
        (hearing.has("abandon"), m.Abandon),
        (hearing.has("goodbye") and _counts_on_it(hearing) and hearing.act == "summary", m.Affirm),
        (hearing.has("goodbye") and not (_counts_on_it(hearing) and not reception), m.Goodbye),
        (hearing.has("neither", "change"), m.Deny),
        # "I changed my mind" to "Shall I book it?", and nothing more.
        (corrects and hearing.act == "summary" and not hearing.only_finds_out_which, m.Deny),
        (kept and leaves, m.Deny),
        (left_out and hearing.declinable, m.Decline),
        (hearing.has("repeat"), m.Repeat),
        (hearing.has("help"), m.Help),
        (hearing.has("wait"), m.Wait),
        (done and (reception or changing), m.Deny),
        (hearing.has("enough") and hearing.declinable, m.Decline),
        # "That's it" of a value that was read back; elsewhere it may as well end the call.
        (hearing.has("enough") and hearing.act == "read_back" and _is_it(hearing), m.Affirm),
    )
    found = next((move for said, move in choices if said), None)
    if found is None or (found is m.Repeat and reception and _is_there(hearing)):
        return
    spans = [cue.span for cue in hearing.cues] + [each.span for each in hearing.mentioned("keep")]
    evidence = hearing.evidence(*spans)
    if found is m.Decline:
        yield m.Decline(step=(prompt and prompt.step) or "", evidence=evidence)
    else:
        yield found(evidence=evidence)


def _is_it(hearing: Hearing) -> bool:
    return any(
        _THAT_IS_IT.fullmatch(hearing.tape.plain[slice(*span)])
        for span in hearing.spans_of("enough")
    )


def _counts_on_it(hearing: Hearing) -> bool:
    """Whether a goodbye is said of the time that is being booked: "see you on Tuesday"."""
    spans = hearing.spans_of("goodbye")
    return all(_SEE_YOU_THEN.fullmatch(hearing.tape.plain[slice(*span)].strip()) for span in spans)


_SEE_YOU_THEN = re.compile(
    r"(?:i(?:'ll| will) )?see (?:you|ya)(?: (?:then|there|on|at|next|this|tomorrow|the|\w+day"
    r"|\d+(?:st|nd|rd|th)))+"
)


def _is_there(hearing: Hearing) -> bool:
    """Whether a caller asks whether anybody is there: who greets need not be greeted again."""
    return _GREETS.fullmatch(hearing.tape.plain.strip()) is not None


_GREETS = re.compile(r"(?:hi|hello|hey|hiya|are you (?:still )?there|hello +are you there|[ ?])+")


def aside(hearing: Hearing) -> Iterator[Move]:
    """What answers nothing and is no fault: thinking aloud, and courtesies."""
    plain = hearing.tape.plain
    if hearing.values or hearing.questions or hearing.says == "no":
        return
    if hearing.says == "unknown":
        if is_hesitation(plain):  # "I'm not sure": of what is right, or of what could be said
            hearing.tape.claim((0, len(plain)))
            yield (m.Help if hearing.act == "ask" else m.Wait)(evidence=hearing.evidence())
        return
    asks = hearing.act == "ask" or (hearing.act == "summary" and hearing.finds_out_which)
    if hearing.wished_again and asks and hearing.asked_kind != "yes_no":
        # "Book me an appointment", said while one is being booked: what is missing is asked again.
        hearing.tape.claim(*hearing.wished_again)
        yield m.Question(answered=True, evidence=hearing.evidence(*hearing.wished_again))
    elif is_hesitation(plain):
        yield m.Wait(evidence=hearing.evidence())
    elif _is_there(hearing) and not hearing.scene.reception:
        yield m.Repeat(evidence=hearing.evidence())
    elif is_courtesy(plain) or _is_there(hearing):
        hearing.tape.claim((0, len(plain)))
        yield m.Question(answered=True, evidence=hearing.evidence())


_THAT_IS_IT = re.compile(r"that(?:'?s| +is) +it")
