"""What a build did, file by file: for the summary and `--json`."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.store import FileRecord
from ingest.types import Chunk, Document

State = Literal["read", "unchanged", "copy", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    path: str
    state: State
    document: str = ""
    pages: int = 0
    chunks: int = 0
    language: str = ""
    parser: str = ""
    warnings: tuple[str, ...] = ()
    reason: str = ""
    """Why it was not read, or which file it is a copy of."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did."""

    build: str
    folder: Path
    documents: int
    chunks: int
    encoded: int
    reused: int
    failures: dict[str, str] = field(default_factory=dict)
    """Path -> why it was not read."""
    unchanged: bool = False
    files: tuple[FileReport, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    """Path -> why it was passed over."""
    removed: tuple[str, ...] = ()
    """Paths that were indexed before and no longer are."""
    repaired: str = ""
    """What was damaged in the published index, and was made again."""


def file_reports(
    records: Iterable[FileRecord],
    documents: Iterable[Document],
    chunks: Iterable[Chunk],
    parsed: Collection[str],
) -> tuple[FileReport, ...]:
    """One report a file, in the order in which they were read."""
    by_key = {document.key: document for document in documents}
    counts = Counter(chunk.document_key for chunk in chunks)
    return tuple(_report(record, by_key, counts, parsed) for record in records)


def _report(
    record: FileRecord,
    documents: dict[str, Document],
    counts: Counter[str],
    parsed: Collection[str],
) -> FileReport:
    if record.failure:
        return FileReport(record.path, "failed", reason=record.failure)
    if record.copy_of:
        return FileReport(record.path, "copy", record.document, reason=record.copy_of)
    document = documents[record.document]
    return FileReport(
        record.path,
        "read" if record.path in parsed else "unchanged",
        document.key,
        len(document.pages),
        counts[document.key],
        document.language,
        document.parser,
        document.warnings,
    )
