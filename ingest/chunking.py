"""Document -> Chunks: a statement is one chunk, other text is cut at headings, then sentences.

Offsets are kept: `document.text[chunk.start:chunk.end] == chunk.text`.
"""

import hashlib
import re
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
        return (block.heading, _page_of(document, block.start), block.kind)

    for (_, page, kind), grouped in groupby(document.blocks, key=section):
        blocks = list(grouped)
        number = page if isinstance(page, int) else None
        if kind == "statement":
            yield from (_Piece(b.start, b.end, b, number) for b in blocks)
        elif kind == "table":
            for block in blocks:
                spans = _lines(document.text, block)
                yield from (_Piece(s, e, block, number) for s, e in _packed(spans))
        else:
            spans = [
                (block.start + s, block.start + e)
                for block in blocks
                for s, e in _short_enough(document.text[block.start : block.end])
            ]
            yield from (_Piece(s, e, blocks[0], number) for s, e in _packed(spans))


def _page_of(document: Document, offset: int) -> int | None:
    for page in document.pages:
        if page.start <= offset < page.end:
            return page.number
    return None


def _lines(text: str, block: Block) -> list[tuple[int, int]]:
    spans, position = [], block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        spans += _trimmed(text, position, position + len(line))
        position += len(line)
    return [part for span in spans for part in _hard_cut(span)]


def _short_enough(text: str) -> list[tuple[int, int]]:
    if len(text) <= MIN_CHARACTERS:
        return [(0, len(text))] if text.strip() else []
    return [part for span in sentences(text) for part in _hard_cut(span)]


def _hard_cut(span: tuple[int, int]) -> list[tuple[int, int]]:
    """A sentence longer than a chunk has to be cut somewhere."""
    start, end = span
    count = -(-(end - start) // MAX_CHARACTERS)
    step = -(-(end - start) // max(count, 1))
    return [(s, min(s + step, end)) for s in range(start, end, step or 1)]


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
        sentences=sentences(text),
    )
