"""A file -> Document: the reader is chosen by content, then text is cleaned and laid out."""

import hashlib
import re
from pathlib import Path

from ingest.cleaning import clean
from ingest.errors import UnreadableDocument
from ingest.language import detect
from ingest.readers.briefs import is_brief, read_brief
from ingest.readers.html import read_html
from ingest.readers.pdf import read_pdf
from ingest.readers.text import decode, read_markdown, read_text
from ingest.readers.types import Reader, Reading
from ingest.types import LANGUAGES, Block, Document, Page

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".pdf"})
"""What is looked at in a folder; a file named outright is read whatever its suffix."""

_READERS: dict[str, Reader] = {
    "pdf": read_pdf,
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
}
_MAX_BYTES = 50 * 1024 * 1024


def read(path: Path, root: Path | None = None) -> Document:
    """Read one file; `root` makes its id, which is the path below it without the suffix.

    Raises:
        UnreadableDocument: with the reason in one line.
        BadBrief: a brief that breaks the format.
    """
    data = _bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    form = sniff(path, data)
    if form == "markdown" and is_brief(text := decode(path, data)):
        return read_brief(path, text, digest)
    return _assemble(path, root or path.parent, _READERS[form](path, data), digest)


def sniff(path: Path, data: bytes) -> str:
    """The format of a file by its content: pdf, html, markdown or text.

    Raises:
        UnreadableDocument: none that can be read.
    """
    head = data[:2048].lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        raise UnreadableDocument(f"{path.name}: named .pdf, but it is not a PDF")
    if re.match(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)", head, re.I | re.S
    ):
        return "html"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or _is_binary(data[:4096]):
        raise UnreadableDocument(f"{path.name}: not a format that can be read (PDF, HTML, text)")
    if suffix in (".html", ".htm", ".xhtml"):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableDocument(f"{path.name}: not a regular file, skipped")
        if size > _MAX_BYTES:
            raise UnreadableDocument(f"{path.name}: larger than {_MAX_BYTES >> 20} MB, skipped")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}") from error
    if not data.strip():
        raise UnreadableDocument(f"{path.name}: the file is empty")
    return data


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control > 0.02 * len(head)


def _assemble(path: Path, root: Path, reading: Reading, digest: str) -> Document:
    text, blocks, pages = _lay_out(reading)
    if not text:
        raise UnreadableDocument(f"{path.name}: no text found in it")
    name, language = _name_and_language(path, root)
    title = clean(reading.title).replace("\n", " ") or path.stem
    return Document(
        id=name,
        language=language or detect(text, "und"),
        title=title[:200],
        text=text,
        blocks=tuple(blocks),
        pages=tuple(pages),
        path=str(path),
        content_hash=digest,
        publisher=reading.publisher,
        date=reading.date,
        parser=reading.parser,
        warnings=reading.warnings,
    )


def _lay_out(reading: Reading) -> tuple[str, list[Block], list[Page]]:
    """One text with the offsets of its blocks and pages."""
    text, blocks = "", []
    trail: list[tuple[int, str]] = []
    starts: dict[int, int] = {}
    for part in reading.parts:
        words = clean(part.text)
        if not words:
            continue
        text += "\n\n" if text else ""
        start = len(text)
        text += words
        if part.page is not None:
            starts.setdefault(part.page, start)
        if part.kind == "heading":
            trail = [(level, name) for level, name in trail if level < part.level]
            trail.append((part.level, words))
            continue
        kind = part.kind
        heading = tuple(name for _, name in trail)
        blocks.append(Block(start, len(text), heading, kind))
    numbers = sorted(starts)
    ends = [starts[number] for number in numbers[1:]] + [len(text)]
    # a format without pages has no number, and then no end to pair it with
    pages = [Page(n, starts[n], end) for n, end in zip(numbers, ends, strict=False)]
    return text, blocks, pages


def _name_and_language(path: Path, root: Path) -> tuple[str, str]:
    """`guide/start.fr.pdf` -> `start`, `fr`: a language in the name is believed."""
    inside = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    stem = inside.with_suffix("").as_posix()
    base, _, tail = stem.rpartition(".")
    if base and tail in LANGUAGES:
        return base.rsplit("/", 1)[-1], tail
    return re.sub(r"\s+", "-", stem), ""
