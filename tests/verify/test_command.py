"""`handrail verify` as a person types it: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handrail.cli import app

FLOW = """\
from handrail import Step, Text, Workflow

class Note(Workflow, summary=False):
    text = Step(Text(), ask="What shall I note?")

NUMBER = 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a_flow.py").write_text(FLOW)
    (tmp_path / "broken_flow.py").write_text("1 / 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.soak
@pytest.mark.usefixtures("folder")
def test_a_workflow_of_ones_own_is_proved() -> None:
    done = CliRunner().invoke(app, ["verify", "a_flow:Note", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["workflow"], told["proved"]) == ("note", True)
    assert all(claim["proved"] for claim in told["claims"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere:Note", "There is no module 'nowhere'."),
        ("a_flow:Nothing", "'a_flow' has no workflow 'Nothing'."),
        ("a_flow:NUMBER", "'a_flow' has no workflow 'NUMBER'."),
        ("a_flow", "Name the workflow as MODULE:WORKFLOW, not 'a_flow'."),
        ("broken_flow:Note", "The module 'broken_flow' cannot be imported: division by zero"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_workflow_is_told_in_a_sentence(name: str, sentence: str) -> None:
    done = CliRunner().invoke(app, ["verify", name])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"handrail: {sentence}")


@pytest.mark.usefixtures("folder")
def test_a_diagram_is_drawn_instead() -> None:
    done = CliRunner().invoke(app, ["verify", "a_flow:Note", "--diagram", "table"])
    assert done.exit_code == 0
    assert done.stdout.startswith("step ")


@pytest.mark.usefixtures("folder")
def test_a_diagram_of_no_format_is_refused() -> None:
    done = CliRunner().invoke(app, ["verify", "a_flow:Note", "--diagram", "png"])
    assert (done.exit_code, done.stderr) == (
        2,
        "handrail: A diagram is one of mermaid, dot, svg, table, not 'png'.\n",
    )
