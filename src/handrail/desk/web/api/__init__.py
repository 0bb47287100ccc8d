"""The JSON API, by which a website books: `/api/v1`, described by `/openapi.json`.

It does what a call does, by the same rules and in the same transactions. Requests bear a token that
the owner made; no cookie is read or set.
"""

from __future__ import annotations

from .routing import ApiSettings, api_routes, documented

__all__ = ["ApiSettings", "api_routes", "documented"]
