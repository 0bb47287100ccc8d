"""Dates and times read from callers' words, beside plain libraries."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

if __name__ == "__main__":  # as `python bench/when.py`, whose folder would hide `calendar`
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.table import Part, Row, percentile, render, shared_data
from handrail.kinds.base import Context
from handrail.kinds.when import When, duckling, parts

__all__ = ["GROUP", "rows"]

GROUP = "reader"

UTC = ZoneInfo("UTC")
RESTAURANTS_NOW = dt.datetime(2018, 1, 2, 9, tzinfo=UTC)
"""The corpus has no clock; its written dates are of 2018 and later."""


_DAY_SAID = re.compile(
    r"\b(?:today|tomorrow|tonight|this|(?<!mid )days?|fortnight|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)\b|/|\bin (?:an?\b|\d)",
    re.IGNORECASE,
)
_ONLY_DAYS_SAID = re.compile(r"(?:in )?(?:a|\d+) (?:days?|fortnight)(?: from now| hence)?")


class Case(NamedTuple):
    text: str
    now: dt.datetime
    asked: bool
    expect: dict[str, list[str]]
    spans: list[tuple[int, int]]


class Said(NamedTuple):
    """What a reader made of an utterance."""

    date: dt.date | None
    time: dt.time | None
    spans: tuple[tuple[int, int], ...] = ()


Reader = Callable[[Case], Said]


def rows() -> Iterator[Row]:
    sgd = [case for case in load("sgd_services_train.jsonl") if case.expect]
    phrases = load("when_phrases.jsonl", asked=True)
    restaurants = load("restaurants8k_train.jsonl")
    if not (sgd and phrases and restaurants):
        yield Row("readings of dates and times", None, note="the development data are not here")
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = handrail_reader()
    yield from judged("appointment turns", sgd, ours, exact=">= 99.0", wrong="<= 0.3")
    yield from judged("phrases", phrases, ours, exact=">= 97", wrong="<= 1")
    said = [case._replace(expect=as_said(case)) for case in phrases]
    yield from judged("phrases, days that are said", said, ours, exact=">= 97", wrong="<= 1")
    yield from fires(restaurants, ours)
    yield from latency([*sgd, *phrases, *restaurants], ours)
    duckling.load()
    ours(phrases[0]._replace(text="easter monday"))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    yield Row("memory of the reader with Duckling", grown / 1024, "MiB")
    for name, reader in (
        ("dateparser", dateparser_reader()),
        ("ctparse", ctparse_reader()),
        ("Duckling", duckling_reader(latent=False)),
        ("Duckling, latent", duckling_reader(latent=True)),
    ):
        if reader is None:
            yield Row(name, None, note=_MISSING.get(name, "not installed"))
            continue
        yield from judged(f"{name}: appointment turns", sgd, reader)
        yield from judged(f"{name}: phrases", phrases, reader)
        yield from fires(restaurants[::8], reader, name=f"{name}: ")
        yield from latency([*sgd[::8], *phrases[::8], *restaurants[::64]], reader, name=f"{name}: ")


# --- figures ------------------------------------------------------------------------------------


def judged(
    what: str, cases: list[Case], reader: Reader, *, exact: str = "", wrong: str = ""
) -> Iterator[Row]:
    """A turn is wrong when a part that was read differs from what was expected."""
    found = Counter(judge(case.expect, reader(case)) for case in cases)
    share = {name: 100 * found[name] / len(cases) for name in ("exact", "wrong")}
    yield Row(f"{what}: exact", share["exact"], "%", aim=exact, count=len(cases))
    note = f"{found['wrong']} wrong, {found['abstains']} not read in full"
    yield Row(f"{what}: wrong", share["wrong"], "%", aim=wrong, count=len(cases), note=note)


def judge(expect: dict[str, list[str]], said: Said) -> str:
    verdicts = set()
    for name, got in (
        ("date", said.date and said.date.isoformat()),
        ("time", said.time and said.time.isoformat("minutes")),
    ):
        if name in expect:
            right = got in expect[name]
            verdicts.add("exact" if right else "abstains" if got is None else "wrong")
    return next(name for name in ("wrong", "abstains", "exact") if name in verdicts)


def as_said(case: Case) -> dict[str, list[str]]:
    """Leave out what no word says: in Duckling's corpus "3pm" is today, "in 7 days" this hour.

    A booking line asks for the other half instead.
    """
    expect = dict(case.expect)
    if "date" not in expect or "time" not in expect:
        return expect
    if _ONLY_DAYS_SAID.fullmatch(case.text):
        del expect["time"]
    elif not _DAY_SAID.search(case.text):
        del expect["date"]
    return expect


def fires(cases: list[Case], reader: Reader, *, name: str = "") -> Iterator[Row]:
    """Where no date or time is marked nothing should be read; where one is, its words should."""
    for asked, aim in ((False, "<= 0.5"), (True, "<= 1")):
        empty = [case for case in cases if not case.spans and case.asked == asked]
        fired = sum(reader(case) != Said(None, None) for case in empty)
        label = "asked" if asked else "not asked"
        share = 100 * fired / max(1, len(empty))
        yield Row(
            f"{name}false fires, {label}", share, "%", aim="" if name else aim, count=len(empty),
            note=f"{fired} turns",
        )  # fmt: skip
    marked = hit = 0
    for case in cases:
        if not case.spans:
            continue
        read = reader(case).spans
        marked += len(case.spans)
        hit += sum(any(a < end and start < b for a, b in read) for start, end in case.spans)
    recall = 100 * hit / max(1, marked)
    yield Row(f"{name}marked words read", recall, "%", aim="" if name else ">= 97", count=marked)


def latency(cases: list[Case], reader: Reader, *, name: str = "") -> Iterator[Row]:
    for case in cases[:200]:
        reader(case)  # warm
    taken = []
    for case in cases:
        started = time.perf_counter()
        reader(case)
        taken.append(1000 * (time.perf_counter() - started))
    aims = ("", "") if name else ("<= 1.5", "<= 15")
    for share, aim in zip((0.5, 0.99), aims, strict=True):
        label = f"{name}p{share * 100:.0f} per utterance"
        yield Row(label, percentile(taken, share), "ms", aim=aim, count=len(taken))


# --- readers ------------------------------------------------------------------------------------


def handrail_reader() -> Reader:
    kind = When()

    def read(case: Case) -> Said:
        reading = kind.read(case.text, Context(now=case.now, asked=case.asked))
        return Said(*parts(reading), reading.spans)

    return read


def dateparser_reader() -> Reader | None:
    """`search_dates`, the last find; its time counts when the words hold a clock time."""
    try:
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return None

    def read(case: Case) -> Said:
        settings = {
            "RELATIVE_BASE": case.now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "RETURN_TIME_AS_PERIOD": True,
        }
        found = search(case.text, languages=["en"], settings=settings)
        if not found:
            return Said(None, None)
        words, value = found[-1]
        start = case.text.find(words)
        clock = value.time() if value.time() != case.now.time() and value.time() else None
        day = None if clock and value.date() == case.now.date() else value.date()
        return Said(day, clock if clock != dt.time(0) else None, ((start, start + len(words)),))

    return read


_MISSING = {
    "ctparse": "not installed: ctparse 0.3.6 needs python-dateutil < 3, and this project has 4.0"
}
"""Why a library is in no group of dependencies."""


def ctparse_reader() -> Reader | None:
    """Its likeliest resolution; a time without its day stays without one."""
    try:
        resolve: Any = importlib.import_module("ctparse").ctparse
    except ImportError:
        return None

    def read(case: Case) -> Said:
        now = case.now.replace(tzinfo=None)
        found = resolve(case.text, ts=now, timeout=1, latent_time=False)
        one = found and found.resolution
        start: Any = getattr(one, "t_from", one) or getattr(one, "t_to", None)
        if not hasattr(start, "hasDate"):  # nothing, or how long something takes
            return Said(None, None)
        day = dt.date(start.year, start.month, start.day) if start.hasDate else None
        clock = dt.time(start.hour, start.minute or 0) if start.hour is not None else None
        return Said(day, clock, ((one.mstart, one.mend),))

    return read


def duckling_reader(*, latent: bool) -> Reader | None:
    """The longest find; a day when its grain is one, a time when its grain is finer."""
    if duckling.load() is None:
        return None
    raw: Any = importlib.import_module("duckling")
    zones = raw.load_time_zones("/usr/share/zoneinfo/")
    english = raw.default_locale_lang(raw.parse_lang("EN"))
    locale = raw.parse_locale("EN_US", english)
    dimensions = raw.parse_dimensions(["time"])

    def read(case: Case) -> Said:
        moment = raw.parse_ref_time(zones, "UTC", int(case.now.timestamp()))
        text = case.text.replace("\0", " ")
        found = json.loads(raw.parse_text(text, raw.Context(moment, locale), dimensions, latent))
        exact = [one for one in found if one["value"].get("type") == "value"]
        if not exact:
            return Said(None, None)
        day, clock, spans = None, None, []
        for one in sorted(exact, key=lambda one: one["end"] - one["start"]):
            value = dt.datetime.fromisoformat(one["value"]["value"])
            spans.append((one["start"], one["end"]))
            fine = one["value"]["grain"] in ("hour", "minute", "second")
            clock = value.time() if fine else clock
            day = value.date() if not fine or value.date() != case.now.date() else day
        return Said(day, clock, tuple(spans))

    return read


# --- data ---------------------------------------------------------------------------------------


def load(name: str, *, asked: bool | None = None) -> list[Case]:
    path = shared_data(name)
    if path is None:
        return []
    with path.open(encoding="utf-8") as lines:
        return [_case(json.loads(line), asked=asked) for line in lines]


def _case(row: dict[str, Any], *, asked: bool | None) -> Case:
    return Case(
        text=row["text"],
        now=dt.datetime.fromisoformat(row["now"]).replace(tzinfo=UTC)
        if "now" in row
        else RESTAURANTS_NOW,
        asked=bool({"date", "time"} & set(row.get("asked", ()))) if asked is None else asked,
        expect=row.get("expect", {}),
        spans=list(_marked(row.get("spans", ()))),
    )


def _marked(spans: Iterable[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    for span in spans:
        if span["field"] in ("date", "time"):
            yield span["start"], span["end"]


if __name__ == "__main__":
    print(render([Part(__doc__ or "", tuple(rows()))]))
