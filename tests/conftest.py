"""No test reaches the network or the reader's own index; real encoders and indexes are shared."""

import ipaddress
import os
import platform
import socket
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import CORPUS, make_tiny_encoder, share_encoder

SMALL_BRIEFS = ("visas/d-10", "startups/tips", "students/gks")
_SHOWN = ("chromadb", "sentence-transformers", "torch", "langchain", "gradio", "pypdf", "bm25s")
_KEPT_VARIABLES = ("INJAE_REQUIRE_ALL", "INJAE_HOME")

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the hub's client is imported, whoever does it first
# a busy machine is no reason to fail
settings.register_profile("injae", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("injae")


def pytest_report_header() -> str:
    """What a report of a failure has to name."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _SHOWN)
    return f"injae: SQLite {sqlite3.sqlite_version}, Python {platform.python_version()}, {versions}"


@pytest.fixture(scope="session", autouse=True)
def offline() -> Iterator[None]:
    """Only the loopback interface can be reached; no model hub, no setting of who runs this."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("INJAE_") and name not in _KEPT_VARIABLES:
                patch.delenv(name)
        patch.setenv("TOKENIZERS_PARALLELISM", "false")
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_process() -> Iterator[None]:
    """Builds write their vectors in this process: one of its own takes a second to start."""
    from ingest import index, pipeline, rebuild

    def make(folder: Path, told: rebuild.Told = lambda done, total: None) -> None:
        rebuild.make(folder, told)

    with pytest.MonkeyPatch.context() as patch:
        for module in (index, pipeline):
            patch.setattr(module, "rebuild", make)
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """INJAE_HOME is an empty folder of the test's own."""
    home = tmp_path / "injae-home"
    monkeypatch.setenv("INJAE_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real sentence-transformers model that encodes words by their hash."""
    return make_tiny_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def packaged_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without an index that has the packaged encoder, converted now where it must be."""
    from ingest.encoders import prepare_packaged

    home = share_encoder(tmp_path_factory.mktemp("packaged") / "injae")
    prepare_packaged(home)
    return home


@pytest.fixture(scope="session")
def small_home(packaged_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three briefs in three languages and the English guide (a PDF)."""
    from ingest import build_index

    home = tmp_path_factory.mktemp("small") / "injae"
    home.mkdir()
    (home / "encoders").symlink_to(packaged_home / "encoders")
    briefs = [
        path for name in SMALL_BRIEFS for path in sorted((CORPUS / "briefs").glob(f"{name}.*.md"))
    ]
    build_index([*briefs, CORPUS / "guide" / "where-to-start.en.pdf"], home=home)
    return home


@pytest.fixture(scope="session")
def asked_home(packaged_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as `small_home`, with the questions that were written for its statements."""
    from ingest import build_index

    root = tmp_path_factory.mktemp("asked")
    corpus, home = root / "corpus", root / "injae"
    home.mkdir()
    (home / "encoders").symlink_to(packaged_home / "encoders")
    for name in SMALL_BRIEFS:
        for path in (CORPUS / "briefs").glob(f"{name}.*.md"):
            _copy(path, corpus)
    for path in (CORPUS / "questions").glob("*.csv"):
        _copy(path, corpus)
    _copy(CORPUS / "guide" / "where-to-start.en.pdf", corpus)
    build_index([corpus], home=home)
    return home


def _copy(path: Path, corpus: Path) -> None:
    copy = corpus / path.relative_to(CORPUS)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(path.read_bytes())


def guarded(connect: Any) -> Any:
    """A socket's `connect` that refuses every address but this machine's own."""

    def checked(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OSError(f"tests reach no network; {address[0]!r} was asked for")
        return connect(self, address)

    return checked


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
