"""The owner makes tokens for the API on a page, and revokes them there."""

from __future__ import annotations

import re

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.tokens import all_tokens, token_of
from tests.desk.conftest import NOW
from tests.desk.web_browser import Browser


@pytest.mark.on_postgresql
async def test_a_token_is_shown_once_and_works_until_it_is_revoked(
    owner: Browser, calendar: Calendar
) -> None:
    assert "There is no token yet" in (await owner.get("/api-tokens")).plain
    seen = await owner.send("/api-tokens", name="our website", scope="book")
    found = re.search(r'value="(handrail_[^"]+)"', seen.text)
    assert found is not None
    token = await token_of(calendar, found[1])
    assert token is not None
    assert (token.name, token.scope, token.made_at) == ("our website", "book", NOW)
    listed = await owner.get("/api-tokens")
    assert found[1] not in listed.text
    assert "our website Book" in listed.plain
    csrf = await owner.token()
    await owner.post("/api-tokens/revoke", {"csrf": csrf, "id": str(token.id)})
    assert await token_of(calendar, found[1]) is None
    again = await owner.post("/api-tokens/revoke", {"csrf": csrf, "id": str(token.id)})
    assert again.status == 409


async def test_what_is_wrong_with_a_token_stands_beside_its_field(
    owner: Browser, calendar: Calendar
) -> None:
    await owner.send("/api-tokens", name="our website")
    seen = await owner.send("/api-tokens", name="our  website", scope="root")
    assert seen.status == 422
    assert seen.fault("name") == "There is already a token 'our website'."
    assert seen.fault("scope") == "Choose what it may do."
    for name in ("", "x" * 61, "\x00", "…"):
        assert (await owner.send("/api-tokens", name=name)).status == 422
    assert len(await all_tokens(calendar)) == 1


async def test_a_database_holds_no_token(owner: Browser, calendar: Calendar) -> None:
    seen = await owner.send("/api-tokens", name="our website")
    found = re.search(r'value="handrail_[0-9]+_([^"]+)"', seen.text)
    assert found is not None
    async with calendar.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM api_tokens")
        assert found[1] not in repr(rows.all())
