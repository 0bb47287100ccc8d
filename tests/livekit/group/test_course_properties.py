"""However a caller goes to and fro, each step that applies has a result in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from livekit.agents import AgentTask

from handrail.livekit.group.course import Course, GroupStep

IDS = "abcde"


def no_task() -> AgentTask[Any]:
    raise NotImplementedError


def is_odd(step_id: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda results: bool(results.get(step_id, 0) % 2)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    course = Course()
    for position, step_id in enumerate(IDS):
        earlier = IDS[:position]
        on = draw(st.sampled_from([None, *earlier]))
        course.add(
            GroupStep(
                id=step_id,
                description="",
                factory=no_task,
                when=None if on is None else is_odd(on),
                needs=frozenset(draw(st.sets(st.sampled_from(earlier))))
                if earlier
                else frozenset(),
                skip_ahead=draw(st.booleans()),
            )
        )
    return course


@given(courses(), st.data())
def test_every_course_ends_with_all_that_applies(course: Course, data: st.DataObject) -> None:
    wishes = 6
    asked = 0
    while (step := course.next()) is not None:
        asked += 1
        assert asked < 200
        if not course.applies(step):
            course.pass_over(step.id)
            continue
        course.enter(step.id)
        possible = [i for i in IDS if i != step.id and course.refusal(i) is None]
        if wishes and possible and data.draw(st.booleans()):
            wishes -= 1
            wanted = data.draw(st.lists(st.sampled_from(possible), min_size=1, unique=True))
            course.visit(wanted, interrupted=True)
            continue
        course.settle(step.id, data.draw(st.integers(0, 3)))
    applying = {step.id for step in course.steps.values() if course.applies(step)}
    assert course.outcome().keys() == applying
    assert applying <= course.results.keys()
