"""Finding a booking: the check behind "which booking", by what the caller has said of it.

Nothing of a booking is said before two things match (see `identity`); and whether anybody has a
booking, a stranger hears neither from what is found nor from how it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handrail.facts import Call, Verdict

from .calendar import Booking, Calendar, find_bookings
from .clues import Clues
from .front import Front
from .identity import Claims, matching

__all__ = ["booking_of", "find_and_ask", "find_it"]

_GONE: Final = "That booking isn't there any more"
_OFFERED_AT_MOST: Final = 3
_MISSES: Final = 2
_NAMES: Final = 4
"""How many names may be tried without a number, an address or a code."""


async def find_it(asked: Clues | str, call: Call[Front]) -> Verdict:
    """Find the booking; what is asked next names it, so it is not asked whether it is the one."""
    return await _find(asked, call, asks=False)


async def find_and_ask(asked: Clues | str, call: Call[Front]) -> Verdict:
    """Find the booking, and ask whether it is the one, unless it was spoken of in this call."""
    return await _find(asked, call, asks=True)


async def booking_of(call: Call[Front], code: str) -> Booking | None:
    """Return the confirmed booking to come that was picked, as it is now; None if it is gone."""
    found = await find_bookings(call.userdata.calendar, code=code, after=call.context.now)
    if found:
        call.userdata.register.show(found[0])
    return found[0] if found else None


async def _find(asked: Clues | str, call: Call[Front], *, asks: bool) -> Verdict:
    register = call.userdata.register
    if isinstance(asked, str):
        return await _picked(asked, call)
    if (last := register.last) is not None and _is_it(asked, last):
        return Verdict.found(last.code) if await booking_of(call, last.code) else Verdict.no(_GONE)
    claims = register.claims(asked, call.earlier)
    register.hear(claims)
    now = call.context.now
    theirs = await _theirs(call.userdata.calendar, claims, call, now)
    register.show(*theirs)
    if not theirs:
        return _nothing(asked, claims, call)
    present = call.answers.get("booking") or (last.code if last is not None else None)
    others = [each for each in theirs if not asked.other or each.code != present]
    fitting = [each for each in others if asked.fits(each)]
    if not fitting:
        return _another(asked, others or theirs, only=not others)
    timed = asked.when is not None and asked.when.time is not None
    if len(fitting) > _OFFERED_AT_MOST and not (asked.several or timed):
        then = "There are several" if asked.when is None else "There are several then"
        return Verdict.more(replace(asked, several=True), then)
    if len(fitting) == 1 and not asks:
        register.pick(fitting[0])
        return Verdict.found(fitting[0].code)
    return Verdict.choose(*(each.code for each in fitting[:_OFFERED_AT_MOST]))


def _is_it(clues: Clues, last: Booking) -> bool:
    """Whether "it" is the booking that was spoken of last."""
    return not (clues.says_who or clues.other) and clues.fits(last)


async def _picked(code: str, call: Call[Front]) -> Verdict:
    """Check a booking that was picked, or that is held since: it may be gone."""
    register = call.userdata.register
    found = await find_bookings(call.userdata.calendar, code=code, after=call.context.now)
    claims = replace(register.claims(None, call.earlier), code=code)
    if not found:
        known = register.find(code) or register.recalled(call.run)
        return Verdict.no(_GONE if known else "I can't find that booking")
    if not register.may_hear_of(found[0], claims, call.run):
        return Verdict.no("I can't find that booking")
    register.pick(found[0])
    return Verdict.yes()


async def _theirs(
    calendar: Calendar, claims: Claims, call: Call[Front], now: datetime
) -> Sequence[Booking]:
    """Return the bookings to come that this caller may hear of, by their start.

    Two things must match, and one of them at most is a name: the others find them.
    """
    register = call.userdata.register
    found: dict[int, Booking] = {}
    for phone in {claims.number, claims.calling} - {None}:
        found |= {b.id: b for b in await find_bookings(calendar, phone=phone, after=now)}
    if claims.email:
        some = await find_bookings(calendar, email=claims.email, after=now)
        found |= {b.id: b for b in some}
    for code in {claims.code, *(each.code for each in register.shown())} - {None}:
        found |= {b.id: b for b in await find_bookings(calendar, code=code, after=now)}
    theirs = [b for b in found.values() if register.may_hear_of(b, claims, call.run)]
    if claims.name and any("name" in matching(claims, each) for each in theirs):
        # Who names a name means the bookings in it, and not all of one telephone.
        theirs = [each for each in theirs if "name" in matching(claims, each)]
    if claims.code and any(each.code == claims.code for each in theirs):
        theirs = [each for each in theirs if each.code == claims.code]
    return sorted(theirs, key=lambda each: (each.start, each.id))


def _nothing(clues: Clues, claims: Claims, call: Call[Front]) -> Verdict:
    """Nothing was found: ask for what is missing, or for what could be different."""
    said = [claims.number or claims.calling, claims.name, claims.email, claims.code]
    too_little = sum(each is not None for each in said) < len({"one", "another"})
    if clues.renamed or claims.name is None:
        return Verdict.more(clues)  # without a name it is asked for, before anything is amiss
    missed = call.userdata.register.missed(call.run, claims)
    if missed >= (_NAMES if too_little else _MISSES):
        return Verdict.person("I still can't find it")
    if too_little or not missed:
        return Verdict.more(clues)
    return Verdict.more(clues, f"I can't find a booking {_by(claims)}")


def _by(claims: Claims) -> str:
    """Say what was looked for, and not what of it was found."""
    if claims.code is not None:
        return "with that code and those details"
    if claims.number is None and claims.email is None:
        return "under that name from the number you're calling from"
    return "under that name and number" if claims.number else "under that name and email"


def _another(clues: Clues, theirs: Sequence[Booking], *, only: bool) -> Verdict:
    """What was said of it is true of none: offer those there are."""
    some = [each.code for each in theirs[:_OFFERED_AT_MOST]]
    if only:
        return Verdict.no("That's the only one I see", *some)
    what = "then" if clues.when is not None and clues.service is None else "like that"
    return Verdict.no(f"I don't see one {what}", *some)
