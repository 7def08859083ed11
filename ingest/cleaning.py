"""Text as it should have been: NFC, no control characters, lines joined, running headers gone."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_HANGUL = "\uac00-\ud7a3"
_HANGUL_END = re.compile(rf"(?:^|(?<=\s))\S*[{_HANGUL}]$")
_HANGUL_START = re.compile(rf"[{_HANGUL}]\S*")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,4}(?:\s*[/|]\s*\d{1,4})?\W*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-•‣▪◦*□○◇◆■●▶▷※]|\(?\d{1,2}[.)]|[가-하]\.)\s")
_WORD_JOINER = "\u2060"
"""At the end of a line: the word goes on in the next. `clean` drops it."""
_LOST_SHARE, _LOST_RUN = 0.05, 12
"""Measured: good Korean PDFs have .109-.203 spaces a syllable and no run of twelve, broken .008."""
_SPACED_ENDS = 0.15
"""Share of lines with a space at their end from which a missing one means a cut word."""
_SENTENCE_END = re.compile(r"[.!?。…:;»\"”')\]]\s*$")


def clean(text: str) -> str:
    """NFC without control, zero-width or direction characters; spaces collapsed, lines kept."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _INVISIBLE.sub("", text.replace("\t", " ").replace("\u2028", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def without_running_lines(pages: list[str]) -> list[str]:
    """Pages without the headers, footers and page numbers that most of them repeat."""
    if len(pages) < 3:
        return [_without_page_number(page) for page in pages]
    edges = Counter(line for page in pages for line in {_shape(x) for x in _edge_lines(page)})
    running = {shape for shape, count in edges.items() if shape and count >= 0.6 * len(pages)}
    return [_without_page_number(_drop_edges(page, running)) for page in pages]


def paragraphs(page: str) -> list[str]:
    """A page's lines joined into paragraphs, as they ran before the page was set."""
    result: list[str] = []
    for block in _BLANK_LINES.split(page):
        lines = [line for line in block.split("\n") if line.strip()]
        width = max((len(line) for line in lines), default=0)
        current = ""
        for line in lines:
            if current and _continues(current, line, width):
                current = _join(current, line)
            else:
                if current:
                    result.append(current)
                current = line
        if current:
            result.append(current)
    return result


def with_joined_words(pages: list[str]) -> list[str]:
    """Clean pages in which a line that ends inside a Korean word is marked as going on.

    Two things tell: lines elsewhere end with a space, so this one was cut where there is none;
    or the whole word stands elsewhere in the document.
    """
    lines = [[*page.replace("\r\n", "\n").split("\n"), ""] for page in pages]
    ends = [
        line.endswith(" ")
        for page in lines
        for line, after in pairwise(page)
        if _HANGUL_END.search(line.rstrip()) and _HANGUL_START.match(after)
    ]
    spaced = sum(ends) >= max(_SPACED_ENDS * len(ends), 1)
    words = {word for page in lines for line in page for word in line.split()[1:-1]}
    return [
        "\n".join(_marked(line, after, words, spaced) for line, after in pairwise(page)).strip("\n")
        for page in lines
    ]


def _marked(line: str, after: str, words: set[str], spaced: bool) -> str:
    cleaned = clean(line).replace("\n", " ")
    end, start = _HANGUL_END.search(cleaned), _HANGUL_START.match(clean(after))
    if not end or not start or line.endswith(" "):
        return cleaned
    cut = spaced or end.group() + start.group() in words
    return cleaned + _WORD_JOINER if cut else cleaned


def spacing_lost(text: str) -> bool:
    """Has Korean text lost its spaces, as when they are set in a Latin font of their own?"""
    syllables = len(re.findall(f"[{_HANGUL}]", text))
    if syllables < 20:
        return False
    spaces = len(re.findall(f"(?<=[{_HANGUL}])[ \\t]+(?=[{_HANGUL}])", text))
    longest = max(map(len, re.findall(f"[{_HANGUL}]+", text)), default=0)
    return spaces < _LOST_SHARE * syllables and longest >= _LOST_RUN


def hangul_share(text: str) -> float:
    """Hangul syllables among the letters of `text`, 0 to 1."""
    letters = sum(character.isalpha() for character in text)
    return len(re.findall(f"[{_HANGUL}]", text)) / letters if letters else 0.0


def looks_garbled(text: str) -> bool:
    """Does `text` look like another encoding read wrong (rare letters, replacement characters)?"""
    letters = [c for c in text if not c.isspace()]
    if len(letters) < 40:
        return False
    if sum("\u00a1" <= c <= "\u00ff" for c in letters) > 0.3 * len(letters):
        return True  # bytes of an East Asian encoding read as Latin ones; French stays below .1
    odd = sum(
        c == "\ufffd"
        or unicodedata.category(c) in ("Co", "Cn")
        or "\u0100" <= c <= "\u02af"
        and c not in "œŒŸŠšŽžƒ"
        or "\u3100" <= c <= "\u31ff"
        or "\ua000" <= c <= "\uabff"
        for c in letters
    )
    return odd / len(letters) > 0.1


def _continues(before: str, line: str, width: int) -> bool:
    if _BULLET.match(line):
        return False
    full = len(before.rsplit("\n", 1)[-1]) > 0.0 and len(before) >= 0.6 * width
    return full and not (_SENTENCE_END.search(before) and len(before) < 0.85 * width)


def _join(before: str, line: str) -> str:
    if before.endswith(_WORD_JOINER):
        return before[:-1] + line
    if before.endswith("-") and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _edge_lines(page: str) -> list[str]:
    lines = [line for line in page.split("\n") if line.strip()]
    return lines[:2] + lines[-2:]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _drop_edges(page: str, running: set[str]) -> str:
    lines = page.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    drop = {i for i in filled[:2] + filled[-2:] if _shape(lines[i]) in running}
    if len(drop) == len(filled):
        # pages that differ in their numbers alone have no running lines
        return page
    return "\n".join(line for i, line in enumerate(lines) if i not in drop)


def _without_page_number(page: str) -> str:
    lines = page.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    drop = {i for i in filled[:1] + filled[-1:] if _PAGE_NUMBER.match(lines[i])}
    return "\n".join(line for i, line in enumerate(lines) if i not in drop)
