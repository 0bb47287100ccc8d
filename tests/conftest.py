"""What every test has: no network, no user data, hypothesis counts by profile."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest

from tests import postgresql

_ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = _ROOT.parent / "shared" / "data"
_LOCAL_FAMILIES: Final = (getattr(socket, "AF_UNIX", None),)

# Examples differ from run to run only in `soak`, whose failures print how to repeat them: a test
# that passed on one machine must pass on the next.
hypothesis.settings.register_profile(
    "dev", max_examples=25, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile("soak", max_examples=5000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HANDRAIL_PROFILE", "dev"))


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """Give the path of a file of development data, or skip the test where there is none."""

    def path_of(name: str) -> Path:
        path = _SHARED / name
        if not path.is_file():
            pytest.skip(f"development data {name} is not beside this checkout")
        return path

    return path_of


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family not in _LOCAL_FAMILIES and address[0] not in {"127.0.0.1", "::1"}:
            pytest.fail(f"a test tried to reach {address[0]}, beyond this machine")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _no_user_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the person's own bookings and keys out of the tests, subprocesses included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("user-data")))
        patch.delenv("OPENAI_API_KEY", raising=False)
        patch.delenv("OPENAI_BASE_URL", raising=False)
        for name in ("HANDRAIL_WEBHOOK_URL", "HANDRAIL_SMTP_URL"):  # nobody is written to
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the URL of a server that ends with the tests, or skip where there can be none."""
    with postgresql.server() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """Give the URL of an empty PostgreSQL database."""
    return postgresql.new_database(postgresql_server)
