"""A whole business as JSON data, for a file that an owner edits or a scenario brings along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from datetime import date
from types import NoneType
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from ..business import BusinessFact
from .business import BusinessDraft
from .checks import Checks
from .definition import Definition, ResourceDefinition
from .hours import Override
from .resources import ResourceDraft
from .service_checks import ServiceDraft
from .spans import DAY_NAMES, Week, spans_of, spans_text

__all__ = ["definition_as_json", "definition_from_json"]

T = TypeVar("T")

_SECTIONS: Final = ("business", "hours", "overrides", "facts", "resources", "services")
_NAMED: Final[Mapping[type, str]] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    NoneType: "null",
    date: "a date such as 2026-12-24",
}


def definition_as_json(definition: Definition) -> dict[str, Any]:
    """Return a definition as JSON data, hours written as "09:00-18:00"."""
    return {
        "business": asdict(definition.business),
        "hours": _week_as_json(definition.week),
        "overrides": _dates_as_json(definition.overrides),
        "facts": [asdict(each) for each in definition.facts],
        "resources": [
            {
                **asdict(each.draft),
                "hours": _week_as_json(each.week) if any(each.week) else None,
                "overrides": _dates_as_json(each.overrides),
            }
            for each in definition.resources
        ],
        "services": [
            {
                **asdict(each),
                "window_until": each.window_until and each.window_until.isoformat(),
            }
            for each in definition.services
        ],
    }


def definition_from_json(data: Any) -> Definition:
    """Read a definition. What is left out of a type or a resource is as for a new one.

    Args:
        data: JSON data as `definition_as_json` returns it.

    Raises:
        Faulty: When it has another form; whether it will do, `load_definition` finds out.
    """
    checks = Checks()
    whole = _object(checks, data, _SECTIONS, "the business")
    checks.settle()
    resources = _list(checks, whole, "resources")
    definition = Definition(
        business=_draft(checks.within("business"), BusinessDraft, whole.get("business")),
        week=_week(checks.within("hours"), whole.get("hours", {})),
        overrides=_dates(checks.within("overrides"), whole.get("overrides", {})),
        facts=_drafts(checks, BusinessFact, whole, "facts"),
        services=_drafts(checks, ServiceDraft, whole, "services"),
        **({"resources": tuple(_resources(checks, resources))} if resources else {}),
    )
    checks.settle()
    return definition


def _resources(checks: Checks, items: Sequence[Any]) -> list[ResourceDefinition]:
    found = []
    for number, item in enumerate(items):
        within = checks.within(f"resources.{number}")
        given = dict(item) if isinstance(item, Mapping) else item
        hours, dates = None, {}
        if isinstance(given, dict):
            hours, dates = given.pop("hours", None), given.pop("overrides", {})
        found.append(
            ResourceDefinition(
                _draft(within, ResourceDraft, given),
                _week(within.within("hours"), {} if hours is None else hours),
                _dates(within.within("overrides"), dates),
            )
        )
    return found


def _drafts(
    checks: Checks, kind: Callable[..., T], whole: Mapping[str, Any], name: str
) -> tuple[T, ...]:
    return tuple(
        _draft(checks.within(f"{name}.{number}"), kind, item)
        for number, item in enumerate(_list(checks, whole, name))
    )


def _draft(checks: Checks, kind: Callable[..., T], data: Any) -> T:
    """Read one draft. With a fault, what is returned is of no use: the checks settle first."""
    hints = get_type_hints(kind)
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    given = _object(checks, data, tuple(known), "it")
    values: dict[str, Any] = {}
    for name, each in known.items():
        needed = each.default is MISSING and each.default_factory is MISSING
        if name in given:
            values[name] = _value(checks, name, hints[name], given[name])
        elif needed:
            if isinstance(data, Mapping):
                checks.fault(name, f"Give the {name}.")
            values[name] = None
    return kind(**values)


def _value(checks: Checks, name: str, hint: Any, value: Any) -> Any:
    origin, choices = get_origin(hint), get_args(hint)
    if origin is Literal:
        if value not in choices:
            checks.fault(name, f"Give one of {', '.join(choices)}.")
        return value
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            checks.fault(name, "Give a list of texts.")
            return ()
        return tuple(value)
    allowed = choices or (hint,)
    if date in allowed and isinstance(value, str):
        return _date(checks, name, value)
    if type(value) not in allowed:
        wanted = " or ".join(_NAMED[each] for each in allowed)
        checks.fault(name, f"Give {wanted}.")
    return value


def _date(checks: Checks, name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        checks.fault(name, f"Give {_NAMED[date]}.")
        return date.min


def _object(checks: Checks, data: Any, known: Sequence[str], what: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        checks.fault("", f"Write {what} as an object with {', '.join(known)}.")
        return {}
    for name in data:
        if name not in known:
            checks.fault(str(name)[:60], f"There is no such field; there are {', '.join(known)}.")
    return data


def _list(checks: Checks, whole: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = whole.get(name, [])
    if isinstance(found, list):
        return found
    checks.fault(name, "Give a list.")
    return ()


def _week(checks: Checks, data: Any) -> Week:
    days = [name.lower() for name in DAY_NAMES]
    given = _object(checks, data, days, "hours")
    return tuple(_spans(checks, day, given.get(day, "")) for day in days)


def _dates(checks: Checks, data: Any) -> tuple[Override, ...]:
    if not isinstance(data, Mapping):
        checks.fault("", 'Write dates as an object: {"2026-12-24": "9:00-12:00"}.')
        return ()
    return tuple(
        Override(_date(checks, str(day)[:60], str(day)), _spans(checks, str(day)[:60], spans))
        for day, spans in data.items()
    )


def _spans(checks: Checks, name: str, text: Any) -> tuple[tuple[int, int], ...]:
    try:
        return spans_of(text if isinstance(text, str) else "?")
    except ValueError as fault:
        checks.fault(name, str(fault))
        return ()


def _week_as_json(week: Week) -> dict[str, str]:
    return {name.lower(): spans_text(spans) for name, spans in zip(DAY_NAMES, week, strict=True)}


def _dates_as_json(overrides: Sequence[Override]) -> dict[str, str]:
    return {each.day.isoformat(): spans_text(each.openings) for each in overrides}
