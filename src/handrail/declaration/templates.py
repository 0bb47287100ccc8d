"""The checks of a workflow's templates: of a field that does not exist nothing would be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..step import Step
from ..wording import fields_in, is_balanced, wordings
from .fault import fault

if TYPE_CHECKING:
    from ..workflow import Workflow

__all__ = ["check_templates"]

_OF_A_STEP = ("ask", "rephrase", "help", "echo", "read_back")
_OF_A_WORKFLOW = ("summary", "agree", "dropped", "begin")
_VALUE = ("value", "given", "label", "spelled")
"""What a step's own templates can name beside the steps."""


def check_templates(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    """Check that every field in a template is one that it can have.

    Raises:
        DeclarationError: For one that there is none of, or a brace or bracket that stands alone.
    """
    for name, step in steps.items():
        for argument in _OF_A_STEP:
            _check(workflow, f"{name} has in {argument}=", getattr(step, argument), _VALUE, steps)
    for name in _OF_A_WORKFLOW:
        words = wordings(getattr(workflow.phrases, name))
        _check(workflow, f"phrases has in {name}=", words, (), steps)
    for wording in wordings(workflow.phrases.done):  # the receipt's fields are known when it is
        _check_balance(workflow, "phrases has in done=", wording)


def _check(
    workflow: type[Workflow],
    where: str,
    words: Iterable[str],
    more: tuple[str, ...],
    steps: Mapping[str, Any],
) -> None:
    known = (*more, *steps)
    for wording in words:
        _check_balance(workflow, where, wording)
        unknown = fields_in(wording) - {name[0].lower() + name[1:] for name in known}
        if unknown:
            there = ", ".join(f"{{{name}}}" for name in known)
            what = f"the field {{{min(unknown)}}}, which there is none of"
            raise fault(workflow, where, what, f"name one of {there}")


def _check_balance(workflow: type[Workflow], where: str, wording: str) -> None:
    if not is_balanced(wording):
        what = f"a brace or bracket that would be spoken ({wording!r})"
        raise fault(workflow, where, what, "write {field}, and [what may be left out]")
