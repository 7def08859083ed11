"""A small corpus without fault, for tests that spoil or build it."""

from pathlib import Path

import pytest
from support import make_corpus

from ingest import index, pipeline, rebuild


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One brief of five statements in three languages, and a glossary."""
    return make_corpus(tmp_path / "corpus")


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors are written by a process of their own, as they are outside of tests."""
    for module in (index, pipeline):
        monkeypatch.setattr(module, "rebuild", rebuild.rebuild)
