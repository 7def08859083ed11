"""Which files stand below a root, what they hold, and what is passed over."""

import glob
import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import IngestError
from ingest.readers import SUFFIXES
from ingest.readers.metadata import SIDECAR, sidecar_of
from ingest.store import FileRecord

_OURS = ("README.md", "glossary.csv", "catalogue.toml")
_HASHED = 256 << 20
"""Bytes: a larger file is refused by every reader, so its content is not looked at."""
_RACY = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was looked at may change again unseen."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands below some roots."""

    files: tuple[tuple[Path, Path], ...]
    """(root, file), in the order of roots, then of names."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Path -> why it is passed over."""


def corpus_folder() -> Path:
    """Injae's own corpus: beside the packages in a checkout, inside this one when installed."""
    if named := os.environ.get("INJAE_CORPUS"):
        return Path(named)
    here = Path(__file__).resolve().parent
    beside = here.parent / "corpus"
    return beside if (beside / "briefs").is_dir() else here / "corpus"


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files and folders that exist; a pattern that no shell has expanded is expanded.

    Raises:
        IngestError: nothing is there.
    """
    found: list[Path] = []
    for path in paths:
        if path.exists():
            found.append(path.resolve())
            continue
        pattern = str(path.expanduser())
        matches = sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []
        if not matches:
            raise IngestError(f"{path}: no such file or folder")
        found += [Path(match).resolve() for match in matches]
    return list(dict.fromkeys(found))


def find_files(roots: Iterable[Path], forgotten: Iterable[Path] = ()) -> Found:
    """Everything that may be read; hidden files and those that were forgotten are left out."""
    files: dict[Path, Path] = {}
    skipped: dict[str, str] = {}
    left_out = list(forgotten)
    for root in roots:
        base = root if root.is_dir() else root.parent
        for path in sorted(_below(root, skipped)) if root.is_dir() else [root]:
            if any(path.is_relative_to(other) for other in left_out):
                continue
            reason = _why_not(path, named=path == root)
            if reason is None:
                files.setdefault(path, base)
            elif reason:
                skipped[_shown(path)] = reason
    return Found(tuple((base, path) for path, base in files.items()), skipped)


def look(files: Iterable[tuple[Path, Path]], known: Mapping[str, FileRecord]) -> list[FileRecord]:
    """What each file holds; one whose size and times stand as they were known is not opened."""
    return [_record(root, path, known.get(str(path))) for root, path in files]


def root_hash(root: Path, records: Iterable[FileRecord]) -> str:
    """What a root holds: its files, glossary and questions."""
    digest = hashlib.sha256()
    base = str(root if root.is_dir() else root.parent)
    for record in records:
        if record.root == base and Path(record.path).is_relative_to(root):
            inside = os.path.relpath(record.path, base)
            held = record.digest or record.stamp
            digest.update(f"{inside}\0{held}\0{record.sidecar}\0".encode(errors="replace"))
    for path in sorted([*root.glob("glossary.csv"), *(root / "questions").glob("*.csv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _below(root: Path, skipped: dict[str, str]) -> Iterator[Path]:
    def cannot(error: OSError) -> None:
        skipped[str(error.filename)] = f"cannot be opened ({error.strerror})"

    for place, folders, names in os.walk(root, onerror=cannot):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in (*names, *links):
            if not name.startswith((".", "_")):
                yield Path(place, name)


def _why_not(path: Path, named: bool) -> str | None:
    """Why a file is not read: None if it is, empty where there is nothing to say."""
    suffix = path.suffix.lower()
    if path.is_symlink():
        return "a symbolic link"
    if _shown(path) != str(path):
        return "its name is not UTF-8"
    try:
        kind = path.lstat().st_mode
    except OSError as error:
        return f"it is gone ({error.strerror})"
    if not stat.S_ISREG(kind):
        return "not a regular file"
    if named:
        return None
    ours = path.name in _OURS or path.name.endswith(SIDECAR)
    if ours or (suffix == ".csv" and path.parent.name == "questions"):
        return ""
    if suffix not in SUFFIXES:
        return f"{suffix or 'files without a suffix'}: not a format that is read"
    # the text that a PDF beside it was made from would be the same document twice
    if suffix != ".pdf" and path.with_suffix(".pdf").exists():
        return "the PDF of that name is read"
    return None


def _shown(path: Path) -> str:
    return str(path).encode(errors="replace").decode()


def _record(root: Path, path: Path, known: FileRecord | None) -> FileRecord:
    stamp, digest, failure, seen = (0, 0, 0), "", "", time.time_ns()
    try:
        state = path.stat()
        stamp = (state.st_size, state.st_mtime_ns, state.st_ino)
        if known and known.digest and known.stamp == stamp and stamp[1] + _RACY < known.seen:
            digest, seen = known.digest, known.seen
        elif state.st_size <= _HASHED:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        failure = f"{path.name}: {error.strerror or error}"
    sidecar = ""
    with suppress(OSError):
        if beside := sidecar_of(path):
            sidecar = hashlib.sha256(beside.read_bytes()).hexdigest()
    return FileRecord(str(root), str(path), stamp, seen, digest, sidecar, failure=failure)
