"""An endpoint on this machine that speaks OpenAI's chat completions, as far as a call needs it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Said:
    """One answer of the model: words, calls of tools, or both."""

    text: str = ""
    calls: Sequence[tuple[str, dict[str, Any]]] = ()

    @property
    def body(self) -> bytes:
        """Return it as server-sent events, a call's arguments in two pieces."""
        deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": piece} for piece in (self.text[:7], self.text[7:]) if piece]
        for index, (name, arguments) in enumerate(self.calls):
            written = json.dumps(arguments)
            function = {"name": name, "arguments": written[:5]}
            called = {"index": index, "id": f"call_{index}", "type": "function"}
            deltas.append({"tool_calls": [{**called, "function": function}]})
            rest = {"index": index, "function": {"arguments": written[5:]}}
            deltas.append({"tool_calls": [rest]})
        chunks = [_chunk(delta) for delta in deltas]
        chunks.append(_chunk({}, "tool_calls" if self.calls else "stop"))
        events = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
        return "".join([*events, "data: [DONE]\n\n"]).encode()


@dataclass(frozen=True)
class Refusal:
    """An answer that is none: an error, something else altogether, or nothing for too long."""

    status: int = 200
    body: bytes = b'{"error": {"message": "no"}}'
    kind: str = "application/json"
    hangs: bool = False


@dataclass
class Endpoint:
    """What a test tells it to answer (the last answer again and again), and what it was asked."""

    answers: list[Said | Refusal]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Said | Refusal:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serving(*answers: Said | Refusal) -> Iterator[Endpoint]:
    """Serve on loopback while a test holds its call."""
    endpoint = Endpoint(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            endpoint.asked.append(json.loads(body))
            endpoint.paths.append(self.path)
            endpoint.keys.append(self.headers["Authorization"])
            answer = endpoint.next()
            if isinstance(answer, Refusal) and answer.hangs:
                endpoint.closing.wait()
                return
            self.send_response(answer.status if isinstance(answer, Refusal) else 200)
            kind = answer.kind if isinstance(answer, Refusal) else "text/event-stream"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_arguments: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield endpoint
        finally:
            endpoint.closing.set()
            server.shutdown()
            thread.join()


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    head = {"id": "chat-1", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    return {**head, "choices": [choice]}
