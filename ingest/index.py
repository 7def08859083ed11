"""A published build, opened for search.

Vectors are centred on the mean of their language: that takes away what a vector says of its
language rather than of its meaning, and lets a question find statements in another one.
"""

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest import store
from ingest.chroma import (
    chroma_errors,
    collection_name,
    drop_collections,
    open_client,
    write_collections,
)
from ingest.errors import DamagedIndex, NoIndex
from ingest.glossary import Glossary
from ingest.lexical import LexicalIndex
from ingest.questions import AskedQuestions
from ingest.store import Stored
from ingest.subjects import Subjects
from ingest.types import Chunk, Document

Vectors = NDArray[np.float32]

_POINTER = "current"
_BUILDS = "builds"
_SAMPLE = 512
"""Vectors a language that stand for its distribution of scores."""


class Index:
    """One immutable build: documents, chunks, and three ways to find a chunk."""

    def __init__(self, folder: Path, stored: Stored) -> None:
        self.folder = folder
        self.manifest = stored.manifest
        self.chunks = stored.chunks
        self.documents: dict[str, Document] = {d.key: d for d in stored.documents}
        self._stored = stored
        languages = [chunk.language for chunk in stored.chunks]
        self.languages = tuple(sorted(set(languages)))
        self._rows: dict[str, NDArray[np.int64]] = {
            language: np.asarray([i for i, x in enumerate(languages) if x == language])
            for language in self.languages
        }
        self._row_of = {chunk.id: row for row, chunk in enumerate(stored.chunks)}
        self._parallel = {
            (chunk.parallel_id, chunk.language): row
            for row, chunk in enumerate(stored.chunks)
            if chunk.parallel_id
        }
        self._lexical: dict[str, LexicalIndex] = {}
        self._samples: dict[str, tuple[Vectors, Vectors, NDArray[np.int64]]] = {}
        self._questions: dict[str, AskedQuestions | None] = {}
        self._opening = threading.Lock()  # two clients opening one path break each other
        self._chroma: Any = None
        self._collections: dict[str, Any] = {}

    @property
    def build(self) -> str:
        """The build's id."""
        return self.manifest.build

    def row(self, chunk_id: str) -> int:
        """The row of a chunk."""
        return self._row_of[chunk_id]

    def parallel(self, parallel_id: str, language: str) -> Chunk | None:
        """The same statement in another language."""
        row = self._parallel.get((parallel_id, language))
        return None if row is None else self.chunks[row]

    def centred(self, vector: Vectors, role: str, language: str) -> Vectors:
        """A raw vector (or rows of them) without the mean of its role and language."""
        return _centred(vector, self._stored.centres.get(f"{role}.{language}"))

    def nearest(self, query: Vectors, language: str, count: int) -> list[tuple[int, float]]:
        """The `count` nearest chunks of a language to a centred query: (row, cosine).

        Raises:
            IndexUnavailable: Chroma cannot be reached or its files are damaged.
        """
        rows = self._rows.get(language)
        if rows is None:
            return []
        with chroma_errors(self.folder):
            found = self._collection(language).query(
                query_embeddings=[query], n_results=min(count, len(rows)), include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(self._row_of[name], 1.0 - float(distance)) for name, distance in pairs]

    def lexical(self, terms: Sequence[str], language: str, most: int = 2000) -> dict[int, float]:
        """The highest BM25 scores in a language, by row; none that is zero."""
        if language not in self._rows:
            return {}
        scores = self._bm25(language).scores(terms)
        rows = self._rows[language]
        places = np.flatnonzero(scores)
        if len(places) > most:
            places = places[np.argpartition(-scores[places], most)[:most]]
        return dict(zip(rows[places].tolist(), scores[places].tolist(), strict=True))

    def lexical_ideal(self, terms: Sequence[str], language: str) -> float:
        """The BM25 score of a chunk that would hold every one of these terms."""
        return self._bm25(language).ideal(terms) if language in self._rows else 1.0

    def term_weights(self, terms: Sequence[str], language: str) -> dict[str, float]:
        """How rare each term is in a language (its inverse document frequency)."""
        return self._bm25(language).weights(terms) if language in self._rows else {}

    def _bm25(self, language: str) -> LexicalIndex:
        if language not in self._lexical:
            self._lexical[language] = LexicalIndex.load(self.folder / "bm25" / language)
        return self._lexical[language]

    def cosine(self, query: Vectors, row: int) -> float:
        """Cosine of a centred query and one chunk."""
        vector = self.centred(self._stored.vectors[row], "document", self.chunks[row].language)
        return float(vector @ query)

    def best_sentence(self, query: Vectors, row: int) -> tuple[float, int]:
        """The highest cosine of a centred query with the chunk's sentences, and which one."""
        start, end = self._stored.sentence_starts[row : row + 2]
        vectors = self.centred(
            self._stored.sentence_vectors[start:end], "sentence", self.chunks[row].language
        )
        cosines = vectors @ query
        best = int(np.argmax(cosines))
        return float(cosines[best]), best

    def distribution(self, query: Vectors, language: str, share: float) -> tuple[float, float]:
        """Mean and standard deviation of a centred query's scores in a language.

        A score is the cosine with a chunk and, weighing `share`, with its best sentence.
        """
        if language not in self._samples:
            self._samples[language] = self._sample(language)
        whole, sentences, starts = self._samples[language]
        best = np.maximum.reduceat(sentences @ query, starts)
        scores = (1 - share) * (whole @ query) + share * best
        return float(scores.mean()), float(max(scores.std(), 1e-3))

    def _sample(self, language: str) -> tuple[Vectors, Vectors, NDArray[np.int64]]:
        rows = self._rows[language]
        # evenly spaced rows, so that a build gives the same numbers each time it is opened
        chosen = rows[np.linspace(0, len(rows) - 1, min(_SAMPLE, len(rows))).astype(int)]
        whole = self.centred(np.asarray(self._stored.vectors[chosen]), "document", language)
        spans = [self._stored.sentence_starts[row : row + 2] for row in chosen]
        parts = [np.asarray(self._stored.sentence_vectors[start:end]) for start, end in spans]
        starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
        return whole, self.centred(np.concatenate(parts), "sentence", language), starts

    def questions(self, language: str) -> AskedQuestions | None:
        """The written questions of a language with centred vectors; None when there are none."""
        if language not in self._questions:
            rows = [i for i, q in enumerate(self._stored.questions) if q.language == language]
            asked = AskedQuestions(
                tuple(self._stored.questions[i].statement for i in rows),
                self.centred(self._stored.question_vectors[rows], "query", language),
                self.centred(self._stored.masked_vectors[rows], "query", language),
                tuple(self._stored.questions[i].text for i in rows),
            )
            self._questions[language] = asked if rows else None
        return self._questions[language]

    def subjects(self, glossary: Glossary) -> Subjects:
        """Which documents are about which of the glossary's terms."""
        about = {term: frozenset(found) for term, found in self._stored.subjects.items()}
        return Subjects(glossary, about)

    def similarity(self, row: int, other: int) -> float:
        """Cosine of two chunks as encoded."""
        return float(self._stored.vectors[row] @ self._stored.vectors[other])

    def rows(self, language: str) -> NDArray[np.int64]:
        """The rows of a language."""
        return self._rows.get(language, np.empty(0, np.int64))

    def warm(self) -> None:
        """Open everything that is otherwise opened by the first question."""
        for language in self.languages:
            self.lexical(["x"], language)
            with chroma_errors(self.folder):
                self._collection(language)

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._chroma is not None:
            with suppress(Exception):
                self._chroma.close()
            self._chroma, self._collections = None, {}

    def _collection(self, language: str) -> Any:
        with self._opening:
            if language not in self._collections:
                if self._chroma is None:
                    self._chroma = open_client(self.folder, self.manifest.chroma_url)
                self._collections[language] = self._chroma.get_collection(
                    collection_name(self.build, language), embedding_function=None
                )
            return self._collections[language]


def open_index(home: Path) -> Index:
    """Open the published build.

    Raises:
        NoIndex: nothing has been published.
        DamagedIndex: the published build cannot be read.
    """
    folder = published_folder(home)
    return Index(folder, store.read(folder))


def published_folder(home: Path) -> Path:
    """The folder of the published build.

    Raises:
        NoIndex: nothing has been published.
        DamagedIndex: the pointer leads nowhere.
    """
    try:
        name = (home / _POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndex(f"no index in {home}; run `injae-ingest build` to make one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndex(f"{home / _POINTER} cannot be read; run `injae-ingest build`") from error
    folder = home / _BUILDS / name
    if not name or not folder.is_dir():
        raise DamagedIndex(f"the published index {name!r} is gone; run `injae-ingest build`")
    return folder


def new_folder(home: Path, build: str) -> Path:
    """An empty folder for a build that nobody reads yet."""
    folder = home / _BUILDS / build
    folder.mkdir(parents=True)
    return folder


def write(folder: Path, stored: Stored) -> None:
    """Write a whole build: chunk store, BM25 and Chroma.

    Raises:
        IndexUnavailable: Chroma refuses.
    """
    for language in sorted({chunk.language for chunk in stored.chunks}):
        texts = [c.embedded_text() for c in stored.chunks if c.language == language]
        LexicalIndex.build(texts).save(folder / "bm25" / language)
    with chroma_errors(folder):
        write_collections(
            folder,
            stored,
            lambda vectors, language: _centred(vectors, stored.centres.get(f"document.{language}")),
        )
    store.write(folder, stored)


def publish(home: Path, folder: Path) -> None:
    """Make a finished build the one that is read: one atomic replacement of the pointer."""
    partial = home / f"{_POINTER}.{os.getpid()}"
    with partial.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(home / _POINTER)


def prune(home: Path, keep: int = 2) -> None:
    """Remove all but the published build and the newest others up to `keep` in all."""
    import shutil

    current = published_folder(home)
    builds = sorted((p for p in (home / _BUILDS).iterdir() if p.is_dir()), reverse=True)
    others = [folder for folder in builds if folder != current]
    for folder in others[keep - 1 :]:
        drop_collections(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _centred(vectors: Vectors, centre: Vectors | None) -> Vectors:
    if centre is None:
        return np.asarray(vectors, np.float32)
    moved = np.asarray(vectors, np.float32) - centre
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    centred: Vectors = moved / np.maximum(length, 1e-6)
    return centred
