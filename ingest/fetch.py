"""Downloads what a catalogue lists into a folder, politely, and from the hosts it lists only."""

import hashlib
import json
import re
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from ingest.errors import IngestError
from ingest.glossary import Glossary

_MAX_BYTES = 50 * 1024 * 1024
"""The most that a reader opens."""
_TIMEOUT = 30.0
_TRIED = 3
"""Hosts that cannot be reached, one after the other, before there is no network."""
_AGENT = "injae-ingest/0.1 (reads public announcements; one request at a time)"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/x-hwp": ".hwp",
    "application/haansofthwp": ".hwp",
    "application/vnd.hancom.hwp": ".hwp",
    "application/vnd.hancom.hwpx": ".hwpx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_KNOWN = (".html", ".htm", ".pdf", ".txt", ".md", ".hwp", ".hwpx", ".docx")


@dataclass(frozen=True, slots=True)
class _Listed:
    url: str
    title: str
    publisher: str
    language: str


class _Refused(Exception):
    """What was answered is not taken, with the reason."""


class _ListedHostsOnly(urllib.request.HTTPRedirectHandler):
    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not _is_listed(newurl, self.hosts):
            raise _Refused(f"refused: it leads to {urlsplit(newurl).netloc}, which is not listed")
        if urlsplit(req.full_url).scheme == "https" != urlsplit(newurl).scheme:
            raise _Refused("refused: it leads away from https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(
    catalogue: Path,
    folder: Path,
    *,
    delay: float = 2.0,
    limit: int = _MAX_BYTES,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[str, str, bool]]:
    """Download each page once: (title, what happened, is it there now).

    A page that is there already is not asked for again, so that a stopped run goes on. Beside
    each file stands a `.meta.toml` with what the catalogue says of it.

    Raises:
        IngestError: the catalogue cannot be read, or there is no network.
    """
    pages = _listed(catalogue)
    opener = urllib.request.build_opener(
        _ListedHostsOnly(frozenset(urlsplit(page.url).netloc.lower() for page in pages))
    )
    folder.mkdir(parents=True, exist_ok=True)
    asked = unreached = 0
    for page in pages:
        stem = _stem(page)
        if any(folder.glob(f"{stem}.*.meta.toml")):
            yield page.title, "there already", True
            continue
        if asked:
            wait(delay)
        asked += 1
        try:
            path = _download(opener, page, folder, stem, limit)
        except urllib.error.HTTPError as error:
            yield page.title, f"not fetched: the server says {error.code} ({page.url})", False
        except (_Refused, HTTPException, ValueError) as error:
            yield page.title, f"not fetched: {error or type(error).__name__} ({page.url})", False
        except OSError as error:
            unreached += 1
            if asked == unreached == min(_TRIED, len(pages)):
                raise IngestError(
                    f"no network: none of the first {asked} hosts could be reached; "
                    "run it again later, what was fetched is kept"
                ) from error
            reason = getattr(error, "reason", None) or error
            yield page.title, f"not fetched: {reason} ({page.url})", False
        else:
            yield page.title, f"fetched {path.stat().st_size} bytes to {path}", True


def _listed(catalogue: Path) -> list[_Listed]:
    try:
        entries = tomllib.loads(catalogue.read_text(encoding="utf-8"))["page"]
        names = _publishers(catalogue.parent / "glossary.csv")
        pages = [
            _Listed(
                str(entry["url"]),
                str(entry["title"]),
                names(str(entry["publisher"]), str(entry["language"])),
                str(entry["language"]),
            )
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(f"{catalogue} cannot be read as a catalogue ({error})") from error
    for page in pages:
        if urlsplit(page.url).scheme not in ("http", "https"):
            raise IngestError(f"{catalogue}: {page.url} is not an address of the web")
    return pages


def _publishers(path: Path) -> Callable[[str, str], str]:
    terms = Glossary.load(path).by_id if path.exists() else {}
    return lambda name, language: terms[name].name(language) if name in terms else name


def _is_listed(url: str, hosts: frozenset[str]) -> bool:
    place = urlsplit(url)
    return place.scheme in ("http", "https") and place.netloc.lower() in hosts


def _download(
    opener: urllib.request.OpenerDirector, page: _Listed, folder: Path, stem: str, limit: int
) -> Path:
    request = urllib.request.Request(page.url, headers={"User-Agent": _AGENT})
    partial = folder / f".{stem}.part"
    try:
        with opener.open(request, timeout=_TIMEOUT) as answer:
            path = folder / f"{stem}{_suffix(answer.headers, answer.url)}"
            _save(answer, partial, limit)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    meta = {"title": page.title, "publisher": page.publisher, "language": page.language}
    lines = [f"{key} = {_toml(value)}" for key, value in (meta | {"url": page.url}).items()]
    path.with_name(f"{path.name}.meta.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _save(answer: IO[bytes], partial: Path, limit: int) -> None:
    size = 0
    with partial.open("wb") as file:
        while block := answer.read(1 << 16):
            size += len(block)
            if size > limit:
                raise _Refused(f"refused: larger than {limit} bytes")
            file.write(block)
    if not size:
        raise _Refused("the answer is empty")


def _suffix(headers: Message, url: str) -> str:
    name = headers.get_filename() or urlsplit(url).path
    suffix = Path(name).suffix.lower()
    if suffix in _KNOWN:
        return suffix
    return _SUFFIXES.get(headers.get_content_type(), ".html")


def _stem(page: _Listed) -> str:
    """A name that tells what it is, and differs for each address."""
    words = re.sub(r"[^\w]+", "-", page.title).strip("-").lower()[:60]
    return f"{words}-{hashlib.sha256(page.url.encode()).hexdigest()[:8]}"


def _toml(value: str) -> str:
    # a JSON string is a TOML string
    return json.dumps(value, ensure_ascii=False)
