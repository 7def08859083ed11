"""An assistant whose model says what a test wants, as slowly as it wants; a model to fetch."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant import Answer, Assistant, Reply
from assistant.refusals import Draft

HOSTILE = """Yes. [1] ![x](http://leak.example/a.png)
<img src="http://leak.example/b.png"><video src="http://leak.example/c.mp4" autoplay></video>
<div style="background:url(http://leak.example/d.png)">styled</div>
[click](javascript:alert(1)) [off-list](http://leak.example/e) ![ref][r] http://leak.example/bare
<a href="http://leak.example/g">link</a><svg onload="fetch('http://leak.example/h')"></svg>

[r]: http://leak.example/f.png
- <script>fetch("http://leak.example/i")</script> [1]"""


class ScriptedReply(Reply):
    """Says its script once `go` lets it; until then two others are answered before it."""

    def __init__(self, given: Reply, script: str) -> None:
        said = replace(given.closest, text=script, mode="write", model="scripted")
        self.go = threading.Event()
        super().__init__(
            given.query, given.evidence, given.closest, drafted(given), lambda _: self._say(said)
        )

    @property
    def waiting(self) -> int:
        return 0 if self.go.is_set() else 2

    def _say(self, said: Answer) -> Answer:
        self.go.wait(20)
        return self.closest if self.stopped.is_set() else said

    def cancel(self) -> None:
        super().cancel()
        self.go.set()


def drafted(reply: Reply) -> Draft:
    """What a reply was made of."""
    return Draft(
        reply.closest.text,
        reply.closest.outcome,
        judgement=reply.judgement,
        parts=reply.parts,
    )


class ScriptedAssistant(Assistant):
    """Quotes as ever in quote mode; otherwise its script is the answer."""

    script = "A scripted answer. [1]"
    held = False
    """Whether a reply waits until the test lets it go on."""

    def modes(self) -> tuple[str, ...]:
        return ("quote", "check", "write")

    def ask(self, *given: Any, mode: str = "", **named: Any) -> Reply:
        reply = super().ask(*given, **named)
        if mode == "quote" or not reply.answer.citations:
            return reply
        self.last = ScriptedReply(reply, self.script)
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
