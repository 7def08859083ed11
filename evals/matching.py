"""Does a text say what a suite expects? Case, spaces, accents and Unicode form do not count;
numbers, money, dates and codes are compared by value.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ingest import LANGUAGES, values

_MARK = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")
Passage = tuple[str, str]
"""A text and its language."""

Values = tuple[values.Value, ...]

_DIGITS = re.compile(r"[\d\s.,]+")
_PUNCTUATION = str.maketrans(
    dict.fromkeys("‘’ʼ′", "'") | dict.fromkeys("“”«»„", '"') | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("*`\u200b\u00ad\ufeff", None)
)  # fmt: skip
_PLACE = 0xF0000
"""Private characters that stand for the values of a text."""


def contained(passages: Iterable[Passage], wanted: str) -> bool:
    """Is `wanted` said in one of the passages? A bare number is met by that many of anything."""
    return any(_says(text, wanted, language, strict=False) for text, language in passages)


def said(passages: Iterable[Passage], unwanted: str) -> bool:
    """Is it said? A bare number is not said by a larger one, nor by one with a unit."""
    return any(_says(text, unwanted, language, strict=True) for text, language in passages)


@lru_cache(maxsize=8192)
def values_in(text: str, language: str | None = None) -> Values:
    """The values of a text; the same texts are compared many times over."""
    return tuple(values.find_values(text, language))


def unmarked(text: str) -> str:
    """The text without its citation marks, in one Unicode form."""
    return unicodedata.normalize("NFKC", _MARK.sub("", text))


def unaccented(text: str) -> str:
    """Casefolded, one form of quotes and dashes, without accents; Hangul stays whole."""
    parts = unicodedata.normalize("NFKD", text.translate(_PUNCTUATION).casefold())
    bare = "".join(c for c in parts if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _says(text: str, wanted: str, language: str, *, strict: bool) -> bool:
    """By value where `wanted` has values, by its letters where it has none."""
    text, wanted = unmarked(text), unicodedata.normalize("NFKC", wanted).strip()
    has_values = False
    for reading in dict.fromkeys((language, *LANGUAGES)):  # an alternative may be in any of them
        found = values_in(wanted, reading)
        has_values = has_values or bool(found)
        if found and _by_value(text, wanted, found, language, strict=strict):
            return True
    return not has_values and _by_letters(unaccented(text), unaccented(wanted))


def _by_value(
    text: str, wanted: str, wanted_values: Values, language: str, *, strict: bool
) -> bool:
    """Both texts with their values replaced by signs; equal values have equal signs."""
    found = values_in(text, language)
    signs = []
    for value in wanted_values:
        # "500 million" is said by "500 million won", but "80" is not by "80 %"
        bare = not strict or not _DIGITS.fullmatch(value.text)
        equal = (i for i, other in enumerate(found) if _is_met(other, value, bare=bare))
        signs.append("".join(chr(_PLACE + i) for i in equal))
    if not all(signs):
        return False
    haystack = _replaced(text, found, [chr(_PLACE + i) for i in range(len(found))])
    pieces = _replaced(wanted, wanted_values, [chr(_PLACE + i) for i in range(len(signs))])
    return _search(haystack, [_piece(c, signs) for c in pieces if not c.isspace()], pieces)


def _is_met(found: values.Value, wanted: values.Value, *, bare: bool) -> bool:
    return found.text == wanted.text or values.covers(found, wanted, bare=bare)


def _replaced(text: str, found: Values, signs: list[str]) -> str:
    parts, last = [], 0
    for value, sign in zip(found, signs, strict=True):
        parts += [unaccented(text[last : value.start]), sign]
        last = value.end
    return "".join([*parts, unaccented(text[last:])])


def _piece(character: str, signs: list[str]) -> str:
    place = ord(character) - _PLACE
    return f"[{signs[place]}]" if 0 <= place < len(signs) else re.escape(character)


def _by_letters(text: str, wanted: str) -> bool:
    return _search(text, [re.escape(c) for c in wanted if not c.isspace()], wanted)


def _search(text: str, pieces: list[str], wanted: str) -> bool:
    """Spaces are optional everywhere; a Latin word is met from its start, a number whole."""
    first, last = wanted[:1], wanted[-1:]
    before = after = ""
    if first.isascii() and first.isalpha():
        before = "(?<![a-z])"
    if first.isdigit():
        before = r"(?<!\d)(?<!\d[.,])(?<![a-z\d]-)"
        if re.match(r"\d{3}(?!\d)", wanted):
            before += r"(?<!\b\d )(?<!\b\d\d )(?<!\b\d{3} )"
    if last.isdigit():
        after = r"(?!\d)(?![.,]\d)(?!-[a-z\d])(?! \d{3}(?!\d))"
    return bool(pieces) and re.search(before + r"\s*".join(pieces) + after, text) is not None
