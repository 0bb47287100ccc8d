"""A browser for the dashboard's tests: it keeps cookies, and sends the forms that pages show."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx2

__all__ = ["ADDRESS", "PASSWORD", "Browser", "Seen"]

PASSWORD = "correct horse battery"  # noqa: S105 - a test's own
ADDRESS = "http://desk.test"


@dataclass(frozen=True)
class Seen:
    """What the browser was shown."""

    status: int
    text: str
    headers: httpx2.Headers
    path: str

    @property
    def plain(self) -> str:
        """The text as a person reads it, without marks."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    def fields(self, action: str) -> dict[str, list[str]]:
        """Return what the form that is sent to an address holds."""
        for form in re.findall(r"<form\b.*?</form>", self.text, re.DOTALL):
            if f'action="{action}"' in form:
                return _fields_of(form)
        raise AssertionError(f"no form is sent to {action} on this page: {self.plain[:400]}")

    def fault(self, name: str) -> str | None:
        """Return what is said to be wrong with a field."""
        found = re.search(rf'id="{re.escape(name)}-fault">([^<]*)<', self.text)
        return found and html.unescape(found[1])


@dataclass
class Browser:
    """One browser. Redirects are followed, as people do not see them."""

    client: httpx2.AsyncClient
    now: datetime
    seen: list[Seen] = field(default_factory=list)

    async def get(self, path: str, **headers: str) -> Seen:
        return self._seen(await self.client.get(path, headers=headers))

    async def post(self, path: str, values: Any = None, **headers: str) -> Seen:
        """Send values as they are, without a page's token."""
        return self._seen(await self.client.post(path, data=values or {}, headers=headers))

    async def send(self, page: str, action: str | None = None, **values: Any) -> Seen:
        """Open a page and send its form, with some fields changed; None leaves one out."""
        shown = await self.get(page)
        fields = shown.fields(action or page)
        for name, value in values.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = list(value) if isinstance(value, list | tuple) else [str(value)]
        return self._seen(await self.client.post(action or page, data=fields))

    async def raw(self, method: str, path: str, body: bytes, **headers: str) -> Seen:
        return self._seen(await self.client.request(method, path, content=body, headers=headers))

    async def token(self) -> str:
        """Return this browser's token for forms."""
        shown = await self.get("/login")
        return shown.fields("/login")["csrf"][0]

    async def log_in(self, password: str = PASSWORD) -> Seen:
        return await self.send("/login", password=password)

    def _seen(self, response: httpx2.Response) -> Seen:
        seen = Seen(response.status_code, response.text, response.headers, response.url.path)
        self.seen.append(seen)
        return seen


def _fields_of(form: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for tag, marks in re.findall(r"<(input|textarea|select)\b([^>]*)>", form):
        name = _mark(marks, "name")
        ticked = 'type="checkbox"' in marks or 'type="radio"' in marks
        if not name or (ticked and " checked" not in marks):
            continue
        if tag == "input":
            fields.setdefault(name, []).append(_mark(marks, "value") or "")
    for name, inner in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</', form, re.DOTALL):
        fields[name] = [html.unescape(inner)]
    for name, inner in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', inner) or re.findall(
            r'value="([^"]*)"', inner
        )
        fields[name] = [html.unescape(chosen[0])]
    return fields


def _mark(marks: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', marks)
    return html.unescape(found[1]) if found else None
