"""The harmless part of a question that also tries to turn the assistant."""

import base64
import binascii
import codecs
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator

from assistant.words import plain, words
from ingest import LANGUAGES, sentences

_WRAPPED = re.compile(r"\[[^\]]*\]|<[^>]*>|\{[^}]*\}|```.*?```", re.DOTALL)
_CLAUSE = re.compile(
    r"[,;]?\s+(?:and )?then\s+|[,;]\s*(?:puis|ensuite)\s+|\s+puis\s+|다음에\s+|그리고\s+|[;\n]+"
)
_ENOUGH = 6
"""Letters below which nothing is left to answer."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_SPELLED = re.compile(r"(?<!\w)(?:\w[ .\-_*·|/]{1,2}){5,}\w(?!\w)")
_ENCODED = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\w+/=])")
_HEXED = re.compile(r"(?<!\w)(?:0x)?(?:[0-9a-fA-F]{2}[ :]?){10,}(?!\w)|(?:\\x[0-9a-fA-F]{2}){6,}")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}){4,}")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмнтвАВЕКМНОРСТХІЈЅαοερτυικνχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmhtbABEKMHOPCTXIJSaoeptuiknxABEZHIKMNOPTYX",
)
_FIGURES = str.maketrans("013457@$!", "oieastasi")


def harmless_part(question: str) -> str:
    """What is left of a question without the clauses that carry an instruction; may be empty."""
    # what stood between two marks is a clause of its own
    open_text = _WRAPPED.sub("\n", _INVISIBLE.sub("", question))
    clauses = [
        clause.strip()
        for start, end in sentences(open_text)
        for clause in _CLAUSE.split(open_text[start:end])
    ]
    kept = [clause for clause in clauses if clause and not is_unsafe(clause)]
    part = " ".join(kept)
    return part if sum(character.isalpha() for character in part) >= _ENOUGH else ""


def is_unsafe(text: str) -> bool:
    """Does the text carry a cue of injection or of a crime, openly or in disguise?"""
    return any(map(_is_cued, (text, *_disguises(text))))


def _is_cued(text: str) -> bool:
    form = plain(text)
    return any(words(code).cue(name, form) for code in LANGUAGES for name in ("unsafe", "crime"))


def _disguises(text: str) -> Iterator[str]:
    """What the text says when its disguise is taken off; nothing for a text without one."""
    shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_LOOKALIKES)
    if shown != text:
        yield shown
    if _SPELLED.search(shown):
        yield _SPELLED.sub(_joined, shown)
    if re.search(r"[A-Za-z][013457@$!]+[a-z]", shown):
        yield shown.translate(_FIGURES)
    yield from _decoded(shown)
    if re.search(
        r"\b(?:rot13|rot-13|reverse[ds]?|backwards?|envers|거꾸로)\b", shown, re.IGNORECASE
    ):
        yield codecs.encode(shown, "rot13")
        yield shown[::-1]


def _joined(match: re.Match[str]) -> str:
    """Letters set apart by one mark, their words by two: "i g n o r e  a l l"."""
    return re.sub(r"[ .\-_*·|/]", "", re.sub(r"[ .\-_*·|/]{2}", "\0", match.group())).replace(
        "\0", " "
    )


def _decoded(text: str) -> Iterator[str]:
    for match in _ENCODED.finditer(text):
        padded = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        yield from _readable(_from_base64(padded + "=" * (-len(padded) % 4)))
    for match in _HEXED.finditer(text):
        digits = re.sub(r"0x|\\x|[ :]", "", match.group())
        yield from _readable(bytes.fromhex(digits[: len(digits) // 2 * 2]))
    if "%" in text and (unquoted := urllib.parse.unquote(text)) != text:
        yield unquoted
    for match in _ESCAPED.finditer(text):
        codes = match.group().split("\\u")[1:]
        yield "".join(chr(int(code, 16)) for code in codes)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _readable(data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if sum(character.isprintable() for character in text) > 0.9 * len(text) > 0:
        yield text
