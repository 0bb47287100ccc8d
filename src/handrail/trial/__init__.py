"""Trials: what a call is put through to see whether it holds.

A scenario says what the database holds, who calls and what must be true at the end; a simulated
caller holds the call, many times over; the end state judges it. `World` makes your own application
one that scenarios can be against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazily

if TYPE_CHECKING:
    from .answering import Said, Seen, ToolUse
    from .caller import Caller, SimulatedCaller
    from .desks import Desk, Ending
    from .heard import Heard
    from .holding import Manner, hold
    from .hostile import HOSTILE, Behaviour, HostileModel
    from .loading import load
    from .noise import noisy
    from .record import Fault, TrialRecord, TurnRecord
    from .scenario import CallerGoal, End, Limits, Never, Scenario
    from .wording import StepWording, Wording
    from .world import Misfit, Stage, Table, World

__all__ = [
    "HOSTILE",
    "Behaviour",
    "Caller",
    "CallerGoal",
    "Desk",
    "End",
    "Ending",
    "Fault",
    "Heard",
    "HostileModel",
    "Limits",
    "Manner",
    "Misfit",
    "Never",
    "Said",
    "Scenario",
    "Seen",
    "SimulatedCaller",
    "Stage",
    "StepWording",
    "Table",
    "ToolUse",
    "TrialRecord",
    "TurnRecord",
    "Wording",
    "World",
    "hold",
    "load",
    "noisy",
]

__getattr__ = lazily(
    __name__,
    {
        "answering": ("Said", "Seen", "ToolUse"),
        "caller": ("Caller", "SimulatedCaller"),
        "desks": ("Desk", "Ending"),
        "heard": ("Heard",),
        "holding": ("Manner", "hold"),
        "hostile": ("HOSTILE", "Behaviour", "HostileModel"),
        "loading": ("load",),
        "noise": ("noisy",),
        "record": ("Fault", "TrialRecord", "TurnRecord"),
        "scenario": ("CallerGoal", "End", "Limits", "Never", "Scenario"),
        "wording": ("StepWording", "Wording"),
        "world": ("Misfit", "Stage", "Table", "World"),
    },
)


def __dir__() -> list[str]:
    return __all__
