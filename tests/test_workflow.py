"""Declarations: what a class body makes, and what is wrong with one, said when it is imported."""

from __future__ import annotations

from collections.abc import Callable
from types import new_class
from typing import Any

import pytest

from handrail.declaration import DeclarationError
from handrail.facts import Call, Verdict
from handrail.kinds.base import Fact
from handrail.kinds.choice import Choice
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.kinds.text import Text
from handrail.kinds.when import When
from handrail.plan import Confirm
from handrail.step import Condition, Step, condition
from handrail.workflow import Phrases, Workflow

SEVERAL: Fact[int] = Fact("services", 1)


class Booking(Workflow):
    service = Step(Text(), ask="What would you like?")
    start = Step(Text(), needs=[service], check=lambda _value, _call: None)  # type: ignore[arg-type,return-value]
    phone = Step(Phone(), confirm=Confirm.READ_BACK)
    note = Step(Text(), optional=True)

    asks_for = ("book",)
    phrases = Phrases(summary="{service} at {start}")

    async def commit(self, call: Call[Any]) -> dict[str, str]:
        return {"code": call.run}


# --- what a class body makes ----------------------------------------------------------------------


def test_steps_are_kept_in_the_order_they_were_declared() -> None:
    assert list(Booking.steps) == ["service", "start", "phone", "note"]
    assert Booking.plan.names == ("service", "start", "phone", "note")


def test_a_step_on_the_class_is_the_step_and_on_an_instance_its_value() -> None:
    assert Booking.start is Booking.steps["start"]
    assert Booking(service="haircut", start="three", phone="0142").start == "three"
    assert Booking(service="haircut").note is None


def test_a_plan_holds_the_structure() -> None:
    service, start, phone, note = Booking.plan.steps
    assert (service.kind, service.needs, service.checked) == ("text", (), False)
    assert (start.needs, start.checked) == (("service",), True)
    assert (phone.kind, phone.confirm, phone.in_parts) == ("phone", Confirm.READ_BACK, True)
    assert note.optional
    assert (Booking.plan.summary, Booking.plan.commits, Booking.plan.escalates) == (
        True,
        True,
        True,
    )


def test_a_workflow_is_named_after_its_class_unless_it_says_otherwise() -> None:
    class MoveBooking(Workflow):
        start = Step(Text())

    class Odd(Workflow, name="moving", summary=False, escalates=False):
        start = Step(Text())

    assert MoveBooking.plan.name == "move_booking"
    assert (Odd.plan.name, Odd.plan.summary, Odd.plan.escalates) == ("moving", False, False)
    assert not MoveBooking.plan.commits  # nothing overrides its commit


def test_steps_of_base_classes_come_first_and_can_be_declared_anew() -> None:
    class WithName(Workflow):
        name = Step(Text())
        phone = Step(Phone())

    class Longer(WithName):
        email = Step(Text(), needs=[WithName.name])
        name = Step(Text(), confirm=Confirm.SPELL)

    assert list(Longer.steps) == ["name", "phone", "email"]
    assert Longer.plan.by_name["name"].confirm is Confirm.SPELL
    assert WithName.plan.by_name["name"].confirm is Confirm.UNSURE
    assert Longer.plan.by_name["email"].needs == ("name",)


def test_a_condition_is_named_by_its_function_and_reads_what_it_says() -> None:
    class Coloured(Workflow):
        service = Step(Text())

        @condition(service, SEVERAL)
        def lasting(service: str, services: int) -> bool:  # noqa: N805
            return service == "colour" and services > 1

        length = Step(Text(), when=lasting)

    when = Coloured.plan.by_name["length"].when
    assert when is not None
    assert (when.name, when.reads) == ("lasting", (("step", "service"), ("fact", "services")))
    assert Coloured.plan.tests["lasting"]("colour", 2)


def test_one_condition_may_hold_for_several_steps() -> None:
    class Sized(Workflow):
        service = Step(Text())
        coloured = condition(service)(colour)
        length = Step(Text(), when=coloured)
        tone = Step(Text(), when=coloured)

    assert list(Sized.plan.tests) == ["colour"]


def colour(service: str | None) -> bool:
    return service == "colour"


# --- a result -------------------------------------------------------------------------------------


def test_a_result_holds_a_value_for_every_step() -> None:
    booking = Booking(service="haircut", start="three", phone="0142")
    assert booking.values() == {
        "service": "haircut", "start": "three", "phone": "0142", "note": None,
    }  # fmt: skip


def test_results_are_equal_by_value() -> None:
    assert Booking(service="haircut") == Booking(service="haircut")
    assert Booking(service="haircut") != Booking(service="colour")
    assert Booking() != object()


def test_a_result_cannot_be_changed() -> None:
    booking = Booking(service="haircut")
    with pytest.raises(AttributeError, match="Booking cannot be changed: service"):
        booking.service = "colour"


def test_a_result_has_no_values_but_its_steps() -> None:
    with pytest.raises(TypeError, match="Booking has no step 'colour'"):
        Booking(colour="red")


def test_a_result_can_be_logged_without_telling_what_was_said() -> None:
    assert repr(Booking(service="haircut", phone="0142")) == "<Booking: service, phone>"
    assert "0142" not in repr(Booking(phone="0142"))


async def test_without_a_commit_nothing_is_written() -> None:
    class Asked(Workflow):
        name = Step(Text())

    assert await Asked(name="maria").commit(None) is None  # type: ignore[arg-type]


def test_steps_say_what_they_are() -> None:
    assert repr(Booking.phone) == "Step(phone: phone)"
    assert repr(Step(Number())) == "Step(?: number)"


# --- what is wrong with one -----------------------------------------------------------------------


def a_cycle() -> None:
    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), needs=[service])
        service.needs = (start,)


def a_longer_cycle_through_a_condition() -> None:
    class Booking(Workflow):
        service = Step(Text())
        length = Step(Text(), needs=[service])
        start = Step(Text(), when=Condition("long", (length,), bool))
        service.needs = (start,)


def a_step_that_waits_for_itself() -> None:
    class Booking(Workflow):
        service = Step(Text())
        service.when = Condition("given", (service,), bool)


def a_step_of_another_workflow() -> None:
    class Other(Workflow):
        service = Step(Text())

    class Booking(Workflow):
        start = Step(Text(), needs=[Other.service])


def a_step_of_another_workflow_with_a_name_used_here() -> None:
    class Other(Workflow):
        service = Step(Text())

    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), needs=[Other.service])


def a_step_of_no_workflow() -> None:
    loose = Step(Text())

    class Booking(Workflow):
        start = Step(Text(), when=Condition("given", (loose,), bool))


def a_need_named_by_a_string() -> None:
    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), needs=["service"])  # type: ignore[list-item]


def a_kind_that_was_not_made() -> None:
    class Booking(Workflow):
        start = Step(Text)  # type: ignore[call-overload]


def an_unknown_policy() -> None:
    class Booking(Workflow):
        start = Step(Text(), confirm="read_bakc")  # type: ignore[call-overload]


def a_bare_function_as_a_condition() -> None:
    class Booking(Workflow):
        start = Step(Text(), when=lambda: True)  # type: ignore[call-overload]


def a_prefill_named_by_a_string() -> None:
    class Booking(Workflow):
        start = Step(Text(), prefill="caller")  # type: ignore[call-overload]


def a_condition_on_a_string() -> None:
    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), when=Condition("given", ("service",), bool))  # type: ignore[arg-type]


def a_condition_that_takes_nothing() -> None:
    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), when=Condition("given", (service,), lambda: True))


def a_wish_in_one_string() -> None:
    class Booking(Workflow):
        asks_for = "book"  # type: ignore[assignment]
        start = Step(Text())


def two_steps_of_one_name() -> None:
    class Booking(Workflow):
        start = Step(Text())
        start = Step(Text())  # noqa: PIE794


def a_step_and_a_method_of_one_name() -> None:
    class Booking(Workflow):
        start = Step(Text())

        def start(self) -> None:  # type: ignore[no-redef]  # noqa: F811
            """Take the place of the step."""


def one_step_under_two_names() -> None:
    class Booking(Workflow):
        start = Step(Text())
        end = start


def one_step_in_two_workflows() -> None:
    phone = Step(Phone())

    class Order(Workflow):
        number = phone

    class Booking(Workflow):
        mobile = phone


def one_step_of_one_name_in_two_workflows() -> None:
    class Order(Workflow):
        phone = Step(Phone())

    class Booking(Workflow):
        phone = Order.phone


def a_condition_that_reads_a_later_step() -> None:
    class Booking(Workflow):
        length = Step(Text())
        service = Step(Text())
        length.when = Condition("coloured", (service,), bool)


def a_need_that_is_asked_later() -> None:
    class Booking(Workflow):
        start = Step(Text())
        service = Step(Text())
        start.needs = (service,)


def two_conditions_of_one_name() -> None:
    class Booking(Workflow):
        service = Step(Text())
        length = Step(Text(), when=condition(service)(lambda service: service == "colour"))
        tone = Step(Text(), when=condition(service)(lambda service: service == "dye"))


def a_reserved_name() -> None:
    class Booking(Workflow):
        plan = Step(Text())  # type: ignore[assignment]


def the_name_of_something_that_is_asked() -> None:
    class Booking(Workflow):
        human = Step(Text())


def a_private_name() -> None:
    class Booking(Workflow):
        _start = Step(Text())


def test_a_workflow_of_several_asks_their_steps_from_left_to_right() -> None:
    class Contact(Workflow):
        name = Step(Text())

    class First(Contact):
        one = Step(Text())

    class Second(Contact):
        two = Step(Text())

    class Whole(First, Second):
        three = Step(Text())
        one = Step(Text(), ask="One, once more?")

    assert list(Whole.steps) == ["name", "one", "two", "three"]
    assert Whole.steps["one"].ask == ("One, once more?",)


def test_workflows_share_a_step_by_a_base_class_even_one_that_is_no_workflow() -> None:
    class Contact:
        phone = Step(Phone())

    class Order(Contact, Workflow):
        dish = Step(Text())

    class Booking(Contact, Workflow):
        start = Step(Text(), needs=[Contact.phone])

    assert list(Order.steps) == ["phone", "dish"]
    assert list(Booking.steps) == ["phone", "start"]


def test_a_step_that_was_refused_a_second_place_keeps_its_first() -> None:
    phone = Step(Phone())

    class Order(Workflow):
        number = phone

    with pytest.raises(DeclarationError):

        class Booking(Workflow):
            mobile = phone

    assert repr(Order.steps["number"]) == "Step(number: phone)"


def a_base_classs_step_replaced_by_something_else() -> None:
    class Base(Workflow):
        start = Step(Text())

    class Booking(Base):
        start = "three"


def given(**what: Any) -> Callable[[], None]:
    """A workflow with a step that was given something wrong."""

    def declare() -> None:
        class Booking(Workflow):
            service = Step(Text())
            start = Step(**{"kind": Text(), **what})

    return declare


def with_phrases(phrases: Any) -> Callable[[], None]:
    def declare() -> None:
        class Booking(Workflow):
            start = Step(Text())

        new_class("Booking", (Booking,), {}, lambda body: body.update(phrases=phrases))

    return declare


def a_task() -> Any:
    raise NotImplementedError


def from_task(**what: Any) -> Callable[[], None]:
    def declare() -> None:
        class Booking(Workflow):
            start = Step.from_task(a_task, **what)

    return declare


def an_async_condition() -> None:
    async def is_long(_service: str) -> bool:
        return True

    class Booking(Workflow):
        service = Step(Text())
        start = Step(Text(), when=Condition("is_long", (service,), is_long))  # type: ignore[arg-type]


def one_string_as_what_it_amends() -> None:
    class Booking(Workflow):
        start = Step(Text())

        amends = "rescheduling"  # type: ignore[assignment]


def a_commit_without_the_call() -> None:
    class Booking(Workflow):
        start = Step(Text())

        async def commit(self) -> None:  # type: ignore[override]
            """Write nothing."""


def a_method_as_a_check() -> None:
    class Booking(Workflow):
        def is_free(self, value: str, call: Call[Any]) -> Verdict:
            raise NotImplementedError

        start = Step(Text(), check=is_free)  # type: ignore[arg-type]


WRONG_TYPES = [
    (given(kind="number"), "Booking.start has a kind that is no Kind"),
    (given(kind=int), "Booking.start has a kind that is no Kind"),
    (given(ask=3), "Booking.start has in ask= what is no text"),
    (given(words=[3]), "Booking.start has in words= what is no text"),
    (given(label=3), "Booking.start has a label= that is no text"),
    (given(optional="no"), "Booking.start has an optional= that is neither True nor False"),
    (given(kind=Number(min="1")), "Booking.start has a Number whose min= or max="),  # type: ignore[arg-type]
    (given(kind=Number(min=5, max=1)), "Booking.start has a Number whose min= is over"),
    (given(kind=When(hours="9-5")), "Booking.start has a When whose hours="),  # type: ignore[arg-type]
    (given(kind=Choice([])), "Booking.start has a Choice without options"),
    (given(kind=Choice(["x", "x"])), "Booking.start has a Choice with an option twice"),
    (given(check="is_free"), "Booking.start has a check= that is no function"),
    (given(check=Verdict.yes()), "Booking.start has a check= that is no function"),
    (given(check=lambda _value: None), "Booking.start has a check= that takes other arguments"),
    (a_method_as_a_check, "Booking.start has a check= that takes other arguments"),
    (a_commit_without_the_call, "Booking.commit takes other arguments"),
    (an_async_condition, "Booking.start has the condition 'is_long' made of an async function"),
    (from_task(value="x"), "Booking.start has a value= that is no function of one argument"),
    (from_task(speak=lambda: "x"), "Booking.start has a speak= that is no function of one"),
    (given(present="today"), "Booking.start has a present= that takes other arguments"),
    (given(present=lambda _answers: None), "Booking.start has a present= that takes other"),
    (one_string_as_what_it_amends, "Booking.amends is one string: write a tuple of workflows'"),
    (with_phrases(Phrases(places="x")), "Booking.phrases has places= that is no mapping"),  # type: ignore[arg-type]
    (with_phrases(Phrases(places={"begin": 3})), "Booking.phrases has in begin= what is no"),  # type: ignore[dict-item]
    (with_phrases({"summary": "x"}), "Booking.phrases is no Phrases"),
    (with_phrases(Phrases(agree=3)), "Booking.phrases has in agree= what is no text"),  # type: ignore[arg-type]
    (
        given(ask="How {foo}?"),
        "Booking.start has in ask= the field {foo}, which there is none of: name one of {value}, ",
    ),
    (given(echo=["{value}", "{a valu}"]), "Booking.start has in echo= the field {valu}"),
    (given(help="How { many?"), "Booking.start has in help= a brace or bracket"),
    (with_phrases(Phrases(summary="{value}")), "in summary= the field {value}, which there is"),
    (with_phrases(Phrases(done="[It's {code}")), "Booking.phrases has in done= a brace or bracket"),
]


@pytest.mark.parametrize(("declare", "fault"), WRONG_TYPES, ids=map(str, range(len(WRONG_TYPES))))
def test_what_would_fail_in_a_call_is_named_when_it_is_imported(
    declare: Callable[[], None], fault: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        declare()
    message = str(caught.value)
    assert fault in message
    assert message.partition(": ")[2]


def test_templates_name_steps_values_and_what_a_receipt_may_hold() -> None:
    class Booking(Workflow):
        Size = Step(Text(), echo="{Value}[, {given}]", ask="What size?")
        start = Step(Text(), ask="When shall {a Size} be ready?", words="moment")

        phrases = Phrases(summary="{A size} at {start}", done=("It's {code}.", "[{code}]"))

    assert Booking.start.words[:2] == ("moment", "note")


@pytest.mark.parametrize(
    ("declare", "where", "mend"),
    [
        (a_cycle, "can never be reached: it waits for itself (s", "take 's"),
        (a_longer_cycle_through_a_condition, "can never be reached: it waits for itself", "take "),
        (a_step_that_waits_for_itself, "Booking.service can never be reached", "take 'service'"),
        (a_step_of_another_workflow, "Booking.start refers to 'service'", "name a step declared"),
        (
            a_step_of_another_workflow_with_a_name_used_here,
            "Booking.start refers to 'service', which is not a step of this workflow",
            "name a step declared",
        ),
        (a_step_of_no_workflow, "Booking.start refers to 'a step'", "name a step declared"),
        (a_need_named_by_a_string, "Booking.start needs something", "name the Step itself"),
        (a_kind_that_was_not_made, "Booking.start has a kind that is no Kind", "write Phone()"),
        (an_unknown_policy, "Booking.start has the unknown policy 'read_bakc'", "one of Confirm"),
        (a_bare_function_as_a_condition, "Booking.start has a when=", "make one with @condition"),
        (a_prefill_named_by_a_string, "Booking.start has a prefill=", "name a Fact"),
        (a_condition_on_a_string, "Booking.start has the condition 'given'", "name the Step"),
        (a_condition_that_takes_nothing, "Booking.start has the condition", "give it 1 parameter"),
        (a_wish_in_one_string, "Booking.asks_for is one string", "write a tuple"),
        (two_steps_of_one_name, "Booking.start is declared twice", "rename one"),
        (a_step_and_a_method_of_one_name, "Booking.start is declared twice", "rename one"),
        (one_step_under_two_names, "Booking.end is the same Step object as 'start'", "make a Step"),
        (
            one_step_in_two_workflows,
            "Booking.mobile is the same Step object as 'Order.number'",
            "make a Step for each, or give both workflows one base class",
        ),
        (
            one_step_of_one_name_in_two_workflows,
            "Booking.phone is the same Step object as 'Order.phone'",
            "make a Step for each",
        ),
        (
            a_condition_that_reads_a_later_step,
            "Booking.length when= reads 'service', which is asked later",
            "declare 'service' before 'length'",
        ),
        (
            a_need_that_is_asked_later,
            "Booking.start needs= reads 'service', which is asked later",
            "declare 'service' before 'start'",
        ),
        (two_conditions_of_one_name, "Booking.tone has a condition named", "differently"),
        (a_reserved_name, "Booking.plan has a name that workflows use", "rename the step"),
        (
            the_name_of_something_that_is_asked,
            "Booking.human has a name that workflows use",
            "rename the step",
        ),
        (a_private_name, "Booking._start has a name that workflows use", "rename the step"),
        (
            a_base_classs_step_replaced_by_something_else,
            "Booking.start is a step of a base class",
            "give it another name",
        ),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_fault_is_named_with_its_workflow_its_step_and_the_mend(
    declare: Callable[[], None], where: str, mend: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        declare()
    message = str(caught.value)
    assert where in message
    assert mend in message.partition(": ")[2]


def test_a_workflow_with_nothing_to_complete() -> None:
    with pytest.raises(DeclarationError, match="Empty has nothing to complete: give it"):

        class Empty(Workflow):
            asks_for = ("nothing",)


def test_a_fault_of_a_declaration_is_a_type_error() -> None:
    assert issubclass(DeclarationError, TypeError)


def test_a_condition_that_raises_costs_its_step_and_not_the_call(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_service: str) -> bool:
        raise ZeroDivisionError("what the caller said")

    service = Step(Text())
    assert not Condition("broken", (service,), broken).holds("a haircut")
    assert "a condition failed" in caplog.text
    assert "what the caller said" not in caplog.text
