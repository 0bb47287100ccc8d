"""The API's documentation, for whoever writes a program: open to all, as its description is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import documented
from ..rendering import page
from ..site import Page

__all__ = ["PAGE"]


async def _reference(request: Request) -> Response:
    return await page(request, "api/reference.html", reference=documented())


PAGE = Page("API reference", (Route("/api-reference", _reference),), is_open=True)
