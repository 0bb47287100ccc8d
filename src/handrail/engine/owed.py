"""What was decided and the caller has not heard yet: which news are still worth telling."""

from __future__ import annotations

from collections.abc import Mapping

from . import events as e

__all__ = ["owing", "step_of"]

_STALE: Mapping[type[e.Event], tuple[type[e.Event], ...]] = {
    e.Answered: (e.Noted, e.PartHeard),
    e.CheckFailed: (e.Noted,),
    e.Noted: (e.PartHeard,),
    e.Offered: (e.Noted,),
    e.PartHeard: (e.Noted,),
    e.RevisitSettled: (e.Noted,),
    e.Unchecked: (e.Noted,),
}
"""The news of a step that events of the same step make stale."""


def owing(owed: tuple[e.Event, ...], event: e.Event) -> tuple[e.Event, ...]:
    """Return what is owed after an event: the news it makes stale go, and news of its own come.

    Half a time is stale once the whole of it is known; of what happened to one step only the
    latest of its sort is worth telling. Of questions every topic is answered, each once.

    Args:
        owed: What was owed before it.
        event: The event.
    """
    stale, about = _STALE.get(type(event), ()), _about(event)
    if isinstance(event, e.News):
        stale = (*stale, type(event))
    kept = owed
    if stale:
        kept = tuple(old for old in owed if type(old) not in stale or _about(old) != about)
    return (*kept, event) if isinstance(event, e.News) else kept


def _about(event: e.Event) -> str | None:
    return event.topic if isinstance(event, e.Digressed) else step_of(event)


def step_of(event: e.Event) -> str | None:
    """Return the step that an event is about, or None."""
    step: str | None = getattr(event, "step", None)
    return event.offer.step if isinstance(event, e.Offered) else step
