"""A verification in words, and as JSON data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .verification import Verification

__all__ = ["as_json", "as_text"]


def as_text(verification: Verification) -> str:
    """Return what was explored and proved, for a person."""
    return "\n".join(_lines(verification))


def as_json(verification: Verification) -> dict[str, Any]:
    """Return what was explored and proved, as JSON data."""
    faults = {fault.claim: fault for fault in verification.faults}
    return {
        "workflow": verification.plan.name,
        "fingerprint": verification.plan.fingerprint,
        "steps": list(verification.plan.names),
        "proved": verification.proved,
        "explored": [asdict(extent) for extent in verification.extents],
        "off_the_way": verification.off_the_way,
        "bound": verification.bound,
        "claims": [
            {
                "claim": claim,
                "proved": claim not in faults,
                "fault": faults[claim].what if claim in faults else None,
                "trace": list(faults[claim].trace) if claim in faults else [],
            }
            for claim in verification.claims
        ],
        "conditions": [asdict(tried) for tried in verification.conditions],
        "seconds": round(verification.seconds, 1),
    }


def _lines(verification: Verification) -> Iterator[str]:
    count = len(verification.plan.steps)
    yield f"{verification.plan.name}: {count} step{'' if count == 1 else 's'}"
    for extent in verification.extents:
        yield (
            f"  {extent.states:>7,} states {extent.transitions:>9,} transitions  {extent.what}"
            + (f" ({extent.parts})" if extent.parts > 1 else "")
        )
    off = verification.off_the_way
    limit = "" if off is None else f" with at most {off} turns or reports off the straight way"
    yield f"  The whole plan: all calls{limit}."
    faults = {fault.claim: fault for fault in verification.faults}
    for claim in verification.claims:
        fault = faults.get(claim)
        if fault is None:
            yield f"  PROVED  {claim}"
            continue
        yield f"  FAULT   {claim}"
        yield f"          {fault.what}"
        yield from (f"          {n}. {line}" for n, line in enumerate(fault.trace, 1))
    for tried in verification.conditions:
        what = f"tried on all {tried.trials} values" if tried.trials else "taken as open"
        yield f"  Condition {tried.condition} of {tried.step}: {tried.fault or what}."
    if verification.proved:
        bound = f"{verification.bound:,}"
        yield f"  A call in which nothing is answered is over after at most {bound} turns."
    yield f"  {verification.seconds:.1f} s"
