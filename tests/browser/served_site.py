"""The page served in this process, and what a browser that looks at it asks for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from assistant import Assistant

LOCALES = {"fr": "fr-FR", "en": "en-US", "ko": "ko-KR"}


@dataclass
class Site:
    """A served page, and what browsers that looked at it asked for."""

    url: str
    browser: Any
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(
        self, language: str = "en", width: int = 1280, height: int = 800, **options: Any
    ) -> Any:
        """A fresh reader's page, loaded; `options` are those of a browser context."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language], **options
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.url)
        page.wait_for_selector("html.ready #foot p")
        return page


@contextmanager
def served(assistant: Assistant, bench: Any = None) -> Iterator[str]:
    """The page of an assistant on a free port, in a thread."""
    import uvicorn

    from assistant.web.server import application_for, bind, config_for

    listener = bind("127.0.0.1", 0)
    application = application_for(assistant.settings, assistant, bench)
    server = uvicorn.Server(config_for(application))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
