"""Dates and times of day, with years, months, quarters and halves."""

import re
from collections.abc import Callable, Iterator

from ingest.values.lexicon import MONTHS, MONTHS_EN, MONTHS_FR, SHORT_MONTHS, longest_first
from ingest.values.types import Value

_S = "[ \xa0]"
_ALONE = r"(?<![0-9])(?<![0-9][.,])"
_NO_LETTER = "(?<![A-Za-zÀ-ÿ])"
_YEAR = r"(?P<year>(?:1[0-9]|20)[0-9]{2})(?![0-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_MONTH = (
    rf"(?P<month>(?:{longest_first(SHORT_MONTHS)})\b\.?|(?:{'|'.join(MONTHS_EN + MONTHS_FR)})\b)"
)
_CAPITAL = "|".join([*MONTHS_EN, "Sept", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug"])
_CAPITAL += "|Sep|Oct|Nov|Dec"
_SURE_MONTH = "|".join(name for name in MONTHS_EN if name not in ("March", "May"))
_WEEKDAY = rf"(?:{_S}?\([월화수목금토일]\))?"
_OF = rf"(?:of{_S}the{_S}year{_S}|of{_S}|de{_S}l'année{_S}|de{_S}|in{_S}|en{_S})?"
_PARTS = {
    "first": 1, "1st": 1, "premier": 1, "1er": 1, "second": 2, "2nd": 2, "deuxième": 2, "2e": 2,
    "2ème": 2, "third": 3, "3rd": 3, "troisième": 3, "3e": 3, "3ème": 3, "fourth": 4, "4th": 4,
    "quatrième": 4, "4e": 4, "4ème": 4, "상": 1, "하": 2,
}  # fmt: skip
_LENGTH = rf"{_S}?(?:간|동안|이내|안|내|후|뒤|만|이상)"  # 30일간: thirty days, not the thirtieth

_ISO = rf"""{_ALONE}(?P<year>(?:1[0-9]|20)[0-9]{{2}})(?P<sep>[-/])(?P<month>0[1-9]|1[0-2])
    (?:(?P=sep)(?P<day>0[1-9]|[12][0-9]|3[01]))?(?![0-9])"""
_DOTTED = rf"""{_ALONE}(?P<year>(?:1[0-9]|20)[0-9]{{2}})\.{_S}?(?P<month>{_MONTH_NUMBER})
    (?:\.{_S}?(?P<day>{_DAY})(?![0-9])\.?
        (?:{_WEEKDAY}{_S}?[~-]{_S}?
            (?P<rest>(?:(?P<month2>{_MONTH_NUMBER})\.{_S}?)?(?P<day2>{_DAY})(?![0-9])\.?))?
    |\.(?![0-9]))"""
_SLASHED = rf"""{_ALONE}(?<!/)(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/{_YEAR}(?!/)"""
_KOREAN_YEAR = rf"{_ALONE}(?P<year>(?:1[0-9]|20)[0-9]{{2}}|'?[23][0-9])년도?{_S}?"
_PART_KO = rf"""(?:{_KOREAN_YEAR})?
    (?:(?P<half>[상하])반기|(?<![0-9])(?P<quarter>[1-4])(?:/4)?{_S}?분기)"""
_PART_SHORT = rf"""(?<!\w)
    (?:(?:H(?P<half>[12])|(?P<half2>[12])H|[QT](?P<quarter>[1-4])|(?P<quarter2>[1-4])Q)
        (?:{_S}|-)?{_YEAR}
    |(?P<year2>20[0-9]{{2}})(?:{_S}|-)?(?:H(?P<half3>[12])|[QT](?P<quarter3>[1-4]))(?!\w))"""
_PART_SHORT_FR = rf"(?<!\w)S(?P<half>[12]){_S}{_YEAR}"
_PART = rf"""(?<!\w)(?P<part>{longest_first({k: v for k, v in _PARTS.items() if len(k) > 1})}){_S}
    (?:(?P<half>half|semestre)|(?P<quarter>quarter|trimestre))\b(?:{_S}{_OF}{_YEAR})?"""
_KOREAN_MONTHS = rf"""(?:{_KOREAN_YEAR})?(?<![0-9.,])(?P<month>{_MONTH_NUMBER})
    (?P<gap>월?{_S}?[~-]{_S}?)(?P<month2>{_MONTH_NUMBER})월(?!{_S}?[0-9])"""
_KOREAN = rf"""(?:{_KOREAN_YEAR})?(?<![0-9.,])(?P<month>{_MONTH_NUMBER})월(?!급)
    (?:{_S}?(?P<day>{_DAY})일?(?P<gap>{_WEEKDAY}{_S}?(?:[~-]|부터|에서){_S}?)(?P<day2>{_DAY})일
        (?!{_LENGTH})
    |{_S}?(?P<only>{_DAY})일)?"""
_KOREAN_YEAR_ALONE = rf"{_ALONE}{_YEAR}{_S}?(?:년도?(?!생도|간|차)|학년도|회계연도)"
_DAY_FIRST = rf"""{_ALONE}{_NO_LETTER}(?P<day>{_DAY})(?:st|nd|rd|th|er)?{_S}(?:of{_S})?{_MONTH}
    (?:,?{_S}(?:of{_S}|de{_S})?{_YEAR})?"""
_MONTH_FIRST = rf"""{_NO_LETTER}(?P<month>{_CAPITAL})\b\.?{_S}
    (?P<day>{_DAY})(?:st|nd|rd|th)?(?![0-9%])(?![.,][0-9])
    (?:(?P<gap>{_S}?(?:-|to{_S}|and{_S}){_S}?)(?P<day2>{_DAY})(?:st|nd|rd|th)?(?![0-9%.A-Za-z]))?
    (?:,?{_S}{_YEAR})?"""
_MONTH_YEAR = rf"{_NO_LETTER}{_MONTH},?{_S}(?:of{_S}|de{_S})?{_YEAR}"
_YEAR_SPAN = rf"""{_ALONE}(?<![A-Za-z$₩€-])(?P<year>20[0-9]{{2}})[-/](?P<short>[0-9]{{2}})
    (?![0-9,.]|{_S}?%)"""
_MONTH_EN = rf"""{_NO_LETTER}(?P<month>{_SURE_MONTH})\b
    |{_NO_LETTER}(?P<first>March|May)
        (?={_S}?(?:-|to{_S}|and{_S}|or{_S}|through{_S}){_S}?(?:\0|(?:{"|".join(MONTHS_EN)})\b))
    |\b(?:[Ii]n|[Bb]y|[Ff]rom|[Uu]ntil|[Ss]ince|to|and|of|each|every|early|late|mid|through|or){_S}
        (?P<last>March|May)\b"""
_MONTH_FR = rf"{_NO_LETTER}(?P<month>{'|'.join(MONTHS_FR)})\b"
_CLOCK = rf"""(?<![0-9:.,])(?:(?P<half>오전|오후){_S}?)?(?P<hour>[0-9]{{1,2}})
    (?:시(?!간|작|기|도|장|행|험)(?:{_S}?(?P<minute>[0-9]{{2}})분)?
    |(?::(?P<minute2>[0-9]{{2}}))?{_S}?(?P<noon>[ap])\.?m\b\.?
    |:(?P<minute3>[0-9]{{2}})(?![0-9:])
    |{_S}?h{_S}?(?P<minute4>[0-9]{{2}})(?![0-9])
    |(?<=à{_S}[0-9]){_S}?(?:h|heures?)\b|(?<=à{_S}[0-9][0-9]){_S}?(?:h|heures?)\b)"""


def find_dates(text: str, language: str) -> tuple[list[Value], str]:
    """The dates and times of a folded text, and the text with them blanked out."""
    found: list[Value] = []
    for pattern, read, languages in _READERS:
        if language in languages:
            text = pattern.sub(_taker(read, language, found), text)
    return found, text


_Reader = Callable[[re.Match[str], str], Iterator[Value]]


def _taker(read: _Reader, language: str, found: list[Value]) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        values = list(read(match, language))
        found.extend(values)
        return "\0" * len(match.group()) if values else match.group()

    return take


def _date(
    start: int, end: int, year: int | None, month: int | str | None = None, day: int | None = None
) -> Value:
    return Value("date", (year, month, day), start, end)


def _calendar(match: re.Match[str], _: str) -> Iterator[Value]:
    groups = match.groupdict()
    year, day = _year(groups.get("year")), _number(groups.get("day") or groups.get("only"))
    month = _month(groups.get("month"))
    start, end = match.span()
    if groups.get("gap"):  # 11월 7일부터 20일, November 7-20, 2024, 2026년 3~5월
        yield _date(start, match.start("gap"), year, month, day)
        month, day = _month(groups.get("month2")) or month, _number(groups.get("day2"))
        start = match.start("month2") if groups.get("month2") else match.start("day2")
    elif groups.get("rest"):  # 2026. 2. 12. ~ 2. 25.
        yield _date(start, match.end("day"), year, month, day)
        month, day = _number(groups["month2"]) or month, _number(groups["day2"])
        start = match.start("rest")
    yield _date(start, end, year, month, day)


def _month_alone(match: re.Match[str], _: str) -> Iterator[Value]:
    for name, text in match.groupdict().items():
        if text:
            yield _date(*match.span(name), None, _month(text))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text.removeprefix("'"))


def _month(text: str | None) -> int | None:
    if text is None or text.isdigit():
        return _number(text)
    return MONTHS[text.lower().rstrip(".")]


def _part_of_year(match: re.Match[str], _: str) -> Iterator[Value]:
    groups = {name.rstrip("23"): text for name, text in match.groupdict().items() if text}
    number = groups.get("part") or groups.get("half") or groups["quarter"]
    letter = "H" if groups.get("half") else "Q"
    part = _PARTS.get(number.lower()) or int(number)
    yield _date(*match.span(), _year(groups.get("year")), f"{letter}{part}")


def _slashed(match: re.Match[str], language: str) -> Iterator[Value]:
    month, day = int(match["first"]), int(match["second"])
    if month > 12 or (language == "fr" and day <= 12):
        month, day = day, month
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield _date(*match.span(), int(match["year"]), month, day)


def _year_span(match: re.Match[str], _: str) -> Iterator[Value]:
    year = int(match["year"])
    last = year - year % 100 + int(match["short"])
    if year < last <= year + 20:
        yield _date(match.start(), match.end("year"), year)
        yield _date(match.start("short"), match.end(), last)


def _clock(match: re.Match[str], _: str) -> Iterator[Value]:
    groups = {name.rstrip("234"): text for name, text in match.groupdict().items() if text}
    hour, minute = int(groups["hour"]), int(groups.get("minute", "0"))
    half = groups.get("half") or groups.get("noon", "").lower()
    if half in ("p", "오후") and hour < 12:
        hour += 12
    elif half in ("a", "오전") and hour == 12:
        hour = 0
    if hour <= 24 and minute < 60:
        yield Value("time", (hour, minute), *match.span())


def _compiled(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE if cased else re.VERBOSE | re.IGNORECASE)


_ALL, _NOT_FRENCH, _FRENCH = ("en", "fr", "ko"), ("en", "ko"), ("fr",)
_READERS: tuple[tuple[re.Pattern[str], _Reader, tuple[str, ...]], ...] = (
    (_compiled(_ISO), _calendar, _ALL),
    (_compiled(_DOTTED), _calendar, _ALL),
    (_compiled(_SLASHED), _slashed, _ALL),
    (_compiled(_PART_KO), _part_of_year, _ALL),
    (_compiled(_PART_SHORT, cased=True), _part_of_year, _ALL),
    (_compiled(_PART_SHORT_FR, cased=True), _part_of_year, _FRENCH),
    (_compiled(_PART), _part_of_year, _ALL),
    (_compiled(_KOREAN_MONTHS), _calendar, _ALL),
    (_compiled(_KOREAN), _calendar, _ALL),
    (_compiled(_KOREAN_YEAR_ALONE), _calendar, _ALL),
    (_compiled(_DAY_FIRST), _calendar, _ALL),
    (_compiled(_MONTH_FIRST, cased=True), _calendar, _ALL),
    (_compiled(_MONTH_YEAR), _calendar, _ALL),
    (_compiled(_YEAR_SPAN), _year_span, _ALL),
    (_compiled(_MONTH_EN, cased=True), _month_alone, _NOT_FRENCH),
    (_compiled(_MONTH_FR, cased=True), _month_alone, _FRENCH),
    (_compiled(_CLOCK), _clock, _ALL),
)
