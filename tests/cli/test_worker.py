"""`handrail worker` joins LiveKit, or says in one sentence why it cannot."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import WSMsgType, web
from livekit.protocol import agent

from handrail.desk.calendar import Calendar
from handrail.desk.console import worker
from handrail.desk.console.worker import WithoutNumbers, WorkerSettings, run_worker
from tests.cli.running import invoke

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "LIVEKIT_URL": "ws://127.0.0.1:1",
    "LIVEKIT_API_KEY": "key",
    "LIVEKIT_API_SECRET": "a secret of at least thirty-two bytes",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENVIRONMENT, "LIVEKIT_SIP_OUTBOUND_TRUNK"):
        monkeypatch.delenv(name, raising=False)


def set_up(monkeypatch: pytest.MonkeyPatch, **other: str) -> None:
    for name, value in {**ENVIRONMENT, **other}.items():
        monkeypatch.setenv(name, value)


def test_what_is_missing_of_the_environment_is_named() -> None:
    ran = invoke("worker")
    assert ran.status == 2
    assert ran.err == (
        "handrail: The worker joins LiveKit by its environment: set LIVEKIT_URL and "
        "LIVEKIT_API_KEY and LIVEKIT_API_SECRET.\n"
    )


def test_only_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, LIVEKIT_API_KEY="")
    assert "set LIVEKIT_API_KEY." in invoke("worker").err


def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, LIVEKIT_URL="example.com")
    ran = invoke("worker")
    assert ran.status == 2
    assert "LIVEKIT_URL must be" in ran.err


@pytest.mark.parametrize("option", ["--stt", "--tts", "--llm"])
def test_a_model_without_its_provider(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    set_up(monkeypatch)
    ran = invoke("worker", option, "nova")
    assert ran.status == 2
    assert f"{option} must be PROVIDER/MODEL" in ran.err


def test_what_the_worker_settles_after_a_call_is_told_by_the_channels_that_are_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_up(monkeypatch, HANDRAIL_WEBHOOK_URL="https://example.com/hook")
    monkeypatch.setenv("HANDRAIL_WEBHOOK_SECRET", "s" * 16)
    told = []

    def settles(calendar: Calendar) -> contextlib.nullcontext[None]:
        told.append(calendar.channels)
        return contextlib.nullcontext()

    async def stops(_server: object) -> None:
        return

    monkeypatch.setattr(worker, "settling", settles)
    monkeypatch.setattr(worker, "_serve", stops)
    run_worker(WorkerSettings(str(tmp_path / "desk.db"), "a/b", "c/d", "none", None, 0))
    assert told == [frozenset({"webhook"})]


def test_a_transfer_needs_a_trunk_to_call_by(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch)
    ran = invoke("worker", "--transfer-to", "+12125550100")
    assert ran.status == 2
    assert "LIVEKIT_SIP_OUTBOUND_TRUNK" in ran.err


def test_a_transfer_needs_a_model_that_tells_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, LIVEKIT_SIP_OUTBOUND_TRUNK="ST_1")
    ran = invoke("worker", "--transfer-to", "+12125550100", "--llm", "none")
    assert ran.status == 2
    assert "--transfer-to needs a model" in ran.err


def test_a_calendar_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_up(monkeypatch)
    ran = invoke("worker", "--db", tmp_path / "missing" / "desk.db")
    assert ran.status == 2
    assert "Traceback" not in ran.err


def test_no_telephone_number_is_logged() -> None:
    left = "left: sip_+12125550142, sip_1001; called +442079460958 at 10:30"
    logged = WithoutNumbers("%(message)s").format(logging.makeLogRecord({"msg": left}))
    assert logged == "left: sip_..., sip_...; called ... at 10:30"


async def test_it_registers_with_the_server_and_ends_when_told_to(tmp_path: Path) -> None:
    """The server of this test speaks the first words of LiveKit's protocol, and no more."""
    registered: asyncio.Future[agent.WorkerMessage] = asyncio.get_running_loop().create_future()

    async def join(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.BINARY and not registered.done():
                registered.set_result(agent.WorkerMessage.FromString(message.data))
                answer = agent.ServerMessage()
                answer.register.worker_id = "W_1"
                await socket.send_bytes(answer.SerializeToString())
        return socket

    app = web.Application()
    app.router.add_get("/agent", join)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (address,) = runner.addresses
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handrail", "worker", "--db", str(tmp_path / "desk.db")),
        *("--port", "0"),
        env={**os.environ, **ENVIRONMENT, "LIVEKIT_URL": f"ws://127.0.0.1:{address[1]}"},
        stderr=subprocess.PIPE,
    )
    try:
        message = await registered
        assert message.register.type == agent.JobType.JT_ROOM
        worker.send_signal(signal.SIGTERM)
        _, printed = await worker.communicate()
    finally:
        if worker.returncode is None:
            worker.kill()
        await runner.cleanup()
    assert worker.returncode == 0, printed.decode()
    assert "Traceback" not in printed.decode()


def test_the_example_of_a_worker_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch)
    found = importlib.util.spec_from_file_location("worker", ROOT / "examples" / "worker.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    assert list(module.Table.steps) == ["party", "phone"]
    assert module.server._entrypoint_fnc is module.answer
