"""Which format a file is in, by its content; its suffix only decides between kinds of text."""

import re
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.archive import member, member_names

_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)", re.IGNORECASE | re.DOTALL
)
_BINARY_SUFFIXES = {".pdf": "a PDF", ".hwp": "an HWP file", ".hwpx": "an HWPX file"} | {
    ".docx": "a DOCX file"
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_text(path: Path, data: bytes) -> bool:
    """Is it Markdown or plain text, told without unpacking anything?

    Raises:
        UnreadableDocument: not a format that can be read.
    """
    packed = b"%PDF-" in data[:1024] or data.startswith((_OLE, b"PK\x03\x04"))
    return not packed and sniff(path, data) in ("markdown", "text")


def sniff(path: Path, data: bytes) -> str:
    """The format of a file: pdf, hwp, hwpx, docx, html, markdown or text.

    Raises:
        UnreadableDocument: none that can be read, or not what its name says.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _of_ole(path, data)
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(path, data)
    _refuse_known(path, data)
    suffix = path.suffix.lower()
    text = not _is_binary(data[:4096])
    if suffix in _BINARY_SUFFIXES:
        looks = "looks like text" if text else "its first bytes are unknown"
        raise UnreadableDocument(f"{path.name}: not {_BINARY_SUFFIXES[suffix]} ({looks})")
    if not text:
        raise UnreadableDocument(
            f"{path.name}: not a format that can be read (PDF, HWP, HWPX, DOCX, HTML, text)"
        )
    if suffix in (".html", ".htm", ".xhtml") or _HTML.match(_start(data)):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def _of_ole(path: Path, data: bytes) -> str:
    """OLE holds HWP 5, but also old Word files and encrypted new ones."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableDocument(f"{path.name}: password protected, skipped")
    if holds("FileHeader") and b"HWP Document File" in data:
        return "hwp"
    if holds("WordDocument"):
        raise UnreadableDocument(f"{path.name}: an old Word file; save it as DOCX or PDF")
    if path.suffix.lower() == ".hwp":
        raise UnreadableDocument(f"{path.name}: damaged, its HWP header is missing")
    raise UnreadableDocument(
        f"{path.name}: not a format that can be read (an old Office file); save it as PDF"
    )


def _of_zip(path: Path, data: bytes) -> str:
    names = set(member_names(path, data))
    if member(data, "mimetype").strip() == b"application/hwp+zip":
        return "hwpx"
    if any(re.fullmatch(r"Contents/section\d+\.xml", name) for name in names):
        return "hwpx"
    if "word/document.xml" in names:
        return "docx"
    wanted = _BINARY_SUFFIXES.get(path.suffix.lower())
    what = f"not {wanted}" if wanted else "not a format that can be read"
    raise UnreadableDocument(f"{path.name}: {what} (another kind of zip file)")


def _refuse_known(path: Path, data: bytes) -> None:
    """Formats that would pass for noise or text are named."""
    if data.startswith(b"HWP Document File"):
        raise UnreadableDocument(f"{path.name}: HWP 3, too old; save it as HWPX or PDF")
    if re.search(rb"<HWPML\b", data[:1024].replace(b"\0", b"")):
        raise UnreadableDocument(f"{path.name}: HWPML; save it as HWPX or PDF")
    if data.startswith(b"{\\rtf"):
        raise UnreadableDocument(f"{path.name}: RTF; save it as DOCX or PDF")
    if data[:2] == b"\x9b\x20" or b"DRMONE" in data[:64]:
        raise UnreadableDocument(f"{path.name}: locked by rights management (DRM), skipped")


def _start(data: bytes) -> bytes:
    """The first bytes with one byte a character, so that UTF-16 matches too."""
    head = data[:4096]
    if head.startswith(_TEXT_MARKS):
        head = head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_binary(head: bytes) -> bool:
    if head.startswith(_TEXT_MARKS):
        return False
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control > 0.02 * len(head)
