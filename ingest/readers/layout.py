"""What a reader found -> Document: one clean text with the offsets of its blocks and pages."""

import re
from dataclasses import replace
from pathlib import Path

from ingest.chunking import MAX_CHARACTERS as CHUNK
from ingest.cleaning import clean
from ingest.errors import UnreadableDocument
from ingest.language import UNKNOWN, detect
from ingest.readers import metadata
from ingest.readers.tables import row_groups
from ingest.readers.types import Part, Reading, refuse_endless
from ingest.types import LANGUAGES, Block, Document, Page

MAX_TITLE = 200


def laid_out(path: Path, root: Path, reading: Reading, digest: str) -> Document:
    """The document of one file.

    Raises:
        UnreadableDocument: there is no text, or more than anyone wrote.
    """
    refuse_endless(path, sum(len(part.text) for part in reading.parts))
    reading = metadata.with_title_line(reading)
    text, blocks, pages = _text(reading)
    if not re.search(r"\w", text):
        raise UnreadableDocument(f"{path.name}: no text found in it")
    name, language = _name_and_language(path, root)
    stated = metadata.of(path, reading, text)
    return Document(
        id=name,
        language=language or stated.language or detect(text, UNKNOWN),
        title=stated.title[:MAX_TITLE],
        text=text,
        blocks=tuple(blocks),
        pages=tuple(pages),
        path=str(path),
        content_hash=digest,
        sources=stated.sources,
        publisher=stated.publisher,
        date=stated.date,
        parser=reading.parser,
        warnings=(*reading.warnings, *stated.warnings),
    )


def _text(reading: Reading) -> tuple[str, list[Block], list[Page]]:
    pieces: list[str] = []
    size = 0
    blocks: list[Block] = []
    trail: list[tuple[int, str]] = []
    starts: dict[int, int] = {}
    for part in _short_tables(_told(reading.parts)):
        words = clean(part.text)
        if not words:
            continue
        start = size + 2 if pieces else 0
        size = start + len(words)
        pieces.append(words)
        if part.page is not None:
            starts.setdefault(part.page, start)
        if part.kind == "heading":
            trail = [(level, name) for level, name in trail if level < part.level]
            trail.append((part.level, words))
            continue
        heading = tuple(name for _, name in trail)
        blocks.append(Block(start, size, heading, part.kind))
    numbers = sorted(starts)
    ends = [starts[number] for number in numbers[1:]] + [size]
    # a format without pages has no number, and then no end to pair it with
    pages = [Page(n, starts[n], end) for n, end in zip(numbers, ends, strict=False)]
    return "\n\n".join(pieces), blocks, pages


def _told(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Headings with nothing under them, or as long as a paragraph, are text of their own.

    Korean offices set whole lists in heading styles; what stands in no block is never found.
    """
    following = (*parts[1:], None) if parts else ()
    return tuple(
        replace(part, kind="paragraph")
        if part.kind == "heading" and (len(part.text) > MAX_TITLE or _is_bare(part, after))
        else part
        for part, after in zip(parts, following, strict=True)
    )


def _is_bare(heading: Part, after: Part | None) -> bool:
    return after is None or (after.kind == "heading" and after.level <= heading.level)


def _short_tables(parts: tuple[Part, ...]) -> list[Part]:
    """A long table becomes several that each open with its header row, one a chunk."""
    found: list[Part] = []
    for part in parts:
        groups = row_groups(part.text, CHUNK) if part.kind == "table" else [part.text]
        found += [replace(part, text=group) for group in groups]
    return found


def _name_and_language(path: Path, root: Path) -> tuple[str, str]:
    """`guide/start.fr.pdf` -> `start`, `fr`: a language in the name is believed."""
    inside = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    stem = inside.with_suffix("").as_posix()
    base, _, tail = stem.rpartition(".")
    if base and tail in LANGUAGES:
        return base.rsplit("/", 1)[-1], tail
    return re.sub(r"\s+", "-", stem), ""
