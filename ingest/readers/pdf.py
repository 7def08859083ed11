"""PDF text page by page; the only file that imports pypdf."""

import io
import logging
from pathlib import Path

from ingest.cleaning import clean, looks_garbled, paragraphs, without_running_lines
from ingest.errors import UnreadableDocument
from ingest.readers.types import Part, Reading

MAX_PAGES = 2000


def read_pdf(path: Path, data: bytes) -> Reading:
    """Paragraphs with their page numbers.

    Raises:
        UnreadableDocument: broken, password protected, garbled, or no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [clean(page.extract_text()) for page in reader.pages[:MAX_PAGES]]
        title = clean(str((reader.metadata or {}).get("/Title") or ""))
    except FileNotDecryptedError as error:
        raise UnreadableDocument(f"{path.name}: password protected, skipped") from error
    except (PyPdfError, DependencyError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = str(error).split("\n")[0][:120]
        raise UnreadableDocument(f"{path.name}: not a readable PDF ({reason})") from error
    return Reading(
        tuple(_parts(pages)),
        "pypdf",
        title=title,
        warnings=tuple(_warnings(path, pages)),
    )


def _parts(pages: list[str]) -> list[Part]:
    return [
        Part(paragraph, page=number)
        for number, page in enumerate(without_running_lines(pages), 1)
        for paragraph in paragraphs(page)
    ]


def _warnings(path: Path, pages: list[str]) -> list[str]:
    empty = [number for number, page in enumerate(pages, 1) if len(page) < 20]
    garbled = [number for number, page in enumerate(pages, 1) if looks_garbled(page)]
    if len(empty) == len(pages):
        raise UnreadableDocument(f"{path.name}: no text layer on its {len(pages)} pages")
    if len(garbled) > len(pages) / 2:
        raise UnreadableDocument(f"{path.name}: its text comes out garbled (an old encoding)")
    return [f"no text layer on page {number}" for number in empty] + [
        f"garbled text on page {number}" for number in garbled
    ]
