"""What the bench measures against: a plain pipeline, and indexes made large by jittered copies."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest import chroma, home, index, store
from ingest.encoders import SentenceEncoder, Vectors, open_encoder

_JITTER = 0.05


class PlainReference:
    """One Chroma collection, `SentenceTransformer.encode`, the nearest few: no more than that."""

    def __init__(self, encoder_name: str, home: Path, folder: Path | None = None) -> None:
        encoder = open_encoder(encoder_name, home)
        assert isinstance(encoder, SentenceEncoder)
        self._model: Any = encoder.model_at_hand()
        self._collection: Any = chroma.plain_collection(folder) if folder else None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts -> vectors, as `SentenceTransformer.encode` gives them."""
        vectors: Vectors = self._model.encode(list(texts), show_progress_bar=False)
        return vectors

    def add(self, texts: Sequence[str], vectors: Sequence[Vectors]) -> None:
        """Put texts and their vectors into the collection."""
        for start in range(0, len(texts), 1000):
            part = slice(start, start + 1000)
            names = [str(number) for number in range(len(texts))[part]]
            self._collection.add(
                ids=names, embeddings=list(vectors[part]), documents=list(texts[part])
            )

    def search(self, question: str, limit: int = 5) -> list[str]:
        """The texts nearest to a question."""
        found = self._collection.query(query_embeddings=self.encode([question]), n_results=limit)
        return list(found["documents"][0])

    def count_tokens(self, texts: Sequence[str]) -> int:
        """How many tokens the encoder reads in these texts."""
        limit = self._model.max_seq_length
        ids = self._model.tokenizer(list(texts), truncation=True, max_length=limit)["input_ids"]
        return sum(map(len, ids))


def plain_reference(encoder_name: str, home: Path, folder: Path | None = None) -> PlainReference:
    """A plain pipeline over the encoder of an index; `folder` keeps its collection."""
    return PlainReference(encoder_name, home, folder)


def inflate_index(source: Path, target: Path, chunks: int) -> None:
    """Publish in `target` an index of `chunks` chunks: those of `source`, then jittered copies.

    Good for measuring latency, and for nothing else.
    """
    old = store.read(home.published_folder(source))
    rows = np.arange(chunks) % len(old.chunks)
    copies = np.arange(chunks) // len(old.chunks)
    random = np.random.default_rng(0)
    spans = [np.arange(*old.sentence_starts[row : row + 2]) for row in rows]
    stored = dataclasses.replace(
        old,
        chunks=tuple(
            _copy(old.chunks[row], int(copy)) for row, copy in zip(rows, copies, strict=True)
        ),
        vectors=_jittered(np.asarray(old.vectors)[rows], copies, random),
        sentence_vectors=np.asarray(old.sentence_vectors)[np.concatenate(spans)],
        sentence_starts=np.cumsum([0, *(len(span) for span in spans)]),
        manifest=dataclasses.replace(
            old.manifest,
            counts={**old.manifest.counts, "chunks": chunks, "sentences": sum(map(len, spans))},
            chroma_url="",
        ),
    )
    target.mkdir(parents=True, exist_ok=True)
    (target / "encoders").symlink_to((source / "encoders").resolve(), target_is_directory=True)
    with home.new_folder(target, old.manifest.build) as folder:
        index.write(folder, stored)
        home.publish(target, folder, {})


def _copy(chunk: Any, copy: int) -> Any:
    if not copy:
        return chunk
    return dataclasses.replace(chunk, id=f"{chunk.id}-{copy}", parallel_id="")


def _jittered(vectors: Vectors, copies: Any, random: np.random.Generator) -> Vectors:
    noise = random.standard_normal(vectors.shape).astype(np.float32)
    scale = np.float32(_JITTER / np.sqrt(vectors.shape[1]))
    moved = vectors + scale * noise * (copies > 0).astype(np.float32)[:, None]
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit
