"""Numbers written with digits: by the habits of a language, powers of ten, Korean compounds."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.values.lexicon import SCALES_KO, power
from ingest.values.types import Quantity

_START = r"(?:(?<![A-Za-zÀ-ÿ0-9_])|(?<=\bKRW)|(?<=\bUSD)|(?<=\bEUR))(?<![A-Z]-)(?<![0-9]\.)"
_DIGITS_ANY = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,8}(?:\.[0-9]{1,20})?(?![0-9])"
    r"|[0-9]{1,3}(?:\xa0[0-9]{3}){1,8}(?:\.[0-9]{1,20})?(?![0-9])"
    r"|[0-9]{1,40}(?:\.[0-9]{1,20})?"
)
_ENGLISH_HABIT = r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,8}|,000)(?![0-9])"
_DIGITS_FR = (
    r"[1-9][0-9]{0,2}(?:[ \xa0][0-9]{3}){1,8}(?:[,.][0-9]{1,20})?(?![0-9])"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,8}(?:,[0-9]{1,20})?(?![0-9])"
    rf"|{_ENGLISH_HABIT}"
    r"|[0-9]{1,40}(?:[,.][0-9]{1,20})?"
)
_FRENCH = re.compile(f"{_START}(?:{_DIGITS_FR})")
_OTHER = re.compile(f"{_START}(?:{_DIGITS_ANY})")
_DOTTED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")

_TEN_TO = re.compile(
    r"(?:(?<![A-Za-z0-9.])(?P<by>[0-9]{1,9}(?:[.,][0-9]{1,9})?)[ \xa0]?[x×*·][ \xa0]?)?"
    r"(?<![A-Za-z0-9.,])10(?:[ \xa0]?\^[ \xa0]?(?P<caret>[0-9]{1,3})(?![0-9])"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3})"
    r"|의[ \xa0]?(?P<korean>[0-9]{1,3})(?:제곱|승)"
    r"|[ \xa0](?:to the power of|puissance)[ \xa0](?P<words>[0-9]{1,3})(?![0-9]))"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_DIGIT_RUN = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,6})?"
_SECTION = rf"{_DIGIT_RUN}[십백천]?(?:[1-9][십백])?"
_COMPOUND = re.compile(
    rf"(?:(?P<jo>{_SECTION})조(?!의|직|건|사|치|기|항|합)[ \xa0]?)?"
    rf"(?:(?P<eok>{_SECTION})억[ \xa0]?)?"
    rf"(?:(?P<man>{_SECTION})만(?!족|약|나이|에)"
    r"(?P<rest>[ \xa0]?[1-9][천백](?:[1-9][백십])?"
    r"|[0-9],[0-9]{3}|[0-9]{1,4}(?![0-9])"
    r"|[ \xa0](?:[0-9],[0-9]{3}|[0-9]{3,4})(?![0-9,.]|[ \xa0]?[년월%만억조]))?)?"
)
_SMALL = re.compile(rf"{_DIGIT_RUN}[십백천](?:[1-9][십백])?(?![가-힣]{{0,1}}(?:안|연))")
_TERM = re.compile(rf"(?P<digits>{_DIGIT_RUN})(?P<scale>[십백천])?")


def find_digits(text: str, language: str) -> Iterator[Quantity]:
    """Every number written with digits in a folded text, in order, powers of ten first."""
    yield from map(_ten_to, _TEN_TO.finditer(text))
    text = _TEN_TO.sub(lambda match: "\0" * len(match.group()), text)
    pattern = _FRENCH if language == "fr" else _OTHER
    position = 0
    while match := pattern.search(text, position):
        quantity = _korean(text, match.start()) or _plain(match, language)
        position = quantity.end
        yield quantity


def _ten_to(match: re.Match[str]) -> Quantity:
    exponent = match["caret"] or match["korean"] or match["words"] or match["raised"]
    factor = Decimal((match["by"] or "1").replace(",", "."))
    return Quantity(*match.span(), factor * power(int(exponent.translate(_RAISED))))


def _plain(match: re.Match[str], language: str) -> Quantity:
    written = match.group().replace(" ", "").replace("\xa0", "")
    if language != "fr" or re.fullmatch(_ENGLISH_HABIT, written):
        number = Decimal(written.replace(",", ""))
    elif _DOTTED_THOUSANDS.fullmatch(written):
        number = Decimal(written.replace(".", "").replace(",", "."))
    else:
        number = Decimal(written.replace(",", "."))
    return Quantity(*match.span(), number, plain=match.group().isdigit())


def _korean(text: str, start: int) -> Quantity | None:
    """A Korean compound such as 1억 5,000만 that begins here, if one does."""
    compound = _COMPOUND.match(text, start)
    if compound is None or not any(compound.groups()):
        small = _SMALL.match(text, start)
        return _whole_or_scaled(small.group(), Decimal(1), start, small.end()) if small else None
    parts = {name: part for name, part in compound.groupdict().items() if part}
    end = start + len(compound.group().rstrip(" \xa0"))
    if len(parts) == 1:
        name, part = next(iter(parts.items()))
        return _whole_or_scaled(part, _BIG[name], start, end)
    total = sum((_section(part) * _BIG[name] for name, part in parts.items()), Decimal(0))
    return Quantity(start, end, total)


_BIG = {
    "jo": power(SCALES_KO["조"]),
    "eok": power(SCALES_KO["억"]),
    "man": power(SCALES_KO["만"]),
    "rest": Decimal(1),
}


def _whole_or_scaled(part: str, big: Decimal, start: int, end: int) -> Quantity:
    terms = list(_TERM.finditer(part))
    if len(terms) > 1:
        return Quantity(start, end, _section(part) * big)
    digits = Decimal(terms[0]["digits"].replace(",", ""))
    small = power(SCALES_KO[terms[0]["scale"]]) if terms[0]["scale"] else Decimal(1)
    return Quantity(start, end, digits, small * big)


def _section(part: str) -> Decimal:
    total = Decimal(0)
    for term in _TERM.finditer(part):
        scale = power(SCALES_KO[term["scale"]]) if term["scale"] else Decimal(1)
        total += Decimal(term["digits"].replace(",", "")) * scale
    return total
