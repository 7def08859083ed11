"""Fifty readers at once, two thousand answers, two hundred who leave: nothing fails or leaks."""

import os
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from load_client import Footprint, PageClient, Visit, crowd, footprint, rest_visit, server, share
from served_site import served
from support import free_port

from assistant import Answer, Settings
from assistant.engine import Engine
from assistant.web.typography import label
from assistant.words import words
from ingest import NoIndex

_POOLS = 20
"""Threads that the pools may still add by chance; what leaks grows with the visits instead."""
QUESTIONS = (
    "How long can I stay on a D-10?",
    "팁스는 얼마까지 지원하나요?",
    "Quel âge maximum pour la bourse GKS ?",
    "How much R&D money does TIPS give in 2026?",
    "GKS 장학생은 몇 명을 뽑나요?",
)


def asked(page: PageClient, count: int, **options: bool) -> list[Any]:
    """Visits to the page, each with one of the questions."""
    return [
        partial(page.visit, question=QUESTIONS[i % len(QUESTIONS)], **options) for i in range(count)
    ]


def report(name: str, visits: list[Visit]) -> None:
    """What was measured, for `pytest -s`."""
    first, whole = [v.first for v in visits], [v.whole for v in visits]
    print(
        f"\n{name}: {len(visits)} visits, first p50 {share(first, 0.5):.2f} "
        f"p95 {share(first, 0.95):.2f} s, whole p50 {share(whole, 0.5):.2f} "
        f"p95 {share(whole, 0.95):.2f} s"
    )


@pytest.mark.slow
def test_fifty_readers_at_once(small_home: Path) -> None:
    busy = os.getloadavg()[0] > (os.cpu_count() or 1) / 2
    with server(small_home, free_port()) as (url, _):
        page = PageClient(url)
        crowd(asked(page, 5), 5)
        visits = crowd(asked(page, 50), 50)
        report("page", visits)
        rest = crowd([partial(rest_visit, url=url, question=QUESTIONS[0])] * 50, 50)
        report("rest", rest)
    assert [v.error for v in visits + rest if v.error] == []
    if not busy:
        assert share([v.first for v in visits], 0.95) < 3.0
        assert share([v.first for v in rest], 0.95) < 3.0


@pytest.mark.slow
def test_two_thousand_answers(small_home: Path) -> None:
    with server(small_home, free_port()) as (url, pid):
        page = PageClient(url)
        crowd(asked(page, 200), 20)
        before = _settled(pid)
        visits = crowd(asked(page, 2000), 20)
        report("soak", visits)
        after = _settled(pid)
    print(f"before {before}, after {after}")
    assert [v.error for v in visits if v.error] == []
    assert (after.kilobytes - before.kilobytes) / 2000 < 60
    assert after.threads <= before.threads + _POOLS
    assert after.descriptors <= before.descriptors + _POOLS


@pytest.mark.slow
def test_a_hundred_at_once_are_answered_or_told(small_home: Path) -> None:
    with server(small_home, free_port()) as (url, _):
        page = PageClient(url)
        visits = crowd(asked(page, 200), 200)
    refused = [v.error for v in visits if v.error]
    assert len(refused) < 200
    assert not [error for error in refused if "Max size" in error]
    told = label(words("en"), "limits.busy", count=60)
    assert {error for error in refused} <= {f"429 {told}"}


class SlowAssistant:
    """Writes a piece each tenth of a second, for a minute, and counts who is being written to."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.engine = settings, Engine(settings)
        self.asked = self.writing = 0
        self._lock = threading.Lock()

    @property
    def index(self) -> Any:
        raise NoIndex("none")

    def modes(self) -> tuple[str, ...]:
        """Nothing to choose."""
        return self.engine.modes

    def warm(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def ask(self, question: str, *_: object, **__: object) -> "SlowReply":
        """A reply that takes its time."""
        with self._lock:
            self.asked += 1
        return SlowReply(self, question)

    def add(self, count: int) -> None:
        """One more, or one less, is being written to."""
        with self._lock:
            self.writing += count


class SlowReply:
    """Pieces until it is cancelled."""

    def __init__(self, assistant: SlowAssistant, question: str) -> None:
        self._assistant, self._cancelled = assistant, threading.Event()
        self.query = SimpleNamespace(language="en", kind="question")
        self.evidence: tuple[Any, ...] = ()
        self.waiting, self.done = 0, False
        self.closest = Answer(question=question, language="en", text="…", outcome="answered")
        self.answer = self.closest
        self._left = 600
        self._begun = False

    def __iter__(self) -> "SlowReply":
        return self

    def __next__(self) -> str:
        if not self._begun:
            self._begun = True
            self._assistant.add(1)
        if self._cancelled.wait(0.1) or not self._left:
            raise StopIteration
        self._left -= 1
        return "word "

    def cancel(self) -> None:
        """Stop at once."""
        if self._begun and not self._cancelled.is_set():
            self._assistant.add(-1)
        self._cancelled.set()


@pytest.mark.slow
@pytest.mark.parametrize("face", ["page", "rest"])
def test_two_hundred_who_leave_half_way(small_home: Path, face: str) -> None:
    assistant = SlowAssistant(Settings(home=small_home, port=1, rate_limit=0))
    with served(assistant) as url:  # type: ignore[arg-type]
        page = PageClient(url)
        visits = (
            asked(page, 200, leave=True)
            if face == "page"
            else [partial(rest_visit, url=url, question="D-10?", leave=True)] * 200
        )
        crowd(visits[:20], 10)
        before = _settled(os.getpid())
        left = crowd(visits, 15)
        deadline = time.monotonic() + 30
        while assistant.writing and time.monotonic() < deadline:
            time.sleep(0.2)
        after = _settled(os.getpid())
        assert httpx.get(f"{url}healthz").status_code == 200
    print(f"\n{face}: before {before}, after {after}, asked {assistant.asked}")
    assert [v.error for v in left if v.error] == []
    assert assistant.asked >= 200
    assert assistant.writing == 0
    assert after.threads <= before.threads + _POOLS
    assert after.descriptors <= before.descriptors + _POOLS


def _settled(pid: int) -> Footprint:
    time.sleep(3)
    return footprint(pid)
