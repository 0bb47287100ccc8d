"""Reading: a caller's turn becomes moves, by rule, without a model.

`understand` is the reader: utterance and scene in, moves out. It acts only when it accounts for
the whole utterance. `best_effort` is for hosts without a model, `find_evidence` for those with
one, whose moves must quote the caller.
"""

from __future__ import annotations

from .best_effort import best_effort
from .evidence import find_evidence, negated
from .scene import Scene, Understanding
from .understand import understand

__all__ = ["Scene", "Understanding", "best_effort", "find_evidence", "negated", "understand"]
