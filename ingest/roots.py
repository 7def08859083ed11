"""What an index is to be built from: what it was built from, with paths added or taken away."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import store
from ingest.errors import DamagedIndex, IngestError, NoIndex
from ingest.home import published_folder, remembered_roots
from ingest.sources import corpus_folder, expand
from ingest.store import Manifest


@dataclass(frozen=True, slots=True)
class Roots:
    """Files and folders to read, and what is left out below them."""

    paths: tuple[Path, ...]
    forgotten: tuple[Path, ...] = ()

    def as_data(self) -> dict[str, list[str]]:
        """Plain data, to be remembered beside the pointer."""
        return {
            "roots": [str(path) for path in self.paths],
            "forgotten": [str(path) for path in self.forgotten],
        }

    def with_paths(self, added: Sequence[Path]) -> "Roots":
        """These and others; a path that was forgotten is remembered when it is named."""
        kept = [path for path in self.paths if path not in added]
        left_out = [
            path
            for path in self.forgotten
            if not any(path.is_relative_to(other) or other.is_relative_to(path) for other in added)
        ]
        return Roots((*kept, *added), tuple(left_out))

    def without(self, forgotten: Sequence[Path]) -> "Roots":
        """These without some files and folders."""
        kept = [
            path
            for path in self.paths
            if not any(path.is_relative_to(other) for other in forgotten)
        ]
        inside = [
            path
            for path in forgotten
            if path not in self.paths and any(path.is_relative_to(root) for root in kept)
        ]
        return Roots(tuple(kept), tuple(dict.fromkeys((*self.forgotten, *inside))))


def published_manifest(home: Path) -> Manifest | None:
    """The manifest of the published build; None where there is none that can be read."""
    try:
        return store.read_manifest(published_folder(home))
    except (NoIndex, DamagedIndex):
        return None


def plan(home: Path, paths: Sequence[Path], only: bool, in_memory: bool) -> Roots:
    """What to build from.

    Raises:
        IngestError: a path does not exist.
    """
    before = Roots(()) if only else _before(home)
    added = expand(paths)
    if not before.paths and not added and not in_memory:
        corpus = corpus_folder()
        if not corpus.is_dir():
            raise IngestError(f"no corpus in {corpus}; name a folder, or set INJAE_CORPUS")
        added = [corpus]
    return before.with_paths(added)


def forget(home: Path, names: Sequence[str]) -> Roots:
    """What remains when paths and documents (by id) are taken away.

    Raises:
        IngestError: nothing of that name is indexed, or nothing would remain.
        NoIndex, DamagedIndex: there is nothing to forget from.
    """
    records = store.read_files(published_folder(home))
    before, gone = _before(home), list[Path]()
    for name in names:
        path = Path(name).expanduser().resolve()
        held = [Path(record.path) for record in records]
        named = [
            Path(record.path)
            for record in records
            if name in (record.document, record.document.rpartition(".")[0]) and name
        ]
        if path in before.paths or any(other.is_relative_to(path) for other in held):
            gone.append(path)
        elif named:
            gone += named
        else:
            raise IngestError(f"{name}: no such document, file or folder in the index")
    left = before.without(gone)
    if not left.paths:
        raise IngestError("nothing would remain; name what to index with `build PATH --only`")
    return left


def _before(home: Path) -> Roots:
    """The roots of the published build; a damaged manifest does not forget them."""
    try:
        text = (published_folder(home) / "manifest.json").read_text(encoding="utf-8")
        known = json.loads(text)
        paths, forgotten = list(known["roots"]), list(known.get("forgotten", []))
    except (NoIndex, DamagedIndex, OSError, ValueError, KeyError, TypeError, AttributeError):
        remembered = remembered_roots(home)
        paths, forgotten = remembered.get("roots", []), remembered.get("forgotten", [])
    return Roots(tuple(map(Path, paths)), tuple(map(Path, forgotten)))
