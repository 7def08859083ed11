"""The whole application on the small index, served once; and one with a strict rate limit."""

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
from served_site import served  # noqa: E402

from assistant import Assistant, Settings  # noqa: E402


@pytest.fixture(scope="session")
def url(small_home: Path) -> Iterator[str]:
    """The address of a served page without a rate limit."""
    with served(Assistant(Settings(home=small_home, port=1, rate_limit=0))) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    """Asks that server."""
    with httpx.Client(base_url=url, timeout=60) as opened:
        yield opened
