"""PDF text page by page; the only file that imports pypdf.

Three ways to a page, the cheapest that works: pypdf; pdfplumber where Korean spaces are lost or
letters come out wrong; a picture and OCR where there is no text.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.cleaning import (
    clean,
    looks_garbled,
    paragraphs,
    spacing_lost,
    with_joined_words,
    without_running_lines,
)
from ingest.errors import UnreadableDocument
from ingest.readers import ocr
from ingest.readers.pdf_layout import texts_by_layout
from ingest.readers.types import Part, Reading

MAX_PAGES = 2000
_FORMS = 20
MIN_CHARACTERS = 20
"""A page with fewer has no text layer worth the name."""


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    text: str
    has_picture: bool = False
    parser: str = "pypdf"
    failed: bool = False

    @property
    def is_empty(self) -> bool:
        return len(clean(self.text)) < MIN_CHARACTERS


def read_pdf(path: Path, data: bytes) -> Reading:
    """Paragraphs with their page numbers.

    Raises:
        UnreadableDocument: broken, password protected, too long, garbled, or without text.
    """
    pages, title = _by_pypdf(path, data)
    pages = _by_layout(pages, data)
    pages, unread = _by_ocr(path, pages, data)
    if all(not clean(page.text) for page in pages):
        raise UnreadableDocument(f"{path.name}: {_nothing(pages, unread)}")
    texts = without_running_lines(with_joined_words([page.text for page in pages]))
    parts = [
        Part(paragraph, page=page.number)
        for page, text in zip(pages, texts, strict=True)
        for paragraph in paragraphs(text)
    ]
    parsers = dict.fromkeys(page.parser for page in pages if page.text)
    return Reading(
        tuple(parts), ", ".join(parsers), title=title, warnings=tuple(_warnings(pages, unread))
    )


def _by_pypdf(path: Path, data: bytes) -> tuple[list[_Page], str]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if _counts_too_many(reader):
            raise UnreadableDocument(f"{path.name}: more than {MAX_PAGES:,} pages; split it")
        pages = [_page(number, page) for number, page in enumerate(reader.pages, 1)]
        title = clean(str(reader.metadata.title or "")) if reader.metadata else ""
    except UnreadableDocument:
        raise
    except FileNotDecryptedError as error:
        raise UnreadableDocument(f"{path.name}: password protected, skipped") from error
    except LimitReachedError as error:
        raise UnreadableDocument(
            f"{path.name}: unpacks to more than a page can hold, skipped"
        ) from error
    except Exception as error:  # ValueError, KeyError and others come through on damaged files
        raise UnreadableDocument(f"{path.name}: not a readable PDF ({_reason(error)})") from error
    if not pages:
        raise UnreadableDocument(f"{path.name}: damaged, it has no pages")
    return pages, title


def _counts_too_many(reader: Any) -> bool:
    """A walk through the page tree that stops early; the stated count may lie."""
    pages = 0
    branches: set[int] = set()
    waiting: list[Any] = [reader.root_object.get("/Pages")]
    while waiting and pages <= MAX_PAGES and len(branches) <= MAX_PAGES:
        named = waiting.pop()
        node: Any = named.get_object() if named is not None else None
        kids = node.get("/Kids") if hasattr(node, "get") else None
        if kids is None:
            pages += 1
        elif id(node) not in branches:
            branches.add(id(node))
            waiting += kids.get_object()[: MAX_PAGES + 1]
    return bool(waiting) or pages > MAX_PAGES


def _page(number: int, page: Any) -> _Page:
    from pypdf.errors import FileNotDecryptedError, LimitReachedError

    try:
        return _Page(number, page.extract_text(), _has_picture(page))
    except (FileNotDecryptedError, LimitReachedError):
        raise
    except Exception:  # one damaged page is no reason to lose the others
        return _Page(number, "", failed=True)


def _has_picture(page: Any) -> bool:
    """Does a page show a picture, itself or through a form? Few forms are opened: they may loop."""
    waiting, left = [page], _FORMS
    try:
        while waiting and left:
            left -= 1
            resources = waiting.pop(0)["/Resources"].get_object()
            shown = [item.get_object() for item in resources["/XObject"].get_object().values()]
            if any(item.get("/Subtype") == "/Image" for item in shown):
                return True
            waiting += [item for item in shown if "/Resources" in item]
    except (KeyError, AttributeError, TypeError):
        return False
    return False


def _by_layout(pages: Sequence[_Page], data: bytes) -> list[_Page]:
    """Pages whose Korean spaces or letters are lost, read again where that helps."""
    doubtful = {p.number for p in pages if p.failed or _is_bad(p.text)}
    if not doubtful:
        return list(pages)
    again = texts_by_layout(data, sorted(doubtful))
    return [_better(page, again.get(page.number, "")) for page in pages]


def _better(page: _Page, text: str) -> _Page:
    if len(clean(text)) < MIN_CHARACTERS or looks_garbled(text):
        return replace(page, text="") if looks_garbled(page.text) else page
    return replace(page, text=text, parser="pdfplumber", failed=False)


def _is_bad(text: str) -> bool:
    return spacing_lost(text) or looks_garbled(text)


def _by_ocr(path: Path, pages: Sequence[_Page], data: bytes) -> tuple[list[_Page], frozenset[int]]:
    """Pages without text, read from their pictures; and the pages that wait for OCR."""
    blind = [page.number for page in pages if page.is_empty and (page.has_picture or page.failed)]
    if not blind or not ocr.installed():
        return list(pages), frozenset(blind)
    known = "\n".join(page.text for page in pages)
    read = ocr.read_pages(data, blind[: ocr.MAX_PAGES], f"{path.stem}\n{known}")
    done = [
        replace(page, text=read[page.number], parser="tesseract") if page.number in read else page
        for page in pages
    ]
    return done, frozenset(blind) - read.keys()


def _nothing(pages: Sequence[_Page], unread: frozenset[int]) -> str:
    if any(looks_garbled(page.text) for page in pages):
        return "its text comes out garbled (an old encoding); install OCR (tesseract)"
    advice = "" if not unread else "; " + _advice()
    return f"no text layer on its {len(pages)} pages{advice}".replace(
        "its 1 pages", "its only page"
    )


def _warnings(pages: Sequence[_Page], unread: frozenset[int]) -> Iterator[str]:
    waiting = [page.number for page in pages if page.number in unread]
    empty = [p.number for p in pages if p.is_empty and p.number not in unread and not p.failed]
    if waiting:
        yield f"no text layer on {_span(waiting)}; {_advice()}"
    if blank := [n for n in empty if not pages[n - 1].text.strip()]:
        yield f"no text layer on {_span(blank)}"
    if failed := [page.number for page in pages if page.failed and page.number not in unread]:
        yield f"{_span(failed)} could not be read"
    if seen := [page.number for page in pages if page.parser == "tesseract"]:
        yield f"OCR read {_span(seen)}; letters and numbers may be wrong"


def _advice() -> str:
    return "OCR found nothing" if ocr.installed() else "install OCR (tesseract)"


def _span(numbers: Sequence[int]) -> str:
    """`page 4`, `pages 3-7, 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}"


def _reason(error: Exception) -> str:
    return (str(error).split("\n")[0] or type(error).__name__)[:120]
