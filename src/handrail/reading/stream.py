"""`handrail read`: values read out of a stream of utterances, a JSON line for a JSON line."""

from __future__ import annotations

import json
from typing import Any, BinaryIO, TextIO

from .read import MalformedRequest, judge

__all__ = ["read_stream"]

_LONGEST_LINE = 4_000_000
"""Bytes of one line that are looked at: a longer one is not a request but a mistake."""


def read_stream(lines: BinaryIO, out: TextIO) -> None:
    """Judge each line as it comes, in constant memory; a malformed one gets an error and no more.

    Args:
        lines: JSON lines, UTF-8; blank ones are passed over.
        out: Where the JSON lines go, flushed one by one so that a program can wait for each.
    """
    while line := lines.readline(_LONGEST_LINE):
        if line.strip():
            out.write(json.dumps(_answer(line), ensure_ascii=False) + "\n")
            out.flush()
        while len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            line = lines.readline(_LONGEST_LINE)  # the rest of one that has had its answer


def _answer(line: bytes) -> dict[str, Any]:
    if len(line) == _LONGEST_LINE:
        return {"error": f"The line is longer than {_LONGEST_LINE} bytes."}
    try:
        request = json.loads(line)
    except UnicodeDecodeError:
        return {"error": "The line is not UTF-8 text."}
    except (ValueError, RecursionError):  # no JSON, or a whole number of thousands of digits
        return {"error": "The line is not JSON: write one object a line."}
    try:
        return judge(request)
    except MalformedRequest as fault:
        return {"error": str(fault)}
    except Exception:  # noqa: BLE001 - a fault of ours must not cost the lines that follow
        return {"error": "The line could not be read: this is a fault of Handrail's."}
