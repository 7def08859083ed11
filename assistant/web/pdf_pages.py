"""A page of a PDF as a picture with the quoted words marked: the only file that imports pypdfium2.

The page is drawn in a process of its own, with a limit of time and memory: a PDF that makes the
library fall over costs a picture, not the server.
"""

import ctypes
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

_WIDTH = 1100
"""Pixels across a page: text of 9 points can be read."""
_LONGEST = 2200
"""Most pixels down a page; a banner of several metres is drawn smaller."""
_SECONDS = 15
_MEMORY = 1_500_000_000
_MARK = (255, 226, 122)
_NOT_FOUND = 3

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def page_image(path: Path, number: int, quote: str) -> bytes | None:
    """PNG of a page with a quote marked; None when it is not there or cannot be drawn."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _drawn(path, changed, number, quote)


@lru_cache(maxsize=32)
def _drawn(path: Path, changed: int, number: int, quote: str) -> bytes | None:
    command = [sys.executable, "-m", "assistant.web.pdf_pages", str(path), str(number)]
    try:
        done = subprocess.run(
            command, input=quote.encode(), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def draw(path: Path, number: int, quote: str) -> bytes | None:
    """The same in this process; `number` counts from 1."""
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / width, _LONGEST / height)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        boxes = _boxes(page, quote, bitmap.width, bitmap.height)
        if not boxes:
            return None
        pixels = bitmap.to_numpy()
        for left, top, right, bottom in boxes:
            part = pixels[max(top, 0) : bottom, max(left, 0) : right, :3]
            # as a felt pen does: dark letters stay dark
            part[:] = part * _MARK // 255
        file = BytesIO()
        bitmap.to_pil().save(file, "PNG", optimize=False)
        return file.getvalue()


def find(characters: Sequence[str], quote: str) -> list[int]:
    """Which characters of a page are the quote; spaces, line breaks and hyphens do not count."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(characters):
        for part in _fold(character):
            folded.append(part)
            places.append(place)
    wanted = _fold(quote)
    start = "".join(folded).find(wanted) if wanted else -1
    return [] if start < 0 else places[start : start + len(wanted)]


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in composed if unicodedata.category(c)[0] in "LNS" or c in "%()€")


def _boxes(page: Any, quote: str, width: int, height: int) -> list[Box]:
    """One box a line of the quote."""
    from pypdfium2 import raw

    text = page.get_textpage()
    codes = [raw.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())]
    characters = [chr(code) if 0 < code < 0x110000 else "" for code in codes]
    lines: list[Box] = []
    for place in find(characters, quote):
        left, bottom, right, top = text.get_charbox(place, loose=True)
        (x0, y0), (x1, y1) = (
            _pixel(raw, page, x, y, width, height) for x, y in ((left, top), (right, bottom))
        )
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if lines and _on_one_line(lines[-1], box):
            lines[-1] = _union(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _pixel(raw: Any, page: Any, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    column, row = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, column, row)
    return column.value, row.value


def _on_one_line(line: Box, box: Box) -> bool:
    shared = min(line[3], box[3]) - max(line[1], box[1])
    return shared > 0.5 * (box[3] - box[1])


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _main() -> int:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits still has the limit of time
    path, number = sys.argv[1:]
    try:
        image = draw(Path(path), int(number), sys.stdin.buffer.read().decode())
    except Exception:
        return 1  # whatever the library says of a broken file, the reader gets its text
    if image is None:
        return _NOT_FOUND
    sys.stdout.buffer.write(image)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
