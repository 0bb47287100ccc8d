"""Moves as tool calls: every move has one, and a model's call gives the move it means."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from livekit.agents import llm

from handrail.engine import moves as m
from handrail.engine.events import Refusal
from handrail.engine.state import State
from handrail.kinds.base import Context
from handrail.livekit.calls import BadCall, Moment, ToolCall, call_of, move_of
from handrail.livekit.heard import heard_of, line_of, tagged
from handrail.livekit.refusals import REASONS
from handrail.livekit.stamp import Stamp
from handrail.livekit.stub import NO_MODEL
from handrail.livekit.tools import build_tools
from handrail.reading import CallerTurn, Scene, Transcript
from tests.livekit.table import Table, clock

CTX = Context(now=clock())
SAID = ("four people at noon", "not that number, ring 212 555 0142", "yes book a table")


def moment(*said: str, asked: str | None = None) -> Moment:
    turns = [CallerTurn(text, CTX.now, asked) for text in said]
    return Moment(Transcript(Scene(Table, State(), CTX, (Table,)), turns), ["table"])


MOMENT = moment(*SAID)


def evidence(said: str, turn: int = 1) -> m.Evidence:
    return m.Evidence(turn, (said,))


MOVES = [
    m.Record(step="party", value=4, evidence=evidence("four people")),
    m.Record(step="party", partial="some", evidence=evidence("four people")),
    m.Affirm(evidence=evidence("book a table", 3)),
    m.Deny(evidence=evidence("noon")),
    m.Choose(number=2, evidence=evidence("people")),
    m.Revisit(step="party", evidence=evidence("people")),
    m.Revisit(step=None, evidence=evidence("people")),
    m.Decline(step="email", evidence=evidence("noon")),
    m.Switch(workflow="table", evidence=evidence("book a table", 3)),
    m.Abandon(evidence=evidence("noon")),
    m.AskHuman(evidence=evidence("people")),
    m.Question(topic="price", evidence=evidence("noon")),
    m.Question(evidence=evidence("noon")),
    m.Repeat(evidence=evidence("noon")),
    m.Wait(evidence=evidence("noon")),
    m.Help(evidence=evidence("noon")),
    m.Restart(evidence=evidence("noon")),
    m.Goodbye(evidence=evidence("noon")),
    m.Silence(),
    m.Unclear(evidence=evidence("noon")),
]

NAMED = [f"{type(move).__name__}-{number}" for number, move in enumerate(MOVES)]
QUOTING = [
    pytest.param(move, id=name)
    for move, name in zip(MOVES, NAMED, strict=True)
    # A record's value is its kind's to parse, and a silence quotes nobody.
    if not isinstance(move, m.Record | m.Silence)
]


def the_tools() -> dict[str, dict[str, Any]]:
    async def nothing(*_call: object) -> str:
        return ""

    tools = build_tools([Table], CTX, nothing, choices=["table"], topics=["price"])
    schemas = {}
    for tool in tools:
        assert isinstance(tool, llm.RawFunctionTool)
        schemas[tool.info.name] = dict(tool.info.raw_schema["parameters"])
    return schemas


def test_every_move_has_been_thought_of() -> None:
    # By name: a slotted dataclass is made anew, and both classes are subclasses.
    names = {cls.__name__ for cls in m.Move.__subclasses__()}
    assert {type(move).__name__ for move in MOVES} == names


@pytest.mark.parametrize("move", MOVES, ids=NAMED)
def test_a_move_is_a_call_that_its_tool_takes(move: m.Move) -> None:
    call = call_of(move, Table.steps)
    parameters = the_tools()[call.name]
    assert set(call.arguments) == set(parameters["required"])
    assert json.loads(json.dumps(dict(call.arguments))) == dict(call.arguments)


@pytest.mark.parametrize("move", QUOTING)
def test_the_call_of_a_move_means_that_move(move: m.Move) -> None:
    back = move_of(call_of(move, Table.steps), MOMENT)
    assert type(back) is type(move)
    assert back.by == "model"
    assert back.evidence == move.evidence
    for name in ("step", "number", "workflow", "topic"):
        assert getattr(back, name, None) == getattr(move, name, None)


def record(name: str, raw: object, said: str, asked: str | None = None) -> m.Move:
    call = ToolCall(f"record_{name}", {name: raw, "said": said})
    return move_of(call, moment(SAID[0], asked=asked))


def test_a_recorded_value_is_parsed_by_its_kind() -> None:
    move = record("party", 4, "four people", "party")
    assert isinstance(move, m.Record)
    assert (move.step, move.value, move.doubtful) == ("party", 4, False)
    assert move.evidence == m.Evidence(1, ("four people",))


def test_a_value_that_does_not_follow_from_its_words_is_doubtful() -> None:
    move = record("party", 5, "four people", "party")
    assert isinstance(move, m.Record)
    assert move.doubtful


def test_words_nobody_said_are_no_evidence() -> None:
    assert record("party", 9, "nine people", "party").evidence is None


def test_a_value_the_kind_cannot_take_names_the_step() -> None:
    with pytest.raises(BadCall, match="party was not recorded"):
        record("party", "lots", "four people")


def test_a_step_of_another_workflow_is_not_recorded() -> None:
    with pytest.raises(BadCall, match="call switch first"):
        record("start", "tuesday", "four people")


@pytest.mark.parametrize(
    "call",
    [
        ToolCall("answer", {"said": "yes"}),
        ToolCall("choose", {"number": "the last", "said": "yes"}),
        ToolCall("aside", {"act": "dance", "said": "yes"}),
        ToolCall("decline", {"said": "yes"}),
    ],
)
def test_a_call_with_wrong_arguments_does_nothing(call: ToolCall) -> None:
    with pytest.raises(BadCall, match="wrong arguments"):
        move_of(call, MOMENT)


def test_a_workflow_that_does_not_exist_is_not_begun() -> None:
    with pytest.raises(BadCall, match=r"There are: table\."):
        move_of(ToolCall("switch", {"workflow": "karaoke", "said": "book a table"}), MOMENT)


def test_every_refusal_has_its_words() -> None:
    assert set(REASONS) == set(get_args(Refusal))


def test_all_parameters_are_required_and_quote_the_caller() -> None:
    for parameters in the_tools().values():
        assert set(parameters["required"]) == set(parameters["properties"])
        assert "said" in parameters["required"]


def test_a_stamp_is_kept_beside_what_a_provider_keeps() -> None:
    stamp = Stamp("loop_1", "turn_1", 1)
    extra = stamp.kept_in({"google": {"thought_signature": "x"}})
    stored = json.loads(json.dumps(extra))
    assert stored["google"] == {"thought_signature": "x"}
    assert Stamp.of(stored) == stamp
    assert Stamp.of({"google": {}}) is None


def test_what_was_heard_is_what_was_stored() -> None:
    def stored(line: str, text: str, *, interrupted: bool) -> llm.ChatMessage:
        delta = tagged(text, line).delta
        assert delta is not None
        return llm.ChatMessage(
            role="assistant", content=[text], interrupted=interrupted, extra=delta.extra or {}
        )

    history = [
        stored("line_1", "For how many", interrupted=True),
        stored("line_2", "All of it.", interrupted=False),
        llm.ChatMessage(role="assistant", content=["A developer's own words."]),
    ]
    assert [line_of(item) for item in history] == ["line_1", "line_2", None]
    assert heard_of(history, "line_1") == "For how many"
    assert heard_of(history, "line_2") is None
    assert heard_of(history, "line_3") == ""


def test_the_stand_in_for_a_model_is_never_asked() -> None:
    assert (NO_MODEL.model, NO_MODEL.provider) == ("none", "handrail")
    with pytest.raises(RuntimeError, match="no model"):
        NO_MODEL.chat(chat_ctx=llm.ChatContext.empty())


@pytest.mark.parametrize(
    ("call", "said", "doubtful"),
    [
        (ToolCall("answer", {"yes": True, "said": "gracious me"}), "gracious me", True),
        (ToolCall("answer", {"yes": "true", "said": "yes"}), "yes my dear", False),
        (ToolCall("answer", {"yes": False, "said": "gracious me"}), "gracious me", True),
        (ToolCall("answer", {"yes": False, "said": "no"}), "oh no my dear", False),
        (ToolCall("decline", {"step": "email", "said": "an email"}), "what is an email", True),
        (ToolCall("abandon", {"said": "gracious me"}), "gracious me", True),
        (ToolCall("abandon", {"said": "forget it"}), "forget it my dear", False),
        (ToolCall("aside", {"act": "restart", "said": "no thanks"}), "no thanks", True),
        (ToolCall("aside", {"act": "restart", "said": "start over"}), "do start over", False),
        (ToolCall("revisit", {"step": "phone", "said": "gracious me"}), "gracious me", True),
        (ToolCall("revisit", {"step": "phone", "said": "my number"}), "about my number", False),
        (ToolCall("switch", {"workflow": "table", "said": "gracious me"}), "gracious me", False),
    ],
)
def test_what_the_words_do_not_plainly_say_is_doubtful(
    call: ToolCall, said: str, doubtful: bool
) -> None:
    assert move_of(call, moment(said)).doubtful is doubtful


def test_false_as_a_text_is_no_yes() -> None:
    move = move_of(ToolCall("answer", {"yes": "false", "said": "yes"}), moment("yes"))
    assert isinstance(move, m.Deny)
