"""Verification: every state that a plan's calls can be in, explored; and pictures of a plan."""

from __future__ import annotations

from .diagrams import Counts, diagram
from .exploring import Fault
from .verification import Extent, Verification, verify

__all__ = ["Counts", "Extent", "Fault", "Verification", "diagram", "verify"]
