from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, assert_type

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

from handrail import (
    Call,
    Choice,
    Confirm,
    Email,
    Fact,
    Phone,
    Phrases,
    Step,
    Verdict,
    When,
    Workflow,
    YesNo,
    condition,
)
from handrail.kinds.base import Context
from handrail.kinds.code import Code

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


def _stands_at(answers: Mapping[str, Any], context: Context) -> datetime:
    del answers
    return context.now


def _named(answers: Mapping[str, Any], context: Context) -> str:
    del answers, context
    return "Maria"


def _found(asked: datetime, call: Call[None]) -> Verdict:
    del call
    return Verdict.found(asked)


class Later(Workflow):
    start = Step(When(), present=_stands_at, carried=False, check=_found)

    amends = ("booking",)
    phrases = Phrases(places={"echo@start": ("{value}.", "{value}, then.")})


def what_stands_is_typed_by_the_kind(later: Later, context: Context) -> None:
    assert_type(later.start, datetime)
    assert_type(Later.start.stands_at({}, context), datetime | None)
    Step(When(), carried="no")  # type: ignore[call-overload]


def a_code_is_a_text() -> None:
    assert_type(Step(Code(pairs=3)), Step[str])


def what_a_check_may_find(verdict: Verdict) -> None:
    assert_type(Verdict.found("K7M4"), Verdict)
    assert_type(Verdict.more(("maria", None), "I need a day"), Verdict)
    assert_type(Verdict.person("I can't find it"), Verdict)
    Verdict.person()  # type: ignore[call-arg]
    assert_type(verdict.stuck, bool)


def what_a_workflow_is_told_that_was_dropped(call: Call[None]) -> None:
    assert_type(call.in_doubt, bool)
    assert_type(call.earlier, Mapping[str, Any])


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
