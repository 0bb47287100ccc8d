"""A conversation: one call, from greeting to goodbye, for any host.

It holds what all hosts share: the run in progress and its successor, the reader, the speaker and
the developer's checks and commits. A host (LiveKit's session, the plain one in the tests) brings
the caller's words, speaks the lines, and tells what was heard of them:

    line = await conversation.open()
    while not conversation.closed:
        proposal = conversation.read(texts)          # pure: may be made ahead and thrown away
        conversation.begin_turn(texts)
        for move in proposal.moves:
            conversation.apply(move)                 # one synchronous engine step each
        line = await conversation.settle()           # checks, the commit, and what to say
        conversation.played(line)

No method but `settle` waits, so moves of tools that run in parallel are applied in their order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import uuid4

from . import engine
from .beginning import Beginning
from .course import Course
from .engine import effects as f
from .engine import events as e
from .engine import moves as m
from .entries import Effort, EndingsHeard, HungUp, Journal, Spoke
from .errands import drop, run_errand, unfinished
from .facts import Call
from .facts_given import facts_given
from .handing_over import HandingOver, Transfer
from .kinds.base import Context
from .later import Later
from .proposal import Proposal, propose
from .reading import Scene, Transcript, prepare
from .reception import Reception
from .resumption import Dropped
from .runs import Run, said_of
from .speaking import Line, Speaker
from .standing import Standing
from .stopping import Stopping
from .workflow import Workflow

__all__ = ["Conversation", "Proposal"]

logger = logging.getLogger(__name__)

_LAST_TRIES = 20
_BETWEEN_TRIES = 0.25
"""Seconds; LiveKit gives a process that ends ten at the most."""

UserdataT = TypeVar("UserdataT")


class Conversation(Standing, Generic[UserdataT]):
    """One call.

    Args:
        workflows: The workflows the caller can ask for. Without a reception the first one runs,
            and the conversation ends with it.
        userdata: The developer's object, handed to checks and commits.
        clock: Gives the present moment in the business's time zone.
        region: ISO 3166 code of the country whose phone numbers and dates are meant.
        facts: Call facts by name; those a workflow reads and that are missing have their defaults.
        reception: How several workflows are received; None to run one workflow only.
        transfer: Puts a caller who wants a person through to one, before a call-back is offered:
            given what to say first, it tells whether somebody took the call.
        new_id: Makes the id of a run.
        journal: Keeps the call, each turn before it is answered. If it has kept some of it before,
            the call is taken up where it stood.
        dropped: Calls that the caller may have been cut off from: they are offered to go on.
        stopped: Tells, once a turn, whether somebody ends the call from outside, as an owner who
            watches it may, given its id in the journal ("" without one). The caller hears so, and
            is called back where there is a `callback`. If it raises, or does not answer within a
            second, the call goes on.

    Raises:
        ValueError: For no workflow, two of one name, or a clock without a time zone.
    """

    def __init__(
        self,
        workflows: Sequence[type[Workflow]],
        *,
        userdata: UserdataT,
        clock: Callable[[], datetime],
        region: str = "US",
        facts: Mapping[str, Any] | None = None,
        reception: Reception | None = None,
        speaker: Speaker | None = None,
        transfer: Transfer | None = None,
        new_id: Callable[[], str] = lambda: uuid4().hex,
        journal: Journal | None = None,
        dropped: Dropped | None = None,
        stopped: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self.workflows = tuple(workflows)
        if clock().tzinfo is None:
            raise ValueError("the clock of a conversation must give times with a time zone")
        self.userdata = userdata
        self.reception = reception
        self.hosts_tasks = False
        """Whether the host can hold the AgentTasks that steps are made from; without, a person is
        offered in their place."""
        self.effort: Callable[[], Effort] = Effort
        """Tells what this turn has cost so far; a host that measures it replaces it."""
        self.moves: tuple[m.Move, ...] = ()
        """The moves of this turn, as they were applied."""
        self._clock = clock
        self._region = region
        callback = [reception.callback] if reception and reception.callback else []
        self._facts = facts_given(facts, (*self.workflows, *callback))
        self._speaker = speaker or Speaker()
        for workflow in (*self.workflows, *callback):
            self._speaker.check(workflow)
        self._hands = HandingOver(
            self._speaker,
            reception,
            transfer=transfer,
            stopping=Stopping(stopped) if stopped is not None else None,
        )
        self._settling = asyncio.Lock()
        self._meanwhile: list[Sequence[str]] | None = None  # turns, while a return is settled
        self._line = Line()
        self._later = Later()
        self._read: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], Proposal] | None = None
        beginning = Beginning(
            self.workflows,
            reception,
            self._speaker,
            self.context,
            new_id,
            transfers=transfer is not None,
        )
        self._course, self._returning = beginning.begin(journal, dropped)
        self._resumption = self._course.succession.resumption

    # What a host may look at

    @property
    def all_workflows(self) -> tuple[type[Workflow], ...]:
        """The workflows of the call, each once.

        The one that calls back is among them, and the one that offers to go on with another call.
        """
        callback = self.reception.callback if self.reception else None
        every = (*self.workflows, callback, self._resumption)
        return tuple(dict.fromkeys(each for each in every if each is not None))

    def one_moment(self) -> str:
        """Return what is said to a caller who waits for a commit; it changes nothing."""
        return self._speaker.say("one_moment").text

    async def written(self) -> None:
        """Wait until the commit that is under way, if any, has reported; it changes nothing."""
        async with self._settling:
            pass

    def transcript(self) -> Transcript:
        """Return what the caller has said in the run, to hold a model's moves against."""
        return Transcript(self.scene(), tuple(self._course.run.turns))

    def context(self) -> Context:
        """Return what kinds may know of the call, at this moment."""
        return Context(now=self._clock(), region=self._region, facts=self._facts)

    def scene(self) -> Scene:
        """Return the light in which the caller's next words are read."""
        topics = self.reception.answers if self.reception else {}
        return Scene(
            workflow=self.workflow,
            state=self.state,
            context=self.context(),
            workflows=self.workflows if self.reception else (),
            topics={name: topic.words for name, topic in topics.items()},
            reception=self.receiving,
            first=self.receiving and self.workflow is self._course.succession.beginning,
            done=self.name or "" if self.receiving and self.outcome == "completed" else "",
            result=self.result.values() if self.receiving and self.result is not None else {},
        )

    # A turn

    async def open(self) -> Line:
        """Begin the call and return its first line."""
        prepare(self.scene())
        if self.reception and self.reception.business:
            business = self.reception.business
            greeting = self._speaker.greeting(business, self.context(), back=self.resuming)
            self._course.next.begin_with(greeting)
        return await self.settle()

    def read(self, texts: Sequence[str], nbest: tuple[str, ...] = ()) -> Proposal:
        """Read the caller's words not yet handled; changes nothing.

        Args:
            texts: What the caller said since the last turn, in order; blank is silence.
            nbest: The recogniser's hypotheses for the last of them, best first.
        """
        heard = (self.revision, tuple(texts), nbest)
        if self._read and self._read[0] == heard:
            return self._read[1]
        scene = self.scene()
        if nbest:
            scene = replace(scene, context=replace(scene.context, nbest=nbest))
        lobby = self._course.succession.beginning if self.resuming and self.reception else None
        proposal = propose(texts, scene, self.revision, lobby=lobby)
        self._read = (heard, proposal)
        return proposal

    def begin_turn(self, texts: Sequence[str]) -> None:
        """Begin a caller turn: the words count as handled. Silence is no turn of the caller's."""
        self.moves = ()
        if self._meanwhile is not None:
            self._meanwhile.append(texts)
        if self._read is not None and self._read[0][1] == tuple(texts):
            self._later.put_off(self._read[1].later)
        self._course.begin_turn(texts, self._clock())

    def apply(self, move: m.Move) -> e.Refused | None:
        """Apply one move; what is asked next is decided by `settle`.

        Returns:
            The refusal, if the engine refused it; nothing has changed then.
        """
        self.moves += (move,)
        by_model = move.by == "model"
        if self.closed:
            return e.Refused(type(move).__name__, "closed", by_model=by_model)
        if isinstance(move, m.Switch) and not self._course.succession.offers(move.workflow):
            return e.Refused("Switch", "unknown_workflow", by_model=by_model)
        if isinstance(move, m.Abandon | m.Restart) and self._course.next.is_done_unheard:
            # "Never mind", said while it was being written, must not end the call: the caller
            # would hang up believing that nothing was booked.
            self._course.next.came_too_late()
            return e.Refused(type(move).__name__, "closed", by_model=by_model)
        return self._course.enter(move)

    def task_failed(self) -> None:
        """Tell that the task of the hosted step that is asked for could not be held."""
        if (prompt := self.state.prompt) is not None:
            self._course.enter(m.TaskFailed(prompt.revision))

    async def settle(self) -> Line:
        """Carry out what was decided (checks, the commit) and return what to say now.

        A second call without anything new returns the same line. Calls wait for each other.
        """
        async with self._settling:
            await self._hands.heed_stop(self._course, is_writing=self.is_writing)
            await self._follow_up()
            while self._course.run.undecided and not self.closed:
                for move in self._later.due(self.scene()):
                    self.apply(move)
                run = self._course.run
                effects = run.conclude()
                is_over = run.state.phase == "closed"
                await self._carry_out(run, effects)
                if is_over:
                    self._course.succeed(run, effects)
                await self._follow_up()
            self._line = await self._hands.put_through(self._course) or self._line
            if self._course.next.is_due:
                call = self._call_of(self._course.run, self.values)
                await self._course.next.find_answers(call, self._course.said)
                self._line = self._course.next.speak(self.context(), closed=self.closed)
                said = frozenset(mark.step for mark in self._line.marks)
                cost = self.effort()
                self._course.note(
                    Spoke(
                        self._line.text,
                        said,
                        model_calls=cost.model_calls,
                        model_characters=cost.model_characters,
                        milliseconds=cost.milliseconds,
                    )
                )
            await self.keep()
            return self._line

    async def keep(self) -> None:
        """Have the journal keep what came since the last line, such as what was heard of it.

        A host whose caller has hung up calls it; before each line it is done anyway.
        """
        await self._course.keep()

    async def finish(self) -> None:
        """Have the journal keep all of a call that is over, before its process ends.

        No caller waits any more: a journal that is slow or away has a few seconds longer.
        """
        for _ in range(_LAST_TRIES):
            if await self._course.keep() or self._course.is_taken:
                return
            await asyncio.sleep(_BETWEEN_TRIES)

    async def _follow_up(self) -> None:
        """Go on with a dropped call if it is wanted; have ended runs give up what they kept."""
        if self._returning is not None:
            self._meanwhile = []
            await self._returning.settle(self._course, self._drop, self._take)
            self._meanwhile = None
        while self._course.ended:
            await self._drop(self._course.ended.pop(0))

    def _take(self, course: Course) -> None:
        """Make a course the call's; what was said to another one meanwhile is said to it anew."""
        said, self._meanwhile = self._meanwhile or [], []
        self._course = course
        for texts in said:
            moves = self.read(texts).moves
            self.begin_turn(texts)
            for move in moves or (m.Unclear(),):
                self.apply(move)

    async def _drop(self, run: Run) -> None:
        values = engine.result(run.plan, run.state)
        call = replace(self._call_of(run, values), in_doubt=run.in_doubt)
        if not await drop(run.workflow, call) and run.in_doubt:
            self._hands.admit(self._course, run)

    def played(self, line: Line, heard: str | None = None) -> None:
        """Tell what was heard of the last line.

        Args:
            line: The line, as `settle` returned it.
            heard: What was spoken before the caller cut in, "" for nothing; None for all of it.
        """
        if line is not self._line:
            return
        reached = len(line.text if heard is None else heard.rstrip())
        owed = self._course.next.owes_endings
        begun = self._course.next.heard(reached) or heard is None
        if owed and not self._course.next.owes_endings:
            self._course.note(EndingsHeard())
        if line.revision is None:
            return
        steps = frozenset(mark.step for mark in line.marks) if heard is None else line.heard(heard)
        played = m.Played(
            line.revision, steps, complete=heard is None, begun=heard is None or begun
        )
        self._course.run.played(played)

    def offer_keys(self) -> None:
        """The caller has the keys of a telephone: name them where that helps."""
        self._speaker.keys = True

    def hang_up(self) -> None:
        """The caller is gone: what was in progress is left as it is, and nothing new is begun.

        A commit that is under way may still report: then its result is the call's.
        """
        if self._course.break_off():
            self._course.note(HungUp())

    def never_reported(self) -> None:
        """The caller is gone, and so is the patience for the commit that was under way."""
        self._course.outcome = "unknown"

    # Effects

    async def _carry_out(self, run: Run, effects: Sequence[f.Effect]) -> None:
        for effect in effects:
            if isinstance(effect, (f.Check, f.Commit)):
                report = unfinished(effect)  # stays so if the host stops waiting
                try:
                    if isinstance(effect, f.Commit) or not self._course.is_known(run):
                        # Its key must be known, whatever happens meanwhile: what a run has booked
                        # or holds is found again by it, or stands in its own caller's way.
                        await self.keep()
                    report = await run_errand(run.workflow, effect, self._call(run, effect))
                finally:
                    if self._course.run is run:
                        self._course.enter(report)
            elif self.hosted is not None and not self.hosts_tasks:
                logger.error("no AgentTask can ask for a step in this session: %s", self.hosted)
                self.task_failed()
            elif not isinstance(effect, f.Finish):
                self._course.add(run, effect)

    def _call(self, run: Run, effect: f.Check | f.Commit) -> Call[UserdataT]:
        answers = effect.answers if isinstance(effect, f.Check) else effect.result
        return self._call_of(run, answers)

    def _call_of(self, run: Run, answers: Mapping[str, Any]) -> Call[UserdataT]:
        earlier = said_of(self._course.succession.known)
        return Call(self.userdata, self.context(), answers, run.id, earlier=earlier)
