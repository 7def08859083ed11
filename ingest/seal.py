"""The seal of a build: size and checksum of each of its files, taken when all were found right.

A damaged vector file can answer wrongly without a word, or take the process down. So files are
compared with the seal before they are opened; that reads a file at the disk's speed.
"""

import json
import zlib
from pathlib import Path
from typing import Any

_NAME = "seal.json"
_UNSTEADY = ".sqlite3"
"""Written to whenever it is opened: only its size is held to."""
_PASSING = (".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".lock")


def write(folder: Path, vectors: str, version: str) -> None:
    """Seal a build; `vectors` is the folder in it that Chroma's `version` wrote, if any.

    What was sealed before stays as it was, but for Chroma's files.
    """
    kept = _files(folder)
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        left = name.startswith("chroma-") and not name.startswith(f"{vectors}/")
        if not left and not name.startswith(_NAME) and path.suffix not in _PASSING:
            files[name] = kept.get(name) or _mark(path)
    partial = folder / f"{_NAME}.partial"
    record = {"vectors": vectors, "chromadb": version, "files": files}
    partial.write_text(json.dumps(record), encoding="utf-8")
    partial.replace(folder / _NAME)


def vectors_of(folder: Path) -> str:
    """The name of the folder that Chroma's files are in; empty where that is not known."""
    return str(_read(folder).get("vectors", ""))


def chroma_version(folder: Path) -> str:
    """The version of chromadb that wrote the vectors."""
    return str(_read(folder).get("chromadb", ""))


def fault(folder: Path, below: str = "") -> str:
    """What differs from the seal, in a few words; empty when nothing does."""
    files = _files(folder)
    if not files:
        return "its seal is missing"
    for name, (size, checksum) in files.items():
        if not name.startswith(below):
            continue
        try:
            found = _mark(folder / name)
        except OSError as error:
            return f"{name}: {error.strerror or error}"
        if found != [size, checksum] and (checksum is not None or found[0] < size):
            return f"{name} has changed"
    return ""


def _read(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _files(folder: Path) -> dict[str, list[Any]]:
    found = _read(folder).get("files")
    return found if isinstance(found, dict) else {}


def _mark(path: Path) -> list[Any]:
    size = path.stat().st_size
    if path.suffix == _UNSTEADY:
        return [size, None]
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return [size, checksum]
