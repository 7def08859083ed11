"""Buckets, the gate and who a client is; no server."""

import asyncio
from typing import Any

import pytest

from assistant.web.limits import Buckets, Busy, Gate, client_of, networks


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_thirty_first_question_of_a_minute_waits() -> None:
    clock = Clock()
    buckets = Buckets(30, clock=clock)
    assert [buckets.take("a") for _ in range(30)] == [0.0] * 30
    assert buckets.take("a") == pytest.approx(2.0)
    assert buckets.take("b") == 0.0
    clock.now = 2.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_a_clock_that_jumps_back_gives_nothing_away() -> None:
    clock = Clock()
    clock.now = 1000.0
    buckets = Buckets(1, clock=clock)
    buckets.take("a")
    clock.now = 0.0
    assert buckets.take("a") > 0
    clock.now = 1e12
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_clients_are_forgotten_the_oldest_first() -> None:
    buckets = Buckets(1, clients=100, clock=Clock())
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets) == 100
    assert buckets.take("999") > 0


def test_no_limit_is_no_limit() -> None:
    buckets = Buckets(0)
    assert {buckets.take("a") for _ in range(100)} == {0.0}


def scope(peer: str, forwarded: str = "") -> dict[str, Any]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"client": (peer, 1), "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", "", [], "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", [], "203.0.113.9"),
        ("127.0.0.1", "1.2.3.4", [], "127.0.0.1"),
        ("10.0.0.1", "1.2.3.4", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.2", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "<script>", ["10.0.0.0/8"], "10.0.0.1"),
        ("10.0.0.1", "", ["10.0.0.0/8"], "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", [], "2001:db8:1:2::/64"),
    ],
)
def test_who_asks(peer: str, forwarded: str, trusted: list[str], expected: str) -> None:
    assert client_of(scope(peer, forwarded), networks(trusted)) == expected


def test_the_gate_lets_in_lets_wait_and_refuses() -> None:
    async def visit() -> list[str]:
        gate, told, leave = Gate(running=1, waiting=1), [], asyncio.Event()

        async def come(name: str) -> None:
            try:
                async with gate.entered():
                    told.append(f"{name} in")
                    await leave.wait()
            except Busy as busy:
                told.append(f"{name} busy {busy.waiting}")

        visitors = []
        for name in "abc":
            visitors.append(asyncio.create_task(come(name)))
            await asyncio.sleep(0)
        told.append(f"waiting {gate.waiting}")
        leave.set()
        await asyncio.gather(*visitors)
        return [*told, f"waiting {gate.waiting}"]

    assert asyncio.run(visit()) == ["a in", "c busy 1", "waiting 1", "b in", "waiting 0"]


def test_one_who_leaves_the_line_makes_room() -> None:
    async def visit() -> int:
        gate = Gate(running=1, waiting=5)
        async with gate.entered():
            waiting = asyncio.create_task(gate.entered().__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with gate.entered():
            return gate.waiting

    assert asyncio.run(visit()) == 0
