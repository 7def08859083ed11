"""One assistant on the small index; indexes whose briefs are in one language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import CORPUS

from assistant import Assistant, Settings
from ingest import build_index

BRIEFS = ("visas/d-10", "startups/tips", "students/gks")


@pytest.fixture(scope="session")
def assistant(small_home: Path) -> Iterator[Assistant]:
    """Answers from three briefs in three languages and the English guide."""
    opened = Assistant.open(Settings(home=small_home))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def only(
    packaged_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Assistant]]:
    """An assistant whose briefs are in one language only."""
    opened: dict[str, Assistant] = {}

    def build(language: str) -> Assistant:
        if language not in opened:
            home = tmp_path_factory.mktemp(f"only-{language}") / "injae"
            home.mkdir()
            (home / "encoders").symlink_to(packaged_home / "encoders")
            build_index([CORPUS / "briefs" / f"{n}.{language}.md" for n in BRIEFS], home=home)
            opened[language] = Assistant.open(Settings(home=home))
        return opened[language]

    yield build
    for one in opened.values():
        one.close()
