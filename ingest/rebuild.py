"""Chroma's files of a build, made from its chunk store and checked, in a process of their own.

Damaged vector files can take a process down, and a client keeps what it has open; so neither the
ingest nor a reader of the index does this work itself. The chunk store is all that it needs.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ingest import seal, store
from ingest.chroma import check_collections, chroma_errors, chroma_version, write_collections
from ingest.errors import DamagedIndex, InjaeError

_DETACHED = "--detached"

Told = Callable[[int, int], None]
"""Told how many vectors are written, of how many."""


def rebuild(folder: Path, told: Told = lambda done, total: None) -> None:
    """Make, check and seal the vectors of a build, and wait for it.

    Raises:
        DamagedIndex: it could not be done, with the reason.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            _command(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=_env()
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                with suppress(ValueError):
                    done, total = map(int, line.split())
                    told(done, total)
            code = process.wait()
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        if code:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            if code == 2 and lines:
                raise DamagedIndex(lines[-1][:300])
            last = f": {lines[-1][:200]}" if lines else ""
            raise DamagedIndex(f"the process that writes vectors died ({code}){last}")


def start_rebuild(folder: Path) -> "subprocess.Popen[bytes]":
    """Begin the same without waiting; it goes on when this process ends."""
    return subprocess.Popen(
        [*_command(folder), _DETACHED],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=_env(),
    )


def make(folder: Path, told: Told) -> None:
    """The work itself.

    Raises:
        DamagedIndex: the chunk store cannot be read, or the vectors are not found again.
    """
    stored = store.read(folder)
    name = "" if stored.manifest.chroma_url else f"chroma-{secrets.token_hex(3)}"
    try:
        with chroma_errors(stored.manifest.build):
            write_collections(folder / name, stored, lambda done: told(done, len(stored.chunks)))
            wrong = check_collections(folder / name, stored)
        if wrong:
            raise DamagedIndex(f"the vectors of {stored.manifest.build} do not hold: {wrong}")
        seal.write(folder, name, chroma_version())
    except BaseException:
        if name:
            shutil.rmtree(folder / name, ignore_errors=True)
        raise
    for other in folder.glob("chroma-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """`python -m ingest.rebuild FOLDER`: one process a build at a time; code 2 with a reason."""
    import fcntl

    folder = Path(arguments[0])
    if _DETACHED not in arguments:
        threading.Thread(target=_die_with_parent, daemon=True).start()
    with (folder / "rebuild.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # another process is at it: when it is done, so are we
            fcntl.flock(file, fcntl.LOCK_EX)
            return 0
        try:
            make(folder, lambda done, total: print(done, total, flush=True))
        except (InjaeError, OSError) as error:
            print(str(error).replace("\n", " "), file=sys.stderr)
            return 2
    return 0


def _die_with_parent() -> None:
    """A killed ingest leaves nobody behind who writes on: its end of the pipe closes."""
    # not through sys.stdin: its lock, held by a thread at the end of the process, aborts it
    while os.read(0, 1):
        pass
    os._exit(3)


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "ingest.rebuild", str(folder)]


def _env() -> dict[str, str]:
    """The child finds this very package, wherever it was imported from."""
    place = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (place, known)))}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
