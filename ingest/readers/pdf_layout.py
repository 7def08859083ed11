"""PDF pages read from where their letters stand; the only file that imports pdfplumber.

Slower than pypdf and blind to columns by itself, but it sees the gap where no space is written.
"""

import io
import logging
from collections.abc import Sequence
from typing import Any

from ingest.readers.pulse import beat

_MIN_LINES = 8
"""A page with fewer lines is not searched for columns."""


def texts_by_layout(data: bytes, numbers: Sequence[int]) -> dict[int, str]:
    """Page number -> text, of the pages asked for that can be read; columns one after the other."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    found: dict[int, str] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(numbers)) as document:
            for page in document.pages:
                found[page.page_number] = _text(page)
                page.close()
                beat()
    except Exception:  # a file that pypdf could read; its reading of the other pages stands
        return found
    return found


def _text(page: Any) -> str:
    gutter = _gutter(page)
    if gutter is None:
        return _lines(page)
    left, top, right, bottom = page.bbox
    halves = ((left, top, gutter, bottom), (gutter, top, right, bottom))
    return "\n\n".join(_lines(page.crop(box)) for box in halves)


def _lines(page: Any) -> str:
    """Lines with the space that was set at their end, which tells a whole word from a cut one."""
    spaces = [char for char in page.chars if char["text"].isspace()]
    shown = []
    for line in page.extract_text_lines(return_chars=False):
        height = line["bottom"] - line["top"]
        spaced = any(
            space["x0"] >= line["x1"] - 0.5 and abs(space["bottom"] - line["bottom"]) < height / 2
            for space in spaces
        )
        shown.append(line["text"].rstrip() + " " * spaced)
    return "\n".join(shown)


def _gutter(page: Any) -> float | None:
    """The middle of the empty strip between two columns; None when lines run across it."""
    lines = page.extract_text_lines(return_chars=False)
    words = page.extract_words()
    if len(lines) < _MIN_LINES:
        return None
    left, _, right, _ = page.bbox
    width = right - left
    best: tuple[float, float] | None = None
    for step in range(40, 61):
        x = left + width * step / 100
        crossing = sum(word["x0"] < x < word["x1"] for word in words)
        sides = sum(word["x1"] <= x for word in words), sum(word["x0"] >= x for word in words)
        room = min(
            min((word["x0"] - x for word in words if word["x0"] >= x), default=0.0),
            min((x - word["x1"] for word in words if word["x1"] <= x), default=0.0),
        )
        if crossing == 0 and min(sides) > 0.25 * len(words) and (best is None or room > best[0]):
            best = room, x
    return best[1] if best and best[0] > 0.005 * width else None
