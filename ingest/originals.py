"""The files that documents were read from, kept by content, so that a page can be shown later."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ingest.types import Document

_FOLDER = "originals"


def original_of(home: Path, document: Document) -> Path | None:
    """The kept file of a document; None where it was made in memory, or its file is gone."""
    path = _place(home, document)
    return path if path is not None and path.is_file() else None


def keep_originals(home: Path, documents: Iterable[Document]) -> None:
    """Copy the files of these documents, unless they are kept already.

    A copy, not a link: whoever edits a file in place would change a link with it.

    Raises:
        OSError: the disk is full.
    """
    for document in documents:
        place = _place(home, document)
        if place is None or place.exists() or not os.path.isfile(document.path):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            if _copy(Path(document.path), partial) == document.content_hash:
                partial.replace(place)
        finally:
            with suppress(OSError):
                partial.unlink()


def prune_originals(home: Path, needed: Iterable[Document]) -> None:
    """Remove what no kept build needs, and what a killed ingest left."""
    places = {_place(home, document) for document in needed}
    folder = home / _FOLDER
    for path in folder.iterdir() if folder.is_dir() else ():
        if path not in places:
            with suppress(OSError):
                path.unlink()


def _place(home: Path, document: Document) -> Path | None:
    if not document.content_hash or not document.path:
        return None
    return home / _FOLDER / f"{document.content_hash}{Path(document.path).suffix.lower()[:10]}"


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    try:
        reader = source.open("rb")
    except OSError:
        # it went away since it was read: its document stands, its page cannot be shown
        return ""
    with reader, target.open("wb") as writer:
        while block := reader.read(1 << 20):
            digest.update(block)
            writer.write(block)
    return digest.hexdigest()
