"""A real page on a real small index, and a real browser to look at it with."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from ingest import build_index, corpus_folder

BRIEFS = ("visas/d-10", "visas/startup-korea-special-visa", "students/gks")
_ROOT = Path(__file__).resolve().parents[2]
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LOCALES = {"fr": "fr-FR", "en": "en-US", "ko": "ko-KR"}


@dataclass
class Site:
    """A served page, and what browsers that looked at it asked for."""

    url: str
    browser: Any
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(self, language: str = "en", width: int = 1280, height: int = 800) -> Any:
        """A fresh reader's page, loaded."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language]
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.url)
        page.wait_for_selector("html.ready #foot p")
        return page


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
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three briefs, each in three languages, by the packaged encoder."""
    home: Path = tmp_path_factory.mktemp("small") / "injae"
    _share_encoder(home)
    folder = corpus_folder() / "briefs"
    paths = [folder / f"{brief}.{language}.md" for brief in BRIEFS for language in LOCALES]
    build_index(paths, home=home)
    return home


@pytest.fixture(scope="session")
def site(small_home: Path, browser: Any) -> Iterator[Site]:
    """The page as it is served."""
    with served(Assistant(Settings(home=small_home, port=1))) as url:
        yield Site(url, browser)


@contextmanager
def served(assistant: Assistant) -> Iterator[str]:
    """The page of an assistant on a free port, in a thread."""
    import uvicorn

    from assistant.web.server import application_for, bind

    listener = bind("127.0.0.1", 0)
    application = application_for(assistant.settings, assistant)
    config = uvicorn.Config(application, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def _share_encoder(home: Path) -> None:
    """Use the converted encoder of this checkout where there is one: it is half a gigabyte."""
    (home / "encoders").mkdir(parents=True)
    kept = Path(os.environ.get("INJAE_HOME") or _ROOT / ".injae") / "encoders"
    if kept.is_dir():
        for item in kept.resolve().iterdir():
            (home / "encoders" / item.name).symlink_to(item)
