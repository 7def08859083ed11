"""HWP 5 and HWPX; the only file that imports hwp2md (hwp2markdown) and extract_hwp.

Every HWP library loses text of some real file without a word, so two of them read each file.
"""

import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.readers.archive import with_plain_names
from ingest.readers.text import markdown_parts
from ingest.readers.types import Part, Reading, refuse_endless

MIN_RECALL = 0.9
"""Share of the second reader's words that the Markdown must hold; measured on 138 real files,
every file below it had lost text."""

_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_WORD = re.compile(r"\w+")


def read_hwp(path: Path, data: bytes) -> Reading:
    """Headings, paragraphs and tables of an HWP 5 file.

    Raises:
        UnreadableDocument: damaged, password protected, locked, or it has no text.
    """
    return _read(path, data, lambda: _plain_hwp(data))


def read_hwpx(path: Path, data: bytes) -> Reading:
    """Headings, paragraphs and tables of an HWPX file.

    Raises:
        UnreadableDocument: as for HWP 5.
    """
    data = with_plain_names(path, data)
    return _read(path, data, lambda: _plain_hwpx(data))


def _read(path: Path, data: bytes, second_reader: Callable[[], str]) -> Reading:
    markdown, failure = _markdown(path, data)
    refuse_endless(path, len(markdown))
    raw = second_reader()
    refuse_endless(path, len(raw))
    if not markdown.strip() and not raw:
        reason = f"damaged ({failure})" if failure else "no text found in it"
        raise UnreadableDocument(f"{path.name}: {reason}")
    if _recall(markdown, raw) < MIN_RECALL:
        lost = f"{1 - _recall(markdown, raw):.0%} of its words" if markdown else "its text"
        warning = f"hwp2markdown lost {lost}; the plain text is used, without tables"
        return Reading(_paragraphs(raw), "extract-hwp", warnings=(warning,))
    unchecked = () if raw else ("extract-hwp could not read it; text may be missing",)
    parts = markdown_parts(_PICTURE.sub("", markdown), formatted=False)
    return Reading(tuple(parts), "hwp2markdown", warnings=unchecked)


def _markdown(path: Path, data: bytes) -> tuple[str, str]:
    """The Markdown, or nothing and why."""
    import hwp2md

    try:
        return hwp2md.convert_bytes(data).markdown, ""
    except hwp2md.EncryptedDocumentError as error:
        raise UnreadableDocument(f"{path.name}: password protected, skipped") from error
    except hwp2md.DrmProtectedError as error:
        raise UnreadableDocument(
            f"{path.name}: locked by rights management (DRM), skipped"
        ) from error
    except Exception as error:  # zlib, struct, lxml and olefile errors come through unwrapped
        return "", (str(error).split("\n")[0] or type(error).__name__)[:100]


def _plain_hwp(data: bytes) -> str:
    import extract_hwp

    try:
        return str(extract_hwp.extract_text_from_hwp5(io.BytesIO(data)))
    except Exception:  # the second opinion is missing, which `_read` says
        return ""


def _plain_hwpx(data: bytes) -> str:
    import extract_hwp

    try:
        return str(extract_hwp.extract_text_from_hwpx(io.BytesIO(data)))
    except Exception:
        return ""


def _recall(markdown: str, raw: str) -> float:
    """The share of the raw text's words that are in the Markdown, each as often."""
    wanted = Counter(_WORD.findall(raw))
    found = wanted & Counter(_WORD.findall(markdown))
    return found.total() / wanted.total() if wanted else 1.0


def _paragraphs(raw: str) -> tuple[Part, ...]:
    return tuple(Part(line) for line in raw.split("\n") if line.strip())
