"""Vectors in Chroma, embedded or on a server; the only file that imports chromadb.

One collection a language: a filter on language is many times slower.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np

from ingest import store
from ingest.errors import DamagedIndex, IndexUnavailable
from ingest.store import Stored
from ingest.types import Chunk

_BATCH = 250
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}
_CANARIES = 50
"""Stored vectors a language that are looked for when a collection is checked."""
_SAME = 1e-3
"""Cosine distance below which two vectors are the same one."""
_FOUND = 0.95
"""Share of canaries that must find themselves; the search is approximate."""


def chroma_version() -> str:
    """The installed version; the files of another one are not opened."""
    return version("chromadb")


def write_collections(folder: Path, stored: Stored, told: Callable[[int], None]) -> None:
    """Write the chunks of a build, their vectors centred by language; `told` how many so far."""
    client = open_client(folder, stored.manifest.chroma_url)
    done = 0
    try:
        for language in stored.manifest.languages:
            rows = stored.rows(language)
            name = collection_name(stored.manifest.build, language)
            with suppress(Exception):
                client.delete_collection(name)
            collection = client.create_collection(
                name,
                # vectors go to disk once, with the last of them, and then no more: files that
                # stay as they are can be held against their checksums
                configuration={"hnsw": {**_HNSW, "sync_threshold": len(rows)}},
                embedding_function=None,
            )
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                collection.add(
                    ids=[stored.chunks[i].id for i in batch],
                    embeddings=stored.centred(stored.vectors[batch], "document", language),
                    documents=[stored.chunks[i].text for i in batch],
                    metadatas=[_metadata(stored.chunks[i]) for i in batch],
                )
                told(done := done + len(batch))
    finally:
        with suppress(Exception):
            client.close()


def check_collections(folder: Path, stored: Stored) -> str:
    """What is wrong with the collections of a build, in a few words; empty when all is right."""
    client = open_client(folder, stored.manifest.chroma_url)
    try:
        for language in stored.manifest.languages:
            rows = stored.rows(language)
            name = collection_name(stored.manifest.build, language)
            collection = client.get_collection(name, embedding_function=None)
            if collection.count() != len(rows):
                return f"{collection.count()} vectors in {language} instead of {len(rows)}"
            chosen = rows[np.linspace(0, len(rows) - 1, min(_CANARIES, len(rows))).astype(int)]
            canaries = stored.centred(stored.vectors[chosen], "document", language)
            found = collection.query(query_embeddings=canaries, n_results=1, include=["distances"])[
                "distances"
            ]
            share = np.mean([bool(near) and near[0] < _SAME for near in found])
            if share < _FOUND:
                return f"{share:.0%} of the vectors in {language} find themselves"
    finally:
        with suppress(Exception):
            client.close()
    return ""


def _metadata(chunk: Chunk) -> dict[str, str | int]:
    return {
        "document": chunk.document_id,
        "language": chunk.language,
        "title": chunk.title,
        "parallel": chunk.parallel_id,
        "page": chunk.page or 0,
    }


def open_client(folder: Path, url: str) -> Any:
    """The client of a build's vectors: embedded in a folder, or on the server at `url`."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(str(folder), settings=settings)
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
                with suppress(Exception):
                    client.delete_collection(collection_name(manifest.build, language))


def collection_name(build: str, language: str) -> str:
    """The collection of a language in a build."""
    return f"injae-{build}-{language}"


def plain_collection(folder: Path) -> Any:
    """A Chroma collection with all defaults, for measuring against."""
    return open_client(folder / "chroma", "").get_or_create_collection(
        "plain", embedding_function=None
    )


class chroma_errors:
    """Chroma's many exceptions as ours, cause chained."""

    def __init__(self, build: str) -> None:
        self.build = build

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, IndexUnavailable):
            reason = str(error).split("\n")[0][:160] or type(error).__name__
            raise DamagedIndex(
                f"the vectors of {self.build} cannot be searched ({reason}); "
                "run `injae-ingest build` to rebuild, or check INJAE_CHROMA_URL"
            ) from error
