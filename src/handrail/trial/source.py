"""YAML with the line of every part, so that a fault in a file can be pointed at.

Scalars are read as in JSON: `9:00`, `no` and `2026-06-16` stay the texts they look like, where YAML
1.1 makes a number, a false and a date of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final, NoReturn, TypeAlias

import yaml

from ..faults import BadInput

__all__ = ["Part", "Path", "read_documents"]

Path: TypeAlias = tuple[str | int, ...]
"""Where in a document something is: keys and positions, outermost first."""

_LONGEST: Final = 5_000_000
"""Bytes. No scenario is larger; a file that is was named by mistake."""


@dataclass(frozen=True)
class Part:
    """One document of a file, or a part of it, with the lines of everything in it."""

    value: Any
    """What JSON could hold."""
    name: str
    """The file's name, as it was given."""
    lines: Mapping[Path, int]
    """The line of each part, counted from 1, by its path in the document."""
    path: Path = ()
    """Where in the document this part is."""

    @property
    def line(self) -> int:
        """The line this part begins on."""
        return self.lines[self.path]

    def at(self, *path: str | int) -> Part:
        """Return a part of it.

        Raises:
            KeyError: When there is none.
        """
        value = self.value
        for each in path:
            value = value[each]
        return Part(value, self.name, self.lines, (*self.path, *path))

    def get(self, key: str) -> Part | None:
        """Return what a key stands for; None where it is not given."""
        return self.at(key) if isinstance(self.value, dict) and key in self.value else None

    def items(self) -> Iterator[tuple[str, Part]]:
        """Return the keys of a mapping, each with what it stands for."""
        return ((key, self.at(key)) for key in self.value)

    def __iter__(self) -> Iterator[Part]:
        """Return the entries of a list."""
        return (self.at(index) for index in range(len(self.value)))

    def fail(self, sentence: str) -> NoReturn:
        """Say what is wrong here, with the mend.

        Raises:
            BadInput: Always, with the file and the line before the sentence.
        """
        raise BadInput(f"{self.name}, line {self.line}: {sentence}")


def read_documents(path: FilePath) -> list[Part]:
    """Read a YAML file, which may hold several documents.

    Raises:
        BadInput: When it cannot be read, or is not YAML; with the line where there is one.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise BadInput(f"{path} is too large for a scenario.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}.") from None
    try:
        nodes = list(yaml.compose_all(text, Loader=_Loader))
        return [_part(node, str(path)) for node in nodes]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise BadInput(f"{path}{where}: this is not YAML: {error.problem}.") from None
    except (yaml.YAMLError, RecursionError):
        raise BadInput(f"{path} is not YAML.") from None


class _Loader(yaml.SafeLoader):
    """Knows the scalars of JSON only."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"(?:null|~|)", "n~"),
    ("bool", r"(?:true|false)", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^{_pattern}$"),
        [*_first, *([""] * (_tag == "null"))],
    )


def _part(node: yaml.Node, name: str) -> Part:
    lines: dict[Path, int] = {}
    return Part(_value(node, (), name, lines), name, lines)


def _value(node: yaml.Node, path: Path, name: str, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, i), name, lines) for i, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise BadInput(f"{name}, line {line}: a key must be a word.")
            if key.value in found:
                raise BadInput(f"{name}, line {line}: {key.value!r} is given twice: keep one.")
            found[key.value] = _value(value, (*path, key.value), name, lines)
            lines[(*path, key.value)] = line
        return found
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "float":
            return float(text)
    return text
