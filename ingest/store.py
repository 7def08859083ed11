"""The chunk store of a build: manifest, documents, chunks and vectors as plain files.

It is the source of truth; Chroma and BM25 beside it can be made again from it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from ingest.centres import centred
from ingest.encoders import Vectors
from ingest.errors import DamagedIndex
from ingest.questions import Question
from ingest.types import LANGUAGES, Chunk, Document
from ingest.wording import Meeting

FORMAT = 6
_MEETINGS = ("whole", "masked")
"""Raised when a build's files change shape; an older build is then rebuilt."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was when a build was made."""

    root: str
    path: str
    stamp: tuple[int, ...]
    """Size, time of change and inode."""
    seen: int
    """When the stamp was taken, in nanoseconds since 1970."""
    digest: str
    """SHA-256 of its bytes; empty where it could not be opened."""
    sidecar: str = ""
    """SHA-256 of its `NAME.meta.toml`; empty where there is none."""
    name: str = ""
    """The id that the reader gave its document, before two of one name were told apart."""
    document: str = ""
    """The key of its document, or of the one that another file with this content gave."""
    copy_of: str = ""
    """That other file."""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and holds."""

    build: str
    format: int
    created: str
    encoder: str
    fingerprint: str
    dimension: int
    roots: dict[str, str]
    """Root path -> hash of what it held."""
    corpus_hash: str
    chunking: dict[str, int]
    counts: dict[str, int]
    languages: dict[str, int]
    versions: dict[str, str]
    chroma_url: str = ""
    failures: dict[str, str] = field(default_factory=dict)
    """Path -> why it could not be read."""
    forgotten: list[str] = field(default_factory=list)
    """Files and folders below the roots that are not to be indexed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything in a chunk store; row i of `vectors` belongs to chunk i."""

    manifest: Manifest
    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    """(chunks, dimension) unit vectors of title, heading and text."""
    sentence_vectors: NDArray[np.float32]
    """(sentences, dimension); chunk i owns rows sentence_starts[i]:sentence_starts[i + 1]."""
    sentence_starts: NDArray[np.int64]
    questions: tuple[Question, ...]
    meetings: tuple[Meeting, Meeting] | None
    """Where the questions meet, and where they do without the names of what documents are about."""
    subjects: dict[str, list[str]]
    """Term id -> ids of the documents that are about it."""
    companions: dict[str, list[str]]
    """Parallel id -> ids of the statements that are told together with it."""
    centres: dict[str, NDArray[np.float32]]
    """`query.fr`, `document.fr`, `sentence.fr` ...: mean vectors by language."""
    files: tuple[FileRecord, ...] = ()
    """What stood below the roots, so that an unchanged file is not read again."""

    def centred(self, vectors: Vectors, role: str, language: str) -> Vectors:
        """Raw vectors without the mean of their role and language, at length 1."""
        centre = self.centres.get(f"{role}.{language}")
        if centre is None:
            return np.asarray(vectors, np.float32)
        return centred(vectors, centre)

    def rows(self, language: str) -> NDArray[np.int64]:
        """The rows of a language's chunks."""
        return np.asarray([i for i, c in enumerate(self.chunks) if c.language == language])


def write(folder: Path, stored: Stored) -> None:
    """Write a whole store into an existing folder."""
    _write_lines(folder / "documents.jsonl", Document, stored.documents)
    _write_lines(folder / "chunks.jsonl", Chunk, stored.chunks)
    np.save(folder / "vectors.npy", stored.vectors)
    np.save(folder / "sentence_vectors.npy", stored.sentence_vectors)
    np.save(folder / "sentence_starts.npy", stored.sentence_starts)
    _write_lines(folder / "questions.jsonl", Question, stored.questions)
    _write_lines(folder / "files.jsonl", FileRecord, stored.files)
    np.savez(folder / "meetings.npz", **_packed(stored.meetings))  # type: ignore[arg-type]
    for name, links in (("subjects", stored.subjects), ("companions", stored.companions)):
        text = json.dumps(links, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    np.savez(folder / "centres.npz", **stored.centres)  # type: ignore[arg-type]
    text = json.dumps(asdict(stored.manifest), indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def _packed(meetings: tuple[Meeting, Meeting] | None) -> dict[str, Vectors]:
    return {
        f"{name}.{key}": matrix
        for name, meeting in zip(_MEETINGS, meetings or (), strict=False)
        for key, matrix in {"places": meeting.places, **meeting.ways}.items()
    }


def _unpacked(path: Path) -> tuple[Meeting, Meeting] | None:
    with np.load(path) as archive:
        packed = {name: archive[name] for name in archive.files}
    if not packed:
        return None
    whole, masked = (
        Meeting(packed[f"{name}.places"], {x: packed[f"{name}.{x}"] for x in LANGUAGES})
        for name in _MEETINGS
    )
    return whole, masked


def read(folder: Path) -> Stored:
    """Open a store; vectors are mapped, not loaded.

    Raises:
        DamagedIndex: a file is missing, unreadable, or does not agree with the manifest.
    """
    manifest = read_manifest(folder)
    try:
        with np.load(folder / "centres.npz") as archive:
            centres = {name: archive[name] for name in archive.files}
        stored = Stored(
            manifest,
            tuple(_read_lines(folder / "documents.jsonl", Document)),
            tuple(_read_lines(folder / "chunks.jsonl", Chunk)),
            np.load(folder / "vectors.npy", mmap_mode="r"),
            np.load(folder / "sentence_vectors.npy", mmap_mode="r"),
            np.load(folder / "sentence_starts.npy"),
            tuple(_read_lines(folder / "questions.jsonl", Question)),
            _unpacked(folder / "meetings.npz"),
            json.loads((folder / "subjects.json").read_text(encoding="utf-8")),
            json.loads((folder / "companions.json").read_text(encoding="utf-8")),
            centres,
            tuple(_read_lines(folder / "files.jsonl", FileRecord)),
        )
    except (OSError, ValueError, ValidationError, EOFError, BadZipFile) as error:
        raise DamagedIndex(_damage(folder, str(error).split("\n")[0][:120])) from error
    _verify(folder, stored)
    return stored


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone.

    Raises:
        DamagedIndex: it is missing, unreadable or of another format.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**content)
    except (OSError, ValueError, TypeError) as error:
        raise DamagedIndex(_damage(folder, "manifest.json cannot be read")) from error
    if manifest.format != FORMAT:
        raise DamagedIndex(_damage(folder, f"made by another version (format {manifest.format})"))
    return manifest


def read_files(folder: Path) -> tuple[FileRecord, ...]:
    """The files that a build was made from.

    Raises:
        DamagedIndex: they cannot be read.
    """
    try:
        return tuple(_read_lines(folder / "files.jsonl", FileRecord))
    except (OSError, ValueError, ValidationError) as error:
        raise DamagedIndex(_damage(folder, "files.jsonl cannot be read")) from error


def read_documents(folder: Path) -> tuple[tuple[Document, ...], tuple[Chunk, ...]]:
    """The documents of a build and their chunks, without vectors.

    Raises:
        DamagedIndex: they cannot be read.
    """
    try:
        documents = tuple(_read_lines(folder / "documents.jsonl", Document))
        return documents, tuple(_read_lines(folder / "chunks.jsonl", Chunk))
    except (OSError, ValueError, ValidationError) as error:
        raise DamagedIndex(_damage(folder, "its documents cannot be read")) from error


def _verify(folder: Path, stored: Stored) -> None:
    count = stored.manifest.counts.get("chunks")
    rows = (len(stored.chunks), len(stored.vectors), len(stored.sentence_starts) - 1)
    if any(row != count for row in rows):
        found = "/".join(str(row) for row in rows)
        raise DamagedIndex(_damage(folder, f"{found} chunks found where {count} were written"))
    wanted = stored.manifest.dimension
    for vectors in (stored.vectors, stored.sentence_vectors):
        if vectors.ndim != 2 or vectors.shape[1] != wanted:
            raise DamagedIndex(_damage(folder, f"its vectors are not of {wanted} dimensions"))


def _damage(folder: Path, reason: str) -> str:
    return f"the index {folder.name} is damaged: {reason}; run `injae-ingest build` to rebuild it"


def _write_lines(path: Path, kind: type[Record], records: Sequence[Record]) -> None:
    adapter = TypeAdapter(kind)
    with path.open("wb") as file:
        for record in records:
            file.write(adapter.dump_json(record))
            file.write(b"\n")


def _read_lines(path: Path, kind: type[Record]) -> list[Record]:
    adapter = TypeAdapter(kind)
    with path.open("rb") as file:
        return [adapter.validate_json(line) for line in file if line.strip()]
