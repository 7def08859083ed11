"""Document -> Chunks: a statement is one chunk, other text is cut at headings, then sentences.

Offsets are kept: `document.text[chunk.start:chunk.end] == chunk.text`.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.types import Block, Chunk, Document

MAX_CHARACTERS = 800
"""Longest chunk; about 200 to 400 tokens, under the 512 that the default encoder reads."""
MIN_CHARACTERS = 250
"""A shorter piece is joined to its neighbour under the same heading and page."""

_END = re.compile(r"[.!?。…](?:[\"”’»)\]]|\s»)*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|M|Mme|Dr|Mr|Ms|Mrs|Prof|St|No|Nos|art|Art|al|vs|cf|etc|approx|env|p|pp|Inc"
    r"|Corp|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|e\.g|i\.e)|(?<=\d))\.$"
)
_KOREAN_DATE = re.compile(r"\d{4}\. ?\d{1,2}\. ?\d{1,2}\.$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences of `text`; spaces between them belong to none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _is_inside(text, start, match):
            continue
        spans += _trimmed(text, start, match.end())
        start = match.end()
    spans += _trimmed(text, start, len(text))
    return tuple(spans)


def chunk(document: Document) -> list[Chunk]:
    """All chunks of a document, in reading order."""
    pieces = list(_pieces(document))
    return [_as_chunk(document, piece, number) for number, piece in enumerate(pieces)]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    block: Block
    page: int | None


def _is_inside(text: str, start: int, match: re.Match[str]) -> bool:
    """Is this mark inside a sentence: an abbreviation, an initial, a date such as `2026. 3. 2.`?"""
    if match.group().startswith("\n"):
        return False
    head = text[start : match.start() + 1]
    following = text[match.end() : match.end() + 3].lstrip()
    if _KOREAN_DATE.search(head[-14:]) and "가" <= following[:1] <= "힣":
        return True
    if match.group().startswith(".") and _ABBREVIATION.search(head[-14:]):
        return not head[-2:-1].isdigit() or following[:1].isdigit()
    return following[:1].islower()


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []


def _pieces(document: Document) -> Iterator[_Piece]:
    def section(block: Block) -> tuple[object, ...]:
        return (block.heading, _page_of(document, block.start), block.kind == "statement")

    for (_, page, stated), grouped in groupby(document.blocks, key=section):
        blocks = list(grouped)
        number = page if isinstance(page, int) else None
        if stated:
            yield from (_Piece(b.start, b.end, b, number) for b in blocks)
        else:
            spans = [span for block in blocks for span in _units(document.text, block)]
            yield from (_Piece(s, e, blocks[0], number) for s, e in _packed(spans))


def _units(text: str, block: Block) -> list[tuple[int, int]]:
    """What of a block stays together: a table or short paragraph whole, else rows, sentences."""
    words = text[block.start : block.end]
    whole = MAX_CHARACTERS if block.kind == "table" else MIN_CHARACTERS
    if len(words) <= whole:
        return _trimmed(text, block.start, block.end)
    spans = _rows(words) if block.kind == "table" else list(sentences(words))
    return [
        (block.start + s, block.start + e) for span in spans for s, e in _short_enough(words, span)
    ]


def _page_of(document: Document, offset: int) -> int | None:
    pages = document.pages
    at = bisect_right(pages, offset, key=lambda page: page.start) - 1
    return pages[at].number if at >= 0 and offset < pages[at].end else None


def _rows(table: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for line in table.splitlines(keepends=True):
        spans += _trimmed(table, position, position + len(line))
        position += len(line)
    return spans


def _short_enough(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A row or sentence longer than a chunk, cut at its sentences, and those at words."""
    start, end = span
    if end - start <= MAX_CHARACTERS:
        return [span]
    return [
        part for s, e in sentences(text[start:end]) for part in _cut(text, start + s, start + e)
    ]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    while end - start > MAX_CHARACTERS:
        space = text.rfind(" ", start + MIN_CHARACTERS, start + MAX_CHARACTERS + 1)
        middle = space if space > start else start + MAX_CHARACTERS
        parts += _trimmed(text, start, middle)
        start = middle
    return [*parts, *_trimmed(text, start, end)]


def _packed(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours joined into pieces of like size, none above the limit."""
    if not spans:
        return []
    total = spans[-1][1] - spans[0][0]
    target = total / -(-total // MAX_CHARACTERS)
    packed: list[tuple[int, int]] = []
    for start, end in spans:
        if packed and _fits(packed[-1], end, target):
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed


def _fits(piece: tuple[int, int], end: int, target: float) -> bool:
    joined = end - piece[0]
    if joined > MAX_CHARACTERS:
        return False
    # stop near the target rather than fill one piece and leave crumbs
    return joined <= target * 1.1 or piece[1] - piece[0] < max(MIN_CHARACTERS, target * 0.6)


def _as_chunk(document: Document, piece: _Piece, number: int) -> Chunk:
    text = document.text[piece.start : piece.end]
    block = piece.block
    place = block.anchor or f"{number}:{piece.start}"
    identity = "\0".join((document.key, place, text))
    return Chunk(
        id=hashlib.sha256(identity.encode()).hexdigest()[:32],
        document_id=document.id,
        language=document.language,
        title=document.title,
        heading=block.heading,
        page=piece.page,
        start=piece.start,
        end=piece.end,
        text=text,
        kind="statement" if block.kind == "statement" else "passage",
        validity=block.validity,
        flags=block.flags,
        source_ids=block.source_ids,
        parallel_id=f"{document.id}#{block.anchor}" if block.anchor else "",
        conditions=block.conditions,
        sentences=_sentences_of(document, piece),
    )


def _sentences_of(document: Document, piece: _Piece) -> tuple[tuple[int, int], ...]:
    """Sentences of a chunk; rows are told with their header, so a table counts as one."""
    spans: list[tuple[int, int]] = []
    for block in _blocks_between(document, piece.start, piece.end):
        start, end = max(block.start, piece.start), min(block.end, piece.end)
        inner = [(0, end - start)]
        if block.kind != "table":
            inner = list(sentences(document.text[start:end]))
        spans += [(start + s - piece.start, start + e - piece.start) for s, e in inner]
    return tuple(spans)


def _blocks_between(document: Document, start: int, end: int) -> Iterator[Block]:
    blocks = document.blocks
    for block in blocks[bisect_right(blocks, start, key=lambda block: block.end) :]:
        if block.start >= end:
            return
        yield block
