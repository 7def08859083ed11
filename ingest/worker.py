"""Files of strangers are read in a process of their own that can be killed and replaced.

`Workshop` is the side that asks; `main` is the process that reads. A request is a line of JSON,
so is a reply; what comes back is plain data, never a pickle.
"""

import contextlib
import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

from ingest import readers
from ingest.errors import IngestError, UnreadableDocument
from ingest.readers import pulse
from ingest.readers.sniffing import is_text
from ingest.types import Document

SECONDS = 60.0
"""Longest silence; OCR and second readings give a sign of life at each page."""
TOTAL_SECONDS = 900.0
"""Longest time for one file, with all signs of life."""
MEMORY = 2 * 1024**3
"""Bytes of address space."""
_REPLY = 64 * 1024**2
_FILES = 200
"""A worker is replaced after so many files: parsers leak."""
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
"""What a parser may know of the environment: no key of anybody."""


class Workshop:
    """Reads files one after another; text in this process, all else in a worker.

    A context manager. The worker is started when a file needs it first, and is gone at the end.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._worker: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, root: Path | None = None) -> Document:
        """The document in a file.

        Raises:
            UnreadableDocument: with the reason in one line; the next file can be read.
            BadBrief: a brief that breaks the format.
        """
        if _is_plain_text(path):
            return readers.read(path, root)
        try:
            reply = self._ask({"path": str(path), "root": str(root or path.parent)}, path.name)
        except BaseException:
            # an unread reply must not answer the next question; Ctrl-C leaves nobody behind
            self.close()
            raise
        if "refused" in reply:
            raise UnreadableDocument(str(reply["refused"]))
        try:
            return _DOCUMENT.validate_python(reply.get("document"))
        except ValidationError as error:
            raise UnreadableDocument(f"{path.name}: what was read makes no document") from error

    def close(self) -> None:
        """End the worker with everything that it started."""
        worker, self._worker, self._read = self._worker, None, 0
        if worker is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _ask(self, request: dict[str, str], name: str) -> dict[str, Any]:
        if self._worker is not None and (self._read >= _FILES or self._worker.poll() is not None):
            self.close()
        if self._worker is None:
            self._worker = _start(self.memory)
        self._read += 1
        stdin, stdout = self._worker.stdin, self._worker.stdout
        assert stdin is not None and stdout is not None
        try:
            if self._read == 1:
                # the parsers are loaded; only now does the clock of the file start
                next(_lines(stdout, SECONDS))
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            for line in _lines(stdout, self.seconds):
                if line.strip():
                    reply = json.loads(line)
                    if isinstance(reply, dict) and reply:
                        return reply
        except TimeoutError as error:
            self.close()
            raise UnreadableDocument(f"{name}: {error}, skipped") from error
        except (OSError, ValueError, StopIteration) as error:
            raise UnreadableDocument(f"{name}: the reader broke on it, skipped") from error
        raise UnreadableDocument(f"{name}: the reader broke on it{self._why()}, skipped")

    def _why(self) -> str:
        """How the worker ended, where its end tells."""
        if self._worker is None:
            return ""
        try:
            code = self._worker.wait(5)
        except subprocess.TimeoutExpired:
            return ""
        return f" ({signal.Signals(-code).name})" if code < 0 else f" (exit code {code})"


_DOCUMENT = TypeAdapter(Document)


def _is_plain_text(path: Path) -> bool:
    """May this file be read without a parser that a stranger's bytes could lead astray?"""
    try:
        return is_text(path, readers.bytes_of(path))
    except UnreadableDocument:
        return True  # the refusal costs nothing here either


def _start(memory: int) -> subprocess.Popen[bytes]:
    environment = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
    environment |= {
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
        "PYTHONUTF8": "1",
    }
    return subprocess.Popen(
        # -P: a `docx.py` in the folder that is read must not be imported
        [sys.executable, "-P", "-m", "ingest.worker", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        # a group of its own: killed whole, and Ctrl-C reaches us first
        start_new_session=True,
    )


def _lines(stream: IO[bytes], seconds: float) -> Iterator[bytes]:
    """Lines as they come.

    Raises:
        TimeoutError: silence for `seconds`, or no end after TOTAL_SECONDS.
        ValueError: a line longer than any document.
    """
    begun = time.monotonic()
    end = begun + TOTAL_SECONDS
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        silent_until = time.monotonic() + seconds
        while True:
            limit = min(end, silent_until)
            if not selector.select(max(limit - time.monotonic(), 0)):
                raise TimeoutError(f"took longer than {time.monotonic() - begun:.0f} s")
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                return
            pieces.append(piece)
            if b"\n" in piece:
                *whole, rest = b"".join(pieces).split(b"\n")
                pieces = [rest]
                silent_until = time.monotonic() + seconds
                yield from whole
            elif sum(map(len, pieces)) > _REPLY:
                raise ValueError("endless reply")


def main() -> None:
    """Read what is asked for on standard input until it closes."""
    memory = int(sys.argv[1])
    replies = os.fdopen(os.dup(1), "wb")
    # what parsers print goes nowhere
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    _preload()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def say(reply: dict[str, Any]) -> None:
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()

    pulse.listen(lambda: say({}))
    pulse.beat()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        path = Path(request["path"])
        _limit_processor()
        say(_reply(path, Path(request["root"])))


def _reply(path: Path, root: Path) -> dict[str, Any]:
    try:
        return {"document": _DOCUMENT.dump_python(readers.read(path, root), mode="json")}
    except IngestError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": f"{path.name}: needs too much memory, skipped"}
    except RecursionError:
        return {"refused": f"{path.name}: damaged (nested too deep)"}
    except Exception as error:
        reason = (str(error).split("\n")[0] or type(error).__name__)[:100]
        return {"refused": f"{path.name}: damaged ({reason})"}


def _limit_processor() -> None:
    """Should whoever asked be gone, a hanging parser still ends by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(used.ru_utime + used.ru_stime + TOTAL_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


def _preload() -> None:
    """The parsers, once for all files."""
    for name in readers.PARSERS:
        import_module(name)


if __name__ == "__main__":
    main()
