"""Numbers written as words, where they count something; articles are left alone."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from ingest.values.lexicon import (
    ABOUT_FR,
    COUNTERS_KO,
    NATIVE_ONES,
    NATIVE_TENS,
    ORDINALS_EN,
    ORDINALS_FR,
    SCALES_KO,
    SINO,
    WORDS_EN,
    WORDS_FR,
    longest_first,
    power,
)
from ingest.values.types import Quantity

_WORD_EN = longest_first(WORDS_EN)
_ENGLISH = re.compile(
    rf"(?<![\w])(?P<words>(?:{_WORD_EN})(?:(?:[ \xa0]and)?[ \xa0-](?:{_WORD_EN})){{0,7}})(?!\w)"
    r"|(?<!\w)(?P<article>an?)[ \xa0](?=(?:hundred|thousand|million|billion|trillion|dozen)\b)"
    rf"|(?<!\w)(?P<ordinal>{longest_first(ORDINALS_EN)})(?!\w)(?![ \xa0-](?:part[iy]|countr))"
    r"|(?<=[wo]{2}[ \xa0-])(?P<thirds>thirds)\b|(?<=one[ \xa0-])(?P<third>third)\b"
    r"|(?<!\w)(?P<twice>twice)(?!\w)",
    re.IGNORECASE,
)
_WORD_FR = longest_first(WORDS_FR)
_FRENCH = re.compile(
    rf"(?<!\w)une?[ \xa0](?P<about>{'|'.join(ABOUT_FR)})(?!\w)"
    rf"|(?<!\w)(?<!pour )"
    rf"(?P<words>(?:{_WORD_FR})(?:(?:[ \xa0]et)?[ \xa0-](?:{_WORD_FR})){{0,7}})(?!\w)"
    rf"|(?<!\w)(?P<ordinal>{longest_first(ORDINALS_FR)})s?(?!\w)"
    r"|(?<=deux )(?P<thirds>tiers)\b|(?<=un )(?P<third>tiers)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(  # what "one" or "un" must stand before to be a number
    r"[ \xa0-](?:(?:full |calendar |more |additional )?(?:year|month|week|day|hour)|per ?cent"
    r"|thousand|million|billion|trillion|hundred|third"
    r"|an\b|année|mois\b|semaine|jour\b|heure|pour cent|milliard|millier|tiers)",
    re.IGNORECASE,
)
_SINO = re.compile(
    rf"(?<![가-힣0-9])(?P<digits>[{''.join(SINO)}십백천][십백천{''.join(SINO)}]{{0,7}})(?P<big>[만억조])?"
    rf"(?=[ \xa0]?(?:여[ \xa0]?)?(?:{COUNTERS_KO}))"
)
_NATIVE_ONE = "|".join(NATIVE_ONES)
_NATIVE = re.compile(
    rf"(?<![가-힣0-9])(?:(?P<tens>{'|'.join(NATIVE_TENS)})(?P<ones>{_NATIVE_ONE})?"
    rf"|(?P<one>{_NATIVE_ONE}))"
    rf"(?:[ \xa0]?(?P<nth>번째)|(?=[ \xa0]?(?:{COUNTERS_KO})(?!편|람)))"
    r"|(?<![가-힣0-9])(?P<loose>[두세])(?=[ \xa0](?!배)[가-힣]{2})"
    r"|(?<![가-힣])(?P<place>둘|셋|넷)째"
    r"|(?<![가-힣])(?P<alone>둘|셋|넷)(?=[ \xa0](?!다|수|것|때|경우|예정|계획)|[을로]|이[ \xa0])"
    r"|(?<![가-힣])일(?P<week>주)일"
)
_PLACES = {"둘": 2, "셋": 3, "넷": 4}
_ONE_KO = re.compile(r"[ \xa0]?(?:달(?![ \xa0]?에)|시간|주(?![가-힣]))")


def find_words(text: str, language: str) -> Iterator[Quantity]:
    """Every number written as words in a folded text."""
    if language == "fr":
        yield from _found(_FRENCH, text, _read_french)
    else:
        yield from _found(_ENGLISH, text, _read_english)
    yield from _found(_NATIVE, text, _read_native)
    yield from _found(_SINO, text, _read_sino)


_Reader = Callable[[re.Match[str], str], Quantity | None]


def _found(pattern: re.Pattern[str], text: str, read: _Reader) -> Iterator[Quantity]:
    for match in pattern.finditer(text):
        if (quantity := read(match, text)) is not None:
            yield quantity


def _read_english(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    if match["words"]:
        words = re.split(r"[ \xa0-]+", match["words"].lower())
        if words[0] in ("hundred", "thousand") or words == ["one"] and not _ONE_OF.match(text, end):
            return None
        return Quantity(start, end, _total(words, WORDS_EN))
    if match["article"]:
        return Quantity(start, end - 1, Decimal(1))
    if match["ordinal"]:
        return Quantity(start, end, Decimal(ORDINALS_EN[match["ordinal"].lower()]), ordinal=True)
    return Quantity(start, end, Decimal(2 if match["twice"] else 3))


def _read_french(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    if match["words"]:
        words = re.split(r"[ \xa0-]+", match["words"].lower())
        if words in (["un"], ["une"]) and not _ONE_OF.match(text, end):
            return None
        return Quantity(start, end, _total(words, WORDS_FR))
    if match["about"]:
        return Quantity(start, end, Decimal(ABOUT_FR[match["about"].lower()]))
    if match["ordinal"]:
        return Quantity(start, end, Decimal(ORDINALS_FR[match["ordinal"].lower()]), ordinal=True)
    return Quantity(start, end, Decimal(3))


def _total(words: list[str], table: dict[str, int]) -> Decimal:
    total = section = 0
    for word in words:
        if word in ("and", "et"):
            continue
        number = table[word]
        if number == 1000:
            total += (section or 1) * number
            section = 0
        elif number == 100 or (number == 20 and section == 4 and word.startswith("vingt")):
            section = (section or 1) * number
        else:
            section += number
    return Decimal(total + section)


def _read_native(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    if match["week"]:
        return Quantity(start, start + 1, Decimal(1))
    if match["loose"]:
        return Quantity(start, end, Decimal(NATIVE_ONES[match["loose"]]))
    if match["place"] or match["alone"]:
        number = Decimal(_PLACES[match["place"] or match["alone"]])
        return Quantity(start, end, number, ordinal=bool(match["place"]))
    if match["one"] == "한" and not _ONE_KO.match(text, end):
        return None
    tens = NATIVE_TENS[match["tens"]] if match["tens"] else 0
    ones = NATIVE_ONES[match["ones"] or match["one"]] if match["ones"] or match["one"] else 0
    return Quantity(start, end, Decimal(tens + ones), ordinal=bool(match["nth"]))


def _read_sino(match: re.Match[str], text: str) -> Quantity | None:
    total, one = 0, 0
    for sign in match["digits"]:
        if sign in SINO:
            one = SINO[sign]
        else:
            total += (one or 1) * 10 ** SCALES_KO[sign]
            one = 0
    if not total and not match["big"]:
        return None  # a single Sino-Korean digit is far more often a particle or a name
    scale = power(SCALES_KO[match["big"]]) if match["big"] else Decimal(1)
    return Quantity(*match.span(), Decimal(total + one) * scale)
