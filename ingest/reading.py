"""Files -> Documents and Chunks: what stood unchanged in the build before is taken from there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest import chunking, store
from ingest.embedding import Progress
from ingest.errors import DamagedIndex, IngestError, UnreadableDocument
from ingest.store import FileRecord
from ingest.types import Chunk, Document
from ingest.worker import Workshop

_AS_BEFORE = "; it was readable before, and its document is dropped"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the build before made of its files."""

    records: dict[str, FileRecord] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    chunks: dict[str, tuple[Chunk, ...]] = field(default_factory=dict)
    reliable: bool = False
    """May it be taken over: was it made by the readers of today?"""

    @classmethod
    def of(cls, folder: Path, reliable: bool) -> "Earlier":
        """Open the documents of a build; nothing if they are damaged."""
        try:
            documents, chunks = store.read_documents(folder)
            records = store.read_files(folder)
        except DamagedIndex:
            return cls()
        cut: dict[str, list[Chunk]] = defaultdict(list)
        for chunk in chunks:
            cut[chunk.document_key].append(chunk)
        return cls(
            {record.path: record for record in records},
            {document.key: document for document in documents},
            {key: tuple(found) for key, found in cut.items()},
            reliable,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """The documents of some files, and what became of each file."""

    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    records: tuple[FileRecord, ...]
    parsed: frozenset[str]
    """Paths of the files that were opened by a reader."""

    def with_documents(self, documents: Sequence[Document]) -> "Read":
        """The same and documents made in memory."""
        cut = [chunk for document in documents for chunk in chunking.chunk(document)]
        return replace(self, documents=(*self.documents, *documents), chunks=(*self.chunks, *cut))


def read_all(files: Sequence[FileRecord], earlier: Earlier, progress: Progress) -> Read:
    """Read every file that is not known from before; one content is read once."""
    reading = _Reading(earlier)
    with Workshop() as workshop:
        for number, file in enumerate(files):
            name = Path(file.path).name
            progress("read", number, len(files), name)
            reading.add(file, workshop)
        if files:
            progress("read", len(files), len(files), "")
    return reading.done()


class _Reading:
    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._documents: list[Document] = []
        self._chunks: list[Chunk] = []
        self._records: list[FileRecord] = []
        self._parsed: set[str] = set()
        self._first: dict[str, FileRecord] = {}
        self._keys: set[str] = set()

    def add(self, file: FileRecord, workshop: Workshop) -> None:
        if file.failure:
            self._fail(file, file.failure)
            return
        if twin := self._first.get(file.digest):
            self._records.append(replace(file, document=twin.document, copy_of=twin.path))
            return
        known = self._known(file)
        if known and known.failure:
            self._records.append(replace(file, failure=known.failure.removesuffix(_AS_BEFORE)))
            return
        if known and (document := self._earlier.documents.get(known.document)):
            # its number among documents of one name may be another now
            document = replace(document, id=known.name)
        else:
            self._parsed.add(file.path)
            try:
                document = workshop.read(Path(file.path), Path(file.root))
            except (UnreadableDocument, IngestError) as error:
                self._fail(file, str(error))
                return
        self._take(file, document)

    def done(self) -> Read:
        return Read(
            tuple(self._documents),
            tuple(self._chunks),
            tuple(self._records),
            frozenset(self._parsed),
        )

    def _known(self, file: FileRecord) -> FileRecord | None:
        known = self._earlier.records.get(file.path)
        same = (
            self._earlier.reliable
            and known is not None
            and file.digest
            and not known.copy_of
            and (known.root, known.digest, known.sidecar) == (file.root, file.digest, file.sidecar)
        )
        return known if same else None

    def _take(self, file: FileRecord, document: Document) -> None:
        name = document.id
        document = _with_own_key(document, self._keys)
        known = self._earlier.documents.get(document.key) if self._earlier.reliable else None
        if document == known:
            self._chunks += self._earlier.chunks.get(document.key, ())
        else:
            self._chunks += chunking.chunk(document)
        self._documents.append(document)
        record = replace(file, name=name, document=document.key)
        self._records.append(record)
        if file.digest:
            self._first[file.digest] = record

    def _fail(self, file: FileRecord, reason: str) -> None:
        before = self._earlier.records.get(file.path)
        dropped = before is not None and before.document and not before.copy_of
        self._records.append(replace(file, failure=reason + (_AS_BEFORE if dropped else "")))


def _with_own_key(document: Document, taken: set[str]) -> Document:
    """A file named like one in another folder gets a number: `notice`, `notice-2`."""
    name, number = document.id, 1
    while document.key in taken:
        number += 1
        document = replace(document, id=f"{name}-{number}")
    taken.add(document.key)
    return document
