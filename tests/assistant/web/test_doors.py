"""What stands before every route: hosts, origins, closed routes, rates, sizes."""

from pathlib import Path

import httpx
import pytest
from served_site import served

from assistant import Assistant, Settings
from assistant.web.middleware import HEADERS
from assistant.web.typography import label
from assistant.words import words

CLOSED = (
    "gradio_api/upload", "gradio_api/upload_progress?upload_id=x", "gradio_api/runs",
    "gradio_api/openapi.json", "openapi.json", "gradio_api/call/x", "gradio_api/api/predict",
    "gradio_api/proxy=http://127.0.0.1:1/x", "monitoring", "monitoring/summary", "docs", "redoc",
    "login", "gradio_api/stream/a/b/c/playlist.m3u8", "gradio_api/vibe-code/", "gradio_api/token",
    "gradio_api/component_server", "gradio_api/deep_link",
)  # fmt: skip


@pytest.mark.parametrize("route", CLOSED)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_closed_route_is_not_there(client: httpx.Client, route: str, verb: str) -> None:
    reply = client.request(verb, route)
    assert reply.status_code == 404
    for name, value in HEADERS.items():
        assert reply.headers[name] == value


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd",
        "http://127.0.0.1:1/x", "https://example.org/", "assistant/web/app.py", "pyproject.toml",
    ],
)  # fmt: skip
def test_no_file_is_given_away(client: httpx.Client, path: str) -> None:
    for verb in ("GET", "HEAD"):
        assert client.request(verb, f"gradio_api/file={path}").status_code in (400, 403, 404)
        assert client.request(verb, f"gradio_api/file/{path}").status_code in (400, 403, 404, 405)
    assert client.get(f"page/{path}").status_code in (400, 403, 404)


def test_thirty_megabytes_are_refused_and_nothing_is_kept(
    client: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import tempfile

    cache = Path(tempfile.gettempdir()) / "gradio"
    before = set(cache.rglob("*")) if cache.is_dir() else set()
    big = b"x" * (30 << 20)
    # refused before it is read: the server may hang up while it is still being sent
    for route in ("gradio_api/upload", "gradio_api/queue/join", "api/v1/answer"):
        try:
            status = client.post(route, files={"files": ("a.pdf", big)}).status_code
        except httpx.TransportError:
            status = 413
        assert status in (404, 413)
    assert (set(cache.rglob("*")) if cache.is_dir() else set()) == before


@pytest.mark.parametrize("code", ["fr", "en", "ko"])
def test_an_unknown_host_is_turned_away(client: httpx.Client, code: str) -> None:
    reply = client.get("", headers={"host": "evil.example", "accept-language": code})
    assert reply.status_code == 421
    assert reply.json()["detail"] == label(words(code), "limits.unknown_host")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://[", "file://"]
)
@pytest.mark.parametrize("verb", ["GET", "POST", "OPTIONS"])
def test_a_foreign_page_is_turned_away(client: httpx.Client, origin: str, verb: str) -> None:
    for route in ("api/v1/answer", "gradio_api/queue/join", "config"):
        reply = client.request(verb, route, headers={"origin": origin})
        assert reply.status_code == 403
        assert not [name for name in reply.headers if name.startswith("access-control")]


def test_the_page_itself_may_ask(client: httpx.Client, url: str) -> None:
    origin = url.rstrip("/")
    reply = client.post("api/v1/answer", json={"question": "D-10?"}, headers={"origin": origin})
    assert reply.status_code == 200
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_a_public_host_is_let_in_when_it_is_named(small_home: Path) -> None:
    settings = Settings(home=small_home, port=1, allowed_hosts="chat.example.org")
    with served(Assistant(settings)) as url:
        for origin, status in (
            ("https://chat.example.org", 200),
            ("https://evil.example", 403),
            ("https://chat.example.org.evil.example", 403),
        ):
            reply = httpx.get(
                f"{url}config", headers={"host": "chat.example.org", "origin": origin}
            )
            assert reply.status_code == status
            assert "access-control-allow-origin" not in reply.headers
        assert httpx.get(f"{url}config", headers={"host": "other.example"}).status_code == 421


@pytest.mark.parametrize("code", ["fr", "en", "ko"])
def test_the_thirty_first_question_is_429(small_home: Path, code: str) -> None:
    with served(Assistant(Settings(home=small_home, port=1))) as url:
        # questions that cannot be asked cost as much as others, and no time here
        ask = {"url": f"{url}api/v1/answer", "json": {"question": "", "language": code}}
        with httpx.Client() as client:
            statuses = [client.post(**ask).status_code for _ in range(30)]
            assert statuses == [422] * 30
            for spoofed in ("", "198.51.100.7", "127.0.0.9, 10.1.1.1"):
                headers = {"accept-language": code, "x-forwarded-for": spoofed}
                reply = client.post(**ask, headers=headers)
                assert reply.status_code == 429
                wait = int(reply.headers["retry-after"])
                assert reply.json()["detail"] == label(words(code), "limits.rate", seconds=wait)
            join = client.post(f"{url}gradio_api/queue/join", json={})
            assert join.status_code == 429
            assert client.get(f"{url}healthz").status_code == 200


def test_behind_a_trusted_proxy_each_client_has_its_own(small_home: Path) -> None:
    settings = Settings(home=small_home, port=1, rate_limit=2, trusted_proxies="127.0.0.1")
    with served(Assistant(settings)) as url, httpx.Client() as client:
        for number in range(4):
            headers = {"x-forwarded-for": f"6.6.6.6, 198.51.100.{number}"}
            statuses = [
                client.post(f"{url}api/v1/answer", json={}, headers=headers).status_code
                for _ in range(3)
            ]
            assert statuses == [422, 422, 429]
