"""Fetching the catalogue: a local server stands for the ministries."""

import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support import CORPUS, free_port

from ingest import IngestError
from ingest.__main__ import main
from ingest.fetch import fetch


class Ministry(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere)
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(404)
        else:
            body = b"" if self.path == "/empty" else b"<html>page</html>" * 10
            self.send_response(200)
            kind = "application/pdf" if self.path == "/pdf" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            if self.path == "/named":
                self.send_header("Content-Disposition", 'attachment; filename="notice.hwp"')
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def ministry() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ministry)
    server.asked, server.elsewhere = [], f"http://localhost:{server.server_port}/page"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def catalogue(folder: Path, port: int, *paths: str) -> Path:
    entries = [
        f'[[page]]\npublisher = "moj"\ntitle = "Page {path[1:]}"\n'
        f'url = "http://127.0.0.1:{port}{path}"\nlanguage = "ko"\nsettles = "x"\n'
        for path in paths
    ]
    (folder / "catalogue.toml").write_text("\n".join(entries), encoding="utf-8")
    rows = "id,kind,ko,en,fr,aliases,note\nmoj,organisation,법무부,Ministry of Justice,MoJ,,\n"
    (folder / "glossary.csv").write_text(rows, encoding="utf-8")
    return folder / "catalogue.toml"


def test_pages_are_fetched_once_with_what_is_known_of_them(
    ministry: ThreadingHTTPServer, tmp_path: Path
) -> None:
    listed = catalogue(tmp_path, ministry.server_port, "/page", "/pdf", "/named")
    waited: list[float] = []
    done = list(fetch(listed, tmp_path / "to", delay=1.5, wait=waited.append))
    assert [kept for *_, kept in done] == [True] * 3 and waited == [1.5, 1.5]
    suffixes = {p.suffix for p in (tmp_path / "to").iterdir() if not p.name.endswith(".toml")}
    assert suffixes == {".html", ".pdf", ".hwp"}
    (meta,) = (tmp_path / "to").glob("page-pdf-*.meta.toml")
    assert tomllib.loads(meta.read_text(encoding="utf-8")) == {
        "title": "Page pdf",
        "publisher": "법무부",
        "language": "ko",
        "url": f"http://127.0.0.1:{ministry.server_port}/pdf",
    }
    again = list(fetch(listed, tmp_path / "to", wait=waited.append))
    assert {outcome for _, outcome, _ in again} == {"there already"}
    assert len(ministry.asked) == 3 and len(waited) == 2


def test_what_is_refused_does_not_stop_the_others(
    ministry: ThreadingHTTPServer, tmp_path: Path
) -> None:
    paths = ("/away", "/gone", "/empty", "/page")
    listed = catalogue(tmp_path, ministry.server_port, *paths)
    away, gone, empty, page = fetch(listed, tmp_path / "to", wait=lambda seconds: None)
    assert "which is not listed" in away[1] and "404" in gone[1] and "empty" in empty[1]
    assert page[2] and "/page" in ministry.asked and ministry.asked.count("/page") == 1
    assert len(list((tmp_path / "to").iterdir())) == 2


def test_a_redirect_to_a_listed_host_is_followed(
    ministry: ThreadingHTTPServer, tmp_path: Path
) -> None:
    ministry.elsewhere = f"http://127.0.0.1:{ministry.server_port}/page"
    listed = catalogue(tmp_path, ministry.server_port, "/away")
    ((_, _, kept),) = fetch(listed, tmp_path / "to")
    assert kept and ministry.asked == ["/away", "/page"]


def test_a_page_that_is_too_large(ministry: ThreadingHTTPServer, tmp_path: Path) -> None:
    listed = catalogue(tmp_path, ministry.server_port, "/page")
    ((_, outcome, kept),) = fetch(listed, tmp_path / "to", limit=100)
    assert not kept and "larger than 100 bytes" in outcome
    assert list((tmp_path / "to").iterdir()) == []


def test_without_a_network_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = catalogue(tmp_path, free_port(), "/a", "/b", "/c", "/d")
    arguments = ["fetch", str(tmp_path / "to"), "--catalogue", str(listed), "--delay", "0"]
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert "no network: none of the first 3 hosts could be reached" in shown.err
    assert shown.err.count("\n") == 1


def test_the_command_says_what_to_do_next(
    ministry: ThreadingHTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = catalogue(tmp_path, ministry.server_port, "/page")
    assert main(["fetch", str(tmp_path / "to"), "--catalogue", str(listed)]) == 0
    assert f"injae-ingest build {tmp_path / 'to'}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["", "[[page]]\ntitle = 1", '[[page]]\nurl = "file:///etc/passwd"\ntitle = "a"\n'
                'publisher = "b"\nlanguage = "ko"\n']
)  # fmt: skip
def test_a_catalogue_that_cannot_be_used_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(IngestError, match=r"catalogue\.toml") as caught:
        list(fetch(path, tmp_path / "to"))
    assert "\n" not in str(caught.value)


def test_our_catalogue_can_be_used(tmp_path: Path) -> None:
    from ingest.fetch import _listed

    pages = _listed(CORPUS / "catalogue.toml")
    assert len(pages) > 10 and all(page.publisher and page.title for page in pages)
