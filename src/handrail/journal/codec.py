"""Entries to JSON data and back, exactly.

What a class holds besides texts, numbers and booleans is named in one table, `_SHAPES`; all else
follows from its fields. Fields that have their default are left out, so that a field which is
added later, with a default, is read from older entries too. Anything else that changes the form is
a new `FORM`, and a reader of the old one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from ..engine import events as e
from ..engine.moves import Evidence
from ..engine.state import Answer, Candidate, Offer, Prompt
from ..entries import Decided, EndingsHeard, Entry, HandedOver, HungUp, Said, Spoke
from .faults import UnreadableJournal
from .values import Json, Values, is_json

__all__ = ["FORM", "decode", "encode", "kind_of"]

FORM = 1
"""The version of the form that is written."""


def kind_of(entry: Entry) -> str:
    """Return the name under which an entry is stored: of events their own."""
    return type(entry.event if isinstance(entry, Decided) else entry).__name__


def encode(entry: Entry, values: Values) -> dict[str, Json]:
    """Return an entry as JSON data, without its kind.

    Args:
        entry: The entry.
        values: What the values of its run are written by.
    """
    if isinstance(entry, Decided):
        return _fields_of(entry.event, "", values)
    data = _fields_of(entry, "", values)
    if isinstance(entry, Said) and entry.private:
        data["text"] = ""
    if isinstance(entry, Spoke) and not all(map(values.are_kept, entry.steps)):
        data["text"] = ""
    return data


def decode(kind: str, data: Mapping[str, Json], values: Values, form: int = FORM) -> Entry:
    """Return the entry that `encode` wrote.

    Args:
        kind: Its kind, as `kind_of` names it.
        data: Its data.
        values: What the values of its run are read by.
        form: The form in which it was written.

    Raises:
        UnreadableJournal: For what no version of Handrail up to this one has written.
    """
    if form > FORM:
        raise UnreadableJournal(
            f"this journal was written by a newer Handrail (form {form}, known is {FORM}): "
            "upgrade this one, too"
        )
    known = _EVENTS.get(kind) or _OTHERS.get(kind)
    if known is None:
        raise UnreadableJournal(f"this journal holds an entry of an unknown kind: {kind:.40}")
    try:
        read = _made(known, data, "", values)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableJournal(f"an entry of this journal is damaged: {kind}") from error
    return Decided(read) if isinstance(read, e.Event) else read


# --- by fields --------------------------------------------------------------------------------


def _fields_of(thing: Any, about: str, values: Values) -> dict[str, Json]:
    """Return the fields of a dataclass that do not have their default.

    Args:
        thing: It.
        about: The step that it is about, if it does not say so itself.
        values: What the values are written by.
    """
    step = _step_of(getattr(thing, "step", None), about)
    found: dict[str, Json] = {}
    for name, default in _fields(cast("Hashable", type(thing))).items():
        value = getattr(thing, name)
        if type(value) is type(default) and value == default:
            continue
        shape = _SHAPES.get(type(thing), {}).get(name)
        found[name] = value if shape is None or value is None else shape.dump(value, step, values)
    return found


def _made(cls: type, data: Mapping[str, Json], about: str, values: Values) -> Any:
    """Return the dataclass whose fields were written."""
    step, shapes = _step_of(data.get("step"), about), _SHAPES.get(cls, {})
    if unknown := data.keys() - _fields(cast("Hashable", cls)).keys():
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    return cls(
        **{
            name: stored
            if name not in shapes or stored is None
            else shapes[name].load(stored, step, values)
            for name, stored in data.items()
        }
    )


def _step_of(own: str | None, about: str) -> str:
    return about if own is None else own


@cache
def _fields(cls: Hashable) -> Mapping[str, Any]:
    """Return a class's fields, each with its default (`MISSING` where it has none)."""
    return {each.name: _default(each) for each in fields(cast("Any", cls))}


def _default(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


# --- what is no plain data --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a field is written and read, given the step it is about."""

    dump: Callable[[Any, str, Values], Json]
    load: Callable[[Json, str, Values], Any]


def _nested(cls: type) -> _Shape:
    return _Shape(
        _fields_of,
        lambda data, about, values: _made(cls, data, about, values),
    )


def _many(shape: _Shape) -> _Shape:
    return _Shape(
        lambda many, about, values: [shape.dump(one, about, values) for one in many],
        lambda data, about, values: tuple(shape.load(one, about, values) for one in data),
    )


def _by_step(shape: _Shape) -> _Shape:
    return _Shape(
        lambda found, _, values: {s: shape.dump(one, s, values) for s, one in found.items()},
        lambda data, _, values: {s: shape.load(one, s, values) for s, one in data.items()},
    )


_VALUE = _Shape(
    lambda value, about, values: values.dump(about, value),
    lambda data, about, values: values.load(about, data),
)
_PARTIAL = _Shape(
    lambda partial, about, values: values.dump_partial(about, partial),
    lambda data, about, values: values.load_partial(about, data),
)
_TEXTS = _Shape(lambda texts, _about, _values: list(texts), lambda data, *_: tuple(data))
_NAMES = _Shape(lambda names, _about, _values: sorted(names), lambda data, *_: frozenset(data))
_MOMENT = _Shape(
    lambda moment, *_: moment.isoformat(),
    lambda data, _, values: datetime.fromisoformat(data).astimezone(values.context.now.tzinfo),
)
_JSON = _Shape(lambda data, *_: data if is_json(data) else None, lambda data, *_: data)
"""A receipt is JSON data by its contract; what breaks it is not kept."""
_FACTS = _Shape(
    lambda facts, *_: {name: fact for name, fact in facts.items() if is_json(fact)},
    lambda data, *_: dict(data),
)
"""A fact that is no JSON data is left to the host, who supplies it with every call."""
_OF_STEP = _Shape(
    lambda told, about, values: told if values.are_kept(about) else None,
    lambda data, *_: data,
)
_REASON = _Shape(
    lambda told, about, values: told if values.are_kept(about) else "",
    lambda data, *_: data,
)
"""Words about a value may repeat it."""
_EVIDENCE = _nested(Evidence)
_QUOTED = _Shape(
    lambda evidence, about, values: (
        _EVIDENCE.dump(evidence, about, values) if values.are_kept(about) else None
    ),
    _EVIDENCE.load,
)
_ONE, _OPTIONS = _by_step(_VALUE), _by_step(_many(_VALUE))


def _dump_prompt(prompt: Prompt, about: str, values: Values) -> Json:
    data = _fields_of(prompt, about, values)
    if prompt.values:
        shape = _OPTIONS if prompt.act == "offer" else _ONE
        data["values"] = shape.dump(prompt.values, about, values)
    return data


def _load_prompt(data: Json, about: str, values: Values) -> Prompt:
    shape = _OPTIONS if data["act"] == "offer" else _ONE
    prompt: Prompt = _made(Prompt, data, about, values)
    return replace(prompt, values=shape.load(prompt.values, about, values))


_PROMPT = _Shape(_dump_prompt, _load_prompt)
_ANSWER, _CANDIDATE, _OFFER = _nested(Answer), _nested(Candidate), _nested(Offer)

_SHAPES: Mapping[type, Mapping[str, _Shape]] = {
    Answer: {"value": _VALUE, "evidence": _QUOTED, "ends": _OF_STEP},
    Candidate: {
        "value": _VALUE,
        "partial": _PARTIAL,
        "alternatives": _many(_VALUE),
        "evidence": _QUOTED,
    },
    Evidence: {"said": _TEXTS},
    Offer: {"options": _many(_VALUE), "wanted": _CANDIDATE},
    Prompt: {"heard": _NAMES},  # its values by `_PROMPT`, which knows the act
    Said: {"at": _MOMENT},
    Spoke: {"steps": _NAMES},
    e.Answered: {"answer": _ANSWER, "old": _VALUE},
    e.Began: {"facts": _FACTS, "answers": _by_step(_ANSWER)},
    e.CheckFailed: {"wanted": _CANDIDATE, "reason": _REASON},
    e.Cleared: {"value": _VALUE, "reason": _REASON},
    e.Declined: {"evidence": _QUOTED},
    e.Heard: {"candidate": _CANDIDATE},
    e.Kept: {"ends": _OF_STEP},
    e.Noted: {"value": _VALUE},
    e.Offered: {"offer": _OFFER},
    e.PartHeard: {"partial": _PARTIAL},
    e.PromptHeard: {"heard": _NAMES},
    e.Prompted: {"prompt": _PROMPT},
    e.Written: {"receipt": _JSON},
}

_EVENTS: Mapping[str, type[e.Event]] = {
    name: cls
    for name, cls in vars(e).items()
    if isinstance(cls, type) and issubclass(cls, e.Event) and cls not in {e.Event, e.News}
}
_OTHERS: Mapping[str, type] = {
    cls.__name__: cls for cls in (Said, Spoke, EndingsHeard, HandedOver, HungUp)
}
