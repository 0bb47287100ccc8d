"""The model of the other desk: by rule, and as good as a model can be.

It does what LiveKit's instructions ask for: records what it was told at the first opportunity, from
earlier words too, asks for a yes where the task wants one, goes back with the group's own tool when
something is to be changed, answers questions, and asks again what was not understood. It invents
nothing, forgets nothing and never calls a wrong tool.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from livekit.agents import llm
from livekit.agents.types import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    NotGivenOr,
)

from handrail.engine import moves as m

from .ears import Asked, Ears

__all__ = ["Model"]

_RECORDS: Final[Mapping[str, str]] = {
    "record_service": "service",
    "record_time": "start",
    "update_phone_number": "phone",
    "update_name": "name",
    "update_email_address": "email",
    "book_it": "agreement",
}
"""The step that is asked for, by the tool that is there for it."""
_CONFIRMS: Final[Mapping[str, str]] = {
    "phone": "confirm_phone_number",
    "email": "confirm_email_address",
}
_WITHOUT: Final[Mapping[str, str]] = {"email": "go_without_email"}
_BACK: Final = "out_of_scope"
_CALLING_FROM: Final = re.compile(r"calling from (\+\d+)")
_QUESTIONS: Final[Mapping[str, Sequence[str]]] = {
    "service": ("What would you like to book?", "Which service would you like?"),
    "start": ("When would you like to come in?", "Which day and time would suit you?"),
    "phone": ("What's the best number for you?", "Which number can we reach you on?"),
    "name": ("And your name?", "What name shall I put it under?"),
    "email": ("Is there an email for the confirmation?", "Which email can I send it to, if any?"),
    "": ("How can I help?", "What can I do for you?"),
}
_RESTS: Final[Mapping[str, Sequence[str]]] = {
    "start": ("What time?", "And at what time?"),
    "phone": ("Go on.", "And the rest?"),
    "email": ("Go on.", "And the rest of it?"),
}
_SILENCES: Final = 3
"""After so many in a row the call is ended."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say, and what it waits for."""

    text: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Use:
    """A tool to call."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


Answer: TypeAlias = Line | Use


@dataclass(slots=True)
class _Request:
    """What the model is shown."""

    tools: Mapping[str, Any]
    """The parameters' schemas, by name."""
    messages: Sequence[Mapping[str, Any]]

    outputs: str
    """What tools have answered that the model has not reacted to."""

    @property
    def told(self) -> str:
        """What the model is told by the task or a tool; "" if it is the caller who has spoken."""
        last = self.messages[-1]
        return self.outputs or (str(last["content"]) if last["role"] == "system" else "")

    @property
    def is_summary(self) -> bool:
        """Whether LiveKit wants what was said in short."""
        return str(self.messages[-1]["content"]).startswith("Conversation to summarize")

    @property
    def step(self) -> str | None:
        """The step of the active task."""
        return next((step for tool, step in _RECORDS.items() if tool in self.tools), None)

    @property
    def can_go_back_to(self) -> Sequence[str]:
        """The steps that the group's tool takes the caller back to."""
        if _BACK not in self.tools:
            return ()
        ids = self.tools[_BACK]["function"]["parameters"]["properties"]["task_ids"]
        return [step for step in ids["items"]["enum"] if step != self.step]

    @property
    def calling_from(self) -> str | None:
        """The number the instructions name."""
        told = (str(each["content"]) for each in self.messages if each["role"] == "system")
        return next((found[1] for each in told if (found := _CALLING_FROM.search(each))), None)


class Model(llm.LLM[Any]):
    """Answers by rule.

    Args:
        ears: What understands the caller.
    """

    def __init__(self, ears: Ears) -> None:
        super().__init__()
        self.ears = ears
        self.calls = 0
        """How often it was asked."""
        self.lines: dict[str, Asked] = {}
        """What each line it has made waits for, by the line's words."""
        self.answer: Answer | None = None
        """What it said or did last; None for a summary, which nobody hears."""
        self.recorded: dict[str, Any] = {}
        """What it has given to a tool and was not refused, by step."""
        self._seen: set[str] = set()
        self._silences = 0
        self._said: dict[str, int] = {}

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        parallel_tool_calls: NotGivenOr[bool] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        extra_kwargs: NotGivenOr[dict[str, Any]] = NOT_GIVEN,
    ) -> llm.LLMStream:
        """Take a request, as LiveKit's OpenAI plugin would write it."""
        del parallel_tool_calls, extra_kwargs
        self.calls += 1
        outputs = self._listen(chat_ctx)
        messages, _ = chat_ctx.to_provider_format("openai")
        schemas = llm.ToolContext(tools or []).parse_function_tools("openai", strict=True)
        offered = {} if tool_choice == "none" else {s["function"]["name"]: s for s in schemas}
        return _Stream(
            self,
            request=_Request(offered, messages, outputs),
            chat_ctx=chat_ctx,
            tools=tools or [],
            conn_options=conn_options,
        )

    def _listen(self, chat_ctx: llm.ChatContext) -> str:
        """Hear what the caller has said since, in the light of what was said to them before.

        Returns:
            What tools have answered since.
        """
        outputs = []
        for item in chat_ctx.items:
            if item.id in self._seen:
                continue
            self._seen.add(item.id)
            if item.type == "function_call_output":
                outputs.append(item.output)
            elif item.type == "message" and item.role == "assistant":
                self.ears.asked = self.lines.get(item.text_content or "", self.ears.asked)
            elif item.type == "message" and item.role == "user":
                self.ears.hear(item.text_content or "")
                silent = any(isinstance(move, m.Silence) for move in self.ears.moves)
                self._silences = self._silences + 1 if silent else 0
        return "\n".join(filter(None, outputs))

    async def think(self, request: _Request) -> Answer:
        """Return what to say or do."""
        step = request.step
        if step is None:
            return await self._receive(request)
        if request.outputs:
            self._take_back(request, step)
        if wanted := [each for each in self._wrong() if each in request.can_go_back_to]:
            return Use(_BACK, {"task_ids": wanted})
        if self._silences >= _SILENCES:
            return Use("end_call")
        if step == "agreement":
            return await self._agree(request)
        return self._collect(request, step) or await self._ask(request, step)

    # The front desk

    async def _receive(self, request: _Request) -> Answer:
        told = request.told
        if request.outputs:
            done = "Booked" in told
            text = f"{told.partition(' Tell')[0]} Anything else?" if done else "Goodbye."
            return Line(text, Asked("ask", receiving=True))
        if told:
            return Line("Hello, how can I help?", Asked("ask", receiving=True))
        moves = self.ears.moves
        if self._silences >= _SILENCES or _has(moves, m.Goodbye, m.Deny, m.Decline, m.Abandon):
            return Use("end_call")
        if self.ears.values or self.ears.partials or _has(moves, m.Switch, m.Record):
            return Use("book_appointment")
        return await self._again("", Asked("ask", receiving=True))

    # A step

    def _take_back(self, request: _Request, step: str) -> None:
        """Note what a tool has refused."""
        told = request.told
        if "Free are" in told:
            found = re.findall(r"\d{4}-\d\d-\d\dT[\d:+-]+", told)
            self.ears.refuse("start", [self.ears.moment(each) for each in found])
            self.recorded.pop("start", None)
            if step == "agreement":
                self.ears.reopened.append("start")
        elif "Invalid" in told or "Incomplete" in told:
            self.ears.values.pop(step, None)
            self.recorded.pop(step, None)

    def _wrong(self) -> list[str]:
        """Return the steps that the caller wants to be otherwise than they were recorded."""
        ears = self.ears
        changed = [
            step
            for step, value in self.recorded.items()
            if step in ears.values and ears.values[step] != value
        ]
        return [*ears.reopened, *(step for step in changed if step not in ears.reopened)]

    def _collect(self, request: _Request, step: str) -> Answer | None:
        """Record or confirm the step's value, or read it back; None if it is not known."""
        ears, asked = self.ears, self.ears.asked
        read_back = asked.act == "read_back" and asked.step == step
        if request.outputs and "has been updated" in request.told:
            return self._read_back(step, ears.values[step])
        denied = read_back and not request.told and _has(ears.moves, m.Deny)
        if denied and ears.values.get(step) == asked.values.get(step):
            ears.values.pop(step, None)
            self.recorded.pop(step, None)
            return None
        affirmed = read_back and not request.told and _has(ears.moves, m.Affirm)
        if affirmed and step not in ears.values:
            ears.values[step] = asked.values[step]
        if step in ears.reopened or step not in ears.values:
            return None
        value = ears.values[step]
        # A task that was left and is begun again has forgotten what it was told: that is told anew.
        if _CONFIRMS.get(step) in request.tools and self.recorded.get(step) == value:
            return Use(_CONFIRMS[step]) if affirmed else self._read_back(step, value)
        if step == "name" and request.told:  # "ask a short confirmation question", it is told
            return self._read_back(step, value)
        if value is None and _WITHOUT.get(step) not in request.tools:
            return None
        self.recorded[step] = value
        return _recording(step, ears.dump(step, value), request)

    def _read_back(self, step: str, value: Any) -> Line:
        spoken = self.ears.speak(step, value)
        ways = ("{}, is that right?", "That's {}, right?")
        return self._line(ways, Asked("read_back", step, {step: value}), spoken)

    async def _ask(self, request: _Request, step: str) -> Line:
        ears, offer = self.ears, self.ears.offer
        if offer is not None and offer.step == step:
            spoken = " or ".join(ears.speak(step, option) for option in offer.options)
            asked = Asked("offer", step, options=offer.options)
            refused = request.told.partition(". Free")[0] if request.outputs else ""
            ways = (f"{refused}. {{}}?", f"{refused}. Would {{}} do?")
            return self._line(ways if refused else ("{}?", "Would {} do?"), asked, spoken)
        number = request.calling_from
        if step == "phone" and number and step not in self._said and step not in ears.reopened:
            self._said[step] = 1
            return self._read_back(step, number)
        if step in ears.partials:
            return self._line(_RESTS.get(step, _QUESTIONS[step]), Asked("ask", step))
        if request.told:
            return self._line(_QUESTIONS[step], Asked("ask", step))
        return await self._again(step, Asked("ask", step))

    async def _again(self, step: str, asked: Asked) -> Line:
        """Answer what was no answer, and ask again."""
        moves, ears = self.ears.moves, self.ears
        question = next((move for move in moves if isinstance(move, m.Question)), None)
        if question is not None:
            told = await ears.answer(question.topic or "") or "I'm afraid I don't know that."
            return self._line(tuple(f"{told} {q}" for q in _QUESTIONS[step]), asked)
        if _has(moves, m.Wait):
            return self._line(("Of course, take your time.", "No hurry."), asked)
        if _has(moves, m.Silence):
            return self._line(("Are you still there?", "Hello?"), asked)
        if _has(moves, m.Unclear):
            return self._line(
                tuple(f"Sorry, {q[0].lower()}{q[1:]}" for q in _QUESTIONS[step]), asked
            )
        return self._line(_QUESTIONS[step], asked)

    # The end

    async def _agree(self, request: _Request) -> Answer:
        ears, asked = self.ears, self.ears.asked
        if not request.told and asked.act in {"summary", "change"}:
            if _has(ears.moves, m.Affirm):
                return Use("book_it")
            if _has(ears.moves, m.Deny):
                ways = ("What should I change?", "What shall I put right?")
                return self._line(ways, Asked("change"))
        values = {step: ears.values[step] for step in ("service", "start", "name")}
        told = f"{self._sum(values)}. Shall I book it?"
        return self._line(
            (told, f"So that's {told[0].lower()}{told[1:]}"), Asked("summary", values=values)
        )

    def _sum(self, values: Mapping[str, Any]) -> str:
        said = {step: self.ears.speak(step, value) for step, value in values.items()}
        return f"{said['service']} on {said['start']} for {said['name']}"

    def _line(self, ways: Sequence[str], asked: Asked, spoken: str = "") -> Line:
        """Say it, in other words than the last time."""
        key = f"{asked.act}/{asked.step}/{ways[0]}"
        count = self._said.get(key, 0)
        self._said[key] = count + 1
        words = ways[count % len(ways)].replace("{}", spoken)
        return Line(f"{words[:1].upper()}{words[1:]}", asked)


class _Stream(llm.LLMStream):
    def __init__(self, model: Model, *, request: _Request, **options: Any) -> None:
        self._model = model
        self._request = request
        super().__init__(model, **options)

    async def _run(self) -> None:
        model = self._model
        if self._request.is_summary:
            model.answer = None
            delta = llm.ChoiceDelta(role="assistant", content="A note of what was said.")
        else:
            model.answer = answer = await model.think(self._request)
            delta = _delta(answer, call_id=f"call_{model.calls:024}")
            if isinstance(answer, Line):
                model.lines[answer.text] = answer.asked
        self._event_ch.send_nowait(llm.ChatChunk(id="rule", delta=delta))


def _delta(answer: Answer, *, call_id: str) -> llm.ChoiceDelta:
    if isinstance(answer, Line):
        return llm.ChoiceDelta(role="assistant", content=answer.text)
    call = llm.FunctionToolCall(
        name=answer.tool, arguments=json.dumps(answer.arguments), call_id=call_id
    )
    return llm.ChoiceDelta(role="assistant", tool_calls=[call])


def _recording(step: str, value: Any, request: _Request) -> Use:
    if value is None:
        return Use(_WITHOUT[step])
    tool = next(tool for tool in request.tools if _RECORDS.get(tool) == step)
    if step == "name":
        first, _, last = value.rpartition(" ")
        return Use(tool, {"first_name": first, "middle_name": None, "last_name": last})
    names = {"service": "service", "start": "start", "phone": "phone_number", "email": "email"}
    return Use(tool, {names[step]: value})


def _has(moves: Sequence[m.Move], *kinds: type[m.Move]) -> bool:
    return any(isinstance(move, kinds) for move in moves)
