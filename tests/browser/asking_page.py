"""What browser tests do again and again."""

from typing import Any


def ask(page: Any, question: str) -> Any:
    """Type a question, send it, and wait for the whole answer."""
    before = page.locator(".exchange").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(".exchange").nth(before).wait_for()
    return answered(page)


def answered(page: Any) -> Any:
    """The last answer, once it is whole and the page takes the next question."""
    page.wait_for_selector("#current .answer")
    page.wait_for_selector("#ask")
    return page.locator("#current .answer")


def outside(site: Any) -> list[str]:
    """Requests that left this machine."""
    return [url for url in site.requests if not url.startswith((site.url, "data:", "blob:"))]
