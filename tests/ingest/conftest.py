"""A small corpus without fault, for tests that spoil or build it."""

from pathlib import Path

import pytest
from support import make_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One brief of five statements in three languages, and a glossary."""
    return make_corpus(tmp_path / "corpus")
