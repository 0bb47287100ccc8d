from __future__ import annotations

from datetime import datetime
from typing import assert_type

from handrail import Choice, Confirm, Email, Fact, Phone, Step, When, Workflow, YesNo, condition

CALLER: Fact[str] = Fact("caller_number")


class Booking(Workflow):
    service = Step(Choice(["Haircut", "Colour"]))
    start = Step(When(), needs=[service])
    phone = Step(Phone(), prefill=CALLER, confirm=Confirm.READ_BACK)
    email = Step(Email(), optional=True)

    @staticmethod
    def _coloured(service: str | None) -> bool:
        return service == "Colour"

    patch_test = Step(YesNo(), when=condition(service)(_coloured))


def a_result_is_typed_by_the_kinds_of_its_steps(booking: Booking) -> None:
    assert_type(booking.service, str)
    assert_type(booking.start, datetime)
    assert_type(booking.phone, str)


def what_may_be_missing_may_be_none(booking: Booking) -> None:
    assert_type(booking.email, str | None)
    assert_type(booking.patch_test, bool | None)


def on_the_class_a_step_is_a_step() -> None:
    assert_type(Booking.start, Step[datetime])
    assert_type(Booking.email, Step[str | None])


def a_result_is_not_written_to(booking: Booking) -> None:
    booking.phone = 3  # type: ignore[assignment]


def a_step_needs_a_kind() -> None:
    Step("phone")  # type: ignore[call-overload]
    Step(Phone(), confirm="always")  # type: ignore[call-overload]
    Step(Phone(), need=[Booking.service])  # type: ignore[call-overload]
