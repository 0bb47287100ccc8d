"""Steps made from AgentTasks: what is declared, and what is wrong with it, said at import."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from livekit.agents import Agent, AgentTask
from livekit.agents.beta.workflows import (
    GetAddressTask,
    GetCreditCardTask,
    GetDOBTask,
    GetDtmfTask,
    GetEmailTask,
    GetNameTask,
    GetPhoneNumberTask,
)

from handrail.conversation import Conversation
from handrail.declaration import DeclarationError
from handrail.kinds.base import Context, InvalidValue
from handrail.kinds.number import Number
from handrail.kinds.task import TaskResult
from handrail.kinds.text import Text
from handrail.plain import PlainCall
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Workflow

NOW = datetime.fromisoformat("2026-06-12T09:00:00-04:00")
CONTEXT = Context(now=NOW)


class Asking(AgentTask[str]):
    def __init__(self, what: str = "it") -> None:
        super().__init__(instructions=what)


class Checkout(Workflow):
    party = Step(Number())
    billing_address = Step.from_task(Asking, needs=[party], optional=True, words=["bill"])
    card = Step.from_task(Asking, label="payment card", confirm=Confirm.READ_BACK)


def test_a_step_from_a_task_is_called_what_it_is_named() -> None:
    step = Checkout.billing_address
    assert (step.label, step.words) == ("billing address", ("bill", "billing address"))
    assert (step.confirm, step.optional) == (Confirm.NEVER, True)


def test_what_step_takes_a_step_from_a_task_takes_too() -> None:
    party, address, card = Checkout.plan.steps
    assert [step.hosted for step in (party, address, card)] == [False, True, True]
    assert (address.needs, address.optional) == (("party",), True)
    assert card.confirm is Confirm.READ_BACK
    assert Checkout.card.label == "payment card"


@pytest.mark.parametrize(
    "task",
    [
        GetAddressTask,
        GetCreditCardTask,
        GetDOBTask,
        lambda: GetDtmfTask(num_digits=4),
        GetEmailTask,
        GetNameTask,
        GetPhoneNumberTask,
    ],
)
def test_livekits_own_tasks_make_steps(task: Callable[[], AgentTask[Any]]) -> None:
    kind = Step.from_task(task).kind
    assert isinstance(kind, TaskResult)
    assert kind.factory is task


WRONG: list[tuple[object, str]] = [
    (
        "email",
        "Wrong.email is made from something that makes no AgentTask: give the task's class",
    ),
    (
        Agent,
        "Wrong.email is made from Agent, which is no AgentTask: give a subclass of LiveKit's",
    ),
    (Text, "Wrong.email is made from Text, which is no AgentTask"),
    (
        lambda what: Asking(what or "it"),
        "Wrong.email is made from something that takes arguments: write lambda: ... around it",
    ),
]


@pytest.mark.parametrize(("task", "message"), WRONG)
def test_what_makes_no_task_is_said_at_import(task: Any, message: str) -> None:
    with pytest.raises(DeclarationError) as fault:
        type("Wrong", (Workflow,), {"email": Step.from_task(task)})
    assert str(fault.value).startswith(message)


def test_a_task_that_is_only_known_when_it_is_made_is_accepted() -> None:
    shows_no_signature: Any = iter
    fine: Any = type("Fine", (Workflow,), {"email": Step.from_task(shows_no_signature)})
    assert fine.plan.by_name["email"].hosted


def test_handrail_stays_light_with_such_a_step() -> None:
    code = (
        "import sys\n"
        "from handrail import Step, Workflow\n"
        "class Checkout(Workflow):\n"
        "    email = Step.from_task(lambda: None)\n"
        "assert not [name for name in sys.modules if name.startswith('livekit')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_plain_host_says_at_once_that_it_cannot_ask_such_a_step() -> None:
    conversation = Conversation([Checkout], userdata=None, clock=lambda: NOW)
    with pytest.raises(ValueError, match=r"Checkout.billing_address is asked by an AgentTask"):
        PlainCall(conversation)


@dataclass
class Email:
    address: str


@dataclass
class Card:
    number: str
    code: str


@dataclass
class Counted:
    digits: list[int]


SAID = [
    ("a@x.org", "a@x.org"),
    (4, "4"),
    (True, "yes"),
    (False, "no"),
    (date(1980, 3, 1), "March 1, 1980"),
    (Email("a@x.org"), "a@x.org"),
    (Card("4242", "123"), ""),
    (Counted([1]), ""),
]


@pytest.mark.parametrize(("value", "spoken"), SAID)
def test_a_plain_result_is_said_and_others_are_not(value: object, spoken: str) -> None:
    assert TaskResult[object](Asking).speak(value, CONTEXT) == spoken


def test_a_developer_says_how_a_result_is_spoken() -> None:
    def last_digits(card: Card) -> str:
        return f"ending in {card.number[-4:]}"

    kind = Step.from_task(Asking, value=lambda got: Card(got, "1"), speak=last_digits).kind
    assert kind.speak(Card("4242", "1"), CONTEXT) == "ending in 4242"


def test_nobody_reads_or_parses_such_a_value() -> None:
    kind = TaskResult[str](Asking)
    assert kind.read("a at x dot org", CONTEXT).status == "none"
    assert kind.schema(CONTEXT) == {}
    with pytest.raises(InvalidValue):
        kind.parse("a@x.org", CONTEXT)
