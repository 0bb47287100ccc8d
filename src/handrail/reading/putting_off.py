"""Words that can be read only in the light of others: a second wish, how much later, "both".

"Cancel my colour and move my haircut": one is done after the other. "Push my appointment back a
week": the week counts from a time that is not known before it is known which appointment it is.
The first is understood at once; what is left is put off, and read where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from ..engine import moves as m
from ..engine.moves import Evidence
from ..kinds.heard import LONGEST_TURN, heard, phrase
from ..workflow import Workflow
from .scene import PutOff, Scene, Understanding
from .wishes import wishes_in

__all__ = ["in_turn"]

_Understand: TypeAlias = Callable[[str, Scene], Understanding]

_JOINED: Final = re.compile(r"(?:[\s,.;]|(?<![\w'])(?:and|then|also|plus|please|after that)\b)+$")
_AND: Final = re.compile(r"(?<![\w'])(?:and|then|also|plus)(?![\w'])|[,.;]")
_ALSO: Final = re.compile(r"(?<![\w'])(?:and|then|also|plus)(?![\w'])")
_OF_IT: Final = re.compile(r" *(?:it|that|them)\b")
_AMOUNT: Final = """
    (?:half an hour|(?:an?|one|two|three|four|\\d+|a couple of|fifteen|thirty|forty five)
    (?: (?:hours?|minutes?|mins?|days?|weeks?))(?: and a half)?)"""
_SHIFTED: Final = re.compile(
    phrase(
        f"""
        (?:by )?(?P<by>{_AMOUNT}) (?P<way>later|earlier|sooner|back)
        |(?P<way_first>back|out|forward) (?:by )?(?P<by_last>{_AMOUNT})"""
    )
)
_BRINGS: Final = re.compile(phrase("bring(?:ing)?"))
_ALL_MY: Final = re.compile(
    phrase("both(?: of)?(?= my)|all(?: of)?(?= my)|everything|(?:both|all)(?: of them)?(?= ?$)")
)
_ALL_OFFERED: Final = re.compile(
    phrase(
        """
        (?:(?:yes|yeah|oh|well|um+|uh+|actually|please|cancel|move|i(?:'d)? (?:want|need|like) to)
        )*(?:both|all|everything|the lot)(?: (?:of (?:them|those|these)|one|two|three|the two
        |please))*"""
    )
)


def in_turn(text: str, scene: Scene, understand: _Understand) -> Understanding | None:
    """Understand the first of what an utterance asks for, and put off the rest.

    Args:
        text: The utterance.
        scene: The light in which it is read.
        understand: Understands what is to be understood at once.

    Returns:
        What was understood, with what is put off; None where nothing is.
    """
    if len(text) > LONGEST_TURN:
        return None
    if not scene.reception:
        return _all_offered(text, scene)
    return (
        _one_more(text, scene, understand)
        or _two_wishes(text, scene, understand)
        or _all_of_mine(text, scene, understand)
        or _shifted(text, scene, understand)
    )


def _one_more(text: str, scene: Scene, understand: _Understand) -> Understanding | None:
    """Take "and the one at three thirty as well" for what was just done to another booking."""
    done = next((each for each in scene.workflows if each.plan.name == scene.done), None)
    said = _THE_ONE_TOO.fullmatch(heard(text).strip())
    if done is None or said is None or not _finds_out_which(done) or not done.asks_for:
        return None
    if not (said["and"] or said["too"]):
        return None
    found = understand(f"{done.asks_for[0]} {said['which']}", scene)
    return found if _wished(found) else None


_THE_ONE_TOO: Final = re.compile(
    r"(?P<and>(?:(?:and|also|plus|oh) +)*)"
    r"(?P<which>(?:the|my) +(?:other +)?(?:one|appointment|booking)(?![\w']).*?)"
    r"(?P<too>(?: +(?:as well|too|also))?)(?: +please)?"
)


def _two_wishes(text: str, scene: Scene, understand: _Understand) -> Understanding | None:
    plain = heard(text)
    if _AND.search(text) is None:
        return None
    doing = tuple(each for each in scene.workflows if each.plan.summary)
    wishes = wishes_in(plain, doing)
    for wish in wishes[1:]:
        start = wish.span[0]
        joined = _JOINED.search(text, 0, start)
        if joined is None or _AND.search(joined.group()) is None:
            continue
        if _OF_IT.match(plain, wish.span[1]):
            continue  # "can't make it, so cancel it"
        first, second = understand(text[: joined.start()], scene), text[start:].strip()
        one, other = _wished(first), _wished(understand(second, scene))
        # "I need a doctor. Can you find me one in San Jose?" is one wish, said in two sentences.
        again = one == other and _ALSO.search(joined.group()) is None
        if one and other and not again:
            return Understanding(first.moves, later=(PutOff(second, "done"),))
    return None


def _wished(found: Understanding) -> str:
    """Return the workflow that is wished for, if that is all there is to it."""
    switch = next((move for move in found.moves if isinstance(move, m.Switch)), None)
    return switch.workflow if found.covered and switch is not None else ""


def _all_of_mine(text: str, scene: Scene, understand: _Understand) -> Understanding | None:
    """Take "cancel both my appointments" for one after the other."""
    every = _ALL_MY.search(heard(text))
    if every is None:
        return None
    start, end = every.span()
    rest = text[end:] if text[end:].strip() else " my appointment"
    one = understand(text[:start] + rest, scene)
    workflow = _switched_to(one, scene)
    if workflow is None or not _finds_out_which(workflow):
        return None
    # Of two the other follows though the first was plain: it was just booked. "All" may be one.
    other = _the_other(workflow) if heard(text)[start:end].startswith("both") else ""
    return Understanding(one.moves, later=(PutOff("both", "offered", otherwise=other),))


def _all_offered(text: str, scene: Scene) -> Understanding | None:
    """Take "both" of what is on offer for the first, and then another."""
    prompt, offer = scene.state.prompt, scene.state.offer
    asks = prompt is not None and offer is not None and prompt.offers(offer)
    if not asks or offer is None or len(offer.options) == 1:
        return None
    if not scene.workflow.steps[offer.step].kind.takes_words_first:
        return None  # "both" of two times is no answer
    if not _finds_out_which(scene.workflow) or not _ALL_OFFERED.fullmatch(heard(text).strip()):
        return None
    evidence = Evidence(scene.state.turn + 1, (text.strip(),))
    first = m.Record(step=offer.step, value=offer.options[0], evidence=evidence)
    return Understanding((first,), later=(PutOff(_the_other(scene.workflow), "done"),))


def _the_other(workflow: type[Workflow]) -> str:
    return f"{workflow.asks_for[0]} the other one" if workflow.asks_for else ""


def _shifted(text: str, scene: Scene, understand: _Understand) -> Understanding | None:
    """Put off how much later what is not found yet is to be: "push my appointment back a week"."""
    plain = heard(text)
    said = _SHIFTED.search(plain)
    if said is None:
        return None
    whole, amount = said.span(), said.span("by" if said["by"] else "by_last")
    for start, end in (whole, amount):  # "bring it forward", too, is a wish without an amount
        found = understand(text[:start] + text[end:], scene)
        workflow = _switched_to(found, scene)
        if workflow is not None and _finds_out_which(workflow):
            break
    else:
        return None
    way = said["way"] or said["way_first"]
    if way == "forward" and not _BRINGS.search(plain):
        return None  # "an hour forward" may be either
    earlier = way in {"earlier", "sooner", "forward"}
    shift = f"{said['by'] or said['by_last']} {'earlier' if earlier else 'later'}"
    return Understanding(found.moves, later=(PutOff(shift, "asked"),))


def _switched_to(found: Understanding, scene: Scene) -> type[Workflow] | None:
    name = next((move.workflow for move in found.moves if isinstance(move, m.Switch)), None)
    if not found.covered:
        return None
    return next((each for each in scene.workflows if each.plan.name == name), None)


def _finds_out_which(workflow: type[Workflow]) -> bool:
    about = any(step.kind.takes_words_first for step in workflow.steps.values())
    return about and workflow.plan.summary
