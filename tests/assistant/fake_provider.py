"""A server that speaks the chat protocol of OpenAI, and can fail in every way that one does."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SILENCE = 3.0
"""Longest wait of a silent answer; tests set a shorter timeout."""


class FakeProvider:
    """What it answers is set by `behaviour`; what it was asked is in `asked`."""

    def __init__(self) -> None:
        self.behaviour = "answer"
        self.script: list[str] = []
        """Behaviours of the first requests, in turn."""
        self.texts = ["1"]
        """Said in turn, the last one again and again."""
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                provider.asked.append(json.loads(self.rfile.read(size)))
                provider.keys.append(self.headers.get("Authorization", ""))
                provider._respond(self)

            def log_message(self, *_: object) -> None:
                """Tests keep their own counsel."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def text(self) -> str:
        """What is said this time."""
        return self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]

    def _respond(self, handler: BaseHTTPRequestHandler) -> None:
        behaviour = self.script.pop(0) if self.script else self.behaviour
        if behaviour.isdigit():
            self._refuse(handler, int(behaviour))
            return
        if behaviour == "too_long":
            self._refuse(handler, 400, "maximum context length is 8 tokens")
            return
        if behaviour == "silent":
            self.released.wait(SILENCE)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        if behaviour == "cut":
            handler.send_header("Content-Length", "100000")
        handler.end_headers()
        try:
            self._stream(handler, behaviour)
        except OSError:
            return

    def _stream(self, handler: BaseHTTPRequestHandler, behaviour: str) -> None:
        if behaviour == "flood":
            for _ in range(1000):
                handler.wfile.write(_event("word " * 200))
            return
        if behaviour == "garbled":
            handler.wfile.write(_event("caf") + b'data: {"id": "\xff\xfe\xfa"}\n\n')
            return
        text = self.text()
        for start in range(0, len(text), 8):
            handler.wfile.write(_event(text[start : start + 8]))
        handler.wfile.flush()
        if behaviour == "stalls":
            self.released.wait(SILENCE)
        elif behaviour == "cut":
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            handler.wfile.write(_event("", "stop") + b"data: [DONE]\n\n")

    @staticmethod
    def _refuse(handler: BaseHTTPRequestHandler, status: int, message: str = "no") -> None:
        body = json.dumps({"error": {"message": message, "code": "bad"}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def fake_provider() -> Iterator[FakeProvider]:
    """A running one."""
    provider = FakeProvider()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()


def _event(text: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    body = {"id": "1", "object": "chat.completion.chunk", "created": int(time.time())}
    return f"data: {json.dumps({**body, 'model': 'fake', 'choices': [choice]})}\n\n".encode()
