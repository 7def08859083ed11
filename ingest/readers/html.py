"""HTML pages without their menus; the only file that imports trafilatura."""

import html
import re
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.text import read_markdown
from ingest.readers.types import Part, Reading


def read_html(path: Path, data: bytes) -> Reading:
    """The main text of a page, its tables as Markdown rows; bytes in, so that any charset is read.

    Raises:
        UnreadableDocument: the page has no text.
    """
    import trafilatura

    tree = trafilatura.load_html(data)
    if tree is None:
        raise UnreadableDocument(f"{path.name}: not an HTML page")
    text = trafilatura.extract(
        tree, output_format="markdown", include_tables=True, include_comments=False
    )
    if not text or not text.strip():
        text = " ".join(tree.itertext())
    reading = read_markdown(path, text.encode("utf-8"))
    metadata = trafilatura.extract_metadata(tree)
    title = _title(data) or (metadata.title if metadata else "") or reading.title
    parts = reading.parts
    if title and not any(title in part.text for part in parts[:3]):
        # a lone <h1> is dropped by the extraction
        parts = (Part(title, "heading", level=1), *parts)
    when = (metadata.date if metadata else "") or ""
    return Reading(parts, "trafilatura", title=title, date=when)


def _title(data: bytes) -> str:
    match = re.search(rb"<title[^>]*>(.*?)</title>", data[:20000], re.IGNORECASE | re.DOTALL)
    if not match:
        return ""
    try:
        return " ".join(html.unescape(match[1].decode("utf-8")).split())
    except UnicodeDecodeError:
        return ""
