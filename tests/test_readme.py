"""What the README and the pages in docs/ show is run: a page that stopped being true fails here.

- The ```python blocks of a page are run as one script, in order, with the page's line numbers. Its
  `__name__` is not `__main__`, so a block may end in the usual guard.
- In ```console and ```sh blocks, lines that begin with `$ ` and call `handrail` are run, in order,
  in an empty folder where `examples/` is the project's. They must exit 0; output that is shown
  beneath a command must be what it prints, where `...` stands for anything.
- A block under `<!-- not run: reason -->` is left alone.
- A quote whose lines are `> desk | caller` is a call to the sample business, or the rest of one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.desk.calendar import Calendar
from tests.stories.made import MARIA, make
from tests.stories.talk import FRIDAY_AT_NINE, talk

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)")
NOT_RUN = re.compile(r"<!-- not run: \S.* -->")
CALLS_HANDRAIL = re.compile(r"(^|\| *)handrail\b")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    language: str
    line: int
    """Where the block's first line stands in its page, counted from 1."""
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    page: str
    line: int
    text: str
    shown: tuple[str, ...]
    """The output shown beneath the command; empty when none is."""


def blocks(text: str) -> Iterator[Block]:
    """Give the fenced blocks of a page that are meant to be run."""
    numbered = iter(enumerate(text.splitlines(), 1))
    before = ""
    for number, line in numbered:
        opening = FENCE.match(line)
        if opening is None:
            before = line.strip() or before
            continue
        indent = len(opening["indent"])
        body = []
        for _, inner in numbered:
            if inner.strip() == "```":
                break
            body.append(inner[indent:])
        if not NOT_RUN.fullmatch(before):
            yield Block(opening["language"], number + 1, tuple(body))
        before = ""


def script(text: str) -> str:
    """Join the python blocks of a page, each line where it stands in the page."""
    lines = [""] * len(text.splitlines())
    for block in blocks(text):
        if block.language == "python":
            lines[block.line - 1 : block.line - 1 + len(block.lines)] = block.lines
    return "\n".join(lines)


def commands(page: str, text: str) -> Iterator[Command]:
    """Give the `handrail` commands of a page, each with the output shown beneath it."""
    for block in blocks(text):
        if block.language not in {"console", "sh"}:
            continue
        starts = [i for i, line in enumerate(block.lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts, len(block.lines)][1:], strict=True):
            typed = block.lines[start].removeprefix("$ ")
            rest = list(block.lines[start + 1 : end])
            while typed.endswith("\\") and rest:
                typed = f"{typed[:-1]} {rest.pop(0).strip()}"
            if CALLS_HANDRAIL.search(typed):
                shown = "\n".join(rest).strip("\n")
                yield Command(page, block.line + start, typed, tuple(shown.splitlines()))


def matches(shown: tuple[str, ...], printed: str) -> bool:
    """Tell whether the output is what is shown, `...` standing for anything."""
    pattern = ".*".join(re.escape(piece) for piece in "\n".join(shown).split("..."))
    return re.fullmatch(pattern, printed.strip("\n"), re.DOTALL) is not None


def transcripts(text: str) -> Iterator[list[tuple[str, str]]]:
    """Give the calls a page quotes: what the desk says, and what the caller says to it, if any."""
    for quote in re.findall(r"(?:^> .*\n)+", text, re.MULTILINE):
        if " | " in quote:
            lines = [line[2:].removesuffix("\\").strip() for line in quote.splitlines()]
            yield [(desk, said) for desk, _, said in (line.partition(" | ") for line in lines)]


WITH_PYTHON = [page for page in PAGES if script(page.read_text("utf-8")).strip()]
WITH_COMMANDS = [page for page in PAGES if any(commands("", page.read_text("utf-8")))]
WITH_CALLS = [page for page in PAGES if any(transcripts(page.read_text("utf-8")))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    beside = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")]),
        "XDG_DATA_HOME": str(folder / "data"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }


@pytest.mark.parametrize("page", WITH_PYTHON, ids=name_of)
def test_the_python_of_a_page_runs(page: Path, folder: Path, environment: dict[str, str]) -> None:
    source = script(page.read_text("utf-8"))
    path = folder / f"{name_of(page).removesuffix('.md').replace('/', '_').lower()}.py"
    path.write_text(source, "utf-8")
    run = f"import runpy; runpy.run_path({str(path)!r}, run_name={path.stem!r})"

    done = subprocess.run(
        [sys.executable, "-c", run],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_the_commands_of_a_page_do_what_it_shows(
    page: Path, folder: Path, environment: dict[str, str]
) -> None:
    for command in commands(name_of(page), page.read_text("utf-8")):
        done = subprocess.run(
            ["sh", "-c", command.text],  # noqa: S607 - any POSIX shell
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        where = f"{command.page}:{command.line}: $ {command.text}"
        assert done.returncode == 0, f"{where}\n{done.stderr}"
        if command.shown:
            assert matches(command.shown, done.stdout), f"{where}\n{done.stdout}"


ASKED_FOR_AN_EMAIL = ("i'm maria lopez, a haircut on tuesday at three", "yes")
"""What is said up to the question for an email, from a number that is known."""


@pytest.mark.parametrize("page", WITH_CALLS, ids=name_of)
async def test_the_calls_a_page_quotes_go_as_it_quotes_them(page: Path) -> None:
    for lines in transcripts(page.read_text("utf-8")):
        async with await Calendar.open(":memory:", threaded=False) as calendar:
            await make(calendar)
            caller, now = MARIA[1], FRIDAY_AT_NINE
            if "welcome back" in lines[0][0]:
                async with talk(calendar, caller=caller, manners=False) as before:
                    await before.say(*ASKED_FOR_AN_EMAIL)
                    await before.hangs_up().conversation.keep()
                now += timedelta(minutes=5)
            async with talk(calendar, caller=caller, now=now, manners=False) as call:
                if "welcome back" not in lines[0][0]:
                    await call.say(*ASKED_FOR_AN_EMAIL)
                for desk, said in lines:
                    assert call.heard.endswith(desk), call.told(f"{name_of(page)} has: {desk}")
                    await call.say(*([said] if said else []))


PAGE = """\
# A page

```python
one = 1
```

Then:

```python
assert one == 1
```

<!-- not run: it serves until it is stopped -->
```console
$ handrail desk
```

```sh
make test
```

```console
$ pip install handrail
$ printf 'bye\\n' | \\
    handrail call
Good morning. ...
$ handrail bookings
```
"""


def test_python_blocks_keep_the_line_numbers_of_their_page() -> None:
    lines = script(PAGE).splitlines()
    assert lines[3] == "one = 1"
    assert lines[9] == "assert one == 1"
    assert [line for line in lines if line] == ["one = 1", "assert one == 1"]


def test_only_handrail_commands_that_are_to_be_run_are_found() -> None:
    found = list(commands("PAGE.md", PAGE))
    assert [(command.line, command.text) for command in found] == [
        (24, "printf 'bye\\n' |  handrail call"),
        (27, "handrail bookings"),
    ]
    assert found[0].shown == ("Good morning. ...",)
    assert found[1].shown == ()


def test_shown_output_may_leave_things_out() -> None:
    assert matches(("Good ... Goodbye.",), "Good morning.\nHow are you? Goodbye.\n")
    assert not matches(("Good morning.",), "Good evening.\n")
