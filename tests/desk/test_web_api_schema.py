"""The API is what its description says, whatever is sent: Schemathesis draws it, in order and not.

Each request is drawn for one operation and answered in-process by one desk, which keeps what was
booked before.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.tokens import SCOPES, make_token
from handrail.desk.web import application
from handrail.desk.web.api import ApiSettings
from handrail.desk.web.api.document import document_of
from handrail.desk.web.api.routing import OPERATIONS
from tests.desk.conftest import NOW, desk_of
from tests.desk.web_browser import ADDRESS
from tests.sizes import sized

NAMES = [each.name for each in OPERATIONS]
DOCUMENT = json.loads(document_of(OPERATIONS, "/api/v1"))
OFTEN = ApiSettings(per_minute=10**9)
CHECKED: Sequence[Any] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
)


@dataclass
class Served:
    """A desk that answers in-process, on an event loop of its own."""

    runner: asyncio.Runner
    client: httpx2.AsyncClient
    schema: Any
    tokens: dict[str, str]

    def operation(self, name: str) -> Any:
        return self.schema.find_operation_by_id(name)

    def answers(self, case: Any, token: str | None, checks: Sequence[Any]) -> httpx2.Response:
        """Send what was drawn, and hold that the answer is one that is described."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sent = case.as_transport_kwargs(base_url=ADDRESS + "/api/v1", headers=headers)
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), str | bytes):
            sent["content"] = sent.pop("data")
        response = self.runner.run(self.client.request(**sent))
        case.validate_response(response, checks=list(checks))
        return response


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file: Path = tmp_path_factory.mktemp("desk") / "bookings.db"

    async def begin() -> tuple[Calendar, httpx2.AsyncClient, dict[str, str]]:
        calendar = await Calendar.open(file)
        await (await desk_of(calendar)).booked(NOW.replace(day=16, hour=15))
        tokens: dict[str, str] = {}
        for scope in SCOPES:
            tokens[scope] = await make_token(calendar, scope, scope, now=NOW)
        app = await application(calendar, clock=lambda: NOW, api=OFTEN)
        return calendar, httpx2.AsyncClient(transport=httpx2.ASGITransport(app)), tokens

    with asyncio.Runner() as runner:
        calendar, client, tokens = runner.run(begin())
        described = runner.run(client.get(f"{ADDRESS}/openapi.json")).json()
        assert described == DOCUMENT
        yield Served(runner, client, schemathesis.openapi.from_dict(described), tokens)
        runner.run(client.aclose())
        runner.run(calendar.aclose())


def hold(served: Served, name: str, count: int) -> None:
    operation = served.operation(name)
    right = operation.as_strategy(GenerationMode.POSITIVE)
    wrong = operation.as_strategy(GenerationMode.NEGATIVE)
    tokens = st.sampled_from([served.tokens["all"]] * 6 + [*served.tokens.values(), None, "x"])
    quick = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # what fails is printed; to make it small takes minutes
        suppress_health_check=list(HealthCheck),
    )

    @seed(7)
    @quick
    @given(case=right, token=tokens)
    def takes_what_is_right(case: Any, token: str | None) -> None:
        served.answers(case, token, CHECKED)

    @seed(8)
    @quick
    @given(case=wrong, token=tokens)
    def refuses_what_is_wrong(case: Any, token: str | None) -> None:
        served.answers(case, token, (*CHECKED, negative_data_rejection))

    takes_what_is_right()
    if operation.definition.raw.get("parameters") or operation.body:
        refuses_what_is_wrong()


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_one_that_is_described(served: Served, name: str) -> None:
    hold(served, name, 8)


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_one_that_is_described_at_length(served: Served, name: str) -> None:
    hold(served, name, sized(2_000, reduced=40))


@settings(max_examples=60, deadline=None, database=None, phases=(Phase.generate,))
@given(
    header=st.sampled_from(["Authorization", "Booking-Proof", "Idempotency-Key", "Content-Type"]),
    value=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=200),
    path=st.sampled_from(["/bookings", "/bookings/K7M4/move", "/callbacks"]),
    body=st.binary(max_size=200),
)
def test_hostile_headers_and_bodies_are_refused_with_a_sentence(
    served: Served, header: str, value: str, path: str, body: bytes
) -> None:
    plain = {"Authorization": f"Bearer {served.tokens['all']}", "Content-Type": "application/json"}
    headers = {**plain, header: value}
    sent = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    request = served.client.post(f"{ADDRESS}/api/v1{path}", content=body, headers=sent)
    answer = served.runner.run(request)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"].endswith(".")
