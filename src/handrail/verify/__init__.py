"""Verification: every state that a plan's calls can be in, explored; and pictures of a plan."""

from __future__ import annotations

from .exploring import Fault
from .verification import Extent, Verification, verify

__all__ = ["Extent", "Fault", "Verification", "verify"]
