"""Vectors of everything in a build."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.encoders import Vectors
from ingest.questions import Question
from ingest.types import Chunk
from ingest.vectors import VectorCache

Progress = Callable[[str, int, int], None]
"""Told (what, done, of how many)."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of a build, and how many of them were new."""

    chunks: Vectors
    sentences: Vectors
    starts: NDArray[np.int64]
    questions: Vectors
    encoded: int
    reused: int


def embed(
    chunks: Sequence[Chunk],
    questions: Sequence[Question],
    cache: VectorCache,
    progress: Progress,
) -> Embedded:
    """Encode chunks, their sentences and the questions they answer."""
    whole = [chunk.embedded_text() for chunk in chunks]
    sentences = [chunk.text[start:end] for chunk in chunks for start, end in chunk.sentences]
    asked = [question.text for question in questions]
    total = cache.missing([*whole, *sentences], "document") + cache.missing(asked, "query")
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("encode", done, total)

    passages = cache.encode([*whole, *sentences], "document", advance)
    queries = cache.encode(asked, "query", advance)
    vectors = np.stack([passages[text] for text in whole])
    return Embedded(
        vectors,
        np.stack([passages[text] for text in sentences]),
        np.cumsum([0, *(len(chunk.sentences) for chunk in chunks)]),
        np.asarray([queries[text] for text in asked], np.float32).reshape(-1, vectors.shape[1]),
        total,
        len({*whole, *sentences}) + len(set(asked)) - total,
    )
