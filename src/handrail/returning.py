"""Returning: what becomes of a dropped call once its caller has said whether they go on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .course import Course
from .engine import effects as f
from .engine import moves as m
from .resumption import Resumable, Same, meant, wants_it
from .runs import Run, kept
from .speaking import Speaker

__all__ = ["Drop", "Returning", "Take"]

Drop: TypeAlias = Callable[[Run], Awaitable[None]]
"""Lets a run's workflow give up what it has kept (`Workflow.dropped`)."""

Take: TypeAlias = Callable[[Course], None]
"""Makes a course that of the call."""


@dataclass(frozen=True, slots=True)
class Returning:
    """The calls that a caller may have been cut off from, until they have said what they want."""

    found: Sequence[Resumable]
    """Those that can be gone on with, the latest first, all with the same proof."""
    left: list[Run]
    """What was in progress in all that the caller hung up."""
    same: Same
    speaker: Speaker

    async def settle(self, course: Course, drop: Drop, take: Take) -> None:
        """Do what follows from what the caller said to a dropped call, once they did.

        Args:
            course: The course of the call in which they are back.
            drop: Gives up what a run has kept.
            take: Makes another course the call's. It is done before anything is waited for: what
                the caller says meanwhile is said to the one they go on with.
        """
        if course.left is not None:
            (run, finish), course.left = course.left, None
            if finish.outcome != "switched":
                self.left.clear()  # it is done with, or somebody else's
            course = await self._decide(run, finish, course, drop, take)
        if not (course.receiving or course.resuming):
            # What was kept for a call that dropped is its caller's to take: they may want the very
            # same again.
            while self.left:
                run = self.left.pop()
                # Who they are is not known: nothing is undone that they need not have written.
                run.in_doubt = False
                await drop(run)

    async def _decide(
        self, run: Run, finish: f.Finish, course: Course, drop: Drop, take: Take
    ) -> Course:
        said = run.state.answers.get(self.found[0].proof.name)
        one = meant(self.found, said.value, self.same) if said is not None else None
        if one is None:
            return course
        if finish.result is not None and wants_it(self.found, one, finish.result):
            return await self._go_on(one, course, take)
        if finish.cause in {"completed", "abandoned"}:
            await self._let_go(one, course, drop)
        return course

    async def _go_on(self, one: Resumable, course: Course, take: Take) -> Course:
        """Go on with a dropped call, in its journal; or, if somebody else does, begin as usual.

        Whoever writes to its journal first has it: of two who are asked at once, one goes on. A
        journal that is slow or away is no second caller: it costs durability, as in any turn.
        """
        one.course.succession.known = one.told
        one.course.go_on(course)
        take(one.course)
        await one.course.keep()
        if not one.course.is_taken:
            self.speaker.take_up(one.course.run.id)
            return one.course
        course.next.begin_with(self.speaker.say("not_resumed"))
        take(course)
        return course

    async def _let_go(self, one: Resumable, course: Course, drop: Drop) -> None:
        """End a dropped call that the caller wants no more of, and keep only who they are."""
        who = {**one.told, **kept(one.course.run, everything=False)}
        course.succession.known = {**who, **course.succession.known}
        one.course.enter(m.Abandon())
        while one.course.ended:
            await drop(one.course.ended.pop(0))
        await one.course.keep(ended=True)
