"""The API's description as a page shows it: made of the OpenAPI document, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Answer", "Asking", "Kind", "Model", "Part", "Reference", "reference_of"]

_SCHEMAS: Final = "#/components/schemas/"
_REFUSED: Final = "400"
_FORMATS: Final = {
    "date-time": "time, RFC 3339",
    "date": "date, ISO 8601",
    "email": "email address",
}
_TYPES: Final = {"string": "text", "integer": "whole number", "boolean": "true or false"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What something is made of."""

    text: str
    """Such as "whole number from 1 to 200", or "list of"."""
    model: str = ""
    """The model that the text goes on with, if any."""


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter, a header or a field."""

    name: str
    kind: Kind
    about: str
    needed: bool
    where: str = ""
    """Of a parameter: `path`, `query` or `header`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come of a request."""

    status: str
    about: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Asking:
    """What can be asked at one address by one method."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    parts: Sequence[Part]
    body: Kind | None
    answers: Sequence[Answer]
    """Its own; those that everything may be answered with are the reference's."""
    example: str
    """A request, as it is sent."""


@dataclass(frozen=True, slots=True)
class Model:
    """What is sent or answered, field by field."""

    name: str
    about: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Reference:
    """All of the API."""

    version: str
    about: Sequence[str]
    """Paragraphs."""
    askings: Mapping[str, Sequence[Asking]]
    """By what they are about: the first part of their path."""
    always: Sequence[Answer]
    """What everything may be answered with."""
    models: Sequence[Model]


def reference_of(document: Mapping[str, Any]) -> Reference:
    """Return what a page shows of the API.

    Args:
        document: Its description (OpenAPI 3.1), as data.
    """
    return _Reader(document).read()


class _Reader:
    """Reads the description."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]

    def read(self) -> Reference:
        """Read all of it."""
        (server,) = self._document["servers"]
        every = [
            (method.upper(), path, described)
            for path, methods in self._document["paths"].items()
            for method, described in methods.items()
        ]
        refusals = [
            {each for each in described["responses"] if each >= _REFUSED}
            for _, _, described in every
        ]
        common = set.intersection(*refusals)
        askings: dict[str, list[Asking]] = {}
        for method, path, described in every:
            made = self._asking(method, server["url"] + path, described, common)
            askings.setdefault(path.split("/")[1], []).append(made)
        return Reference(
            self._document["info"]["version"],
            self._document["info"]["description"].split("\n\n"),
            askings,
            [each for each in self._answers(every[0][2]) if each.status in common],
            sorted(
                (
                    Model(each["title"], each.get("description", ""), list(self._fields(each)))
                    for each in self._schemas.values()
                ),
                key=lambda model: model.name,
            ),
        )

    def _asking(
        self, method: str, path: str, described: Mapping[str, Any], common: set[str]
    ) -> Asking:
        body = described.get("requestBody")
        sent = body["content"]["application/json"]["schema"] if body else None
        return Asking(
            described["operationId"],
            method,
            path,
            described["summary"],
            described["description"],
            [
                Part(
                    each["name"],
                    self._kind(each["schema"]),
                    each.get("description", ""),
                    each["required"],
                    each["in"],
                )
                for each in described.get("parameters", ())
            ],
            self._kind(sent) if sent else None,
            [each for each in self._answers(described) if each.status not in common],
            self._example(method, path, described.get("parameters", ()), sent),
        )

    def _answers(self, described: Mapping[str, Any]) -> Iterator[Answer]:
        for status, answer in described["responses"].items():
            (content,) = answer["content"].values()
            yield Answer(status, answer["description"], self._kind(content["schema"]))

    def _fields(self, schema: Mapping[str, Any]) -> Iterator[Part]:
        needed = set(schema.get("required", ()))
        for name, each in schema.get("properties", {}).items():
            yield Part(name, self._kind(each), each.get("description", ""), name in needed)

    def _kind(self, schema: Mapping[str, Any]) -> Kind:
        """Say what a schema means; that it may be null is said by what describes it."""
        if "$ref" in schema:
            return Kind("", self._model(schema)["title"])
        for each in schema.get("anyOf", ()):
            if each.get("type") != "null":
                return self._kind(each)
        if schema["type"] == "array":
            item = self._kind(schema["items"])
            return Kind("list of" if item.model else f"list, each a {item.text}", item.model)
        if "enum" in schema:
            return Kind(" or ".join(f"`{each}`" for each in schema["enum"]))
        text = _FORMATS.get(schema.get("format", ""), _TYPES[schema["type"]])
        return Kind(text + _bounds(schema))

    def _model(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._schemas[schema["$ref"].removeprefix(_SCHEMAS)]
        return found

    def _example(
        self,
        method: str,
        path: str,
        parameters: Sequence[Mapping[str, Any]],
        sent: Mapping[str, Any] | None,
    ) -> str:
        """Write a request with what it needs, and no more."""
        query, headers = [], ["Authorization: Bearer handrail_..."]
        for each in parameters:
            shown = str(_shown(each["schema"]))
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", shown)
            elif each["in"] == "header" and (each["required"] or each["name"] == "Booking-Proof"):
                headers.append(f"{each['name']}: {shown}")
            elif each["required"]:
                query.append(f"{each['name']}={shown}")
        lines = [f"{method} {path}{'?' if query else ''}{'&'.join(query)}", *headers]
        if sent is not None:
            schema = self._model(sent)
            needed = {
                name: _shown(schema["properties"][name]) for name in schema.get("required", ())
            }
            written = json.dumps(needed, indent=2, ensure_ascii=False)
            lines += ["Content-Type: application/json", "", written]
        return "\n".join(lines)


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if schema["type"] == "integer" and least is not None and most is not None:
        return f" from {least} to {most:,}" if most < 2**31 - 1 else f" from {least}"
    longest = schema.get("maxLength")
    return f", at most {longest} characters" if longest else ""


def _shown(schema: Mapping[str, Any]) -> Any:
    """Return an example of a value."""
    found = schema.get("examples") or [1 if schema["type"] == "integer" else "..."]
    return found[0]
