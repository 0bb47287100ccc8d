"""Calls on the dashboard: chats that are held there, and all calls as they are shown."""

from __future__ import annotations
