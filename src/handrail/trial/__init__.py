"""Trials: what a call is put through to see whether it holds."""

from __future__ import annotations

from .hostile import HOSTILE, Behaviour, HostileModel, Said, Seen, ToolUse

__all__ = ["HOSTILE", "Behaviour", "HostileModel", "Said", "Seen", "ToolUse"]
