from __future__ import annotations

from datetime import date, datetime
from typing import assert_type

from livekit.agents.beta.workflows import (
    GetCreditCardResult,
    GetCreditCardTask,
    GetDOBResult,
    GetDOBTask,
    GetEmailResult,
    GetEmailTask,
    GetPhoneNumberResult,
    GetPhoneNumberTask,
)

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


def _number(got: GetPhoneNumberResult) -> str:
    return got.phone_number


def _day(got: GetDOBResult) -> date:
    return got.date_of_birth


def _shown(got: GetEmailResult) -> str:
    return got.email_address


class Checkout(Workflow):
    email = Step.from_task(GetEmailTask)
    number = Step.from_task(GetPhoneNumberTask, value=_number, label="number")
    card = Step.from_task(lambda: GetCreditCardTask(require_confirmation=True), optional=True)
    born = Step.from_task(GetDOBTask, value=_day, optional=True)
    gift = Step.from_task(GetEmailTask, when=condition(email)(bool), speak=_shown)


def a_step_from_a_task_is_typed_by_what_the_task_gives(checkout: Checkout) -> None:
    assert_type(checkout.email, GetEmailResult)
    assert_type(checkout.number, str)
    assert_type(checkout.card, GetCreditCardResult | None)
    assert_type(checkout.born, date | None)
    assert_type(checkout.gift, GetEmailResult | None)


def a_task_is_made_anew_so_an_instance_will_not_do() -> None:
    Step.from_task(GetEmailTask())  # type: ignore[call-overload]


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
