"""`injae serve` as a process: bad settings, no network, its log, and how it stops."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from support import free_port

from ingest import open_index

_GUARD = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    host = address[0] if isinstance(address, tuple) else ""
    if host not in ("", "127.0.0.1", "::1", "localhost"):
        with open({log!r}, "a") as file:
            file.write(f"{{address}}\\n")
        raise OSError("the network is absent")
    return _connect(self, address)
socket.socket.connect = connect
_resolve = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    if host not in (None, "", "127.0.0.1", "::1", "localhost"):
        with open({log!r}, "a") as file:
            file.write(f"{{host}}\\n")
        raise socket.gaierror("the network is absent")
    return _resolve(host, *rest, **more)
socket.getaddrinfo = getaddrinfo
"""
SECRETS = ("sk-abcdefghijklmnop1234", "010-1234-5678", "900101-1234567", "kim@example.org")


@contextmanager
def serving(home: Path, port: int, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    """The server as a process, killed at the end if it still runs."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--home", str(home)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **variables}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(url: str) -> None:
    """Until a first question can be answered."""
    for _ in range(300):
        try:
            if httpx.get(f"{url}readyz", timeout=5).json().get("status") == "ready":
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail("the server did not become ready")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INJAE_PORT", "many"), ("INJAE_PORT", "99999"), ("INJAE_RATE_LIMIT", "-1"),
        ("INJAE_ALLOWED_HOSTS", "a host/with path"), ("INJAE_TRUSTED_PROXIES", "10.0.0.0/99"),
        ("INJAE_FEEDBACK", "perhaps"), ("INJAE_MODE", "shout"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("INJAE_API_KEY", SECRETS[0])
    monkeypatch.setenv("OPENAI_API_KEY", SECRETS[0])
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "serve", "--home", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert SECRETS[0] not in done.stderr


def test_it_starts_and_answers_without_a_network(small_home: Path, tmp_path: Path) -> None:
    log, port = tmp_path / "asked.log", free_port()
    (tmp_path / "sitecustomize.py").write_text(_GUARD.format(log=str(log)), encoding="utf-8")
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    url = f"http://127.0.0.1:{port}/"
    # variables of a machine that forces offline use are not what makes it work
    with serving(small_home, port, PYTHONPATH=path, HF_HUB_OFFLINE="0"):
        wait_until_ready(url)
        assert httpx.get(url, timeout=60).status_code == 200
        body = {"question": "How long can I stay on a D-10?"}
        reply = httpx.post(f"{url}api/v1/answer", json=body, timeout=60)
        assert reply.json()["outcome"] == "answered"
    assert not log.exists(), log.read_text()


def test_no_question_and_no_secret_is_logged(small_home: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with serving(small_home, port) as process:
        wait_until_ready(url)
        for secret in SECRETS:
            body = {"question": f"My number is {secret}; is the heliotrope visa D-10 right?"}
            httpx.post(f"{url}api/v1/answer", json=body, timeout=60)
            httpx.post(f"{url}api/v1/answer", content=json.dumps(body)[:-2], timeout=60)
            httpx.get(f"{url}nope?question={secret}", timeout=60)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=20)
    for word in (*SECRETS, "heliotrope"):
        assert word not in output + errors
    assert errors == ""


def test_sigterm_during_answers_stops_it_within_ten_seconds(small_home: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with serving(small_home, port, INJAE_RATE_LIMIT="0") as process:
        wait_until_ready(url)
        going = threading.Event()

        def keep_asking() -> None:
            while not going.is_set():
                try:
                    body = {"question": "How long can I stay on a D-10?"}
                    httpx.post(f"{url}api/v1/answer", json=body, timeout=30)
                except httpx.HTTPError:
                    return

        askers = [threading.Thread(target=keep_asking) for _ in range(8)]
        for asker in askers:
            asker.start()
        time.sleep(1)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=20)
        seconds = time.monotonic() - started
        going.set()
        for asker in askers:
            asker.join()
    assert code == 0
    assert seconds < 10
    index = open_index(small_home)
    assert index.chunks
    index.close()


def test_a_thread_that_hangs_does_not_keep_it(tmp_path: Path) -> None:
    script = (
        "import threading, time, signal, os\n"
        "from assistant import Assistant, Settings\n"
        "from assistant.web import server\n"
        "server._LAST = 1.0\n"
        "Assistant.warm = lambda self: None\n"
        "Assistant.ask = lambda self, *a, **k: time.sleep(600)\n"
        f"settings = Settings(home=__import__('pathlib').Path({str(tmp_path)!r}), port={{port}})\n"
        "raise SystemExit(server.run(settings))\n"
    )
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", script.format(port=port)])
    try:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(200):
            try:
                httpx.get(f"{url}healthz", timeout=2)
                break
            except httpx.HTTPError:
                time.sleep(0.2)

        def ask() -> None:
            try:
                httpx.post(f"{url}api/v1/answer", json={"question": "D-10 visa"}, timeout=30)
            except httpx.HTTPError:
                pass

        asker = threading.Thread(target=ask)
        asker.start()
        time.sleep(1)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert time.monotonic() - started < 10
        asker.join()
    finally:
        process.kill()
