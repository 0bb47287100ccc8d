"""Trials in pytest: a caller and a desk as fixtures, scenarios as a mark.

    def test_a_haircut_is_booked(caller, desk):
        caller.say("a haircut on tuesday at three", "212 555 0142", "yes", "maria lopez", "no")
        assert caller.heard.act == "summary"
        caller.say("yes")
        assert desk.rows("bookings")[0]["name"] == "Maria Lopez"

    @pytest.mark.scenario("trials/moving.yaml", k=8)
    def test_the_desk_holds(caller):
        caller.plays()

The fixtures are plain: they run what waits in an event loop of their own, so that tests need no
plugin for asyncio. A test that is a coroutine uses `handrail.trial.hold` instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from handrail.trial import Heard, Scenario, Stage, TrialRecord, World
    from handrail.trial.hosts import Host
    from handrail.trial.scenario import Row

__all__ = ["Caller", "Desk", "TrialFailedError"]

_CALL: pytest.StashKey[Caller] = pytest.StashKey()


class TrialFailedError(AssertionError):
    """A scenario's call was not as it must be; the message is the reasons and the transcript."""


class Desk:
    """What is called: the world of the test's scenario, or the booking desk as it comes.

    Args:
        world: The application.
        scenario: What its database holds, and when the call comes in.
        seed: What the scenario's caller is drawn by.
    """

    def __init__(self, world: World, scenario: Scenario, seed: int) -> None:
        self.world = world
        self.scenario = scenario
        self.seed = seed
        self._loop = asyncio.Runner()
        self._open = AsyncExitStack()
        self.stage: Stage = self.run(self._open.enter_async_context(world.stage(scenario)))
        self.run(self.stage.reset())

    def run(self, waiting: Any) -> Any:
        """Wait for a coroutine in the fixtures' own event loop, and return what it gives."""

        async def result() -> Any:
            return await waiting

        return self._loop.run(result())

    def rows(self, table: str) -> list[Row]:
        """Return what a table holds now, as JSON data.

        Raises:
            KeyError: When there is no such table.
        """
        return list(self.run(self.stage.rows())[table])

    def close(self) -> None:
        """Forget the database."""
        self.run(self._open.aclose())
        self._loop.close()


class Caller:
    """Who calls: told what to say, or playing the caller of the test's scenario.

    Args:
        desk: Whom they call.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._held: Host | None = None
        self._turns: list[tuple[str | None, Heard]] = []
        self.record: TrialRecord | None = None
        """The call that was played; None before."""

    @property
    def heard(self) -> Heard:
        """The desk's last turn: its words, what it waits for, what it knows."""
        self._call()
        return self._turns[-1][1]

    def say(self, *texts: str) -> Heard:
        """Say one thing after the other ("" is silence), and return the desk's last turn."""
        held = self._call()
        for text in texts:
            self._hear(text, self._desk.run(held.say(text)))
        return self.heard

    def hang_up(self) -> None:
        """End the call."""
        self._desk.run(self._call().aclose())

    def plays(self) -> TrialRecord:
        """Hold the scenario's call, and judge it.

        Raises:
            TrialFailedError: When it is not as the scenario says it must be.
        """
        from handrail.trial import hold  # noqa: PLC0415 - see `desk`

        desk = self._desk
        record: TrialRecord = desk.run(hold(desk.scenario, desk.world, desk.stage, desk.seed))
        self.record = record
        if record.is_wrong or not (record.passed or desk.scenario.model):
            raise TrialFailedError(record.told())
        return record

    def told(self) -> str:
        """Return the call so far, for a person."""
        lines = []
        for said, heard in self._turns:
            lines += [] if said is None else [f"> {said or '(silence)'}"]
            lines.append(f"{heard.text or '(listens)'}   [{heard.step or '-'}/{heard.act}]")
        return "\n".join(lines)

    def _call(self) -> Host:
        if self._held is None:
            from handrail.trial.holding import moment  # noqa: PLC0415 - see `desk`
            from handrail.trial.hosts import host  # noqa: PLC0415

            desk = self._desk
            now = moment(desk.scenario, desk.world)
            number = desk.scenario.caller.number
            self._held = host("plain", desk.run(desk.stage.answering(lambda: now, number)))
            self._hear(None, desk.run(self._held.open()))
        return self._held

    def _hear(self, said: str | None, text: str) -> None:
        from handrail.trial.heard import hear  # noqa: PLC0415 - see `desk`

        assert self._held is not None
        self._turns.append((said, hear(self._held.conversation, text)))


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line(
        "markers",
        "scenario(path, name=None, k=1, seed=0): what the desk's database holds and who calls, "
        "from a file or folder beside the test; the test is run for each scenario, k times.",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked test for each of its scenarios, each k times."""
    mark = metafunc.definition.get_closest_marker("scenario")
    if mark is None or "desk" not in metafunc.fixturenames:
        return
    from handrail.desk.trials.worlds import world_of  # noqa: PLC0415 - see `desk`
    from handrail.faults import BadInput  # noqa: PLC0415
    from handrail.trial import load  # noqa: PLC0415

    path = Path(metafunc.definition.path).parent / mark.args[0]
    name, k, seed = (mark.kwargs.get(key, usual) for key, usual in _USUAL.items())
    try:
        found = [one for one, _ in load([path], world_of) if name in {None, one.name}]
    except BadInput as fault:
        raise pytest.UsageError(str(fault)) from None
    if not found:
        raise pytest.UsageError(f"{path} has no scenario of the name {name!r}.")
    calls = [(one, at) for one in found for at in range(seed, seed + k)]
    ids = [one.name if k == 1 else f"{one.name}-{at}" for one, at in calls]
    metafunc.parametrize("desk", calls, indirect=True, ids=ids)


_USUAL = {"name": None, "k": 1, "seed": 0}


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Give what is called: the world of the test's scenario, or the booking desk as it comes."""
    # Imported here, so that the plugin costs other tests nothing.
    from handrail.desk.trials.worlds import world_of  # noqa: PLC0415
    from handrail.trial import CallerGoal, End, Scenario  # noqa: PLC0415

    scenario, seed = getattr(request, "param", (Scenario("a call", CallerGoal(), End()), 0))
    world = world_of(scenario.against, Path(scenario.path).parent)
    opened = Desk(world, scenario, seed)
    yield opened
    opened.close()


@pytest.fixture
def caller(desk: Desk, request: pytest.FixtureRequest) -> Caller:
    """Give who calls; a test that fails shows what was said."""
    calling = Caller(desk)
    request.node.stash[_CALL] = calling
    return calling


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Show the call of a test that failed."""
    report = yield
    calling = item.stash.get(_CALL, None)
    if report.when == "call" and report.failed and calling is not None and (told := calling.told()):
        report.sections.append(("the call", told))
    return report
