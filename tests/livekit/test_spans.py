"""OpenTelemetry spans: what a turn's spans tell, and what they never tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from livekit.agents.telemetry import tracer
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from handrail.livekit import Receptionist, TextCall
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock, receptionist

OWN = "handrail_"


@pytest.fixture
def kept() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    before = tracer._tracer_provider
    tracer.set_provider(provider)
    yield exporter
    tracer.set_provider(before)
    provider.shutdown()


async def a_turn(kept: InMemorySpanExporter, call: TextCall, text: str) -> list[ReadableSpan]:
    """Say something, and return all spans of the turn, in the order of their beginning."""
    kept.clear()
    await call.say(text)
    return sorted(kept.get_finished_spans(), key=lambda span: span.start_time or 0)


def own(spans: list[ReadableSpan]) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans if span.name.startswith(OWN)}


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def parent(spans: list[ReadableSpan], span: ReadableSpan) -> str:
    assert span.parent is not None
    return next(s.name for s in spans if s.context.span_id == span.parent.span_id)


async def test_a_turn_that_is_read_has_spans_within_those_of_livekit(
    kept: InMemorySpanExporter,
) -> None:
    call = TextCall(receptionist([]))
    await call.open()
    await call.say("i'd like to book a table")
    spans = await a_turn(kept, call, "four")
    found = own(spans)
    assert list(found) == ["handrail_read", "handrail_decide", "handrail_speak"]
    assert [parent(spans, span) for span in found.values()] == [
        "llm_node",
        "function_tool",
        "llm_node",
    ]
    read = attributes(found["handrail_read"])
    assert read["handrail.covered"] is True
    assert read["handrail.step"] == "party"
    assert read["handrail.moves"] == ("Record(party)",)
    assert read["gen_ai.workflow.name"] == "table"
    decide = attributes(found["handrail_decide"])
    assert decide["handrail.by"] == "reader"
    assert decide["handrail.refused"] == 0
    assert decide["handrail.revision"] > read["handrail.revision"]
    assert (decide["handrail.next_step"], decide["handrail.next_act"]) == ("phone", "ask")
    assert attributes(found["handrail_speak"])["handrail.manner"] == "first"
    await call.aclose()


async def test_a_models_turn_tells_what_it_did_and_what_was_refused(
    kept: InMemorySpanExporter,
) -> None:
    model = Scripted(
        Reply(calls=[("record_party", {"party": 9, "said": "nine of us"})]),
        Reply(calls=[("record_party", {"party": 4, "said": "a foursome"})]),
    )
    call = TextCall(receptionist([]), model=model)
    await call.open()
    await call.say("i'd like to book a table")
    spans = await a_turn(kept, call, "well we are a foursome if you like")
    asked = [span for span in spans if span.name == "handrail_model"]
    assert len(asked) == 2
    assert {parent(spans, span) for span in asked} == {"llm_node"}
    within = {span.context.span_id for span in asked}
    assert within & {span.parent.span_id for span in spans if span.parent}  # LiveKit's llm_request
    assert attributes(own(spans)["handrail_read"])["handrail.covered"] is False
    decisions = [attributes(span) for span in spans if span.name == "handrail_decide"]
    assert [each["handrail.refused"] for each in decisions] == [1, 0]
    assert {each["handrail.by"] for each in decisions} == {"model"}
    await call.aclose()


async def test_no_word_of_the_caller_is_in_the_spans(kept: InMemorySpanExporter) -> None:
    call = TextCall(receptionist([]))
    await call.open()
    for said in ("i'd like to book a table", "four", NUMBER, "yes", "maria at example dot com"):
        await call.say(said)
    everything = " ".join(
        str((span.name, span.attributes, span.events, span.status.description))
        for span in kept.get_finished_spans()
        if span.name.startswith(OWN)
    )
    assert "Record(phone)" in everything
    for personal in ("212", "0142", "maria", "example", "four"):
        assert personal not in everything
    await call.aclose()


async def test_of_a_fault_only_its_kind_is_kept(
    kept: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = TextCall(receptionist([]))
    await call.open()

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("what maria said")

    with monkeypatch.context() as patch:
        patch.setattr(call.conversation, "settle", broken)
        spans = await a_turn(kept, call, "i'd like to book a table")
    decide = own(spans)["handrail_decide"]
    assert attributes(decide)["error.type"] == "ZeroDivisionError"
    assert decide.status.status_code is trace.StatusCode.ERROR
    assert "maria" not in str((decide.attributes, decide.events, decide.status.description))
    await call.aclose()


async def test_without_a_tracer_nothing_is_recorded_or_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.spans.tracer", None)  # it is not even looked at
    call = TextCall(Receptionist([Table], clock=clock, ends_session=False))
    await call.open()
    assert (await call.say("a table for four")).desk
    await call.aclose()
