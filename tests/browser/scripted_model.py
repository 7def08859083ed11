"""An assistant whose model says what a test wants, as slowly as it wants; a model to fetch."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant import Answer, Assistant, Reply

HOSTILE = """Yes. [1] ![x](http://leak.example/a.png)
<img src="http://leak.example/b.png"><video src="http://leak.example/c.mp4" autoplay></video>
<div style="background:url(http://leak.example/d.png)">styled</div>
[click](javascript:alert(1)) [off-list](http://leak.example/e) ![ref][r] http://leak.example/bare
<a href="http://leak.example/g">link</a><svg onload="fetch('http://leak.example/h')"></svg>

[r]: http://leak.example/f.png
- <script>fetch("http://leak.example/i")</script> [1]"""


class ScriptedReply(Reply):
    """Writes its pieces one after the other; each waits until `go` lets it pass."""

    def __init__(self, quoted: Answer, given: Reply, pieces: Sequence[str]) -> None:
        super().__init__(given.query, given.evidence, quoted)
        self.judgement = given.judgement
        self.closest, self.pieces = quoted, pieces
        self.waiting, self.done = 2, False
        self.go, self.cancelled = threading.Event(), threading.Event()
        text = "".join(pieces)
        self.answer = replace(quoted, text=text, mode="write", model="scripted")

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            self.go.wait(20)
            self.waiting = 0
            if self.cancelled.is_set():
                return
            yield piece
        self.done = True

    def cancel(self) -> None:
        self.cancelled.set()
        self.go.set()


class ScriptedAssistant(Assistant):
    """Quotes as ever in quote mode; otherwise its script is the answer."""

    script: Sequence[str] = ("A scripted answer. [1]",)
    held = False
    """Whether a reply waits until the test lets it go on."""

    def modes(self) -> tuple[str, ...]:
        return ("quote", "check", "write")

    def ask(self, *given: Any, mode: str = "", **named: Any) -> Reply:
        reply = super().ask(*given, **named)
        if mode == "quote" or not reply.answer.citations:
            return reply
        self.last = ScriptedReply(reply.answer, reply, self.script)
        if not self.held:
            self.last.go.set()
        return self.last


class ScriptedModel:
    """A model of a thousand bytes that loads a hundred at a time."""

    title, licence, size = "Scripted 1", "Apache-2.0", 1000

    def __init__(self) -> None:
        self.state, self.done, self.step = "absent", 0, threading.Event()

    def pull(self, progress: Callable[[int, int], None], stop: threading.Event) -> None:
        """Go on from where it stopped."""
        while self.done < self.size and not stop.is_set():
            self.step.wait(0.15)
            self.done += 100
            self.state = "partial"
            progress(self.done, self.size)
        if self.done >= self.size:
            self.state = "ready"

    def close(self) -> None:
        """Nothing runs."""
