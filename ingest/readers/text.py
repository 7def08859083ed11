"""Plain text and Markdown without front matter."""

import re
from pathlib import Path

from ingest.cleaning import clean
from ingest.errors import UnreadableDocument
from ingest.readers.tables import parse_rows, table_parts
from ingest.readers.types import Part, Reading

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")


def decode(path: Path, data: bytes) -> str:
    """Bytes of a text file as text: UTF-8, UTF-16 or cp949, as Korean offices write them.

    Raises:
        UnreadableDocument: none of them fits.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp949", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(f"{path.name}: neither UTF-8, UTF-16 nor cp949 text")


def read_text(path: Path, data: bytes) -> Reading:
    """Paragraphs are parted by blank lines; a short first line is the title."""
    blocks = [b for b in re.split(r"\n\s*\n", clean(decode(path, data))) if b.strip()]
    first = blocks[0].split("\n")[0] if blocks else ""
    title = first if 0 < len(first) <= 200 else ""
    return Reading(tuple(Part(block) for block in blocks), "text", title=title)


def read_markdown(path: Path, data: bytes) -> Reading:
    """Headings, paragraphs and tables of ordinary Markdown; links keep their words."""
    parts = markdown_parts(decode(path, data))
    title = next((part.text for part in parts if part.kind == "heading"), "")
    return Reading(tuple(parts), "markdown", title=title)


def markdown_parts(text: str, *, formatted: bool = True) -> list[Part]:
    """The parts of Markdown text; not `formatted` when its stars and brackets mean themselves."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", clean(text)):
        lines = [line for line in block.split("\n") if line.strip()]
        while lines and (match := _HEADING.match(lines[0])):
            parts.append(Part(_plain(match[2]), "heading", level=len(match[1])))
            lines = lines[1:]
        if lines and all(_TABLE_ROW.match(line) for line in lines):
            parts += table_parts(parse_rows([_plain(x) if formatted else x for x in lines]))
        elif lines:
            parts.append(Part("\n".join(_plain(x) if formatted else x for x in lines)))
    return parts


def _plain(line: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)).replace("`", "")
