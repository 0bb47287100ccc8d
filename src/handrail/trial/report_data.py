"""What a suite of trials came to: as JSON, as JUnit's XML, and compared with an earlier one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..faults import BadInput
from .suite import Settings, Tried

__all__ = [
    "Change",
    "compare",
    "counted",
    "figures",
    "json_report",
    "junit_report",
    "read_report",
    "tried_otherwise",
]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a scenario since an earlier run."""

    scenario: str
    better: bool
    text: str


def figures(tried: Sequence[Tried], settings: Settings) -> dict[str, Any]:
    """Return what a suite came to, in figures."""
    run = [each for each in tried if not each.skipped]
    records = [record for each in run for record in each.records]
    seconds = sum(record.seconds for record in records)
    done = [r for each in run if each.scenario.end.outcome == "completed" for r in each.records]
    return {
        "scenarios": len(run),
        "skipped": len(tried) - len(run),
        "calls": len(records),
        "in_session": sum(record.host == "session" for record in records),
        "passed": sum(record.passed for record in records),
        "pass^k": _share(sum(each.passed for each in run), len(run)),
        "held": all(each.held(settings) for each in run),
        "wrong": sum(record.is_wrong for record in records),
        "completed": _share(sum(r.outcome == "completed" for r in done), len(done)),
        "k": settings.k,
        "seed": settings.seed,
        "noise": settings.noise,
        "host": settings.host,
        "seconds": round(seconds, 2),
    }


def json_report(tried: Sequence[Tried], settings: Settings) -> dict[str, Any]:
    """Return all of it as JSON data: figures, and each scenario with the records of its calls."""
    return {
        "version": _VERSION,
        "figures": figures(tried, settings),
        "scenarios": [
            {
                "name": each.scenario.name,
                "path": each.scenario.path,
                "line": each.scenario.line,
                "skipped": each.skipped or None,
                "untried": each.untried or None,
                "passed": each.passed,
                "passes": sum(record.passed for record in each.records),
                "wrong": each.is_wrong,
                "turns": None if each.turns is None else round(each.turns, 2),
                "least": each.least,
                "records": [record.as_json() for record in each.records],
            }
            for each in tried
        ],
    }


def junit_report(tried: Sequence[Tried]) -> str:
    """Return JUnit's XML: a case for each scenario, its failure with the transcripts."""
    suite = Element(
        "testsuite",
        name="handrail trial",
        tests=str(len(tried)),
        failures=str(sum(not each.passed or bool(each.untried) for each in tried)),
        skipped=str(sum(bool(each.skipped) for each in tried)),
    )
    for each in tried:
        case = SubElement(
            suite,
            "testcase",
            classname=Path(each.scenario.path).stem,
            name=each.scenario.name,
            time=f"{sum(record.seconds for record in each.records):.3f}",
        )
        if each.skipped:
            SubElement(case, "skipped", message=each.skipped)
        failed = [record for record in each.records if not record.passed]
        if failed:
            message = f"{len(failed)} of {len(each.records)} calls failed"
            failure = SubElement(case, "failure", message=message)
            failure.text = _xml("\n\n".join(record.told() for record in failed))
        elif each.untried:
            SubElement(case, "failure", message=each.untried)
    indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def read_report(path: Path) -> Mapping[str, Any]:
    """Read what `--json` wrote.

    Raises:
        BadInput: When it is no such report.
    """
    try:
        report = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not JSON"
        raise BadInput(f"{path} cannot be read: {reason}.") from None
    if not isinstance(report, dict) or report.get("version") != _VERSION:
        raise BadInput(f"{path} is no report of this version: write one with --json.")
    return report


def tried_otherwise(old: Mapping[str, Any], settings: Settings) -> str:
    """Return the options with which an earlier run's calls were others; "" if they were the same.

    Args:
        old: What `read_report` returned.
        settings: How the scenarios are tried now.
    """
    now = {
        "-k": settings.k,
        "--seed": settings.seed,
        "--noise": settings.noise,
        "--host": settings.host,
    }
    was = {option: old["figures"].get(option.lstrip("-"), value) for option, value in now.items()}
    return " ".join(f"{option} {was[option]}" for option in now if was[option] != now[option])


def counted(number: int, what: str) -> str:
    """Return "1 call", "2 calls"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def compare(old: Mapping[str, Any], tried: Sequence[Tried]) -> list[Change]:
    """Return what got better or worse, by scenario."""
    before = {each["name"]: each for each in old["scenarios"] if not each.get("skipped")}
    found: list[Change] = []
    for each in tried:
        was = before.pop(each.scenario.name, None)
        if was is None or each.skipped:
            continue
        name, calls = each.scenario.name, len(each.records)
        passes, shares = sum(record.passed for record in each.records), (was["passes"], calls)
        had = was["passes"] / max(len(was["records"]), 1)
        has = passes / max(calls, 1)
        if had != has:
            text = f"{shares[0]} of {len(was['records'])} calls passed, now {passes} of {calls}"
            found.append(Change(name, has > had, text))
        elif each.turns is not None and round(each.turns, 2) != was["turns"]:
            text = f"{was['turns']:g} turns in the mean, now {each.turns:.3g}"
            found.append(Change(name, each.turns < was["turns"], text))
    found += [Change(name, False, "is gone") for name in before]  # noqa: FBT003 - it is not better
    return found


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _xml(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
