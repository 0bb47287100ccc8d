"""A throwaway PostgreSQL server on loopback, where its binaries are on this machine."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

__all__ = ["new_database", "server"]

_DEBIAN: Final = Path("/usr/lib/postgresql")
_UNPRIVILEGED: Final = ("postgres", "nobody")
_SETTINGS: Final = {
    "fsync": "off",  # it does not outlive the tests
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Start a server and give its URL; skip the test where there is no PostgreSQL.

    Args:
        settings: The server's, where they are to be others than a test's.
    """
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's server is not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="handrail-pg-"))
    try:
        who = _unprivileged(folder)
        data = folder / "data"
        _run([binaries / "initdb", "-A", "trust", "-U", "desk", "-E", "UTF8", "-D", data], who)
        port = _free_port()
        place = {"port": str(port), "unix_socket_directories": str(folder)}
        every = {**_SETTINGS, **settings, **place}
        options = " ".join(f"-c {name}={value}" for name, value in every.items())
        control: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-w"]
        _run([*control, "-l", folder / "log", "-o", options, "start"], who)
        try:
            yield f"postgresql://desk@127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "stop"], who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(url: str) -> str:
    """Make an empty database on a server, and return its URL."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    name = f"desk_{uuid4().hex}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url}/{name}"


def _binaries() -> Path | None:
    """Find the server's binaries: on the path, or where Debian puts them, the newest first."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Return whom to run the server as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = next(known[name] for name in _UNPRIVILEGED if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[str | Path], who: dict[str, Any]) -> None:
    # pg_ctl's server keeps what it was given as output, so it must not be a pipe to wait on.
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        timeout=60,
        check=False,
        **who,
    )
    if done.returncode:
        pytest.fail(f"PostgreSQL's {Path(command[0]).name} failed with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
