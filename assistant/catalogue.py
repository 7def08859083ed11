"""What the answers come from: the documents of an index, and their words searched."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest import Chunk, Document, Index, fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with what it holds."""

    document: Document
    chunks: tuple[Chunk, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published what it rests on, without repetition."""
        named = [source.publisher for source in self.document.sources] or [self.document.publisher]
        return tuple(dict.fromkeys(name for name in named if name))


@lru_cache(maxsize=1)
def entries(index: Index) -> tuple[Entry, ...]:
    """Every document, by title within its language."""
    chunks: dict[str, list[Chunk]] = {key: [] for key in index.documents}
    for chunk in index.chunks:
        chunks[chunk.document_key].append(chunk)
    found = [Entry(document, tuple(chunks[key])) for key, document in index.documents.items()]
    found.sort(key=lambda entry: (entry.document.language, fold(entry.document.title)))
    return tuple(found)


def search(found: Iterable[Entry], wanted: str) -> list[Entry]:
    """The documents in which every word wanted stands; those that have it in the title first."""
    needles = fold(wanted).split()
    if not needles:
        return list(found)
    titled, others = [], []
    for entry in found:
        names = fold(" ".join((entry.document.id, entry.document.title, *entry.publishers)))
        if all(needle in names for needle in needles):
            titled.append(entry)
        elif all(needle in f"{names} {fold(entry.document.text)}" for needle in needles):
            others.append(entry)
    return titled + others


def matching(entry: Entry, wanted: str) -> tuple[Chunk, ...]:
    """The statements of a document in which a word wanted stands; all when none does."""
    needles = fold(wanted).split()
    found = tuple(c for c in entry.chunks if any(n in fold(c.text) for n in needles))
    return found or entry.chunks


def rows(index: Index) -> list[dict[str, Any]]:
    """The documents as plain data."""
    return [
        {
            "id": entry.document.id,
            "language": entry.document.language,
            "title": entry.document.title,
            "kind": entry.document.kind,
            "date": entry.document.date,
            "statements": len(entry.chunks),
            "publishers": list(entry.publishers),
            "parser": entry.document.parser,
            "warnings": list(entry.document.warnings),
        }
        for entry in entries(index)
    ]
