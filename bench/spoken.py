"""Phones, emails and names as callers say and spell them.

The values come from `bench.spoken_forms`, seeded anew for every run; the seed is in the table, so
that a run can be had again: `python -m bench.spoken SEED`. Names are real recogniser output.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.spoken_forms import SpokenValue, emails, phones
from bench.table import Part, Row, percentile, render, shared_data, sized
from handrail.kinds.base import Context, Kind, Reading
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone

GROUP = "reader"

_NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)


def rows(seed: int | None = None) -> Iterator[Row]:
    seed = secrets.randbelow(10**6) if seed is None else seed
    count = sized(10_000, ci=500)
    note = f"seed {seed}"
    times: list[float] = []
    spoken_phones = list(phones(seed, count))
    spoken_emails = list(emails(seed, count))
    yield _share("phones in one breath", _exact(Phone(), spoken_phones, times), ">= 99", note)
    yield _share("phones over two turns", _chunked(spoken_phones), ">= 99", note)
    yield _share("emails", _exact(Email(), spoken_emails, times), ">= 99", note)
    yield from _lines("spoken_telephone.jsonl", Phone())
    yield from _lines("spoken_electronic.jsonl", Email())
    yield from _names(times)
    if times:
        yield Row("time per reading, median", _ms(times, 0.5), "ms", "<= 1.5", len(times))
        yield Row("time per reading, 99th of 100", _ms(times, 0.99), "ms", "<= 15", len(times))


def _ms(times: list[float], share: float) -> float:
    return 1000 * percentile(times, share)


def _share(what: str, hits: list[bool], aim: str = "", note: str = "") -> Row:
    return Row(what, 100 * sum(hits) / len(hits), "%", aim, len(hits), note)


def _read(kind: Kind[str], text: str, times: list[float], **context: Any) -> Reading[str]:
    started = time.perf_counter()
    reading = kind.read(text, Context(now=_NOW, asked=True, **context))
    times.append(time.perf_counter() - started)
    return reading


def _exact(kind: Kind[str], cases: list[SpokenValue], times: list[float]) -> list[bool]:
    hits = []
    for case in cases:
        reading = _read(kind, case.said, times, region=case.region)
        hits.append(reading.status == "clear" and reading.value == case.value)
    return hits


def _chunked(cases: list[SpokenValue]) -> list[bool]:
    hits, phone = [], Phone()
    for case in (case for case in cases if case.turns):
        reading: Reading[str] = Reading("none")
        for turn in case.turns:
            reading = _read(phone, turn, [], region=case.region, partial=reading.partial)
        hits.append(reading.status == "clear" and reading.value == case.value)
    return hits


def _lines(name: str, kind: Kind[str]) -> Iterator[Row]:
    """Report NeMo's lines: those that are such a value at all, and those that are not."""
    path = shared_data(name)
    if path is None:
        yield Row(name, None, note="no development data here")
        return
    got: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reading = kind.read(case["spoken"], Context(now=_NOW, asked=True))
        written = case["written"]
        if isinstance(kind, Phone):
            said = re.sub(r"\D", "", written)
            held = reading.value or (reading.partial.digits if reading.partial else "")
            meant = re.fullmatch(r"[\d +-]{12,}", written) is not None
            right = bool(said) and re.sub(r"\D", "", held).endswith(said)
        else:
            meant, right = "@" in written, reading.value == written
        got["of its kind"] += meant
        got["right"] += meant and right
        got["other"] += not meant
        got["taken for one"] += not meant and reading.status == "clear"
    yield Row(f"{name}: digits or address right", got["right"], "cases", count=got["of its kind"])
    yield Row(f"{name}: something else taken", got["taken for one"], "cases", count=got["other"])


def _names(times: list[float]) -> Iterator[Row]:
    path = shared_data("spelled_names_dev.jsonl")
    if path is None:
        yield Row("names", None, note="no development data here")
        return
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for region in ("GB", "US"):
        first: list[bool] = []
        later: list[bool] = []
        plain: dict[bool, list[bool]] = {True: [], False: []}
        silent: list[bool] = []
        flagged: list[bool] = []
        for case in cases:
            reading = _read(
                PersonName(), case["text"], times, nbest=tuple(case["nbest"]), region=region
            )
            expected = case["expect"].lower()
            right = (reading.value or "").lower() == expected
            (later if case["attempt"] else first).append(right)
            plain[case["attempt"] == 0].append(case["text"].lower() == expected)
            if reading.status == "clear":
                careful = reading.doubtful or reading.spelled
                silent.append(not right and not careful and _contradicts(reading.value, expected))
                flagged.append(not right and careful)
        if region == "GB":
            yield _share("first hypothesis, first attempts", plain[True])
            yield _share("first hypothesis, later attempts", plain[False])
        yield _share(f"names, first attempts, region {region}", first, ">= 72")
        yield _share(f"names, later attempts, region {region}", later, ">= 45")
        yield _share(f"names wrong and read back, region {region}", flagged)
        yield _share(f"names wrong and not read back, region {region}", silent)


def _contradicts(value: str | None, expected: str) -> bool:
    """Whether a name differs from what was expected, and is not just a part of it."""
    return not set((value or "").lower().split()) <= set(expected.split())


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else None
    print(render([Part("spoken", tuple(rows(chosen)))]))
