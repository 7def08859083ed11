"""What lies below an index home: the pointer to the published build, the builds, their roots.

A build is written aside as `builds/<id>.partial`, renamed when it is whole, and published by one
atomic replacement of the pointer: a process that dies at any moment leaves the old one serving.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import DamagedIndex, IngestBusy, NoIndex

_POINTER = "current"
_BUILDS = "builds"
_ROOTS = "roots.json"
_PARTIAL = ".partial"


def published_folder(home: Path) -> Path:
    """The folder of the published build.

    Raises:
        NoIndex: nothing has been published.
        DamagedIndex: the pointer leads nowhere.
    """
    try:
        name = (home / _POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndex(f"no index in {home}; run `injae-ingest build` to make one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndex(f"{home / _POINTER} cannot be read; run `injae-ingest build`") from error
    folder = home / _BUILDS / name
    if not name or not folder.is_dir():
        raise DamagedIndex(f"the published index {name!r} is gone; run `injae-ingest build`")
    return folder


def home_of(folder: Path) -> Path:
    """The home that a build's folder lies in."""
    return folder.parents[1]


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Hold the home for one ingest.

    Raises:
        IngestBusy: another one is running.
    """
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


@contextmanager
def new_folder(home: Path, build: str) -> Iterator[Path]:
    """An empty folder for a build that nobody reads yet; it is gone if the build fails."""
    folder = home / _BUILDS / f"{build}{_PARTIAL}"
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def publish(home: Path, partial: Path, roots: dict[str, list[str]]) -> Path:
    """Make a finished build the one that is read; the builds before the last one go.

    `roots` is remembered beside the pointer, for the day when a manifest cannot be read.
    """
    before = _named(home)
    _flush(partial)
    folder = partial.with_name(partial.name.removesuffix(_PARTIAL))
    partial.rename(folder)
    try:
        _replace(home / _ROOTS, json.dumps(roots, indent=1, ensure_ascii=False))
        _replace(home / _POINTER, folder.name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for other in _builds(home):
        if other.name not in (folder.name, before):
            _drop(other)
    return folder


def sweep(home: Path) -> None:
    """Remove what killed builds left; only under the lock, when none is alive."""
    for folder in _builds(home):
        if folder.name.endswith(_PARTIAL):
            _drop(folder)
    for name in (_POINTER, _ROOTS):
        for path in home.glob(f"{name}.*[0-9]"):
            with suppress(OSError):
                path.unlink()


def remembered_roots(home: Path) -> dict[str, list[str]]:
    """What `publish` was told last, as far as it can be read."""
    try:
        found = json.loads((home / _ROOTS).read_text(encoding="utf-8"))
        return {str(name): [str(path) for path in paths] for name, paths in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _named(home: Path) -> str:
    try:
        return published_folder(home).name
    except (NoIndex, DamagedIndex):
        return ""


def _builds(home: Path) -> list[Path]:
    folder = home / _BUILDS
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _drop(folder: Path) -> None:
    from ingest.chroma import drop_collections

    drop_collections(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    """A power cut after the pointer is replaced must not find the build half on the disk."""
    for path in (folder, *folder.rglob("*")):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _replace(path: Path, content: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
