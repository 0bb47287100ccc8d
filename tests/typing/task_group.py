from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_type

from livekit.agents.beta.workflows import GetEmailTask, GetNameTask
from livekit.agents.beta.workflows import TaskGroupResult as LiveKitsResult

from handrail.livekit import TaskCompletedEvent, TaskGroup, TaskGroupResult


async def told(event: TaskCompletedEvent) -> None:
    assert_type(event.task_id, str)


def has_a_name(results: Mapping[str, Any]) -> bool:
    return "name" in results


async def a_group_is_typed_as_livekits() -> LiveKitsResult:
    group = TaskGroup(on_task_completed=told)
    group.add(GetNameTask, id="name", description="The name").add(
        GetEmailTask, id="email", description="The email", when=has_a_name, needs=["name"]
    )
    result = await group
    assert_type(result, TaskGroupResult)
    assert_type(result.task_results, dict[str, Any])
    return result
