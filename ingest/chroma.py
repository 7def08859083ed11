"""Vectors in Chroma, embedded or on a server; the only file that imports chromadb.

One collection a language: a filter on language is many times slower.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np
from numpy.typing import NDArray

from ingest import store
from ingest.errors import DamagedIndex, IndexUnavailable
from ingest.store import Stored
from ingest.types import Chunk

Vectors = NDArray[np.float32]

_BATCH = 250
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}


def write_collections(
    folder: Path, stored: Stored, centred: Callable[[Vectors, str], Vectors]
) -> None:
    """Write the chunks of a build, their vectors `centred` by language."""
    client = open_client(folder, stored.manifest.chroma_url)
    try:
        for language in sorted({chunk.language for chunk in stored.chunks}):
            rows = [i for i, chunk in enumerate(stored.chunks) if chunk.language == language]
            collection = client.create_collection(
                collection_name(stored.manifest.build, language),
                configuration={"hnsw": _HNSW},
                embedding_function=None,
            )
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                collection.add(
                    ids=[stored.chunks[i].id for i in batch],
                    embeddings=centred(np.asarray(stored.vectors[batch]), language),
                    documents=[stored.chunks[i].text for i in batch],
                    metadatas=[_metadata(stored.chunks[i]) for i in batch],
                )
    finally:
        with suppress(Exception):
            client.close()


def _metadata(chunk: Chunk) -> dict[str, str | int]:
    return {
        "document": chunk.document_id,
        "language": chunk.language,
        "title": chunk.title,
        "parallel": chunk.parallel_id,
        "page": chunk.page or 0,
    }


def open_client(folder: Path, url: str) -> Any:
    """The client of a build's vectors: embedded below its folder, or on the server at `url`."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(str(folder / "chroma"), settings=settings)
    place = urlparse(url)
    return chromadb.HttpClient(
        host=place.hostname or "127.0.0.1",
        port=place.port or 8000,
        ssl=place.scheme == "https",
        settings=settings,
    )


def drop_collections(folder: Path) -> None:
    """On a server, a pruned build's collections go with its folder."""
    with suppress(Exception):
        manifest = store.read_manifest(folder)
        if manifest.chroma_url:
            client = open_client(folder, manifest.chroma_url)
            for language in manifest.languages:
                client.delete_collection(collection_name(manifest.build, language))


def collection_name(build: str, language: str) -> str:
    """The collection of a language in a build."""
    return f"injae-{build}-{language}"


def plain_collection(folder: Path) -> Any:
    """A Chroma collection with all defaults, for measuring against."""
    return open_client(folder, "").get_or_create_collection("plain", embedding_function=None)


class chroma_errors:
    """Chroma's many exceptions as ours, cause chained."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, IndexUnavailable):
            reason = str(error).split("\n")[0][:160] or type(error).__name__
            raise DamagedIndex(
                f"the vectors of {self.folder.name} cannot be searched ({reason}); "
                "run `injae-ingest build` to rebuild, or check INJAE_CHROMA_URL"
            ) from error
