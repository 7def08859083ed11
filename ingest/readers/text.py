"""Plain text and Markdown without front matter."""

import re
from pathlib import Path

from ingest.cleaning import clean
from ingest.errors import UnreadableDocument
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
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", clean(decode(path, data))):
        lines = [line for line in block.split("\n") if line.strip()]
        while lines and (match := _HEADING.match(lines[0])):
            parts.append(Part(_plain(match[2]), "heading", level=len(match[1])))
            lines = lines[1:]
        if lines:
            kind = "table" if all(_TABLE_ROW.match(line) for line in lines) else "paragraph"
            text = "\n".join(lines if kind == "table" else [_plain(line) for line in lines])
            parts.append(Part(text, kind))  # type: ignore[arg-type]
    title = next((part.text for part in parts if part.kind == "heading"), "")
    return Reading(tuple(parts), "markdown", title=title)


def _plain(line: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)).replace("`", "")
