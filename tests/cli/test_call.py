"""`handrail call`, held to its contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import NOW, call, invoke, run

BOOK_IT = [
    "a haircut next tuesday at three",
    "212 555 0142",
    "yes",
    "maria lopez",
    "no thanks",
    "yes please",
]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def test_a_call_is_told_as_json_lines(db: Path) -> None:
    greeting, *turns, ending = call(db, [*BOOK_IT, "no that's all"])
    assert greeting.keys() == {"desk", "asking"}
    assert greeting["asking"] == {"step": None, "act": "ask"}
    assert [turn["turn"] for turn in turns] == list(range(1, 8))
    assert [turn["caller"] for turn in turns] == [*BOOK_IT, "no that's all"]
    told = {"desk", "workflow", "asking", "answers", "moves", "model_calls", "ms"}
    for turn in turns:
        assert told <= turn.keys()
        assert turn["model_calls"] == 0
        assert all(move.keys() == {"move", "step", "value", "by"} for move in turn["moves"])
    first = turns[0]
    assert first["workflow"] == "booking"
    assert first["asking"] == {"step": "phone", "act": "ask"}
    assert first["answers"] == {
        "service": {"value": "Haircut", "status": "heard"},
        "start": {"value": "2026-06-16T15:00:00-04:00", "status": "heard"},
    }
    assert {"move": "Record", "step": "service", "value": "Haircut", "by": "reader"} in first[
        "moves"
    ]
    assert turns[4]["asking"] == {"step": None, "act": "summary"}
    assert turns[4]["answers"]["email"] == {"value": None, "status": "declined"}
    assert turns[5]["asking"] == {"step": None, "act": "none"}
    assert ending["outcome"] == "completed"
    assert ending["workflow"] == "booking"
    assert ending["result"]["name"] == "Maria Lopez"


def test_the_booking_is_listed(db: Path) -> None:
    call(db, BOOK_IT)
    (booking,) = invoke("bookings", "--json", "--db", db).json
    assert booking["start"] == "2026-06-16T15:00:00-04:00"
    assert booking["phone"] == "+12125550142"
    assert (booking["service"], booking["name"]) == ("Haircut", "Maria Lopez")
    assert booking["email"] is None
    assert booking["status"] == "confirmed"
    assert len(booking["code"]) == 4


def test_a_listed_number_is_whole_on_a_narrow_screen(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    call(db, BOOK_IT)
    assert "+12125550142" in invoke("bookings", "--db", db).out


def test_an_untouched_database_has_no_bookings(db: Path) -> None:
    ran = invoke("bookings", "--json", "--db", db)
    assert (ran.status, ran.out) == (0, "")


@pytest.mark.parametrize("command", ["bookings", "callbacks"])
def test_a_look_at_a_calendar_that_is_not_there_does_not_begin_one(db: Path, command: str) -> None:
    ran = invoke(command, "--json", "--db", db)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == f"There is no calendar at {db} yet.\n"
    assert not db.exists()
    assert invoke(command, "--db", f"sqlite:///{db}").out == "There are none.\n"
    assert not db.exists()


def test_the_end_of_input_is_a_hang_up_and_nothing_is_booked(db: Path) -> None:
    *_, ending = call(db, BOOK_IT[:4])
    assert ending == {"outcome": "hung_up", "workflow": "booking", "result": None}
    assert invoke("bookings", "--json", "--db", db).out == ""


def test_hanging_up_after_the_booking_is_completed(db: Path) -> None:
    *_, ending = call(db, BOOK_IT)
    assert ending["outcome"] == "completed"


def test_no_words_at_all_is_a_hang_up(db: Path) -> None:
    greeting, ending = call(db, [])
    assert greeting["desk"]
    assert ending == {"outcome": "hung_up", "workflow": None, "result": None}


def test_a_call_dropped_by_the_caller_is_abandoned(db: Path) -> None:
    *_, ending = call(db, ["a haircut please", "never mind", "bye"])
    assert ending == {"outcome": "abandoned", "workflow": "booking", "result": None}


def test_what_is_heard_in_part_stands_beside_the_answers(db: Path) -> None:
    _, _, turn, _ = call(db, ["a haircut please", "tuesday"])
    assert turn["answers"].keys() == {"service"}
    assert "Tuesday" in turn["partial"]["start"]


def test_the_number_of_the_caller_is_prefilled(db: Path) -> None:
    _, turn, _ = call(db, ["a haircut on tuesday at three"], "--from", "+12125550142")
    assert turn["asking"] == {"step": "phone", "act": "read_back"}
    assert turn["answers"]["phone"] == {"value": "+12125550142", "status": "prefilled"}


@pytest.mark.parametrize("withheld", ["anonymous", "", "+99999999999"])
def test_a_number_that_is_none_prefills_nothing(db: Path, withheld: str) -> None:
    _, turn, _ = call(db, ["a haircut on tuesday at three"], "--from", withheld)
    assert turn["asking"] == {"step": "phone", "act": "ask"}


def test_waiting_lets_time_pass_in_silence(db: Path) -> None:
    _, _, wait, _, _ = call(db, ["a haircut please", "@wait 90s", "tuesday at three"])
    assert wait["caller"] == ""
    assert wait["desk"]


def test_comments_in_a_script_are_no_turns(db: Path, tmp_path: Path) -> None:
    script = tmp_path / "call.txt"
    script.write_text("# a caller\na haircut please\n", "utf-8")
    ran = invoke("call", "--script", script, "--json", "--db", db, "--now", NOW)
    assert [line["caller"] for line in ran.json[1:-1]] == ["a haircut please"]


def test_a_program_can_answer_turn_by_turn(db: Path) -> None:
    command = [sys.executable, "-m", "handrail", "call", "--json", "--db", str(db), "--now", NOW]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as desk:
        assert desk.stdin
        assert desk.stdout

        def heard() -> dict[str, Any]:
            line: dict[str, Any] = json.loads(desk.stdout.readline())  # type: ignore[union-attr]
            return line

        assert heard()["asking"]["step"] is None
        desk.stdin.write("a haircut please\n")
        assert heard()["asking"]["step"] == "start"
        desk.stdin.write("tuesday at three\n")
        assert heard()["asking"]["step"] == "phone"
        desk.stdin.close()
        assert heard()["outcome"] == "hung_up"


def test_people_read_a_transcript(db: Path) -> None:
    ran = invoke("call", "--db", db, "--now", NOW, stdin="\n".join(BOOK_IT))
    assert "Caller: maria lopez" in ran.out
    assert "The call ended: completed (booking)." in ran.out


def test_without_a_database_one_in_the_data_folder_is_used_and_named() -> None:
    ran = invoke("bookings")
    assert ran.status == 0
    assert "desk.db" in ran.err


BAD = [
    (("--now", "yesterday"), "--now"),
    (("--now", ""), "--now"),
    (("--from", "banana"), "--from"),
    (("--from", "+1212"), "--from"),
    (("--from", "555-1234"), "--from"),
    (("--llm", "gpt"), "--llm"),
    (("--llm", "openai/"), "--llm"),
    (("--script", "no such script.txt"), "no such script.txt"),
]


@pytest.mark.parametrize(("options", "named"), BAD)
def test_bad_options_get_one_sentence(db: Path, options: tuple[str, str], named: str) -> None:
    ran = invoke("call", "--db", db, *options)
    assert ran.status == 2
    assert named in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert not ran.out


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"caf\xe9\n"])
def test_a_script_that_is_empty_or_no_text_gets_one_sentence(
    db: Path, tmp_path: Path, content: bytes
) -> None:
    script = tmp_path / "call.txt"
    script.write_bytes(content)
    ran = invoke("call", "--script", script, "--db", db)
    assert ran.status == 2
    assert len(ran.err.strip().splitlines()) == 1


def test_a_model_without_its_key_gets_one_sentence(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ran = invoke("call", "--db", db, "--llm", "openai/some-model", stdin="")
    assert ran.status == 2
    assert "OPENAI_API_KEY" in ran.err


@pytest.mark.parametrize("command", ["call", "bookings"])
def test_a_foreign_file_is_left_alone(tmp_path: Path, command: str) -> None:
    foreign = tmp_path / "notes.txt"
    foreign.write_text("dear diary")
    ran = invoke(command, "--db", foreign, stdin="")
    assert ran.status == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert foreign.read_text() == "dear diary"


ODD = [
    "x" * 100_000,
    "\x00\x01\x07\x1b[31m",
    "🎉🎉🎉",
    "أريد موعدا يوم الثلاثاء",
    "0123456789",
    "{service} %s {0}",
    "\u202e\u200f",
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_utterances_get_a_normal_turn(db: Path, odd: str) -> None:
    lines = call(db, ["a haircut please", odd, "tuesday at three"])
    assert lines[-2]["answers"]["start"]["value"] == "2026-06-16T15:00:00-04:00"


def test_help_comes_without_livekit() -> None:
    code = (
        "import sys\nsys.argv = ['handrail', '--help']\n"
        "from handrail.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('livekit' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=50
    )
    assert done.stdout.endswith("False\n")


def test_nothing_personal_is_written_to_the_logs(db: Path) -> None:
    ran = run("call", "--json", "--db", db, "--now", NOW, stdin="\n".join(BOOK_IT))
    assert ran.status == 0
    assert not ran.err
