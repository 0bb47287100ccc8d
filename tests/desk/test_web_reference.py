"""The API's documentation as a page: whole, readable without a login, and led to."""

from __future__ import annotations

import html
import json
import re

from handrail.desk.web.api import documented
from tests.desk.web_browser import Browser


async def test_all_that_can_be_asked_is_told_to_whoever_writes_a_program(
    stranger: Browser, owner: Browser
) -> None:
    assert 'href="/api-reference"' in (await owner.get("/api-tokens")).text
    seen = await stranger.get("/api-reference")
    assert (seen.status, seen.path) == (200, "/api-reference"), "no login is asked for"
    described = json.loads((await stranger.get("/openapi.json")).text)
    for path, methods in described["paths"].items():
        for method, asked in methods.items():
            assert f"{asked['summary']} {method.upper()} /api/v1{path}" in seen.plain
            for each in asked.get("parameters", ()):
                assert f"<code>{each['name']}</code>" in seen.text
    for schema in described["components"]["schemas"].values():
        for name in schema["properties"]:
            assert f"<code>{name}</code>" in seen.text


async def test_every_link_within_the_reference_leads_somewhere(stranger: Browser) -> None:
    text = (await stranger.get("/api-reference")).text
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert len(links) > len(documented().models)
    assert links <= set(re.findall(r'id="([^"]+)"', text))


async def test_a_request_is_shown_as_it_is_sent(stranger: Browser) -> None:
    text = html.unescape((await stranger.get("/api-reference")).text)
    assert (
        """POST /api/v1/bookings
Authorization: Bearer handrail_...
Idempotency-Key: 8e03978e-40d5-43dd-bc93-6894a57f9324
Content-Type: application/json

{
  "type": 1,
  "start": "2026-12-24T09:00:00+01:00",
  "name": "Maria Lopez",
  "phone": "+12125550142"
}"""
        in text
    )


def test_kinds_are_told_in_words() -> None:
    kinds = {
        (model.name, part.name): (part.kind.text, part.kind.model)
        for model in documented().models
        for part in model.parts
    }
    assert kinds["Booking", "status"] == ("`confirmed` or `cancelled` or `no_show`", "")
    assert kinds["Bookings", "bookings"] == ("list of", "Booking")
    assert kinds["FreeDay", "times"] == ("list, each a time, RFC 3339", "")
    assert kinds["NewBooking", "name"] == ("text, at most 80 characters", "")
    (listed,) = (each for each in documented().askings["calls"] if each.name == "listCalls")
    assert listed.parts[0].kind.text == "whole number from 1 to 200"
