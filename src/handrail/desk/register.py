"""The register: the bookings that were spoken of in one call, and who the caller says they are.

It lives as long as the call's process. Where a dropped call may be gone on with, it begins with the
bookings which that call was about: they are spoken of only to whoever goes on with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handrail.kinds.base import Fact

from .calendar import Booking
from .clues import Clues
from .identity import Claims, identifies

__all__ = ["REGISTER", "Register"]


@dataclass(slots=True)
class Register:
    """What one call knows of bookings that exist.

    Args:
        calling: The number the call comes from, E.164; None when it is withheld.
    """

    calling: str | None = None
    last: Booking | None = None
    """The booking that was made, moved or picked last: what "it" is."""
    cancelled: Booking | None = None
    """The booking that was cancelled last."""
    moved: tuple[Booking, Booking] | None = None
    """The booking that was moved last, as it was and as it is, if none was cancelled since."""
    _claims: Claims = field(default_factory=Claims)
    _known: dict[str, Booking] = field(default_factory=dict)
    _recalled: dict[str, Booking] = field(default_factory=dict)
    _recalled_by: set[tuple[str, int]] = field(default_factory=set)  # run and the booking's id
    _recalled_moves: dict[str, tuple[Booking, Booking]] = field(default_factory=dict)  # by run
    _put_back: dict[str, Booking] = field(default_factory=dict)  # by run
    _missed: dict[str, list[Claims]] = field(default_factory=dict)

    def claims(
        self, clues: Clues | None = None, earlier: Mapping[str, Any] | None = None
    ) -> Claims:
        """Return who the caller says they are.

        Args:
            clues: What was said now; it counts more than what was said before.
            earlier: What was said to earlier workflows, by step name.
        """
        clues, earlier, before = clues or Clues(), earlier or {}, self._claims
        return Claims(
            calling=self.calling,
            number=clues.phone or before.number or earlier.get("phone"),
            name=None if clues.renamed else clues.name or before.name or earlier.get("name"),
            email=clues.email or before.email or earlier.get("email"),
            code=clues.code,
        )

    def hear(self, claims: Claims) -> None:
        """Keep who the caller says they are, for the rest of the call."""
        self._claims = replace(claims, code=None)

    def show(self, *bookings: Booking) -> None:
        """Note that the caller may be told of these bookings, and as they are now."""
        self._known |= {booking.code: booking for booking in bookings}

    def recall(self, run: str, booking: Booking) -> None:
        """Note what a dropped call was about: it may be told to whoever goes on with its run."""
        self._recalled[booking.code] = booking
        self._recalled_by.add((run, booking.id))

    def recall_move(self, run: str, before: Booking, booking: Booking) -> None:
        """Note what a dropped call had moved, as it was and as it is, which a run puts back."""
        self._recalled_moves[run] = before, booking

    def pick(self, booking: Booking) -> None:
        """Note which booking is spoken of."""
        self.show(booking)
        self.last = booking
        if self.moved is not None and self.moved[1].id == booking.id:
            self.moved = self.moved[0], booking  # a name in it may have been put right since

    def drop(self, booking: Booking) -> None:
        """Note that a booking was cancelled."""
        self.show(booking)
        self.cancelled, self.moved = booking, None
        if self.last is not None and self.last.code == booking.code:
            self.last = None

    def move(self, before: Booking, booking: Booking) -> None:
        """Note that a booking was moved."""
        self.moved = before, booking
        self.pick(booking)

    def put_back(self, run: str, before: Booking, booking: Booking) -> None:
        """Note that what was moved or cancelled is as it was before, by this run."""
        self._put_back[run] = before
        if before.status == "cancelled":
            self._known.pop(before.code, None)
            self.cancelled = None
        else:
            self.moved = None
        self.pick(booking)

    def to_put_back(self, run: str, code: str | None = None) -> Booking | None:
        """Return what was moved or cancelled last, or this run has put back, as it was before.

        In a call that goes on with a dropped one, what was moved or cancelled in that one.

        Args:
            run: The run that puts it back.
            code: Of which of them, where one was cancelled and then another moved.
        """
        if self.cancelled is not None and code == self.cancelled.code:
            return self.cancelled
        moved = self.moved_for(run)
        if (before := self._put_back.get(run) or (moved[0] if moved else self.cancelled)) is None:
            recalled = self.recalled(run)
            # One that stands is not "as it was before", and is not booked a second time.
            before = recalled if recalled and recalled.status == "cancelled" else None
        return before

    def moved_for(self, run: str) -> tuple[Booking, Booking] | None:
        """Return the booking that a run would move back, as it was and as it is."""
        return self._recalled_moves.get(run) or self.moved

    def as_it_was(self, code: str) -> Booking | None:
        """Return a booking that was moved as it was before; None if it was not moved."""
        moves = (self.moved, *self._recalled_moves.values())
        return next((each[0] for each in moves if each and each[0].code == code), None)

    def shown(self) -> tuple[Booking, ...]:
        """Return the bookings the caller may be told of."""
        gone = self.cancelled.id if self.cancelled is not None else None
        return tuple(each for each in self._known.values() if each.id != gone)

    def find(self, code: str | None) -> Booking | None:
        """Return a booking that the caller may be told of, by its code."""
        return self._known.get(code) if code is not None else None

    def recalled(self, run: str) -> Booking | None:
        """Return what a run was about in the call that was dropped; None if it is another run."""
        return next((b for b in self._recalled.values() if (run, b.id) in self._recalled_by), None)

    def in_words(self, code: str) -> Booking | None:
        """Return a booking by its code to say what it is, to whom it may be said."""
        return self._known.get(code) or self._recalled.get(code)

    def may_hear_of(self, booking: Booking, claims: Claims, run: str) -> bool:
        """Tell whether the caller may be told of a booking, in this run."""
        if (run, booking.id) in self._recalled_by:
            return True
        shown = self._known.get(booking.code)
        return (shown is not None and shown.id == booking.id) or identifies(claims, booking)

    def missed(self, run: str, claims: Claims) -> int:
        """Note that nothing was found, and return for how many different claims in this run.

        Of those that gave as much beside a name. 0 if nothing was found for the same before.
        """
        missed = self._missed.setdefault(run, [])
        if claims in missed:
            return 0
        missed.append(claims)
        return sum(_given(each) == _given(claims) for each in missed)


def _given(claims: Claims) -> tuple[bool, ...]:
    return tuple(each is not None for each in (claims.number, claims.email, claims.code))


REGISTER: Fact[Register] = Fact("register")
"""The call's register, by which kinds speak of bookings."""
