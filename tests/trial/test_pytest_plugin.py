"""The pytest plugin: a caller, a desk, scenarios as a mark, and failures that show the call."""

from __future__ import annotations

import asyncio

import pytest

from handrail.desk.trials.world import DESK
from handrail.trial import hold
from tests.trial.files import GOOD, scenario

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True, scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import all that a call needs: pytester forgets modules, and some are imported only once."""
    scenario_ = scenario(tmp_path_factory.mktemp("once"))

    async def a_call() -> None:
        async with DESK.stage(scenario_) as stage:
            await stage.reset()
            await hold(scenario_, DESK, stage, 0)

    asyncio.run(a_call())


OPTIONS = (
    "-p",
    "handrail.pytest_plugin",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:asyncio",
)


def test_a_caller_is_told_what_to_say_and_the_desk_keeps_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_booked(caller, desk):
            assert caller.heard.text.startswith("Northside")
            caller.say("a haircut on tuesday at three", "212 555 0142", "yes", "maria lopez", "no")
            assert caller.heard.act == "summary"
            assert caller.say("yes").outcome == "completed"
            assert desk.rows("bookings")[0]["name"] == "Maria Lopez"
            caller.hang_up()
        """
    )
    pytester.runpytest_inprocess(*OPTIONS).assert_outcomes(passed=1)


def test_a_failure_shows_the_call(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_wrong(caller):
            caller.say("a haircut", "")
            assert caller.heard.act == "summary"
        """
    )
    ran = pytester.runpytest_inprocess(*OPTIONS)
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*the call*", "> a haircut", "A haircut*?start/ask]", "> (silence)"])


def test_each_scenario_of_a_file_is_played_for_each_seed(pytester: pytest.Pytester) -> None:
    wrong = GOOD.replace("a haircut", "wrong").replace("name: Maria Lopez, em", "name: Eve, em")
    pytester.makefile(".yaml", calls=f"{GOOD}---\n{wrong}")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.scenario("calls.yaml", k=2)
        def test_plays(caller):
            caller.plays()

        @pytest.mark.scenario("calls.yaml", name="a haircut")
        def test_one(caller, desk):
            assert caller.plays().outcome == "completed"
            assert desk.scenario.name == "a haircut"
        """
    )
    ran = pytester.runpytest_inprocess(*OPTIONS, "-v")
    ran.assert_outcomes(passed=3, failed=2)
    ran.stdout.fnmatch_lines(
        ["*test_plays[[]a haircut-1] PASSED*", "*test_plays[[]wrong-0] FAILED*"]
    )
    ran.stdout.fnmatch_lines(["*TrialFailedError: wrong, seed 0*", "*nobody wanted*"])


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ('"calls.yaml", name="no such"', "no scenario of the name 'no such'"),
        ('"missing.yaml"', "missing.yaml is not there"),
    ],
)
def test_a_mark_that_names_nothing_is_told(pytester: pytest.Pytester, mark: str, says: str) -> None:
    pytester.makefile(".yaml", calls=GOOD)
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.scenario({mark})
        def test_plays(caller):
            caller.plays()
        """
    )
    ran = pytester.runpytest_inprocess(*OPTIONS)
    assert ran.ret != 0
    ran.stdout.fnmatch_lines([f"*{says}*"])
