"""What the desk can answer between steps: hours, address, prices, how long things take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, groupby
from typing import TypeVar

from handrail.facts import Call
from handrail.kinds.base import NOTHING, Context, InvalidValue, Kind, Reading, join_options
from handrail.kinds.choice import Choice
from handrail.kinds.phone import Phone
from handrail.kinds.when import When, parts
from handrail.reception import ASKED_FOR, Topic

from .calendar import Booking, Business, BusinessFact, Service
from .calendar.reasons import clock_time, duration, outside_hours, with_article
from .describing import asking_its_price, described, described_shortly, telling_of, what_it_is
from .front import HOURS, SERVICES, Front
from .pricing import spoken_price

__all__ = ["TOPICS", "facts_of", "topics_of"]

T = TypeVar("T")

_MONDAY = date(2024, 1, 1)
"""A Monday, from which the days of a week are counted to ask for their hours."""
_LISTED_AT_MOST = 3
_LAST_WORDS = 12
_NOON, _EVENING = 12, 18
_ARTICLES = frozenset({"a", "an", "the", "your"})


_HOLIDAY = re.compile(
    r"\b(?:christmas|xmas|boxing day|easter|thanksgiving|new year|holidays?|halloween|(?:labor"
    r"|memorial|independence|presidents'?|veterans'?|columbus|martin luther king) day"
    r"|(?:the )?(?:fourth|4th) of july)",
    re.IGNORECASE,
)


def _hours(call: Call[Front], said: str) -> str | None:
    if _HOLIDAY.search(said):
        return None  # the week's hours say nothing of it
    hours = call.userdata.business.hours
    day, _ = parts(_named(When(), said, call))
    if day is not None:
        return outside_hours(day, hours)
    week = [_MONDAY + timedelta(days=number) for number in range(7)]
    spoken = []
    for openings, days in groupby(week, hours.on):
        if openings:
            named = [f"{day:%A}" for day in days]
            when = f"{named[0]} to {named[-1]}" if len(named) > 1 else f"on {named[0]}"
            spans = (f"{clock_time(opens)} to {clock_time(closes)}" for opens, closes in openings)
            spoken.append(f"{' and '.join(spans)} {when}")
    return f"We're open {join_options(spoken, 'and')}" if spoken else None


def _address(call: Call[Front], _said: str) -> str | None:
    address = call.userdata.business.address
    return f"We're at {address}" if address else None


_OF_A_CHANGE = re.compile(r"\b(?:cancel|mov(?:e|ing)|reschedul|chang)", re.IGNORECASE)


def _price(call: Call[Front], said: str) -> str | None:
    if _OF_A_CHANGE.search(said):
        return None  # what a service costs says nothing of "a fee for cancelling"
    region = call.userdata.business.region
    return _sentence([_priced(one, region) for one in _meant(call, said)])


def _duration(call: Call[Front], said: str) -> str | None:
    return _sentence([_lasting(one) for one in _meant(call, said)])


def _services(call: Call[Front], _said: str) -> str | None:
    listed = list(call.userdata.services.values())[:_LISTED_AT_MOST]
    if not listed:
        return None
    names = join_options([with_article(each.name) for each in listed])
    told = [f"{each.name}: {short}" for each in listed if (short := described_shortly(each))]
    return ". ".join([f"You can book {names}", *told])


def _who(_call: Call[Front], _said: str) -> str | None:
    return "I'm an automatic booking line, but someone can call you back if you like"


def _code(call: Call[Front], _said: str) -> str | None:
    booked = call.userdata.register.last
    if booked is None:
        return "You'll have the code as soon as it's booked"
    return f"The code is {' '.join(booked.code)}"


def _spoken_of(call: Call[Front]) -> Booking | None:
    """The booking that is being moved or cancelled, or the one that was spoken of last."""
    register = call.userdata.register
    return register.find(call.answers.get("booking")) or register.last


def _when(call: Call[Front], _said: str) -> str | None:
    """What was booked in this call, or is about to be, and when."""
    booked = _spoken_of(call)
    start = booked.start if booked else call.answers.get("start")
    service = booked.service if booked else call.answers.get("service")
    if start is None or service is None:
        return None
    return f"That's {with_article(service)}, {When(hours=HOURS).speak(start, call.context)}"


def _half_of_day(call: Call[Front], _said: str) -> str | None:
    booked = _spoken_of(call)
    start = booked.start if booked else call.answers.get("start")
    if start is None:
        return None
    there = start.astimezone(call.userdata.business.zone)
    part = "morning" if there.hour < _NOON else "afternoon" if there.hour < _EVENING else "evening"
    return f"That's {clock_time(there.time())} in the {part}"


def _for_whom(call: Call[Front], _said: str) -> str | None:
    booked = call.userdata.register.last
    name = booked.name if booked else call.answers.get("name")
    return f"It's for {name}" if name else None


def _number(call: Call[Front], _said: str) -> str | None:
    booked = call.userdata.register.last
    number = booked.phone if booked else call.answers.get("phone")
    return f"I have {Phone().speak(number, call.context)}" if number else "I have no number yet"


def _why_the_number(_call: Call[Front], _said: str) -> str | None:
    return "It's so we can reach you if anything changes"


def _why_the_name(_call: Call[Front], _said: str) -> str | None:
    return "It's so we know who the booking is for"


def _why_the_email(_call: Call[Front], _said: str) -> str | None:
    return "It's only to send you the confirmation, and you can leave it out"


def _here(_call: Call[Front], _said: str) -> str | None:
    return "Yes, that's us"


def _meant(call: Call[Front], said: str) -> list[Service]:
    """The booking type that the question names, or the one being booked, or the first few."""
    services = call.userdata.services
    booked = _spoken_of(call) if "booking" in call.answers else None
    held = booked.service if booked is not None else call.answers.get("service")
    name = _service_named(said, call) or held
    if name is not None and name in services:
        return [services[name]]
    return list(services.values())[:_LISTED_AT_MOST]


def _service_named(said: str, call: Call[Front]) -> str | None:
    """Find a booking type by its name, or at the end by what a caller may call it ("a cut").

    Only after an article: "how long does it take" does not ask for the long one.
    """
    kind, words = Choice(SERVICES), _end_of(said)
    for start, end in combinations(range(len(words) + 1), 2):
        with suppress(InvalidValue):
            return kind.parse(" ".join(words[start:end]), call.context)
    articles = [at for at, word in enumerate(words) if word in _ARTICLES]
    tail = words[articles[-1] :] if articles else []
    return kind.read(" ".join(tail), replace(call.context, asked=True)).value


def _named(kind: Kind[T], said: str, call: Call[Front]) -> Reading[T]:
    """What a question is about: kinds read no value out of a question, but do out of its end."""
    words = _end_of(said)
    context = replace(call.context, asked=True)
    for start in range(1, len(words)):
        reading = kind.read(" ".join(words[start:]), context)
        if reading.status in {"clear", "partial"}:
            return reading
    return NOTHING


def _end_of(said: str) -> list[str]:
    """The last words, in which a question says what it is about, however long it is."""
    return said.lower().strip(" ?.!").split()[-_LAST_WORDS:]


def _priced(service: Service, region: str) -> str:
    return f"{with_article(service.name)} is {spoken_price(service.price_cents, region)}"


def _lasting(service: Service) -> str:
    return f"{with_article(service.name)} takes {duration(service.minutes)}"


def _sentence(spoken: list[str]) -> str | None:
    text = join_options(spoken, "and")
    return text[:1].upper() + text[1:] or None


def _asked_back(noun: str) -> tuple[str, ...]:
    """What a caller says who wants to hear what was put down."""
    return (
        f"what {noun} did you put",
        f"which {noun} did you put",
        f"what {noun} did you take",
        f"what {noun} do you have",
        f"which {noun} do you have",
        f"what {noun} have you got",
        f"which {noun} have you got",
        f"what was the {noun}",
        f"what was my {noun}",
    )


def _why_needed(noun: str) -> tuple[str, ...]:
    return (
        f"why do you need my {noun}",
        f"why do you want my {noun}",
        f"why do you need a {noun}",
        f"what do you need my {noun} for",
        f"what do you do with my {noun}",
        f"what will you do with my {noun}",
    )


TOPICS: Mapping[str, Topic] = {
    "price": Topic(ASKED_FOR["price"], _price),
    "hours": Topic(ASKED_FOR["hours"], _hours),
    "address": Topic(
        (
            *ASKED_FOR["address"],
            "where is the salon",
            "where's the salon",
            "where is the shop",
            "where's the shop",
        ),
        _address,
    ),
    "duration": Topic(ASKED_FOR["duration"], _duration),
    "services": Topic(
        (
            "what do you offer",
            "what can i book",
            "what do you do",
            "which services",
            "what services",
        ),
        _services,
    ),
    "code": Topic(("the code", "my code", "that code", "booking code", "confirmation code"), _code),
    "when": Topic(
        (
            "when is it",
            "when was it",
            "when is that",
            "when was that",
            "what time was it",
            "what time was that",
            "what was the time",
            "what was the date",
            "what did you book",
            "what did i book",
            "what have you booked",
        ),
        _when,
    ),
    "half of the day": Topic(
        ("am or pm", "a.m. or p.m.", "morning or the afternoon", "morning or afternoon"),
        _half_of_day,
    ),
    "for whom": Topic(
        (
            "who is it for",
            "who is that for",
            "who it's for",
            "name is it under",
            "name is that under",
        ),
        _for_whom,
    ),
    "number": Topic(
        (
            *_asked_back("number"),
            *_asked_back("phone number"),
            "what number is it under",
        ),
        _number,
    ),
    "why the number": Topic(
        (*_why_needed("number"), *_why_needed("phone number"), *_why_needed("phone")),
        _why_the_number,
    ),
    "why the name": Topic(_why_needed("name"), _why_the_name),
    "why the email": Topic((*_why_needed("email"), *_why_needed("email address")), _why_the_email),
    "who": Topic(
        (
            "a robot",
            "a machine",
            "are you human",
            "are you real",
            "who are you",
            "am i talking",
            "am i speaking",
            "speaking to a",
        ),
        _who,
    ),
}
"""The business facts callers ask for, by name."""


def topics_of(business: Business, services: Iterable[Service] = ()) -> Mapping[str, Topic]:
    """Return what callers of a business ask for: its own name, its facts, what its types are.

    Args:
        business: With the name it is known by, "is this Northside Studio?", and its facts. One of
            those that bears the name of a usual topic takes its place, and keeps its words.
        services: The active booking types. One with a description is told of.
    """
    told = [each for each in services if each.description]
    topics = {what_it_is(each): telling_of(each) for each in told}
    topics |= {each.topic.lower(): _told(each) for each in business.facts}
    if business.name.strip():
        topics["here"] = Topic((business.name,), _here)
    if told and "price" not in topics:
        words = [word for each in told for word in asking_its_price(each)]
        topics["price"] = Topic((*TOPICS["price"].words, *words), _price)
    # The owner's own words go first: "how much is parking" asks for the parking.
    return {**topics, **{name: topic for name, topic in TOPICS.items() if name not in topics}}


def _told(fact: BusinessFact) -> Topic:
    usual = TOPICS.get(fact.topic.lower())
    words = (fact.topic.lower(), *fact.words, *(usual.words if usual else ()))
    return Topic(words, lambda _call, _said: fact.answer)


def facts_of(front: Front) -> Mapping[str, str]:
    """Return what does not change during a call, in words: a model is told it from the start."""
    region = front.business.region
    context = Context(now=front.clock(), region=region, facts=front.facts(None))
    call: Call[Front] = Call(front, context, {})
    told = {
        "hours": _hours(call, ""),
        "address": _address(call, ""),
        "price": _sentence([_priced(one, region) for one in front.services.values()]),
        "duration": _sentence([_lasting(one) for one in front.services.values()]),
    }
    told |= {what_it_is(one): described(one) for one in front.services.values()}
    facts = {fact.topic.lower(): fact.answer for fact in front.business.facts}
    return {name: fact for name, fact in {**told, **facts}.items() if fact}
