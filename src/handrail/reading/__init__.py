"""Reading: a caller's turn becomes moves, by rule, without a model.

`understand` is the reader: utterance and scene in, moves out. It acts only when it accounts for
the whole utterance. `best_effort` is for hosts without a model; those with
one have its quotes found by `find_evidence`, and its moves held against the `Transcript`.
`prepare` makes ready for all of it before the first caller speaks.
"""

from __future__ import annotations

from .best_effort import best_effort
from .evidence import Quote, evidence_of, find_evidence, find_quotes, negated
from .preparing import prepare
from .scene import PutOff, Scene, Understanding
from .transcript import CallerTurn, Transcript
from .understand import understand

__all__ = [
    "CallerTurn",
    "PutOff",
    "Quote",
    "Scene",
    "Transcript",
    "Understanding",
    "best_effort",
    "evidence_of",
    "find_evidence",
    "find_quotes",
    "negated",
    "prepare",
    "understand",
]
