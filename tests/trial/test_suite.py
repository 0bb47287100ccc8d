"""A suite of trials and its reports: JSON, JUnit, a page, and what changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from handrail.desk.trials.worlds import world_of
from handrail.trial import load
from handrail.trial.report_data import (
    compare,
    figures,
    json_report,
    junit_report,
    tried_otherwise,
)
from handrail.trial.report_page import page
from handrail.trial.suite import Settings, Tried, try_all, try_one
from tests.cli.endpoint import Said, serving
from tests.cli.running import invoke
from tests.trial.files import GOOD, written
from tests.trial.test_scenario_files import LIVEKITS

ONE = Settings(k=1, session=False)
BAD = GOOD.replace("name: Maria Lopez, em", "name: Eve, em").replace("a haircut", "<b>wrong</b>")


async def tried(folder: Path, text: str, settings: Settings = ONE) -> list[Tried]:
    found = load([written(folder, text)], world_of)
    return [await try_one(one, part, world_of, settings) for one, part in found]


async def test_each_scenario_is_tried_k_times_and_once_in_a_session(tmp_path: Path) -> None:
    [one] = await tried(tmp_path, GOOD, Settings(k=2, seed=5))
    assert [(r.seed, r.host) for r in one.records] == [(5, "plain"), (6, "plain"), (5, "session")]
    assert one.passed
    assert one.least is not None
    assert one.turns is not None
    assert one.least <= one.turns


async def test_under_noise_only_what_is_wrong_counts(tmp_path: Path) -> None:
    [one] = await tried(tmp_path, GOOD)
    lost = replace(one, records=(replace(one.records[0], faults=()),))
    assert lost.held(ONE)
    [wrong] = await tried(tmp_path, BAD)
    noisy = replace(ONE, noise=0.1)
    assert not wrong.held(noisy)
    unfinished = replace(wrong.records[0], faults=wrong.records[0].faults[1:])
    assert replace(wrong, records=(unfinished,)).held(noisy)
    assert not replace(wrong, records=(unfinished,)).held(ONE)


@pytest.mark.soak
def test_several_processes_find_the_same(tmp_path: Path) -> None:
    scenarios = load([written(tmp_path, f"{GOOD}---\n{BAD}")], world_of)
    found = dict(try_all(scenarios, world_of, ONE, jobs=2))
    assert [found[0].passed, found[1].passed] == [True, False]


async def test_the_json_report_has_figures_and_transcripts(tmp_path: Path) -> None:
    found = await tried(tmp_path, f"{GOOD}---\n{BAD}")
    report = json.loads(json.dumps(json_report(found, ONE)))
    assert report["figures"] | {"seconds": 0} == {
        "scenarios": 2,
        "skipped": 0,
        "calls": 2,
        "in_session": 0,
        "passed": 1,
        "pass^k": 0.5,
        "held": False,
        "wrong": 1,
        "completed": 1.0,
        "k": 1,
        "seed": 0,
        "noise": 0.0,
        "host": "plain",
        "seconds": 0,
    }
    assert report["scenarios"][1]["line"] == len(GOOD.splitlines()) + 2
    assert report["scenarios"][0]["records"][0]["turns"][0]["desk"].startswith("Northside")


async def test_the_junit_report_is_xml_with_the_transcript(tmp_path: Path) -> None:
    written_xml = junit_report(await tried(tmp_path, f"{GOOD}---\n{BAD}"))
    suite = ET.fromstring(written_xml)  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite.find("./testcase[2]/failure")
    assert failure is not None
    assert "Northside Studio" in str(failure.text)


async def test_the_page_is_whole_escaped_and_needs_nothing_else(tmp_path: Path) -> None:
    html = page(await tried(tmp_path, f"{GOOD}---\n{BAD}"), ONE)
    assert "&lt;b&gt;wrong&lt;/b&gt;" in html
    assert "<b>wrong" not in html
    assert "http" not in html
    assert "src=" not in html
    assert 'class="ladder"' in html
    open_tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            del attrs
            open_tags.append(tag)

    Tags().feed(html)
    assert {"table", "details", "ul"} <= set(open_tags)


async def test_what_got_better_and_worse_since_is_told(tmp_path: Path) -> None:
    found = await tried(tmp_path, f"{GOOD}---\n{BAD}")
    old = json_report(found, ONE)
    assert compare(old, found) == []
    assert [change.text for change in compare(old, found[:1])] == ["is gone"]
    old["scenarios"][1] |= {"passes": 1}
    old["scenarios"][0] |= {"turns": 99.0}
    better, worse = compare(old, found)
    assert better.better
    assert better.text.startswith("99 turns in the mean, now")
    assert (worse.better, worse.text) == (False, "1 of 1 calls passed, now 0 of 1")


def test_the_command_writes_its_reports_and_tells_whether_all_held(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD)
    files = [tmp_path / name for name in ("a.json", "a.xml", "a.html")]
    to = [f"--{kind}={path}" for kind, path in zip(("json", "junit", "html"), files, strict=True)]
    ran = invoke("trial", good, "-k", "1", "--jobs", "1", "--host", "plain", *to)
    assert ran.status == 0, ran.out
    assert "1 scenario, 1 call: 1 passed, 0 wrong; pass^1 100.0%" in ran.out
    assert all(path.stat().st_size for path in files)
    bad = written(tmp_path, BAD.replace("<b>wrong</b>", "a haircut"), "bad.yaml")
    ran = invoke(
        "trial", bad, "-k", "1", "--jobs", "1", "--host", "plain", "-v", "--compare", files[0]
    )
    assert ran.status == 1
    assert "worse: a haircut: 1 of 1 calls passed, now 0 of 1" in ran.out
    assert "bookings has a row that nobody wanted" in ran.out
    ran = invoke("trial", good, "-k", "1", "--host", "plain", "--compare", files[0])
    assert "Nothing is better or worse than in" in ran.out
    assert figures([], ONE)["pass^k"] is None


async def test_calls_that_were_tried_otherwise_are_not_compared(tmp_path: Path) -> None:
    old = json_report(await tried(tmp_path, GOOD), ONE)
    assert tried_otherwise(old, ONE) == ""
    other = Settings(k=2, noise=0.1, session=False)
    assert tried_otherwise(old, other) == "-k 1 --noise 0.0"
    (tmp_path / "old.json").write_text(json.dumps(old))
    ran = invoke("trial", written(tmp_path, GOOD), "-k", "1", "--compare", tmp_path / "old.json")
    assert ran.status == 2
    assert "old.json tells of other calls: it was tried with --host plain." in ran.err


async def test_a_hostile_model_that_was_never_asked_shows_nothing(tmp_path: Path) -> None:
    """A caller who is clear needs no model: that their call went well says nothing of it."""
    settings = Settings(k=1)
    [one] = await tried(tmp_path, f"{GOOD}model: inventor\n", settings)
    assert one.passed
    assert not one.held(settings)
    assert one.untried.startswith("the hostile model 'inventor' was never asked")
    assert "was never asked" in junit_report([one])
    assert "was never asked" in page([one], settings)
    asked = replace(one, records=(replace(one.records[0], model_calls=1),))
    assert asked.held(settings)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-k", "0"], "-k must be at least 1"),
        (["--noise", "2"], "--noise must be from 0 to 1"),
        (["--host", "phone"], "--host must be plain"),
        (["--caller-llm", "x"], "--llm must be"),
        (["--compare", "nothing.json"], "nothing.json cannot be read"),
        (["--json", "missing/a.json"], "There is no folder missing"),
        (["missing.yaml"], "missing.yaml is not there"),
    ],
)
def test_bad_input_to_the_command_is_one_sentence(options: list[str], says: str) -> None:
    ran = invoke("trial", *options)
    assert ran.status == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_model_plays_the_caller_of_livekits_scenarios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hears the desk's words, says its own, and hangs up; what was expected is judged."""
    lines = ["hi, a haircut please", "HANG UP"]
    with serving(*(Said(line) for line in lines)) as endpoint:
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        path = written(tmp_path, LIVEKITS)
        ran = invoke(
            "trial", path, "-k", "1", "--jobs", "1", "--host", "plain", "--caller-llm",
            "openai/any", "--json", tmp_path / "a.json",
        )  # fmt: skip
    assert ran.status == 0, ran.err + ran.out
    [record] = json.loads((tmp_path / "a.json").read_text())["scenarios"][0]["records"]
    assert [turn["caller"] for turn in record["turns"]] == [None, lines[0]]
    system, first, *_ = endpoint.asked[0]["messages"]
    assert "You are Maya" in system["content"]
    assert "Saturday, 13 June 2026" in system["content"]
    assert first["content"].startswith("Northside Studio")


def test_a_model_judges_what_was_expected_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = {"verdict": "fail", "reasoning": "Nothing was booked."}
    with serving(Said("HANG UP"), Said(calls=[("submit_verdict", verdict)])) as endpoint:
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ran = invoke(
            "trial", written(tmp_path, LIVEKITS), "-k", "1", "--jobs", "1", "--host", "plain",
            "--caller-llm", "openai/any", "--judge-llm", "openai/any",
        )  # fmt: skip
    assert ran.status == 1, ran.out
    assert "Nothing" in ran.out
    assert "The agent books one appointment." in json.dumps(endpoint.asked[-1]["messages"])
