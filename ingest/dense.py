"""The nearest vectors: from Chroma, or exactly from the chunk store while Chroma is not sound.

A reader is never in the way of a repair, nor a repair in the way of a question: what is damaged
is made again beside, by a process of its own, and taken up when it is ready.
"""

import logging
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest import seal
from ingest.chroma import chroma_errors, chroma_version, collection_name, open_client
from ingest.encoders import Vectors
from ingest.errors import DamagedIndex
from ingest.rebuild import start_rebuild
from ingest.store import Stored

_AGREES = 0.01
"""How far a distance may be from that of the stored vector: Chroma's are a little rounded."""
_PAUSE = 30.0
"""Seconds before a server that did not answer is asked again."""

_OPENING = threading.Lock()
"""Clients of one path share one system, which may not be opened or closed by two threads."""

_log = logging.getLogger(__name__)


class DenseSearch:
    """Searches the vectors of one build, language by language."""

    def __init__(
        self,
        folder: Path,
        stored: Stored,
        rows: Mapping[str, NDArray[np.int64]],
        row_of: Mapping[str, int],
    ) -> None:
        self._folder, self._stored = folder, stored
        self._rows, self._row_of = rows, row_of
        self._lock = threading.Lock()
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._matrices: dict[str, Vectors] = {}
        self._repair: subprocess.Popen[bytes] | None = None
        self._repaired = False
        self._down_until = 0.0

    def nearest(self, query: Vectors, language: str, count: int) -> list[tuple[int, float]]:
        """The `count` nearest chunks of a language to a centred query: (row, cosine)."""
        rows = self._rows.get(language)
        if rows is None or not len(rows):
            return []
        count = min(count, len(rows))
        if not self._is_down():
            try:
                return self._from_chroma(query, language, count)
            except DamagedIndex:
                # a client may have been closed under it; damage shows again
                self.close()
            try:
                return self._from_chroma(query, language, count)
            except DamagedIndex as error:
                self._fell(error)
        return self._exactly(query, language, count)

    def warm(self) -> None:
        """Open every collection, or find out that it cannot be opened."""
        for language in self._rows:
            self.nearest(np.zeros(self._stored.manifest.dimension, np.float32), language, 1)

    def close(self) -> None:
        """Let go of Chroma's files."""
        with self._lock:
            client, self._client, self._collections = self._client, None, {}
        if client is not None:
            with _OPENING, suppress(Exception):
                client.close()

    def _from_chroma(self, query: Vectors, language: str, count: int) -> list[tuple[int, float]]:
        with chroma_errors(self._stored.manifest.build):
            found = self._collection(language).query(
                query_embeddings=[query], n_results=count, include=["distances"]
            )
            rows = [self._row_of[name] for name in found["ids"][0]]
            cosines = 1 - np.asarray(found["distances"][0], np.float32)
        if not rows:
            raise DamagedIndex("a search found no vector at all")
        stored = self._stored.centred(self._stored.vectors[rows], "document", language) @ query
        if query.any() and np.abs(stored - cosines).max() > _AGREES:
            raise DamagedIndex("a search found other vectors than were stored")
        return list(zip(rows, cosines.tolist(), strict=True))

    def _exactly(self, query: Vectors, language: str, count: int) -> list[tuple[int, float]]:
        rows = self._rows[language]
        if language not in self._matrices:
            vectors = self._stored.vectors[rows]
            self._matrices[language] = self._stored.centred(vectors, "document", language)
        cosines = self._matrices[language] @ query
        places = np.argpartition(-cosines, count - 1)[:count]
        places = places[np.argsort(-cosines[places], kind="stable")]
        return list(zip(rows[places].tolist(), cosines[places].tolist(), strict=True))

    def _collection(self, language: str) -> Any:
        with self._lock:
            if language not in self._collections:
                url = self._stored.manifest.chroma_url
                if self._client is None:
                    if not url:
                        self._check()
                    place = self._folder / seal.vectors_of(self._folder)
                    with _OPENING:
                        self._client = open_client(place, url)
                self._collections[language] = self._client.get_collection(
                    collection_name(self._stored.manifest.build, language), embedding_function=None
                )
            return self._collections[language]

    def _check(self) -> None:
        """Damaged files are not opened: some of them kill the process that does."""
        name = seal.vectors_of(self._folder)
        if fault := seal.fault(self._folder, name or "chroma"):
            raise DamagedIndex(fault)
        written = seal.chroma_version(self._folder)
        if written != chroma_version():
            raise DamagedIndex(
                f"written by chromadb {written}, {chroma_version()} is installed: rebuild needed"
            )

    def _is_down(self) -> bool:
        if self._repair is not None:
            if self._repair.poll() is None:
                return True
            state = "could not be rebuilt" if self._repair.returncode else "are rebuilt"
            _log.warning("the vectors of %s %s", self._stored.manifest.build, state)
            self._repair, self._repaired, self._matrices = None, True, {}
        return time.monotonic() < self._down_until

    def _fell(self, error: DamagedIndex) -> None:
        """Search without Chroma from now on, until it is repaired or answers again."""
        self.close()
        with self._lock:
            if self._repair is not None:
                return
            if self._stored.manifest.chroma_url or self._repaired:
                self._down_until = time.monotonic() + _PAUSE
                _log.warning("%s; searching the chunk store meanwhile", error)
                return
            _log.warning(
                "index damaged (%s), rebuilding; searching the chunk store meanwhile", error
            )
            self._repair = start_rebuild(self._folder)
