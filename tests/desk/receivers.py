"""Who gets messages in tests: an HTTP server and a mail server on this machine."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

__all__ = ["MailServer", "Posted", "Receiver", "a_mail_server", "a_receiver", "free_port"]


@dataclass(frozen=True)
class Posted:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers 200, unless other answers wait in `answers`: a status, with headers, or silence."""

    url: str
    posted: list[Posted] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]] | None] = field(default_factory=list)
    on_post: Callable[[], None] = lambda: None
    came: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def taken(self) -> list[str]:
        """The keys of what came, as often as it came."""
        return [each.headers["Idempotency-Key"] for each in self.posted]


@contextmanager
def a_receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.posted.append(Posted(dict(self.headers), body))
            receiver.came.set()
            receiver.on_post()
            answer = receiver.answers.pop(0) if receiver.answers else (200, {})
            if answer is None:
                receiver.ended.wait(10)
                return
            status, headers = answer
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MailServer:
    """Takes every letter, unless other answers wait in `answers`, to RCPT or to DATA."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    to_rcpt: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_rcpt:
            return self.to_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.to_data:
            return self.to_data.pop(0)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def a_mail_server(**options: Any) -> Iterator[MailServer]:
    """Start one; the options are those of aiosmtpd's `Controller` and `SMTP`."""
    server = MailServer()
    # It calls itself once when it starts, to see that it runs.
    server.port = free_port()
    controller = Controller(
        server, hostname="127.0.0.1", port=server.port, server_hostname="mail.test", **options
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
