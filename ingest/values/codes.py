"""Codes (visas, articles, tests, telephones) and the names whose digits are no numbers."""

import re
from collections.abc import Callable

from ingest.values.types import Value

_BEFORE = r"(?<![A-Za-z0-9À-ÿ])(?<![A-Za-z0-9]-)"
_AFTER = r"(?![A-Za-z0-9À-ÿ])(?!-[a-z]{2})"

_SKIPPED = re.compile(
    r"(?i:(?<![0-9])1인당|(?<![0-9:])1:1(?![0-9:])|https?://[!-~]+|www\.[!-~]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,5}(?:kr|com|org|net|fr|io|ai|me|gov|edu|info|eu)"
    r"(?![\w-])(?:/[!-~]*)?"
    r"|(?<![\w])(?:4단계[ \xa0]?)?(?:BK[ \xa0]?21|두뇌한국[ \xa0]?21|Brain Korea 21)"
    r"(?:[ \xa0]?(?:FOUR|4단계|phase 4)(?:[ \xa0]?\(4단계\))?)?"
    r"|(?<![\w,.])42[ \xa0]?(?:서울|파리|Seoul|Séoul|Paris|경산|Gyeongsan)"
    r"|(?:É|E|é|e)cole 42|에꼴[ \xa0]?42"
    r"|(?:Study Korea|스터디[ \xa0]?코리아)[ \xa0]?300[ \xa0]?K)"
)
_VISA = re.compile(
    rf"{_BEFORE}(?!H[12][ \xa0-]?20[0-9]{{2}})(?<!20[0-9]{{2}}[ \xa0])"
    r"(?:(?P<letter>[A-H])-?|(?P<small>[def])|(?P<dashed>[a-h])-)"
    r"(?P<number>10|[1-9])"
    r"(?:-(?P<sub>[0-9]{1,2}))?"
    r"(?:\((?P<paren>[A-Za-z][0-9]?)\)|-(?P<tail>[A-Za-z][0-9]?)|(?P<glued>[STKMRYstkmry]))?"
    rf"{_AFTER}"
)
_VISA_NUMBERS = {"A": 3, "B": 2, "C": 4, "D": 10, "E": 10, "F": 6, "G": 1, "H": 2}
_ARTICLE = re.compile(
    r"(?<!\w)(?:art(?:icle)?s?\b\.?[ \xa0]?)(?P<number>[0-9]{1,4})"
    r"(?:-(?P<sub>[0-9]{1,2}))?(?![0-9%])"
    r"(?:(?:[ \xa0]?(?:,|and|et|&|to|à)[ \xa0]?)(?P<next>[0-9]{1,4}-[0-9]{1,2})(?![0-9%]))?"
    r"|제[ \xa0]?(?P<ko>[0-9]{1,4})조(?:의[ \xa0]?(?P<kosub>[0-9]{1,2}))?"
    r"|(?<![0-9])(?P<bare>[0-9]{1,4})조의[ \xa0]?(?P<baresub>[0-9]{1,2})",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"(?<!\w)(?:TOPIK|토픽|한국어능력시험)(?:\((?:TOPIK|토픽)\))?[ \xa0]?(?:I{1,2}[ \xa0])?"
    r"(?:level[ \xa0]|niveau[ \xa0]|grade[ \xa0])?(?P<level>[1-6])급?(?![0-9.,]*[0-9]|[A-Za-z])",
    re.IGNORECASE,
)
_OASIS = re.compile(rf"{_BEFORE}OASIS-(?P<item>[0-9]{{1,2}})(?![0-9])", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![0-9-])(?:1[568][0-9]{2}-[0-9]{4}"
    r"|0[0-9]{1,2}-[0-9]{3,4}-[0-9]{4}"
    r"|\+[0-9]{8,15}|\+[0-9]{1,3}(?:[ \xa0.-]\(?[0-9]{1,4}\)?){2,5})(?![0-9-])"
)


def find_codes(text: str) -> tuple[list[Value], str]:
    """The codes of a folded text, and the text with codes, addresses and names blanked out."""
    found: list[Value] = []
    text = _SKIPPED.sub(_blank, text)
    for pattern, read in _READERS:
        text = pattern.sub(_taker(read, found), text)
    return found, text


_Reader = Callable[[re.Match[str]], list[Value]]


def _taker(read: _Reader, found: list[Value]) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        values = read(match)
        found.extend(values)
        return _blank(match) if values else match.group()

    return take


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _code(match: re.Match[str], value: str, start: int | None = None) -> Value:
    return Value("code", value, match.start() if start is None else start, match.end())


def _visa(match: re.Match[str]) -> list[Value]:
    letter = (match["letter"] or match["small"] or match["dashed"]).upper()
    if int(match["number"]) > _VISA_NUMBERS[letter]:
        return []
    tail = (match["paren"] or match["tail"] or match["glued"] or "").upper()
    base = f"{letter}-{match['number']}"
    if match["sub"]:
        base += f"-{int(match['sub'])}"
        return [_code(match, f"{base}({tail})" if tail else base)]
    return [_code(match, f"{base}-{tail}" if tail else base)]


def _article(match: re.Match[str]) -> list[Value]:
    number = match["number"] or match["ko"] or match["bare"]
    sub = match["sub"] or match["kosub"] or match["baresub"]
    first = _code(match, f"ART-{number}-{sub}" if sub else f"ART-{number}")
    if not match["next"]:
        return [first]
    end = match.end("sub") if match["sub"] else match.end("number")
    return [
        Value("code", first.value, match.start(), end),
        _code(match, f"ART-{match['next']}", match.start("next")),
    ]


def _test(match: re.Match[str]) -> list[Value]:
    return [_code(match, f"TOPIK-{match['level']}")]


def _oasis(match: re.Match[str]) -> list[Value]:
    return [_code(match, f"OASIS-{int(match['item'])}")]


def _phone(match: re.Match[str]) -> list[Value]:
    return [_code(match, "TEL-" + re.sub(r"[^0-9+]", "", match.group()))]


_READERS = (
    (_PHONE, _phone),
    (_ARTICLE, _article),
    (_TEST, _test),
    (_OASIS, _oasis),
    (_VISA, _visa),
)
