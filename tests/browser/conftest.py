"""A real page on the small index, and a real browser to look at it with."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served_site import Site, served

from assistant import Assistant, Settings

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "chromium is not installed (tests/system_packages.sh installs it)"
        if os.environ.get("INJAE_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(asked_home: Path, browser: Any) -> Iterator[Site]:
    """The page as it is served."""
    with served(Assistant(Settings(home=asked_home, port=1))) as url:
        yield Site(url, browser)


@pytest.fixture
def page(site: Site) -> Iterator[Any]:
    """A fresh reader's page in English."""
    opened = site.open()
    yield opened
    opened.context.close()


@pytest.fixture
def expect(browser: Any) -> Any:
    """Playwright's assertions, which wait for what they expect."""
    from playwright.sync_api import expect

    return expect
