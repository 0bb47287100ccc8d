"""What is said of a booking in the API: in a request, and in an answer."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from handrail.desk.calendar import Booking, BookingStatus

from .operation import Given
from .paging import Next, Paged
from .values import (
    Code,
    Day,
    IdempotencyKey,
    Key,
    Line,
    Moment,
    Number,
    Person,
    PersonEmail,
    check_days,
)

__all__ = [
    "BookingAsked",
    "BookingOut",
    "BookingsAsked",
    "BookingsOut",
    "CancelIn",
    "MoveAsked",
    "MoveIn",
    "NewBookingIn",
    "OnceAsked",
]


class NewBookingIn(Given):
    """What is to be booked, and for whom."""

    model_config = ConfigDict(title="NewBooking")

    type: int = Field(ge=1, le=2**31 - 1, description="The booking type's id.")
    start: Moment = Field(description="One of its free times.")
    name: Person
    phone: Number
    email: PersonEmail | None = None
    resource: Annotated[
        int | None,
        Field(ge=1, le=2**31 - 1, description="The id of what is to do it; null: whichever."),
    ] = None


class MoveIn(Given):
    """To when a booking is to be moved."""

    model_config = ConfigDict(title="Move")

    start: Moment = Field(description="One of the type's free times.")
    version: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="As it was read; null: whatever it is.")
    ] = None


class CancelIn(Given):
    """How a booking is to be cancelled."""

    model_config = ConfigDict(title="Cancellation")

    version: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="As it was read; null: whatever it is.")
    ] = None


class OnceAsked(Given):
    """What makes a request happen once, however often it is sent."""

    once: Annotated[IdempotencyKey, Field(alias="Idempotency-Key")]


class BookingAsked(Given):
    """Which booking is meant, and what proves that one may hear of it."""

    code: Code
    proof: Annotated[
        str | None,
        Field(
            alias="Booking-Proof",
            min_length=1,
            max_length=300,
            pattern=r"^[\x20-\x7e]+$",
            description=(
                "The number (E.164) or the email that the booking was made with, percent-encoded"
                " where it is not ASCII. A token of scope `all` needs none."
            ),
            examples=["+12125550142"],
        ),
    ] = None


class MoveAsked(BookingAsked):
    """Which booking is to be moved, once."""

    once: Annotated[IdempotencyKey | None, Field(alias="Idempotency-Key")] = None


class BookingsAsked(Paged):
    """Which bookings are listed."""

    first: Annotated[Day | None, Field(description="The first day, in the business's zone.")] = None
    last: Annotated[Day | None, Field(description="The last day, in the business's zone.")] = None
    status: BookingStatus | None = None
    type: Annotated[Key | None, Field(description="The booking type's id.")] = None
    search: Annotated[
        Line | None,
        Field(max_length=200, description="A number, name, email or code, or a part of one."),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_days(self.first, self.last)
        return self


class BookingOut(BaseModel):
    """A booking, whatever became of it. Moved, it keeps its code."""

    model_config = ConfigDict(title="Booking")

    code: str
    status: BookingStatus
    type: str = Field(description="The booking type's name.")
    resource: str = Field(description="The name of what it occupies.")
    start: AwareDatetime
    end: AwareDatetime
    name: str | None = Field(description="Null, like the number, once its data were purged.")
    phone: str | None = Field(description="E.164.")
    email: str | None
    version: int = Field(description="Raised with every change.")
    uid: str = Field(description="Its iCalendar UID.")

    @classmethod
    def of(cls, booking: Booking) -> Self:
        """Return a booking as it is answered."""
        return cls(
            code=booking.code,
            status=booking.status,
            type=booking.service,
            resource=booking.resource,
            start=booking.start,
            end=booking.end,
            name=booking.name or None,
            phone=booking.phone or None,
            email=booking.email,
            version=booking.version,
            uid=booking.uid,
        )


class BookingsOut(BaseModel):
    """A page of bookings, by their start."""

    model_config = ConfigDict(title="Bookings")

    bookings: list[BookingOut]
    next: Next
