"""Which booking: the kind of a value that callers give by name, number, code, service or time.

Its value is the booking's code. What the caller says are `Clues`, gathered over as many turns as it
takes; whether they are enough, and which booking they mean, is found out by the step's check (see
`finding`). What it says of a booking it takes from the call's register, which holds those alone
that the caller may hear of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final

from handrail.kinds.base import Context, InvalidValue, Kind, Reading, Span, join_options
from handrail.kinds.choice import Choice
from handrail.kinds.code import Code
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone, PhonePart
from handrail.kinds.when import When, WhenPart

from .calendar import Booking
from .calendar.reasons import with_article
from .clues import Clues
from .front import HOURS, SERVICES
from .identity import Claims
from .register import REGISTER, Register

__all__ = ["WhichBooking", "in_short"]

_NAMES_NO_DAY: Final = re.compile(r"today|tonight|tomorrow|this|next", re.IGNORECASE)
_CLOCK_FIRST: Final = re.compile(r"\d|noon|midnight|half|quarter", re.IGNORECASE)

# Behind these a time is the new one: "move it to Friday", "can't make Thursday, how about Friday".
_NEW_TIME: Final = re.compile(
    r"\b(?:to|until|till|instead|(?:can|could|may) (?:we|you|i) (?:do|have|come|get|make)|make it"
    r"|(?:how|what) about|rather|prefer|is there anything|anything)\b",
    re.IGNORECASE,
)
# These are heard as asking for a change, before what it is to be is read.
_CHANGED: Final = re.compile(
    r"\b(?:make|change|move|push|bring|switch) (?:it|that)\b"
    r"|\b(?:can|could|may) (?:we|you|i) (?:do|have|come|get)\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(?:(?:no,? )?(?:it's |that's |i mean |i meant )?(?:the|my|an) ?other (?:one|appointment"
    r"|booking|reservation)|a different (?:one|appointment|booking)|not (?:that|this)(?: one)?"
    r"|(?:the|that's the) wrong (?:one|appointment|booking)|another (?:one|appointment|booking))\b",
    re.IGNORECASE,
)
_RELATIVE: Final = (
    r"(?:husband|wife|partner|son|daughter|mother|father|mum|mom|dad|sister|brother|friend|boss"
    r"|boyfriend|girlfriend|colleague|assistant|kid|child)"
)
_IN_ANOTHER_NAME: Final = re.compile(
    rf"\b(?:(?:it's|it is|it was|it should be|it might be|try|probably|maybe) )?(?:booked |made )?"
    rf"(?:under|in|by|for|with)? ?(?:(?:my|his|her|our) {_RELATIVE}(?:'s|s)?(?: name)?"
    r"|(?:an?|some)other name|a different name|my (?:maiden|married|other) name)(?: i think| it's"
    r"| it is| is)?\b",
    re.IGNORECASE,
)
_UNDER: Final = re.compile(
    r"\b(?:(?:it's|it is|it was|it should be|it'll be|booked|try|maybe|probably|and|that's) )*"
    r"(?:under|in)(?: (?:the )?name(?: of)?| the name)?[ ,]+",
    re.IGNORECASE,
)
# Words around clues that say nothing more: "it's the one i made for", "my appointment is".
_AROUND: Final = re.compile(
    r"\b(?:(?:it's|it is|that's|i mean|i think|i want|i have|i've got|i got|i made|i booked|it was"
    r"|there's|we have|we've got) )*(?:(?:the|my|a|an|our) )?"
    # "The one on Tuesday", but not the hour: "move it to Wednesday at one p.m.".
    r"(?:(?<!at )(?<!to )one(?! (?:o'clock|[ap] ?m|thirty|fifteen))|appointments?|bookings?"
    r"|reservations?|slot)(?: (?:is|was|it's))?(?: (?:i|we) (?:have|had|made|booked|got))?"
    r"(?: (?:already|with you(?: guys)?))?(?: (?:on|at|for|is|in))?\b"
    r"|\b(?:it's|it is|that's|mine's|mine is|and|for|on|the|my|is|was|i can't make|can't make"
    r"|cannot make|booked|under)\b",
    re.IGNORECASE,
)
_EDGES: Final = re.compile(r"^[\s,.;]+|[\s,.;]+$")
_SHORTEST_PART: Final = 3  # digits
# "What name and number?" - "212": an area code, and not twelve past two.
_BARE_DIGITS: Final = re.compile(r"\D*\d{3}[\d ().-]*")


@dataclass(frozen=True)
class WhichBooking(Kind[str]):
    """A booking that exists, by its code."""

    name: ClassVar[str] = "booking"
    label: ClassVar[str] = "booking"
    question: ClassVar[str] = "Which booking is it?"
    words: ClassVar[tuple[str, ...]] = ("booking", "appointment", "reservation")
    takes_words_first: ClassVar[bool] = True
    must_be_said: ClassVar[bool] = True

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Describe the value to a model."""
        del ctx
        return {
            "type": "string",
            "description": "All the caller said of the booking: name, number, email, code, day.",
        }

    def parse(self, raw: object, ctx: Context) -> Any:
        """Return a code, or the clues in a model's words, which the check looks up.

        Raises:
            InvalidValue: If nothing in it says which booking is meant.
        """
        if isinstance(raw, Clues):
            return raw
        text = raw if isinstance(raw, str) else ""
        try:
            return Code().parse(text, ctx)
        except InvalidValue:
            reading = self.read(text, replace(ctx, asked=True, partial=None, offered=()))
        if not isinstance(reading.partial, Clues):
            raise InvalidValue("Give the name, number, email or code of the booking, or its day.")
        return reading.partial

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read what is said of a booking; of those on offer, which one."""
        found, spans = _Search(text, ctx).clues()
        if found == Clues():
            return Reading("none")
        register = REGISTER.of(ctx.facts)
        if ctx.offered and register is not None and not found.says_who and not found.other:
            offered = [each for each in map(register.find, ctx.offered) if each is not None]
            starts = tuple(each.start for each in offered)
            then = When(hours=HOURS).read(text, replace(ctx, asked=True, offered=starts))
            meant = [
                each.code
                for each in offered
                if found.fits(each) or (found.service is None and each.start == then.value)
            ]
            if len(meant) == 1:
                return Reading("clear", meant[0], spans)
        held = ctx.partial if isinstance(ctx.partial, Clues) else Clues()
        return Reading("partial", partial=held.and_then(found), spans=spans)

    def supports(self, value: Any, said: str, ctx: Context) -> bool:
        """Tell whether all that a model gave follows from what was said."""
        asked = replace(ctx, asked=True, partial=None, offered=(), current=None)
        clues = value if isinstance(value, Clues) else Clues(code=value)
        heard, _ = _Search(said, asked).clues()
        kinds: Mapping[str, Kind[str]] = {
            "phone": Phone(),
            "name": PersonName(),
            "email": Email(),
            "code": Code(),
            "service": Choice(SERVICES),
        }
        return all(
            given == getattr(heard, clue)
            or (clue in kinds and kinds[clue].supports(given, said, asked))
            for clue, given in clues.given().items()
        )

    def speak(self, value: str, ctx: Context) -> str:
        """Say what it is and when: "haircut on Thursday the 18th at 11"."""
        booking = _register(ctx).in_words(value)
        if booking is None:
            return f"booking {' '.join(value)}"
        return in_short(booking, ctx)

    def speak_partial(self, partial: Any, ctx: Context) -> str:
        """Say nothing: what was said of it is not said back before it is found."""
        del partial, ctx
        return ""

    def speak_options(self, values: Sequence[str], ctx: Context) -> str:
        """Say one with the name it is in; several in short, the service once if it is the same."""
        register = _register(ctx)
        found = [each for each in map(register.find, values) if each is not None]
        if len(found) == 1:
            (one,) = found
            return f"{with_article(in_short(one, ctx))} for {one.name}"
        if len({each.service for each in found}) == 1:
            times = [each.start for each in found]
            spoken = When(hours=HOURS).speak_options(times, ctx)
            return with_article(f"{_lowered(found[0].service)} {_on(spoken)}")
        return join_options([with_article(in_short(each, ctx)) for each in found])

    def dump(self, value: Any) -> Any:
        """Return the code; of clues that a model gave, the clues."""
        return value.dump() if isinstance(value, Clues) else value

    def load(self, data: Any, ctx: Context) -> Any:
        """Turn what was stored back into the same value."""
        return Clues.load(data) if isinstance(data, Mapping) else Code().parse(data, ctx)

    def dump_partial(self, partial: Any) -> Any:
        """Return the clues as JSON data."""
        return partial.dump()

    def load_partial(self, data: Any) -> Clues:
        """Turn stored clues back into the same."""
        return Clues.load(data)

    def questions(self, ctx: Context) -> Sequence[str]:
        """Ask for what is missing: the name, the number it was booked with, or the day."""
        clues = ctx.partial if isinstance(ctx.partial, Clues) else Clues()
        claims = _register(ctx).claims(clues)
        if clues.several and clues.when is not None:
            return "What time is the one you mean?", "What time is it at?"
        if clues.several:
            return "Which day is the one you mean?", "What day is it on?"
        if clues.part is not None and claims.number is None:
            return "And the rest of the number?", "What comes next?"
        if clues.renamed:
            return "What name is it under?", "And what name is that?"
        return _QUESTIONS[_missing(claims)]

    def gather(self, earlier: Mapping[str, Any], ctx: Context) -> Any:
        """Begin with a look, where a booking was spoken of or the caller has said who they are."""
        register = REGISTER.of(ctx.facts)
        if register is None:
            return None
        known = register.last or register.cancelled or register.shown()
        claims = register.claims(None, earlier)
        return Clues() if known or (claims.name and _missing(claims) == "other") else None

    def tells(self, value: Any, ctx: Context) -> Mapping[str, Any]:
        """Return who the caller is, from the booking or from what was said of it."""
        if isinstance(value, Clues):
            said = {"phone": value.phone, "name": value.name, "email": value.email}
            return {name: one for name, one in said.items() if one}
        booking = _register(ctx).in_words(value)
        if booking is None:
            return {}
        # An address of an earlier call would be booked with unheard; that there is none is no loss.
        address = {} if booking.email else {"email": None}
        return {"phone": booking.phone, "name": booking.name, **address}


_QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("What name is it under?", "Which name is the booking under?"),
    "number": ("What number was it booked with?", "And which number was it booked with?"),
    "both": (
        "What name and number is it under?",
        "Which name and number was it booked with?",
    ),
    "other": (
        "What other name or number could it be under?",
        "Which other name or number might it have been booked with?",
    ),
}


def _missing(claims: Claims) -> str:
    """Tell what is to be asked for, so that two things can match."""
    numbered = claims.number or claims.calling or claims.code or claims.email
    if claims.name:
        return "other" if numbered else "number"
    return "name" if numbered else "both"


def _register(ctx: Context) -> Register:
    return REGISTER.of(ctx.facts) or Register()


def _lowered(service: str) -> str:
    plain = service[1:] == service[1:].lower()
    return service[:1].lower() + service[1:] if plain else service


def in_short(booking: Booking, ctx: Context) -> str:
    """Say what a booking is and when: "haircut on Thursday the 18th at 11"."""
    return f"{_lowered(booking.service)} {_on(When(hours=HOURS).speak(booking.start, ctx))}"


def _on(spoken: str) -> str:
    """Put a spoken time behind what happens then: "on Thursday the 18th at 11", "at 3 tomorrow"."""
    if _CLOCK_FIRST.match(spoken):
        return f"at {spoken}"
    return spoken if _NAMES_NO_DAY.match(spoken) else f"on {spoken}"


class _Search:
    """The clues in one utterance, each found in what those before it have left.

    Args:
        text: The utterance.
        ctx: What is known of the call.
    """

    def __init__(self, text: str, ctx: Context) -> None:
        self._rest = text
        self._around = ctx.around
        self._ctx = replace(ctx, partial=None, current=None, offered=(), nbest=(), around="")
        self._asked = ctx.asked
        self._held = ctx.partial if isinstance(ctx.partial, Clues) else Clues()
        self._spans: list[Span] = []

    def clues(self) -> tuple[Clues, tuple[Span, ...]]:
        """Return what was found and where."""
        phone, part = self._phone()
        found = Clues(
            email=self._value(Email()),
            code=self._value(Code()),
            phone=phone,
            part=part,
            when=self._when(),
            service=self._value(Choice(SERVICES)),
            other=self._phrase(_OTHER),
        )
        name, renamed = self._name(known=found.says_who)
        found = replace(found, name=name, renamed=renamed)
        if found == Clues(renamed=True) and not self._asked:
            return Clues(), ()  # "he's my husband" speaks of no booking
        if found != Clues():
            for match in _AROUND.finditer(self._rest):
                self._take(match.span())
        return found, tuple(sorted(self._spans))

    def _take(self, *spans: Span) -> None:
        for start, end in spans:
            self._rest = self._rest[:start] + " " * (end - start) + self._rest[end:]
            self._spans.append((start, end))

    def _value(self, kind: Kind[str], *, asked: bool = False) -> str | None:
        reading = kind.read(self._rest, replace(self._ctx, asked=asked))
        if reading.status != "clear":
            return None
        self._take(*reading.spans)
        return reading.value

    def _phrase(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.search(self._rest)
        if match is not None:
            self._take(match.span())
        return match is not None

    def _phone(self) -> tuple[str | None, PhonePart | None]:
        """Read a number; a part of one only where it was asked for and no time could be meant."""
        held = self._held.part
        asked = self._asked and (held is not None or not self._is_time())
        before = self._held.phone if self._asked else None  # "sorry, 0142" mends its end
        context = replace(self._ctx, asked=asked, partial=held, current=before)
        reading = Phone().read(self._rest, context)
        part = reading.partial if isinstance(reading.partial, PhonePart) else None
        if reading.status == "clear":
            self._take(*reading.spans)
            return reading.value, None
        if part is None or (held is None and len(part.digits) < _SHORTEST_PART):
            return None, None
        self._take(*reading.spans)
        return None, part

    def _is_time(self) -> bool:
        if _BARE_DIGITS.fullmatch(self._rest):
            return False
        return When(hours=HOURS).read(self._rest, self._ctx).status != "none"

    def _when(self) -> WhenPart | None:
        """Read when the booking is, and not when it is to be instead."""
        until = _NEW_TIME.search(self._rest) or _CHANGED.search(self._around)
        own = self._rest[: until.start()] if until else self._rest
        reading = When(hours=HOURS).read(own, replace(self._ctx, asked=self._asked))
        when: WhenPart | None = None
        if reading.status == "clear" and reading.value is not None:
            when = _as_part(reading.value)
        elif isinstance(reading.partial, WhenPart):
            when = reading.partial
        elif reading.status == "ambiguous":
            when = WhenPart(dates=tuple(sorted({each.date() for each in reading.alternatives})))
        if when is None or when.prefer is not None:
            return None
        self._take(*reading.spans)
        return when

    def _name(self, *, known: bool) -> tuple[str | None, bool]:
        """Read a name, with what leads up to it; whether it is in another name, not said yet.

        Args:
            known: Whether a number, an email or a code was said beside it, as names are: "cancel my
                appointment, Maria Lopez, 212 555 0142".
        """
        other = self._phrase(_IN_ANOTHER_NAME)
        led = _UNDER.search(self._rest)
        asked = self._asked or other or known
        context = replace(self._ctx, asked=asked, current=self._held.name)
        # What was said around a name may leave its commas: ", maria lopez, ".
        alone = _EDGES.sub(lambda edge: " " * len(edge.group()), self._rest)
        reading = PersonName().read(alone, context)
        if reading.status != "clear" and led is not None:
            behind = " " * led.end() + self._rest[led.end() :]
            reading = PersonName().read(behind, replace(context, asked=True))
            if reading.status == "clear":
                self._take(led.span())
        if reading.status == "clear":
            self._take(*reading.spans)
            return reading.value, False
        return None, other


def _as_part(at: datetime) -> WhenPart:
    return WhenPart(date=at.date(), time=at.time().replace(tzinfo=None))
