"""Scanned pages: a picture of each, letters by the tesseract command.

Measured: one language pack is better and twice as fast as several at once.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.cleaning import hangul_share
from ingest.language import detect
from ingest.pdf_pages import DOTS_PER_INCH, page_picture
from ingest.readers.pulse import beat

MAX_PAGES = 50
_PACKS = {"ko": "kor", "fr": "fra", "en": "eng"}
_SECONDS = 55


def installed() -> bool:
    """Is tesseract there, with a language pack that we use?"""
    return shutil.which("tesseract") is not None and bool(_packs())


def read_pages(data: bytes, numbers: Sequence[int], known: str) -> dict[int, str]:
    """Page number -> text of the pages in which letters were seen.

    Args:
        data: the PDF.
        numbers: the pages to read, from 1.
        known: words of the same document, from which its language is told.
    """
    pack = _pack_of(known)
    found: dict[int, str] = {}
    for number in numbers:
        picture = page_picture(data, number)
        if pack is None:
            pack = _pack_of_picture(picture)
        text = _letters(picture, pack)
        if text.strip():
            found[number] = text
        beat()
    return found


def _pack_of(known: str) -> str | None:
    pack = _PACKS.get(detect(known)) if len(known.strip()) > 3 else None
    return pack if pack in _packs() else None


def _pack_of_picture(picture: NDArray[np.uint8]) -> str:
    """A first pass tells the script, a second the language."""
    packs = _packs()
    if "kor" in packs and hangul_share(_letters(picture, "kor")) > 0.3:
        return "kor"
    first = "eng" if "eng" in packs else packs[0]
    pack = _PACKS.get(detect(_letters(picture, first)), first)
    return pack if pack in packs else first


def _letters(picture: NDArray[np.uint8], pack: str) -> str:
    height, width = picture.shape
    image = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", pack, "--dpi", str(DOTS_PER_INCH)],
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "ignore").replace("\f", "\n")


def _packs() -> list[str]:
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True)
    return [pack for pack in _PACKS.values() if pack in done.stdout.split()]
