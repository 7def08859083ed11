"""Many readers at once: the page's own protocol, and the REST face; and a server to watch."""

import asyncio
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx


@dataclass(frozen=True)
class Visit:
    """How one question went: seconds, or the error."""

    first: float = 0.0
    whole: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Footprint:
    """What a process holds."""

    kilobytes: int
    threads: int
    descriptors: int


class PageClient:
    """Asks as the page does: joins the queue, then listens."""

    def __init__(self, url: str) -> None:
        self._url = url
        config = httpx.get(f"{url}config", timeout=60).json()
        components = {c["id"]: c for c in config["components"]}
        box = next(i for i, c in components.items() if c["props"].get("elem_id") == "question")
        self._asks = next(
            d for d in config["dependencies"] if [box, "submit"] in map(list, d["targets"])
        )
        self._inputs = [
            (i == box, components[i]["props"].get("value")) for i in self._asks["inputs"]
        ]
        self._box = box

    async def visit(self, client: httpx.AsyncClient, question: str, leave: bool = False) -> Visit:
        """One question of a fresh reader; `leave` goes away as soon as something is shown."""
        started = time.perf_counter()
        session = uuid.uuid4().hex[:12]
        data = [question if is_box else value for is_box, value in self._inputs]
        body = {
            "data": data, "fn_index": self._asks["id"], "session_hash": session,
            "trigger_id": self._box, "event_data": None,
        }  # fmt: skip
        try:
            reply = await client.post(f"{self._url}gradio_api/queue/join", json=body)
            if reply.status_code != 200:
                return Visit(error=f"{reply.status_code} {reply.json().get('detail')}")
            return await self._listen(client, session, started, leave)
        except httpx.HTTPError as error:
            return Visit(error=repr(error))

    async def _listen(
        self, client: httpx.AsyncClient, session: str, started: float, leave: bool
    ) -> Visit:
        first = 0.0
        address = f"{self._url}gradio_api/queue/data?session_hash={session}"
        async with client.stream("GET", address) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                now = time.perf_counter() - started
                if leave and message["msg"] == "process_generating":
                    return Visit(now, now)
                if not first and 'class=\\"card' in line:
                    first = now
                if message["msg"] == "process_completed":
                    error = "" if message["success"] else str(message.get("output"))
                    return Visit(first or now, now, error)
        return Visit(error="the stream ended early")


async def rest_visit(
    client: httpx.AsyncClient, url: str, question: str, leave: bool = False
) -> Visit:
    """One question by the REST face, as events."""
    started, first = time.perf_counter(), 0.0
    body, headers = {"question": question}, {"accept": "text/event-stream"}
    try:
        async with client.stream(
            "POST", f"{url}api/v1/answer", json=body, headers=headers
        ) as stream:
            if stream.status_code != 200:
                await stream.aread()
                return Visit(error=f"{stream.status_code} {stream.json()['detail']}")
            async for line in stream.aiter_lines():
                now = time.perf_counter() - started
                if line == "event: evidence":
                    first = now
                if leave and line == "event: piece":
                    return Visit(first, now)
                if line == "event: answer":
                    return Visit(first, now)
                if line == "event: error":
                    return Visit(first, now, "error")
    except httpx.HTTPError as error:
        return Visit(error=repr(error))
    return Visit(error="the stream ended early")


def crowd(visits: Sequence[Any], at_once: int) -> list[Visit]:
    """Run visits, each a function of a client, so many at a time."""

    async def run() -> list[Visit]:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        room = asyncio.Semaphore(at_once)
        async with httpx.AsyncClient(timeout=120, limits=limits) as client:

            async def one(visit: Any) -> Visit:
                async with room:
                    found: Visit = await visit(client)
                    return found

            return await asyncio.gather(*(one(visit) for visit in visits))

    return asyncio.run(run())


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of all lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def footprint(pid: int) -> Footprint:
    """Memory, threads and open files of a process."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    kilobytes = int(status["VmRSS"].split()[0])
    return Footprint(kilobytes, int(status["Threads"]), len(os.listdir(f"/proc/{pid}/fd")))


@contextmanager
def server(home: Path, port: int, **variables: str) -> Iterator[tuple[str, int]]:
    """`injae serve` as a process of its own: its address and its pid, once it can answer."""
    environment = {**os.environ, "INJAE_RATE_LIMIT": "0", **variables}
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--home", str(home)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{url}readyz", timeout=5).json().get("status") == "ready":
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)
