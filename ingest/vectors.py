"""Vectors kept by content below the home, so that no text is encoded twice, even after a crash."""

import errno
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import numpy as np

from ingest.encoders import Encoder, Progress, Vectors
from ingest.errors import IngestError

Role = Literal["query", "document"]

_SLICE = 256
"""Texts encoded between two writes: what a killed ingest can lose."""


class VectorCache:
    """Text -> vector for one encoder."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self._path = home / "encoders" / "vectors.sqlite"
        self._encoder = encoder

    def encode(self, texts: Iterable[str], role: Role, progress: Progress) -> Mapping[str, Vectors]:
        """Vectors of all texts; only those never seen before are encoded.

        Raises:
            IngestError: the cache cannot be read or written.
            OSError: the disk is full.
        """
        wanted = list(dict.fromkeys(texts))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self._path, timeout=60)) as database:
                database.execute("PRAGMA journal_mode=WAL")
                database.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)"
                )
                found = self._known(database, wanted, role)
                self._fill(database, [t for t in wanted if t not in found], role, found, progress)
        except sqlite3.Error as error:
            if "is full" in str(error):
                raise OSError(errno.ENOSPC, "disk full", str(self._path)) from error
            raise IngestError(
                f"{self._path} cannot be used ({error}); free some disk or delete that file"
            ) from error
        return found

    def missing(self, texts: Iterable[str], role: Role) -> int:
        """How many texts would have to be encoded."""
        wanted = list(dict.fromkeys(texts))
        if not self._path.exists():
            return len(wanted)
        with closing(sqlite3.connect(self._path, timeout=60)) as database:
            try:
                return len(wanted) - len(self._known(database, wanted, role))
            except sqlite3.Error:
                return len(wanted)

    def _known(
        self, database: sqlite3.Connection, texts: Sequence[str], role: Role
    ) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        for text in texts:
            row = database.execute(
                "SELECT vector FROM vectors WHERE key = ?", (self._key(text, role),)
            ).fetchone()
            if row:
                found[text] = np.frombuffer(row[0], np.float32)
        return found

    def _fill(
        self,
        database: sqlite3.Connection,
        missing: Sequence[str],
        role: Role,
        found: dict[str, Vectors],
        progress: Progress,
    ) -> None:
        encode = self._encoder.encode_queries if role == "query" else self._encoder.encode_documents
        # like lengths together, so that a slice is little padded
        ordered = sorted(missing, key=len)
        for start in range(0, len(ordered), _SLICE):
            part = ordered[start : start + _SLICE]
            vectors = np.asarray(encode(part, progress), np.float32)
            database.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                [(self._key(t, role), v.tobytes()) for t, v in zip(part, vectors, strict=True)],
            )
            database.commit()
            found.update(zip(part, vectors, strict=True))

    def _key(self, text: str, role: Role) -> bytes:
        identity = f"{self._encoder.fingerprint}\0{role}\0{text}"
        return hashlib.sha256(identity.encode()).digest()
