"""Vectors of everything in a build."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.encoders import Vectors
from ingest.questions import Question
from ingest.subjects import Subjects
from ingest.types import Chunk
from ingest.vectors import VectorCache

Progress = Callable[[str, int, int, str], None]
"""Told (what, done, of how many, the file at hand or nothing)."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of a build, and how many of them were new."""

    chunks: Vectors
    sentences: Vectors
    starts: NDArray[np.int64]
    questions: Vectors
    masked: Vectors
    """The questions without the names of what documents are about."""
    encoded: int
    reused: int


def embed(
    chunks: Sequence[Chunk],
    questions: Sequence[Question],
    subjects: Subjects,
    cache: VectorCache,
    progress: Progress,
) -> Embedded:
    """Encode chunks, their sentences and the questions they answer."""
    whole = [chunk.embedded_text() for chunk in chunks]
    sentences = [chunk.text[start:end] for chunk in chunks for start, end in chunk.sentences]
    asked = [question.text for question in questions]
    masked = [subjects.masked(question.text, question.language) for question in questions]
    queries = [*asked, *masked]
    total = cache.missing([*whole, *sentences], "document") + cache.missing(queries, "query")
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("encode", done, total, "")

    passages = cache.encode([*whole, *sentences], "document", advance)
    asking = cache.encode(queries, "query", advance)
    vectors = np.stack([passages[text] for text in whole])
    return Embedded(
        vectors,
        np.stack([passages[text] for text in sentences]),
        np.cumsum([0, *(len(chunk.sentences) for chunk in chunks)]),
        _stacked(asking, asked, vectors.shape[1]),
        _stacked(asking, masked, vectors.shape[1]),
        total,
        len({*whole, *sentences}) + len(set(queries)) - total,
    )


def _stacked(vectors: Mapping[str, Vectors], texts: Sequence[str], dimension: int) -> Vectors:
    return np.asarray([vectors[text] for text in texts], np.float32).reshape(-1, dimension)
