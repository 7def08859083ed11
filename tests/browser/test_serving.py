"""The server around the page: headers on every route, starting without an index, stopping."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from served_site import LOCALES, Site, served
from support import free_port

from assistant import Assistant, Settings
from assistant.web.middleware import HEADERS
from assistant.words import words

ROUTES = (
    "/",
    "/config",
    "/page/page.css",
    "/page/page.js",
    "/theme.css",
    "/gradio_api/info",
    "/gradio_api/queue/data?session_hash=none",
    "/gradio_api/file=/etc/passwd",
    "/monitoring",
    "/no/such/route",
)


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = tmp_path_factory.mktemp("empty")
    with served(Assistant(Settings(home=home, port=1))) as url:
        yield url


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_carries_the_headers(empty_site: str, route: str) -> None:
    try:
        with urllib.request.urlopen(empty_site.rstrip("/") + route, timeout=10) as reply:
            headers = reply.headers
    except urllib.error.HTTPError as error:
        headers = error.headers
    for name, value in HEADERS.items():
        assert headers[name] == value


def test_nothing_but_the_page_is_offered(empty_site: str) -> None:
    with urllib.request.urlopen(f"{empty_site}gradio_api/info", timeout=10) as reply:
        assert b'"named_endpoints":{}' in reply.read().replace(b" ", b"")
    for route in ("monitoring", "gradio_api/file=/etc/passwd", "docs", "gradio_api/runs"):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(empty_site + route, timeout=10)


@pytest.mark.parametrize("language", LOCALES)
def test_without_an_index_the_page_starts_and_says_so(
    empty_site: str, browser: Any, language: str
) -> None:
    from playwright.sync_api import expect

    page = Site(empty_site, browser).open(language)
    line = words(language)("errors.no_index")
    expect(page.locator("#trouble")).to_have_text(line)
    question = words(language).get("examples.student")[0]
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#error")).to_have_text(line)
    assert page.input_value("#question textarea") == question
    page.context.close()


def _serve(port: int, home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def test_sigterm_stops_it_cleanly(tmp_path: Path) -> None:
    port = free_port()
    process = _serve(port, tmp_path)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"Injae: http://127.0.0.1:{port}")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as reply:
            assert reply.status == 200
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert errors == ""
    assert time.monotonic() - started < 10


def test_a_taken_port_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = _serve(taken.getsockname()[1], tmp_path)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert output == ""
    assert re.fullmatch(r"injae: cannot listen on 127\.0\.0\.1:\d+: .*INJAE_PORT\n", errors)
