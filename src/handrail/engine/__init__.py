r"""The dialogue engine: pure, synchronous, sans-IO. It alone decides what happens next.

    caller turn --reading--> moves --decide--> events --evolve--> state
                      \--model---^        ^       \--direct--> effects --> host
                                reports ---+-----------------------------/

`decide`, `evolve` and `direct` are total functions over frozen dataclasses. Time, randomness and
I/O come in as values: nothing here reads a clock, waits or knows of LiveKit. `machine` folds the
three for a host.
"""

from .agenda import result
from .machine import Advance, advance, apply, begin_turn, conclude, replay, start
from .state import Answer, State

__all__ = [
    "Advance",
    "Answer",
    "State",
    "advance",
    "apply",
    "begin_turn",
    "conclude",
    "replay",
    "result",
    "start",
]
