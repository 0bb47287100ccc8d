"""The dashboard: where the owner defines the desk. Pages are made on the server, without a build.

`application` makes the ASGI application of an open calendar; each module in `pages` is one page.
What it needs comes with the extra `desk`.
"""

from __future__ import annotations

from .api import ApiSettings
from .app import application

__all__ = ["ApiSettings", "application"]
