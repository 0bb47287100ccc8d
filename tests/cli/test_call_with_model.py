"""`handrail call --llm openai/MODEL`, against an endpoint on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from handrail.desk.console.models import FaultNotice
from tests.cli.endpoint import Refusal, Said, serving
from tests.cli.running import NOW, Ran, invoke, run

DOG = "is there a place to leave my dog"
CAT = "and for my cat, is there one too"


@pytest.fixture(autouse=True)
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a key")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # nobody listens there


def call(db: Path, turns: list[str]) -> Ran:
    arguments = ("call", "--json", "--db", db, "--now", NOW, "--llm", "openai/fake")
    return invoke(*arguments, stdin="\n".join(turns))


def test_a_whole_booking_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, Said | None]] = [
        (
            "my hair is a right old mess and there's a wedding, could you sort me out with a cut",
            Said(
                calls=[
                    ("switch", {"workflow": "booking", "said": "sort me out with a cut"}),
                    ("record_service", {"service": "Haircut", "said": "a cut"}),
                ]
            ),
        ),
        (
            "hmm the sixteenth comes after the funeral so three o'clock in the afternoon that day",
            Said(
                calls=[
                    (
                        "record_start",
                        {
                            "start": "2026-06-16T15:00",
                            "said": "the sixteenth ... three o'clock in the afternoon",
                        },
                    )
                ]
            ),
        ),
        ("212 555 0142", None),
        ("yes", None),
        (
            "the wedding guest is called maria and she's a lopez by birth",
            Said(calls=[("record_name", {"name": "Maria Lopez", "said": "maria ... lopez"})]),
        ),
        (DOG, Said("We have no place for dogs.")),
        ("no email thanks", None),
        ("yes", None),
        ("goodbye", None),
    ]
    with serving(*(said for _, said in told if said)) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        arguments = ("call", "--json", "--db", tmp_path / "desk.db", "--now", NOW)
        ran = run(*arguments, "--llm", "openai/fake", stdin="\n".join(turn for turn, _ in told))
    assert (ran.status, ran.err) == (0, "")
    _, *turns, ending = ran.json
    assert [turn["model_calls"] for turn in turns] == [int(said is not None) for _, said in told]
    assert turns[0]["moves"][0] == {
        "move": "Switch",
        "step": None,
        "value": "booking",
        "by": "model",
    }
    assert "dogs" in turns[5]["desk"]
    assert turns[5]["desk"].endswith("?")
    assert ending["outcome"] == "completed"
    assert ending["result"]["start"] == "2026-06-16T15:00:00-04:00"
    assert ending["result"]["name"] == "Maria Lopez"
    assert {asked["model"] for asked in endpoint.asked} == {"fake"}
    assert set(endpoint.paths) == {"/v1/chat/completions"}
    assert set(endpoint.keys) == {"Bearer a key"}


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Refusal(400), "refuses the request (400)"),
        (Refusal(401), "refuses the key, check OPENAI_API_KEY (401)"),
        (Refusal(404), "no such model or address, check its name and OPENAI_BASE_URL (404)"),
        (Refusal(500), "the endpoint failed (500)"),
        (Refusal(body=b"<html>hello</html>", kind="text/html"), "no answer that can be used"),
        (Refusal(body=b"data: {nonsense\n\n", kind="text/event-stream"), "does not speak OpenAI's"),
    ],
)
def test_where_the_endpoint_refuses_the_call_goes_on_and_says_so_once(
    refusal: Refusal, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(refusal) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ran = call(tmp_path / "desk.db", [DOG, CAT, "a haircut on tuesday at three"])
    assert ran.status == 0
    [line] = ran.err.splitlines()
    assert line.startswith("handrail: openai/fake: ")
    assert line.endswith("; the call goes on by rule.")
    assert why in line
    _, *turns, _ = ran.json
    assert [turn["model_calls"] for turn in turns] == [1, 1, 0]
    assert turns[0]["moves"][0]["by"] == "reader"
    assert turns[0]["desk"].endswith("?")
    assert turns[2]["asking"] == {"step": "phone", "act": "ask"}


def test_where_nobody_listens_the_call_goes_on_too(tmp_path: Path) -> None:
    ran = call(tmp_path / "desk.db", [DOG, "a haircut on tuesday at three"])
    assert "cannot be reached" in ran.err
    assert ran.json[2]["asking"] == {"step": "phone", "act": "ask"}


def test_what_is_not_in_time_is_told_too() -> None:
    notice = FaultNotice("openai/fake")
    told = notice.of(TimeoutError())
    assert told == "openai/fake: the endpoint does not answer in time; the call goes on by rule."
    assert notice.of(TimeoutError()) is None
