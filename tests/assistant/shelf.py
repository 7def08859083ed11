"""The briefs of the corpus as an index holds them, without an encoder."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from support import CORPUS

from ingest import read_document
from ingest.chunking import chunk


@cache
def shelf(*names: str) -> Any:
    """Documents, chunks and a build; `area/id` of the briefs in it."""
    paths = [p for name in names for p in sorted((CORPUS / "briefs").glob(f"{name}.*.md"))]
    documents = [read_document(path, CORPUS) for path in paths]
    return SimpleNamespace(
        documents={document.key: document for document in documents},
        chunks=tuple(part for document in documents for part in chunk(document)),
        build="test",
    )
