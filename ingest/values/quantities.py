"""Numbers with what they count: scale words, money, percentages, durations, ages, ordinals."""

import re
from dataclasses import replace
from decimal import Decimal

from ingest.values.lexicon import (
    CURRENCIES,
    SCALES_EN,
    SCALES_FR,
    SHORT_SCALES,
    SPACE,
    TIME_UNITS,
    longest_first,
    power,
)
from ingest.values.numerals import find_digits
from ingest.values.types import Quantity
from ingest.values.words import find_words

_GAP = rf"(?:{SPACE}|-)?"
_SCALE = {
    "en": re.compile(
        rf"{_GAP}(?:hundred{SPACE})?(?P<scale>{longest_first(SCALES_EN)})(?![\wÀ-ÿ])", re.IGNORECASE
    ),
    "fr": re.compile(rf"{_GAP}(?P<scale>{longest_first(SCALES_FR)})(?![\wÀ-ÿ])", re.IGNORECASE),
}
_FRENCH_SCALE = re.compile(rf"{SPACE}(?:de{SPACE}|d')")
_CURRENCY_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?P<code>KRW|USD|EUR|GBP|JPY|CNY|RMB|US\$|won)|(?P<sign>[$₩€£¥]))[ \xa0]?$",
    re.IGNORECASE,
)
_CURRENCY_AFTER = re.compile(
    r"[ \xa0-]?(?:of |de |d')?(?:(?:South )?Korean |U\.?S\.? |미국[ \xa0]?)?"
    r"(?:(?P<sign>US\$|\$[ \xa0]?US|[$₩€£¥])(?![ \xa0]?[0-9])"
    r"|(?P<code>KRW|USD|EUR|GBP|JPY|CNY|RMB|wons?|dollars?|euros?|pounds?|yens?|yuans?"
    r"|livres? sterling)(?![A-Za-zÀ-ÿ])(?![ \xa0]?[0-9])"
    r"|(?P<korean>원(?!칙|인[은이]|장|생|격|서|자[ \xa0]|천|본|리|활|탁|어)"
    r"|달러|유로|엔(?!지|진)|위안|파운드))"
    r"(?:[ \xa0](?:(?:sud-)?cor[ée]ens|am[ée]ricains|US\b))?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"[ \xa0-]?(?:%|percent|per[ \xa0]cent|pour[ \xa0]cent|퍼센트)"
    r"(?:[ \xa0]?p(?![A-Za-z])|[ \xa0]?포인트|age points?|[ \xa0]points?)?"
    r"|[ \xa0]?(?:percentage points?|points? de pourcentage)",
    re.IGNORECASE,
)
_TIME_EN = re.compile(
    r"[ \xa0-]?(?:(?:or[ \xa0]more|more|full|additional|further|consecutive|calendar|working"
    r"|business|whole|extra"
    r"|straight)[ \xa0-])?(?P<unit>years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|secs?)(?![A-Za-z])(?P<old>[ \xa0-]olds?\b|[ \xa0]of[ \xa0]age\b)?",
    re.IGNORECASE,
)
_TIME_FR = re.compile(
    r"[ \xa0-]?(?:(?:premi[èe]re?s|derni[èe]re?s|prochaine?s|autres|bonnes)[ \xa0])?"
    r"(?P<unit>ans?|années?|mois|semaines?|journées|jours?|heures?|h|minutes?|min|secondes?)"
    r"(?![A-Za-zÀ-ÿ])"
    r"(?P<old>[ \xa0](?:(?:ou|et)[ \xa0](?:moins|plus)|au[ \xa0](?:plus|maximum)|maximum"
    r"|révolus)(?!\w))?",
    re.IGNORECASE,
)
_TIME_KO = re.compile(
    r"(?:[ \xa0]?(?P<unit>개?년(?!차|생|대|층)|개월|달(?!러|성)|영업일|근무일|시간(?!제))"
    r"|(?P<glued>주일|주(?!년|식|요|제|차|체|택|의|소|최|관)|일(?!자리|본|반|정|체|관)"
    r"|분(?!의|기|야|과|석|류|양|배|산)|초(?!기|과|격|반|등)))"
)
_OLD_KO = re.compile(r"[ \xa0]?(?:세(?!대|기|부|계|제|금|트|션|미나)|살)")
_OLD_BEFORE = re.compile(
    r"(?:(?<!\w)(?P<english>aged?|ages)[ \xa0](?:(?:of|under|over|between|from)[ \xa0])?"
    r"|(?:âgé(?:e|s|es)?|l'âge)[ \xa0](?:de|d'au[ \xa0](?:moins|plus))[ \xa0]"
    r"(?:(?:moins|plus)[ \xa0]de[ \xa0])?"
    r"|(?:moins|plus)[ \xa0]de[ \xa0]|jusqu'à[ \xa0]|au[ \xa0](?:plus|maximum)[ \xa0])$",
    re.IGNORECASE,
)
_ORDINAL_AFTER = re.compile(
    r"(?:st|nd|rd|th|ers?|ères?|res?|èmes?|eme|nde?|de|ᵉ|es?)(?![A-Za-zÀ-ÿ0-9])"
    r"|[ \xa0]?(?:번째|차[ \xa0]?[년연]도|회차|년차|학년(?!도)"
    r"|차(?!원|량|선|별|등|이|례|지|로|관|세))",
    re.IGNORECASE,
)
_ORDINAL_BEFORE = re.compile(r"(?<![가-힣])제[ \xa0]?$")
_NOT_ONE = re.compile(r"국|자(?![가-힣])|자[가이의를에]")  # 제3국, 제3자
_LETTER = re.compile(r"[A-Za-zÀ-ÿ]")


def find_quantities(text: str, language: str) -> list[Quantity]:
    """The numbers of a folded text with their own scale and unit, in order."""
    found: list[Quantity] = []
    candidates = [*find_digits(text, language), *find_words(text, language)]
    end = 0
    for number in sorted(candidates, key=lambda item: (item.start, -item.end)):
        if number.start < end:
            continue
        quantity = _complete(number, text, language, end)
        if quantity is not None:
            found.append(quantity)
            end = quantity.end
    return found


def _complete(number: Quantity, text: str, language: str, floor: int) -> Quantity | None:
    if number.ordinal:
        return number
    before = text[max(floor, number.start - 40) : number.start]
    currency = _CURRENCY_BEFORE.search(before)
    number = _signed(number, text, floor)
    if not currency and (ordinal := _ordinal(number, text, before)):
        return ordinal if ordinal.ordinal else None
    scaled = _scaled(number, text, language, bool(currency))
    if currency:
        unit = CURRENCIES[(currency["code"] or currency["sign"]).lower()]
        suffix = _currency_after(scaled.end, text)
        end = suffix[1] if suffix and suffix[0] == unit else scaled.end
        start = number.start - (len(before) - currency.start())
        return replace(scaled, start=start, end=end, unit=unit, plain=False)
    complete = _with_unit(scaled, text, language, before)
    if complete.end == number.end and _LETTER.match(text, complete.end):
        return None  # part of a name: 42Maru, 5G, 3D
    return complete


def _signed(number: Quantity, text: str, floor: int) -> Quantity:
    at = number.start - 1
    if at < floor or text[at] != "-" or not number.plain and not text[number.start].isdigit():
        return number
    ahead = text[:at][-2:]
    if ahead[-1:] not in ("", " ", "\xa0", "(", "\n") or ahead[:1].isdigit():
        return number
    return replace(number, start=at, digits=-number.digits, plain=False)


def _ordinal(number: Quantity, text: str, before: str) -> Quantity | None:
    """The ordinal, a non-ordinal to be dropped (a third country), or None when it is neither."""
    if number.scale is not None:
        return None
    prefix = _ORDINAL_BEFORE.search(before)
    suffix = _ORDINAL_AFTER.match(text, number.end)
    if not prefix and not suffix:
        return None
    if prefix and _NOT_ONE.match(text, number.end):
        return number
    start = number.start - (len(before) - prefix.start()) if prefix else number.start
    end = suffix.end() if suffix else number.end
    return replace(number, start=start, end=end, ordinal=True)


def _scaled(number: Quantity, text: str, language: str, money: bool) -> Quantity:
    own = "fr" if language == "fr" else "en"
    for _ in range(2):  # mille milliards, thousand billion
        match = _SCALE[own].match(text, number.end)
        if own == "en" and match and _FRENCH_SCALE.match(text, match.end()):
            match = _SCALE["fr"].match(text, number.end) or match
            table = SCALES_FR if match["scale"].lower() in SCALES_FR else SCALES_EN
        else:
            table = SCALES_FR if own == "fr" else SCALES_EN
        if not match:
            break
        word = match["scale"].lower()
        short = word in SHORT_SCALES
        if short and not money and not _CURRENCY_AFTER.match(text, match.end()):
            break
        if short and not money and language == "fr" and match["scale"] == "m":
            break
        factor = power(table[word])
        number = replace(
            number, end=match.end(), scale=(number.scale or Decimal(1)) * factor, plain=False
        )
    return number


def _currency_after(position: int, text: str) -> tuple[str, int] | None:
    match = _CURRENCY_AFTER.match(text, position)
    if not match:
        return None
    name = (match["sign"] or match["code"] or match["korean"]).lower().replace("\xa0", "")
    name = name.replace(" ", "").removesuffix("sterling")
    return CURRENCIES[name], match.end()


def _with_unit(number: Quantity, text: str, language: str, before: str) -> Quantity:
    position = number.end
    if text.startswith("여", position) and number.digits >= 10:
        position += 1  # 10여 명: about ten
    if percent := _PERCENT.match(text, position):
        return replace(number, end=percent.end(), unit="%", plain=False)
    if money := _currency_after(position, text):
        return replace(number, end=money[1], unit=money[0], plain=False)
    if old := _OLD_KO.match(text, position):
        return replace(number, end=old.end(), unit="age", plain=False)
    if (korean := _TIME_KO.match(text, position)) and not _is_counter(number, korean, text):
        unit = TIME_UNITS[korean["unit"] or korean["glued"]]
        return replace(number, end=korean.end(), unit=unit, plain=False)
    pattern = _TIME_FR if language == "fr" else _TIME_EN
    if match := pattern.match(text, position):
        unit = TIME_UNITS[match["unit"].lower()]
        if unit == "year" and (match["old"] or _OLD_BEFORE.search(before)):
            unit = "age"
        return replace(number, end=match.end(), unit=unit, plain=False)
    old_before = _OLD_BEFORE.search(before)
    if old_before and old_before["english"]:
        return replace(number, unit="age", plain=False)
    return number


def _is_counter(number: Quantity, match: re.Match[str], text: str) -> bool:
    """Whether what follows counts people or is part of another word: 두 분, 한 주요 기관."""
    if match["glued"] is None:
        return False
    return not text[number.start].isdigit() and match["glued"] == "분"
