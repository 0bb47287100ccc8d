"""What lies in the repository: nothing that ties it to one machine or one registry."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

REGISTRIES = re.compile(
    # The brackets keep this file from naming one itself.
    r"(py[p]i|pythonhosted|crates|npmjs|yarnpkg|golang|maven|sonatype|debian|anaconda)"
    r"\.(org|io|com|net)\b",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.~$})-])/(work|root|tmp|home|Users)/")
LOCK_FILES = re.compile(r"(^|/)([\w.-]+\.lock|package-lock\.json|pnpm-lock\.yaml|Pipfile\.lock)$")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout: there is no list of tracked files")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        text = path.read_text("utf-8", errors="ignore")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    return found


def test_no_tracked_file_names_a_registrys_host(tracked: list[Path]) -> None:
    assert lines_with(REGISTRIES, tracked) == []


def test_no_tracked_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert lines_with(MACHINE_PATHS, tracked) == []


def test_no_lock_file_is_tracked(tracked: list[Path]) -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked]
    assert [name for name in names if LOCK_FILES.search(name)] == []


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.!+-]+", line)] == []
