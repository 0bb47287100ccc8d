"""`handrail verify`: workflows by name, verified or drawn."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail.faults import BadInput
from handrail.workflow import Workflow

from .diagrams import FORMATS, diagram
from .report import as_json, as_text
from .verification import Memory, verify

__all__ = ["named_workflow", "run_verify"]


def named_workflow(name: str) -> type[Workflow]:
    """Import a workflow.

    Args:
        name: `MODULE:WORKFLOW`, the module as it is imported from the folder one stands in.

    Raises:
        BadInput: If there is no such module, or no such workflow in it.
    """
    module_name, colon, class_name = name.partition(":")
    if not (module_name and colon and class_name):
        raise BadInput(f"Name the workflow as MODULE:WORKFLOW, not {name!r}.")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as fault:
        raise BadInput(f"There is no module {fault.name or module_name!r}.") from None
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, it is told in a sentence
        raise BadInput(f"The module {module_name!r} cannot be imported: {fault}") from None
    found = getattr(module, class_name, None)
    if not (isinstance(found, type) and issubclass(found, Workflow) and found is not Workflow):
        raise BadInput(f"{module_name!r} has no workflow {class_name!r}.")
    return found


def run_verify(
    workflows: Sequence[type[Workflow]], *, as_data: bool = False, drawn: str | None = None
) -> bool:
    """Print what is proved of workflows, or a diagram of each; tell whether all is proved.

    Args:
        workflows: The workflows.
        as_data: Whether to print one JSON object a line.
        drawn: The format of a diagram, which is printed instead.

    Raises:
        BadInput: If there is no such format.
    """
    if drawn is not None and drawn not in FORMATS:
        raise BadInput(f"A diagram is one of {', '.join(FORMATS)}, not {drawn!r}.")
    proved, memory = True, Memory()
    for number, workflow in enumerate(workflows):
        if drawn is not None:
            print(diagram(workflow.plan, format=drawn))
            continue
        found = verify(workflow, memory=memory, progress=_show)
        _show("")
        proved = proved and found.proved
        if as_data:
            print(json.dumps(as_json(found)), flush=True)
        else:
            print("\n" * bool(number) + as_text(found), flush=True)
    return proved


def _show(what: str) -> None:
    """Tell on a terminal what is explored, in one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what[:78]}", end="", file=sys.stderr, flush=True)
