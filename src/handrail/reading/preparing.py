"""Making ready to read, before anybody speaks.

The words of a workflow and of a host's topics become patterns once in a process, and names come
from lists: a tenth of a second that no caller should wait for.
"""

from __future__ import annotations

from functools import lru_cache

from ..kinds.name.lists import Which, likeness
from ..workflow import Workflow
from .carriers import carriers_in
from .naming import mentions_in
from .qualities import qualities_in
from .questions import asked_in
from .scene import Scene
from .wishes import wishes_in

__all__ = ["prepare"]

_ANYTHING = "maria"
_PARTS: tuple[Which, ...] = ("given", "family")


def prepare(scene: Scene) -> None:
    """Make ready for the words of a scene's workflows and topics; the second time at no cost."""
    topics = tuple((name, tuple(words)) for name, words in scene.topics.items())
    for workflow in dict.fromkeys((*scene.workflows, scene.workflow)):
        _prepare(workflow, topics)
    for which in _PARTS:
        likeness(_ANYTHING, which, scene.context.region)


@lru_cache(maxsize=64)
def _prepare(workflow: type[Workflow], topics: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    wishes_in(_ANYTHING, (workflow,))
    asked_in(_ANYTHING, _ANYTHING, dict(topics))
    for found in (
        mentions_in(_ANYTHING, workflow),
        carriers_in(_ANYTHING, workflow),
        qualities_in(_ANYTHING, workflow, dict(topics)),
    ):
        list(found)
