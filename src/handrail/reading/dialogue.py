"""What an utterance says to the dialogue: steps named, phrases, picks, and a yes or a no.

Each finding claims its words; an agreement that leads up to a value, or follows it, is no part of
that value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..kinds.agreement import Agreement, agreements
from ..kinds.base import Span
from ..kinds.heard import heard, phrase
from .asking_back import hear_asking_back, told_or_gone_back_to
from .cues import OF_AN_OFFER, Cue, cues_in
from .existing import amends_what_was_done
from .fillers import left_in
from .hearing import Hearing
from .naming import Mention, mentions_in
from .offers import as_one, taken_in
from .picks import placed, placed_again
from .tape import Tape
from .yes_or_no import unclaimed

__all__ = ["fits", "hear_dialogue", "hear_mentions"]

# What is rejected in the same breath is no second value: "make it four instead of three".
_REJECTED = re.compile(
    phrase(
        r"""
        (?:instead of|rather than|and not|not the|but not) (?!(?:before|after|until|till|later
        |earlier|too|with|if|unless) )(?:(?!(?:make|can|could|please|i|and|but
        |let's|i'd|we)\b)[\w':]+ ?){1,4}
        |(?:it's |that's )?not (?:an?|the) \w+(?: \w+)?(?= (?:it's|but)(?![\w']))
        |i (?:don't|do not) (?:want|need) (?:an?|the) \w+(?: \w+)?
        (?= (?:i (?:want|need)|i'd like|just|but) (?:an?|the)(?![\w']))"""
    )
)
_BUT_NOT_THEN = re.compile(
    r"(?:and|but) +not +(?:(?:on|at|the|in) +)*(?:\d|half|quarter|noon|(?:\w+day|morning|afternoon"
    r"|evening|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)s?\b)"
)
# What is said of a booking that exists is no wish for a time: "i already have one on thursday".
_WITH = re.compile(
    r" *(?:on|at|for|this|next|tomorrow|today|booked)\b[^,.;?!]*?"
    r"(?=[,.;?!]|$| (?:can|could|so|and|but|i|would|do|is|may)\b)"
)
_BOOKING = re.compile(r"\b(?:booking|appointment|reservation)")
_NO_COMMA = re.compile(r"no\s*,", re.IGNORECASE)
_TO = re.compile(r" +to(?= )")
_GOVERNING = frozenset({"goodbye", "repeat", "back"})
"""Of "I have to go at four", "I get back at four" and "what did you say about Tuesday" the time is
no answer."""
_SHIFTS = re.compile(r"(?:\w+ +\w+ +)?(?:push|move|bump|shift) +(?:it|that|this|them)")


def hear_dialogue(hearing: Hearing) -> None:
    """Hear what is said to the dialogue itself, and a yes that leads up to more."""
    hear_asking_back(hearing)
    _hear_rejected(hearing)
    offer = hearing.state.offer if hearing.act == "offer" else None
    said = as_one(hearing.tape.text, hearing.nouns_offered)
    plain = heard(said)
    cues = [
        Cue(cue.name, _to_its_end(hearing.tape, cue.span))
        for cue in cues_in(plain, offered=hearing.act == "offer")
    ]
    if not hearing.scene.reception or hearing.wish:
        hear_mentions(hearing, others=[cue.span for cue in cues if cue.name == "neither"])
    found = agreements(said)
    if offer is not None:
        hearing.place = placed(hearing.tape, len(offer.options))
    elif hearing.picked_from is not None:
        hearing.place = placed_again(hearing, hearing.picked_from, cues, found)
    if hearing.place:
        hearing.tape.claim(hearing.place.span)
    if offer is not None and len(offer.options) == 1:
        found = _with_taken(plain, found)
    found = tuple(a._replace(span=_to_its_end(hearing.tape, a.span)) for a in found)
    cues, found = _told_to_do_it(hearing, cues, found)
    _hear_cues(hearing, cues, found)
    _hear_agreements(hearing, found)


def _to_its_end(tape: Tape, span: Span) -> Span:
    """Let a phrase that ends in a noun put as "one" end where the noun does."""
    start, end = span
    while end < len(tape.plain) and tape.plain[end - 1].isalnum() and tape.plain[end].isalnum():
        end += 1
    return start, end


def _with_taken(plain: str, found: Sequence[Agreement]) -> tuple[Agreement, ...]:
    """Add to what agrees that the one thing on offer is taken: "I'll go with him"."""
    taken = [Agreement("yes", plain=True, span=span) for span in taken_in(plain)]
    kept = [a for a in found if not any(a.span[0] < e and s < a.span[1] for _, _, (s, e) in taken)]
    return tuple(sorted((*kept, *taken), key=lambda each: each.span))


def _told_to_do_it(
    hearing: Hearing, cues: list[Cue], found: tuple[Agreement, ...]
) -> tuple[list[Cue], tuple[Agreement, ...]]:
    """Take what drops any other workflow as a yes where it is the very thing that is being done.

    "Ok, cancel it" to "Shall I cancel it?" left the booking as it was. A mere "cancel" may be meant
    either way, and is asked about.
    """
    told = [cue.span for cue in cues if cue.name == "abandon" and _is_wished(hearing, cue.span)]
    agreeing = [
        Agreement("yes", plain=True, span=span)
        for span in told
        if " " in hearing.tape.plain[slice(*span)]
    ]
    cues = [cue for cue in cues if cue.span not in told]
    kept = [each for each in found if each.span not in told]
    return cues, tuple(sorted((*kept, *agreeing), key=lambda each: each.span))


def _is_wished(hearing: Hearing, span: Span) -> bool:
    """Whether words ask for what is being done, about something that exists."""
    again = hearing.wished_again if hearing.finds_out_which else ()
    return any(start < span[1] and span[0] < end for start, end in again)


def _hear_rejected(hearing: Hearing) -> None:
    tape = hearing.tape
    for match in _REJECTED.finditer(tape.plain):
        if hearing.asked_kind == "when" and _BUT_NOT_THEN.match(match.group()):
            continue  # "between one and two but not 1:30" is for the time itself to understand
        if tape.is_free(match.span()):
            tape.claim(match.span())
            hearing.rejected.append(match.span())
            hearing.cues.append(Cue("correction", match.span()))


def hear_mentions(hearing: Hearing, *, others: Sequence[Span] = ()) -> None:
    """Hear the steps that are named; all but the bare nouns are claimed.

    Args:
        hearing: What was found so far.
        others: Where something else than what is on offer is asked for, by its noun perhaps.
    """
    tape = hearing.tape
    offered = hearing.state.offer.step if hearing.state.offer else None
    for mention in mentions_in(tape.plain, hearing.workflow):
        start, end = mention.span
        if not tape.is_free(mention.span):
            continue
        if mention.steps == (offered,) and any(s < end and start < e for s, e in others):
            continue
        if mention.how == "change" and _is_put_off(hearing, mention):
            continue
        if mention.how == "keep" and mention.steps == (offered,) and hearing.act == "offer":
            continue  # "that time is good" takes it
        if mention.how == "decline" and _NO_COMMA.match(tape.text, start):
            continue  # "no, email is fine" declines nothing
        if mention.how == "asked":
            told_or_gone_back_to(hearing, mention)
        else:
            hearing.mentions.append(mention)
        if mention.how != "plain":
            tape.claim(mention.span, governing=mention.how == "change")
        if mention.how == "change" and (to := _TO.match(tape.plain, end)):
            tape.claim(to.span())  # "change my name to maria smith"


def _is_put_off(hearing: Hearing, mention: Mention) -> bool:
    """Whether "maybe another time" is a no to what was put to the caller, and no change of a time.

    There is a time to change only once one was given.
    """
    put = hearing.asked_kind == "yes_no" or hearing.act == "offer"
    if not put or any(hearing.holds(step) for step in mention.steps):
        return False
    start, end = mention.span
    return any(
        a.says == "no" and a.span[0] <= start and end <= a.span[1]
        for a in agreements(hearing.tape.text)
    )


def _hear_cues(hearing: Hearing, cues: Sequence[Cue], found: Sequence[Agreement]) -> None:
    tape = hearing.tape
    for cue in cues:
        if not tape.is_free(cue.span) or not fits(cue, hearing):
            continue
        if _agrees_instead(cue, found, hearing):
            continue
        span = _behind_agreement(cue.span, found) if cue.name == "thanks" else cue.span
        hearing.cues.append(Cue(cue.name, span))
        if cue.name != "correction":
            tape.claim(span, governing=cue.name in _GOVERNING)
            hearing.mentions = [
                each for each in hearing.mentions if each.how != "plain" or tape.is_free(each.span)
            ]
        if (
            cue.name == "existing"
            and not hearing.finds_out_which
            and (about := _WITH.match(tape.plain, cue.span[1]))
        ):
            tape.claim(about.span())


def _behind_agreement(span: Span, found: Sequence[Agreement]) -> Span:
    """Leave to an agreement the thanks it ends in: "that's perfect thank you so much"."""
    ends = [a.span[1] for a in found if a.span[0] < span[0] < a.span[1]]
    return min(max([span[0], *ends]), span[1]), span[1]


def _hear_agreements(hearing: Hearing, found: Sequence[Agreement]) -> None:
    tape = hearing.tape
    hearing.agreements = [each for a in found for each in unclaimed(a, tape)]
    if hearing.asked_kind == "yes_no":
        return  # the words are the step's own value
    agreeing = [a.span for a in hearing.agreements if a.says != "no"]
    # "Push it an hour" is for the time itself to understand.
    corrections = [
        span
        for span in hearing.spans_of("correction")
        if not _SHIFTS.fullmatch(tape.plain[slice(*span)])
    ]
    refusing = [a.span for a in hearing.agreements if a.plain and a.says == "no"]
    tape.claim(*(span for span in refusing if tape.plain[slice(*span)] == tape.plain.strip()))
    hearing.corrections_ahead = _ahead(tape, [*agreeing, *corrections], claimed=agreeing)
    _behind(tape, agreeing)


def _ahead(tape: Tape, spans: list[Span], *, claimed: list[Span]) -> tuple[Span, ...]:
    """Claim the agreements that nothing but filler comes before; return the others of `spans`.

    They lead up to a value and are no part of it. Later ones may be: "Tuesday, sorry, Wednesday".
    """
    others: list[Span] = []
    for span in sorted(spans):
        before = list(tape.rest(tape.plain)[: span[0]])
        for start, end in others:
            before[start:end] = " " * (end - start)
        if left_in("".join(before)):
            break
        if span in claimed:
            tape.claim(span, _punctuation(tape, span[1]))
        else:
            others.append(span)
    return tuple(others)


def _punctuation(tape: Tape, start: int) -> Span:
    """The commas and stops after a claimed phrase, which part it from what follows."""
    match = _STOPS.match(tape.text, start)
    return match.span() if match else (start, start)


_STOPS = re.compile(r" *[,.;!]+")


def _behind(tape: Tape, spans: list[Span]) -> None:
    """Claim the agreements that nothing but filler comes after: "at three, that works"."""
    for span in sorted(spans, reverse=True):
        if left_in(" " * span[1] + tape.rest(tape.plain)[span[1] :]):
            return
        tape.claim(span)


def fits(cue: Cue, hearing: Hearing) -> bool:
    """Whether a phrase can mean anything where it was said."""
    if cue.name in OF_AN_OFFER:
        return hearing.act == "offer"
    if cue.name == "human" and _CALL_ME.match(hearing.tape.plain, cue.span[0]):
        # "Call me back on 212 ..." gives a number, and "shall someone call you back?" is agreed to.
        return hearing.act != "human" and _is_all(cue, hearing)
    if cue.name == "human" and _WHO.search(hearing.tape.plain, 0, cue.span[0]):
        return False  # "are you a real person" asks for none
    if cue.name == "resume":
        return hearing.calls_back
    if cue.name == "existing":
        return hearing.wish is not None
    if cue.name == "change":
        return hearing.act == "summary"
    said = hearing.tape.plain[slice(*cue.span)]
    if cue.name == "goodbye" and "number" in said:
        # Elsewhere it is the caller's own that is wrong, and so it may be behind a booking.
        gave = amends_what_was_done(hearing.tape.plain) and not hearing.scene.first
        return hearing.scene.reception and not gave
    if cue.name == "decline":
        return _declines_what_was_asked(cue, hearing, said)
    if cue.name == "abandon":
        return _drops_this(cue, hearing, said)
    if cue.name == "help" and hearing.asked_kind == "when" and _WHAT_TIMES.match(said):
        return not _is_checked(hearing)  # of the host's free times, some can be offered
    if cue.name == "keep":
        leaves = hearing.act == "change" or hearing.asks_what_can_be_left
        return leaves or hearing.finds_out_which
    return True


def _declines_what_was_asked(cue: Cue, hearing: Hearing, said: str) -> bool:
    """Whether "I don't want ..." ends there: "I don't want colour" is about a colour.

    Without a computer there is no email address.
    """
    if _OF_THE_NET.search(said):
        return hearing.asked_kind == "email"
    ends = _NAMED_NEXT.match(hearing.tape.plain, cue.span[1]) is None
    return ends or _OF_SOMETHING.search(said) is None


def _drops_this(cue: Cue, hearing: Hearing, said: str) -> bool:
    """Whether what is being done is dropped, and not another booking."""
    if hearing.scene.reception:
        # Nothing is being done that could be dropped: it is about a booking that was made.
        return "cancel" not in said
    if _is_wished(hearing, cue.span):
        return False  # "cancel", while that is being done, may be meant either way
    # "Cancel the reservation under Lopez" is about another one than is being made.
    return _BOOKING.search(said) is None or _is_all(cue, hearing)


def _is_checked(hearing: Hearing) -> bool:
    """Whether the host looks at what answers the question, so that it can offer something."""
    step = hearing.prompt.step if hearing.prompt is not None else None
    return step is not None and hearing.scene.workflow.plan.by_name[step].checked


def _is_all(cue: Cue, hearing: Hearing) -> bool:
    """Whether nothing but filler stands beside a phrase."""
    start, end = cue.span
    rest = hearing.tape.rest(hearing.tape.plain)
    return not left_in(rest[:start] + " " * (end - start) + rest[end:])


_WHAT_TIMES = re.compile(
    r"(?:what|which) (?:times?|days?|slots?)|what(?:'s| is) (?:free|available)|when are you"
    r"|what do you have"
)
_WHO = re.compile(
    r"(?<![\w'])(?:are you|is (?:this|that|it)|am i (?:talking|speaking) (?:to|with))"
    r"(?: an?| the)? *$"
)
_CALL_ME = re.compile(r"(?:please +)?(?:call|ring|phone) +me")
_OF_THE_NET = re.compile("computer|laptop|internet|smart")
_OF_SOMETHING = re.compile(
    r"(?:don't|dont|do not|haven't|have not) +(?:\w+ +)?(?:want|need|have|use|do)$"
)
_NAMED_NEXT = re.compile(
    r" +(?!(?:and|so|but|thanks|thank|sorry|please|either|anyway|no|then|now|because|i|dear|love|it"
    r"|one|any)\b)\w"
)


def _agrees_instead(cue: Cue, found: Sequence[Agreement], hearing: Hearing) -> bool:
    """Whether a phrase is better taken as the yes or no that it also is, or is part of."""
    if cue.name not in {"decline", "enough", "thanks", "correction", "wait"}:
        return False
    if cue.name == "wait" and hearing.act == "human":
        return False  # "I think I'll wait" for the person, or without one
    return any(
        a.span[0] <= cue.span[0]
        and cue.span[1] <= a.span[1]
        and (
            a.span != cue.span
            or hearing.act in {"read_back", "summary", "human"}
            or (hearing.act == "offer" and a.says == "yes")
            or (hearing.declinable and cue.name == "enough")
            or (hearing.asked_kind == "yes_no" and cue.name in {"decline", "enough"})
        )
        for a in found
    )
