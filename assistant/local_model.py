"""The model that runs on this machine: its file, and its server on loopback."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Literal

from assistant.errors import LocalModelError
from assistant.model_files import CATALOGUE, Fetcher, Progress, by_name, fetch, partial_folder
from assistant.settings import Settings

State = Literal["absent", "partial", "ready", "running"]
CONTEXT = 4096
"""Tokens that a question, its evidence and the answer may have together."""
_THREADS = 2
_PATIENCE = 120.0
"""Seconds that a cold disk gets to load a model."""


class LocalModel:
    """One model of the catalogue, or a GGUF file by its path; safe between threads."""

    def __init__(
        self, settings: Settings, fetcher: Fetcher | None = None, *, name: str = ""
    ) -> None:
        """`name` is one of the catalogue, in the place of the one that the settings name."""
        self._fetcher = fetcher
        self._lock = threading.RLock()
        self._server: _Server | None = None
        wanted = f"local:{name}" if name else settings.model
        self._own = Path(wanted).expanduser() if wanted.endswith(".gguf") else None
        kind, _, name = wanted.partition(":")
        self._known = by_name(name if kind == "local" else "")
        self.path = self._own or settings.home / "models" / self._known.file

    @property
    def title(self) -> str:
        """What it is called."""
        return self._own.stem if self._own else self._known.title

    @property
    def licence(self) -> str:
        """Under which it is given; empty for a file of the reader's own."""
        return "" if self._own else self._known.licence

    @property
    def languages(self) -> str:
        """What to expect of it in each language."""
        return "" if self._own else self._known.languages

    @property
    def memory(self) -> int:
        """Gigabytes that it needs; 0 when nobody has said."""
        return 0 if self._own else self._known.memory

    @property
    def size(self) -> int:
        """Bytes that fetching it brings, or that the file has."""
        if self._own:
            return self.path.stat().st_size if self.path.is_file() else 0
        return self._known.size

    @property
    def state(self) -> State:
        """How far it is from answering."""
        with self._lock:
            if self._server is not None and self._server.alive:
                return "running"
        if self.path.is_file():
            return "ready"
        return "partial" if partial_folder(self.path).is_dir() and not self._own else "absent"

    def pull(self, progress: Progress, stop: threading.Event) -> None:
        """Fetch it, unless it is here; an interrupted try is continued.

        Raises:
            LocalModelError: no room, out of reach, or not the file it must be.
        """
        if self.state in ("ready", "running"):
            return
        if self._own:
            raise LocalModelError(f"there is no file {self.path}; nothing to fetch it from")
        fetch(self._known, self.path, progress, stop, self._fetcher)

    def remove(self) -> None:
        """Delete what was fetched; a file of the reader's own is left alone."""
        self.close()
        if not self._own:
            self.path.unlink(missing_ok=True)
            shutil.rmtree(partial_folder(self.path), ignore_errors=True)

    def start(self) -> str:
        """The address of its server, which is started where it is not running.

        Raises:
            LocalModelError: the file is not here, or cannot be run.
        """
        with self._lock:
            if self._server is None or not self._server.alive:
                if not self.path.is_file():
                    raise LocalModelError(
                        f"{self.title} is not on this machine; run `injae models pull`"
                    )
                self._server = _Server(self.path)
            return self._server.base_url

    @property
    def key(self) -> str:
        """What the server that was started wants to be shown."""
        with self._lock:
            return self._server.key if self._server else ""

    def close(self) -> None:
        """Stop the server."""
        with self._lock:
            if self._server is not None:
                self._server.close()
            self._server = None


class _Server:
    """The process that runs the model; it ends with this one, however that ends."""

    def __init__(self, path: Path) -> None:
        self.key = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        self.base_url = f"http://127.0.0.1:{port}/v1"
        threads = str(min(_THREADS, os.cpu_count() or 1))
        command = [sys.executable, "-m", "assistant.local_server", str(path), str(port), threads]
        self._process = subprocess.Popen(
            [*command, str(CONTEXT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        )
        try:
            self._await_ready(path)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Is the process there?"""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _await_ready(self, path: Path) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        # a load that never ends is ended, and reads as one that failed
        watchdog = threading.Timer(_PATIENCE, self._process.kill)
        watchdog.start()
        try:
            self._process.stdin.write(f"{self.key}\n".encode())
            self._process.stdin.flush()
            said = any(line.startswith(b"ready ") for line in self._process.stdout)
        except BrokenPipeError:
            said = False
        finally:
            watchdog.cancel()
        if not said:
            raise LocalModelError(f"{path.name} cannot be run: it is damaged or not a GGUF model")


def catalogue_rows(settings: Settings) -> list[tuple[str, LocalModel]]:
    """Each model of the catalogue by name, as it stands on this machine."""
    return [(model.name, LocalModel(settings, name=model.name)) for model in CATALOGUE]
