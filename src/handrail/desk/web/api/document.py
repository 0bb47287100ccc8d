"""The description of the API (OpenAPI 3.1), made of the declarations that check and answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from .operation import Operation
from .problem import ProblemOut

__all__ = ["document_of"]

_REF: Final = "#/components/schemas/{model}"
_PROBLEMS: Final = {
    401: "There is no token, or none of this desk's.",
    403: "The token may not do that.",
    404: "What is named is not there.",
    409: "The calendar is against it; `alternatives` are the nearest free times, if that helps.",
    413: "The request is too large.",
    415: "The request is not JSON.",
    422: "Something in the request is wrong; `faults` says what, by field.",
    429: "That was too often; `Retry-After` says for how many seconds to wait.",
    503: "The calendar cannot be used now.",
}
_NAMES: Final = {"ge": "minimum", "le": "maximum"}
"""What pydantic calls by names of its own where a value is read from a text."""
_ABOUT: Final = """\
Book, move and cancel by the same rules and in the same transactions as a call.

Each request bears a token that the owner has made on the desk's page "API". Its scope says what it
may do: `read` what is free and how calls went, without anybody's data; `book` what is free, and
bookings by those they are for; `all` everything. A token that a website shows to its visitors
should be of scope `book`.

Times are RFC 3339 with their offset, numbers E.164. What goes wrong is a problem (RFC 9457)."""


def document_of(operations: Sequence[Operation[Any, Any]], prefix: str) -> bytes:
    """Return the description, as JSON.

    Args:
        operations: All there are.
        prefix: What stands before their paths.
    """
    schemas = _Schemas(operations)
    paths: dict[str, Any] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, schemas)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Handrail", "version": version("handrail"), "description": _ABOUT},
        "servers": [{"url": prefix}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas.all,
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


class _Schemas:
    """The schemas of all models, each once."""

    def __init__(self, operations: Sequence[Operation[Any, Any]]) -> None:
        models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {
            (ProblemOut, "serialization"): None
        }
        for each in operations:
            models[each.reply, "serialization"] = None
            if each.has_body:
                models[each.body, "validation"] = None
        found, defined = models_json_schema(list(models), ref_template=_REF)
        self._refs = {model: found[model, mode] for model, mode in models}
        self.all: dict[str, Any] = defined.get("$defs", {})

    def of(self, model: type[BaseModel]) -> dict[str, Any]:
        """Return the reference to a model's schema."""
        return self._refs[model]


def _operation(operation: Operation[Any, Any], schemas: _Schemas) -> dict[str, Any]:
    scopes = ", ".join(f"`{each}`" for each in operation.scopes)
    about = f"{operation.description} For tokens of scope {scopes}.".strip()
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": about,
        "responses": _responses(operation, schemas),
    }
    if parameters := list(_parameters(operation)):
        described["parameters"] = parameters
    if operation.has_body:
        content = {"application/json": {"schema": schemas.of(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _responses(operation: Operation[Any, Any], schemas: _Schemas) -> dict[str, Any]:
    reply = {"application/json": {"schema": schemas.of(operation.reply)}}
    problem = {"application/problem+json": {"schema": schemas.of(ProblemOut)}}
    left_out = set[int]()
    if not operation.may_be_missing:
        left_out.add(404)
    if not operation.conflicts:
        left_out.add(409)
    if not operation.has_body:
        left_out |= {413, 415}
    about = {200: "Done.", 201: "Made."}
    told = {
        str(each): {"description": about[each], "content": reply} for each in operation.statuses
    }
    for status, sentence in _PROBLEMS.items():
        if status not in left_out:
            told[str(status)] = {"description": sentence, "content": problem}
    return told


def _parameters(operation: Operation[Any, Any]) -> Iterator[dict[str, Any]]:
    schema = operation.given.model_json_schema(ref_template=_REF)
    needed = set(schema.get("required", ()))
    for name, described in schema.get("properties", {}).items():
        where = "query"
        if f"{{{name}}}" in operation.path:
            where = "path"
        elif name[:1].isupper():
            where = "header"
        plain = _plain(described)
        parameter = {"name": name, "in": where, "required": name in needed, "schema": plain}
        if about := plain.pop("description", None):
            parameter["description"] = about
        yield parameter


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without null: a parameter that is not given is left out."""
    plain = {key: value for key, value in schema.items() if key not in {"title", "anyOf"}}
    if plain.get("default", ...) is None:
        del plain["default"]
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            plain = each | plain
    return {_NAMES.get(key, key): value for key, value in plain.items()}
