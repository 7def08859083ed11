"""Which files stand under a root, and what they hold together."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.readers import SUFFIXES


def corpus_folder() -> Path:
    """Injae's own corpus: beside the packages, in a checkout as in an installation."""
    return Path(os.environ.get("INJAE_CORPUS") or Path(__file__).resolve().parents[1] / "corpus")


def find_files(roots: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """(root, file) of everything that may be read; symlinks and hidden files are passed over."""
    for root in roots:
        if root.is_file():
            yield root.parent, root
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            inside = path.relative_to(root).parts
            hidden = any(part.startswith((".", "_")) for part in inside)
            if path.suffix.lower() not in SUFFIXES or hidden or path.is_symlink():
                continue
            if path.is_file() and not _is_source_of_pdf(path) and path.name != "README.md":
                yield root, path


def _is_source_of_pdf(path: Path) -> bool:
    """The text that a PDF beside it was made from would be the same document twice."""
    return path.suffix != ".pdf" and path.with_suffix(".pdf").exists()


def root_hash(root: Path, files: list[tuple[Path, Path]]) -> str:
    digest = hashlib.sha256()
    for base, path in files:
        if base == root or path == root:
            digest.update(path.relative_to(base).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted([*root.glob("glossary.csv"), *(root / "questions").glob("*.csv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
