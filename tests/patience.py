"""A text that is read for seconds is a fault: a pattern that tries a run of words in every way.

What a reading ordinarily takes (milliseconds) is shown by `make bench` and held by no test: the
same code takes many times as long where coverage traces it or others use the machine. The limit
here is far above both and far below what such a pattern takes (nine hundred spaces: minutes).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["patience"]

LIMIT = 5.0  # seconds of this process's own time


@contextmanager
def patience(text: str) -> Iterator[None]:
    """Fail if what is done inside takes this process longer than anybody would wait."""
    began = time.process_time()
    yield
    took = time.process_time() - began
    assert took < LIMIT, f"{took:.1f} s for {text[:60]!r}"
