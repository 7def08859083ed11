"""The briefs of the corpus as an index holds them, without an encoder."""

from functools import cache
from typing import Any

from support import CORPUS

from ingest import read_document
from ingest.chunking import chunk


class Shelf:
    """What an index offers to whoever does not search it."""

    def __init__(self, documents: Any, chunks: Any) -> None:
        self.documents, self.chunks, self.build = documents, chunks, "test"


@cache
def shelf(*names: str) -> Any:
    """The shelf of some briefs, each `area/id`."""
    paths = [p for name in names for p in sorted((CORPUS / "briefs").glob(f"{name}.*.md"))]
    documents = [read_document(path, CORPUS) for path in paths]
    chunks = tuple(part for document in documents for part in chunk(document))
    return Shelf({document.key: document for document in documents}, chunks)
