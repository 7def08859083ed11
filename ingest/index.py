"""A published build, opened for search.

Vectors are centred on the mean of their language: that takes away what a vector says of its
language rather than of its meaning, and lets a question find statements in another one.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import store
from ingest.dense import DenseSearch
from ingest.encoders import Vectors
from ingest.errors import EncoderMismatch
from ingest.glossary import Glossary
from ingest.home import home_of, published_folder
from ingest.lexical import LexicalIndex
from ingest.originals import original_of
from ingest.questions import AskedQuestions
from ingest.rebuild import Told, rebuild
from ingest.store import Stored
from ingest.subjects import Subjects
from ingest.types import Chunk, Document

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
        self._versions: dict[str, list[int]] = defaultdict(list)
        for (parallel_id, _), row in self._parallel.items():
            self._versions[parallel_id].append(row)
        self._lexical: dict[str, LexicalIndex] = {}
        self._samples: dict[str, tuple[Vectors, Vectors, NDArray[np.int64]]] = {}
        self._questions: dict[str, AskedQuestions | None] = {}
        self._dense = DenseSearch(folder, stored, self._rows, self._row_of)

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

    def versions(self, parallel_id: str) -> Sequence[int]:
        """The rows of a statement in all its languages."""
        return self._versions.get(parallel_id, ())

    def centred(self, vector: Vectors, role: str, language: str) -> Vectors:
        """A raw vector (or rows of them) without the mean of its role and language.

        Raises:
            EncoderMismatch: a question's vector is not of the index's dimension.
        """
        if role == "query" and vector.shape[-1] != self.manifest.dimension:
            raise EncoderMismatch(
                f"the encoder gives {vector.shape[-1]} numbers where the index has "
                f"{self.manifest.dimension}; run `injae-ingest build` to build it again"
            )
        return self._stored.centred(vector, role, language)

    def nearest(self, query: Vectors, language: str, count: int) -> list[tuple[int, float]]:
        """The `count` nearest chunks of a language to a centred query: (row, cosine)."""
        return self._dense.nearest(query, language, count)

    def original(self, document: Document) -> Path | None:
        """The file that a document was read from, as it was then; None where there was none."""
        return original_of(home_of(self.folder), document)

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

    def cosines(self, query: Vectors, rows: Sequence[int], language: str) -> Vectors:
        """Cosines of a centred query and chunks of one language."""
        vectors = self._stored.vectors[np.asarray(rows, np.int64)]
        cosines: Vectors = self.centred(vectors, "document", language) @ query
        return cosines

    def best_sentences(
        self, query: Vectors, rows: Sequence[int], language: str
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """The highest cosine with a sentence, and which one, of some chunks of one language."""
        vectors, starts = self._sentences(rows, language)
        cosines = vectors @ query
        best = np.maximum.reduceat(cosines, starts)
        places = [int(np.argmax(part)) for part in np.split(cosines, starts[1:])]
        return best, np.asarray(places, np.int64)

    def _sentences(
        self, rows: Sequence[int] | NDArray[np.int64], language: str
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """The centred sentences of chunks one after another, and where those of each begin."""
        spans = [np.arange(*self._stored.sentence_starts[row : row + 2]) for row in rows]
        starts = np.cumsum([0, *(len(span) for span in spans[:-1])])
        vectors = self._stored.sentence_vectors[np.concatenate(spans)]
        return self.centred(vectors, "sentence", language), starts

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
        return whole, *self._sentences(chosen, language)

    def questions(self, language: str) -> AskedQuestions | None:
        """The written questions of a language; None when there are none."""
        if language not in self._questions:
            mine = [q for q in self._stored.questions if q.language == language]
            statements = tuple(question.statement for question in mine)
            texts = tuple(question.text for question in mine)
            met = self._stored.meetings
            self._questions[language] = (
                AskedQuestions(language, statements, texts, *met) if mine and met else None
            )
        return self._questions[language]

    def subjects(self, glossary: Glossary) -> Subjects:
        """Which documents are about which of the glossary's terms."""
        about = {term: frozenset(found) for term, found in self._stored.subjects.items()}
        return Subjects(glossary, about)

    def companions(self, parallel_id: str) -> tuple[str, ...]:
        """The statements told together with this one."""
        return tuple(self._stored.companions.get(parallel_id, ()))

    def similarity(self, row: int, other: int) -> float:
        """Cosine of two chunks."""
        return float(self._stored.vectors[row] @ self._stored.vectors[other])

    def rows(self, language: str) -> NDArray[np.int64]:
        """The rows of a language."""
        return self._rows.get(language, np.empty(0, np.int64))

    def warm(self) -> None:
        """Open everything that is otherwise opened by the first question."""
        for language in self.languages:
            self.lexical(["x"], language)
        self._dense.warm()

    def close(self) -> None:
        """Let go of Chroma's files."""
        self._dense.close()


def open_index(home: Path) -> Index:
    """Open the published build.

    Raises:
        NoIndex: nothing has been published.
        DamagedIndex: the published build cannot be read.
    """
    folder = published_folder(home)
    return Index(folder, store.read(folder))


def write(folder: Path, stored: Stored, told: Told = lambda done, total: None) -> None:
    """Write a whole build: chunk store, BM25, and Chroma checked and sealed.

    Raises:
        DamagedIndex: Chroma refuses.
    """
    for language in stored.manifest.languages:
        texts = [c.embedded_text() for c in stored.chunks if c.language == language]
        LexicalIndex.build(texts).save(folder / "bm25" / language)
    store.write(folder, stored)
    rebuild(folder, told)
