"""How much one client and all together may ask: token buckets, sizes, a gate with a line."""

import asyncio
import ipaddress
import json
import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from assistant.settings import Settings, listed
from assistant.web.replies import Application, Message, Receive, Scope, Send, header, refuse

RUNNING, WAITING = 20, 60
"""Answers that are made at once and that wait, as measured on two cores."""
SMALL, SUITE = 256 * 1024, 6 * 1024 * 1024
"""Most bytes of a request; SUITE where the page may hand over a suite of 5 MB."""

_QUESTIONS = ("/api/v1/answer", "/gradio_api/queue/join")
_CLIENTS = 10_000
_OTHERS = 20
"""Other posts (a language chosen, an answer stopped) are this many times as free."""
_FULL = re.compile(r"size is (\d+)\.?$")


class Buckets:
    """A token bucket for each of the clients seen last; safe between threads."""

    def __init__(
        self,
        per_minute: int,
        clients: int = _CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate, self._most, self._clients = per_minute / 60, float(per_minute), clients
        self._clock, self._lock = clock, threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, client: str) -> float:
        """Take one token: 0, or the seconds until there will be one."""
        if not self._most:
            return 0.0
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(client, (self._most, now))
            left = min(self._most, left + max(0.0, now - then) * self._rate)
            wait = 0.0 if left >= 1 else (1 - left) / self._rate
            self._left[client] = (left if wait else left - 1, now)
            if len(self._left) > self._clients:
                self._left.popitem(last=False)
        return wait


class Busy(Exception):
    """The line is full; `waiting` are in it."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} are waiting")
        self.waiting = waiting


class Gate:
    """Lets a number run at once and a number wait."""

    def __init__(self, running: int = RUNNING, waiting: int = WAITING) -> None:
        self._free, self._most = asyncio.Semaphore(running), waiting
        self.waiting = 0

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[None]:
        """Inside once there is room.

        Raises:
            Busy: the line is full.
        """
        if self._free.locked() and self.waiting >= self._most:
            raise Busy(self.waiting)
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._free.release()


class Limits:
    """Refuses what is too large, too often or too much, in words."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self._application = application
        self._trusted = networks(listed(settings.trusted_proxies))
        self._questions = Buckets(settings.rate_limit)
        self._others = Buckets(settings.rate_limit * _OTHERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._application(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        buckets = self._questions if path in _QUESTIONS else self._others
        wait = math.ceil(buckets.take(client_of(scope, self._trusted)))
        if wait:
            await refuse(scope, send, 429, "limits.rate", wait=wait, seconds=wait)
            return
        most = SUITE if path == "/gradio_api/queue/join" else SMALL
        body = await _body(scope, receive, most)
        if body is None:
            await refuse(scope, send, 413, "limits.too_large", size=most // 1024)
            return
        again = _again(body, receive)
        if path == "/gradio_api/queue/join":
            send = _busy_in_words(scope, send)
        await self._application(scope, again, send)


def networks(texts: Sequence[str]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Addresses and networks as such."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def client_of(
    scope: Scope, trusted: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]
) -> str:
    """Who asks: the peer, or whom a trusted proxy names; an IPv6 client is its /64."""
    peer = (scope.get("client") or ("", 0))[0]
    hops = [hop.strip() for hop in header(scope, b"x-forwarded-for").split(",")]
    while hops and _is_in(peer, trusted):
        named = hops.pop()
        if _address(named) is None:
            break
        peer = named
    address = _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(peer)


def _is_in(text: str, trusted: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


async def _body(scope: Scope, receive: Receive, most: int) -> bytes | None:
    """The whole body; None as soon as it is larger than allowed."""
    length = header(scope, b"content-length")
    if length.isdigit() and int(length) > most:
        return None
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body"):
            break
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, then goes on as before."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _busy_in_words(scope: Scope, send: Send) -> Send:
    """A full queue is told in the reader's language; the page shows `detail` of a 429 only."""
    full = False

    async def worded(message: Message) -> None:
        nonlocal full
        if message["type"] == "http.response.start" and message["status"] == 503:
            full = True
        elif full and message["type"] == "http.response.body":
            await refuse(scope, send, 429, "limits.busy", wait=5, count=_waiting(message["body"]))
        else:
            await send(message)

    return worded


def _waiting(body: bytes) -> int:
    try:
        found = _FULL.search(str(json.loads(body).get("detail", "")))
    except ValueError:
        return WAITING
    return int(found[1]) if found else WAITING
