"""DOCX paragraph by paragraph and table by table; the only file that imports docx (python-docx)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.readers.tables import table_parts
from ingest.readers.types import Part, Reading

_HEADING = re.compile(r"(?:heading|제목|titre)\s*(\d)", re.IGNORECASE)
_HOLDERS = frozenset("sdt sdtContent ins moveTo customXml smartTag".split())
"""Elements around paragraphs that python-docx passes over: forms, tracked insertions."""
_NOTES = ("/footnotes", "/endnotes")
_UNSEEN = frozenset("Fallback pPr rPr tcPr tblPr sdtPr del moveFrom".split())
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def read_docx(path: Path, data: bytes) -> Reading:
    """The body in reading order, then its notes; cells that were merged are told once.

    Raises:
        UnreadableDocument: damaged, or not what its name says.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style.name or "" for style in document.styles}
        parts = [*_parts(document.element.body, styles), *_notes(document, docx)]
        title = str(document.core_properties.title or "")
    except RecursionError as error:
        raise UnreadableDocument(f"{path.name}: damaged (nested too deep)") from error
    except Exception as error:  # lxml, zip and key errors come through unwrapped
        reason = (str(error).split("\n")[0] or type(error).__name__)[:100]
        raise UnreadableDocument(f"{path.name}: damaged ({reason})") from error
    return Reading(tuple(parts), "python-docx", title=title)


def _notes(document: Any, docx: Any) -> Iterator[Part]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            for note in docx.oxml.parse_xml(relation.target_part.blob):
                yield from _parts(note, {})


def _parts(container: Any, styles: dict[str, str]) -> Iterator[Part]:
    for element in container:
        name = _name(element)
        if name == "p":
            yield from _paragraph(element, styles)
        elif name == "tbl":
            yield from table_parts([_cells(row) for row in element.tr_lst])
        elif name in _HOLDERS:
            yield from _parts(element, styles)


def _paragraph(element: Any, styles: dict[str, str]) -> Iterator[Part]:
    text = "".join(_text(element)).strip()
    style = styles.get(element.style or "", "")
    match = _HEADING.match(style)
    if text and (match or style == "Title"):
        yield Part(" ".join(text.split()), "heading", level=int(match[1]) if match else 1)
    elif text:
        yield Part(text)


def _text(element: Any) -> Iterator[str]:
    """The words of a paragraph, with those of text boxes that hang on it on lines of their own."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name not in _UNSEEN:
            yield from _text(child)
            yield "\n" if name == "p" else ""


def _cells(row: Any) -> list[str]:
    """A merged cell's text stands in the first of its places; rows of inner tables are lines."""
    cells: list[str] = [""] * row.grid_before
    for cell in row.tc_lst:
        lines = [] if cell.vMerge == "continue" else ["".join(_text(item)) for item in cell]
        cells.append("\n".join(line for line in lines if line.strip()))
        cells += [""] * (cell.grid_span - 1)
    return cells


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
