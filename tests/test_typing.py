"""What an editor and mypy see of the public API: every file in `tests/typing` must check.

A file there uses the API as its reader would and states types with `assert_type`. A line that must
*not* check carries `# type: ignore[code]`: in strict mode an ignore that nothing needs is an error.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.timeout(300)  # without a cache mypy reads all of LiveKit first
def test_typed_uses_of_the_public_api_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/typing").glob("*.py"))
    assert files

    report, errors, status = api.run(["--no-pretty", *files])

    assert status == 0, report + errors
