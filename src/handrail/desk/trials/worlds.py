"""The worlds scenarios name: the desk, or one of an application's own file or module."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from handrail.faults import BadInput
from handrail.trial import World

__all__ = ["SCENARIOS", "world_of"]

SCENARIOS = Path(__file__).parent / "scenarios"
"""The scenarios that come with the desk."""


def world_of(name: str, folder: Path) -> World:
    """Return the world of a name, as scenarios give it under `against`.

    Args:
        name: `desk`, `FILE.py:NAME` or `MODULE:NAME`.
        folder: What a file is looked for from.

    Raises:
        BadInput: When there is none, or it is no `World`.
    """
    if name == "desk":
        from .world import DESK  # noqa: PLC0415 - the database takes a while to import

        return DESK
    where, _, attribute = name.rpartition(":")
    if not where:
        raise BadInput(f"'against' must be 'desk', FILE.py:NAME or MODULE:NAME, not {name!r}.")
    try:
        module = _file((folder / where).resolve()) if where.endswith(".py") else _module(where)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise BadInput(f"{name} cannot be imported: {reason}.") from error
    found = getattr(module, attribute, None)
    if not isinstance(found, World):
        raise BadInput(f"{where} has no World of the name {attribute!r}.")
    return found


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


@cache
def _file(path: Path) -> ModuleType:
    """Import a file, once; modules beside it can be imported by it."""
    spec = importlib.util.spec_from_file_location(f"handrail_world_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"there is no file {path.name}")
    module = importlib.util.module_from_spec(spec)
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
