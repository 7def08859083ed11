"""A file -> Document: the reader is chosen by content, then text is cleaned and laid out."""

import hashlib
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.briefs import is_brief, read_brief
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.hwp import read_hwp, read_hwpx
from ingest.readers.layout import laid_out
from ingest.readers.pdf import read_pdf
from ingest.readers.sniffing import sniff
from ingest.readers.text import decode, read_markdown, read_text
from ingest.readers.types import Reader
from ingest.types import Document

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES = frozenset(".md .markdown .txt .html .htm .xhtml .pdf .hwp .hwpx .docx".split())
"""What is looked at in a folder; a file named outright is read whatever its suffix."""
PARSERS = ("pypdf", "pdfplumber", "hwp2md", "extract_hwp", "docx", "trafilatura")
"""What the readers import when they are first used; a worker loads them at its start."""
MAX_BYTES = 50 * 1024 * 1024

_READERS: dict[str, Reader] = {
    "pdf": read_pdf,
    "hwp": read_hwp,
    "hwpx": read_hwpx,
    "docx": read_docx,
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
}


def read(path: Path, root: Path | None = None) -> Document:
    """Read one file in this process; `root` makes its id, the path below it without the suffix.

    A `Workshop` does the same behind limits on time and memory.

    Raises:
        UnreadableDocument: with the reason in one line.
        BadBrief: a brief that breaks the format.
    """
    data = bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    form = sniff(path, data)
    if form == "markdown" and is_brief(text := decode(path, data)):
        return read_brief(path, text, digest)
    return laid_out(path, root or path.parent, _READERS[form](path, data), digest)


def bytes_of(path: Path) -> bytes:
    """The content of a regular file of sensible size.

    Raises:
        UnreadableDocument: with the reason in one line.
    """
    try:
        if not path.is_file():
            path.stat()
            raise UnreadableDocument(f"{path.name}: not a regular file, skipped")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path.name}: larger than {MAX_BYTES >> 20} MB, skipped")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}") from error
    if not data.strip():
        raise UnreadableDocument(f"{path.name}: the file is empty")
    return data
