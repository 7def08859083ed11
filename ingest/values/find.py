"""From a text to its values: codes, then dates, then quantities, then ranges."""

import re
from bisect import bisect
from decimal import Decimal

from ingest.language import by_rule
from ingest.values.codes import find_codes
from ingest.values.dates import find_dates
from ingest.values.lexicon import FOLD
from ingest.values.quantities import find_quantities
from ingest.values.ranges import MONEY, spread
from ingest.values.rates import find_rates
from ingest.values.types import Item, Kind, Normal, Quantity, Value

_YEARS = range(1950, 2100)
_COUNTED_KO = re.compile(r"[ \xa0]?(?:명|개|곳|건|점|여|석|대|인|호|회|배)")
_CARRIED = re.compile(
    r"[ \xa0]?(?:$|[.,;:()\n]|(?:a|per|each|in|for|over|by|to|then|and|or"
    r"|par|chacune?s?|en|sur|pour|au|aux|puis|et|ou|dès|l'an)(?!\w)|d'ici"
    r"|(?:까지|으로|을|이[ ,]|은|씩|규모|이상|이하|미만|한도|에서))"
)
_CARRY_DISTANCE = 250
_ELIDED_YEARS = re.compile(
    r"[ \xa0]?(?:$|[.,;:)(\n]|(?:at|on|in|or more|instead|if|for|with|when"
    r"|dans|si|avec|pour|au|en|environ)(?!\w))"
)
_ELISION_DISTANCE = 60


def find_values(text: str, language: str | None = None) -> list[Value]:
    """Every value of a text in order, none overlapping, `text[start:end] == value.text`."""
    folded = text.translate(FOLD)
    language = language or by_rule(folded) or "en"
    codes, rest = find_codes(folded)
    dates, rest = find_dates(rest, language)
    items: list[Item] = [
        *codes,
        *dates,
        *(_year(item, rest) for item in find_quantities(rest, language)),
    ]
    items.sort(key=lambda item: item.start)
    items = _carry_years(_carry_currency(spread(items, folded), folded), folded)
    rates = [rate for rate in find_rates(rest, language) if not _overlaps(rate, items)]
    return [_finish(item, text) for item in sorted([*items, *rates], key=lambda item: item.start)]


def _overlaps(rate: Value, items: list[Item]) -> bool:
    at = bisect(items, rate.start, key=lambda item: item.start)
    after = at < len(items) and items[at].start < rate.end
    return after or (at > 0 and items[at - 1].end > rate.start)


def _year(item: Quantity, text: str) -> Item:
    """A bare number that reads as a year becomes one."""
    if not item.plain or item.unit or item.ordinal or item.end - item.start != 4:
        return item
    if int(item.digits) not in _YEARS or _COUNTED_KO.match(text, item.end):
        return item
    return Value("date", (int(item.digits), None, None), item.start, item.end)


def _carry_currency(items: list[Item], text: str) -> list[Item]:
    """In "KRW 1 billion in year 1, then 2 billion a year" the second amount is won too."""
    carried: list[Item] = []
    currency, since = "", 0
    for item in items:
        if isinstance(item, Quantity):
            if item.unit in MONEY:
                currency, since = item.unit, item.end
            elif currency and item.start - since < _CARRY_DISTANCE and _is_bare_sum(item, text):
                item = Quantity(item.start, item.end, item.digits, item.scale, currency)
        carried.append(item)
    return carried


def _carry_years(items: list[Item], text: str) -> list[Item]:
    """In "8 years of work, including 3 at a top institute" the 3 are years too."""
    carried = items[:1]
    for item in items[1:]:
        before = carried[-1]
        if (
            isinstance(item, Quantity)
            and isinstance(before, Quantity)
            and before.unit in ("year", "month")
            and item.plain
            and item.digits < 100
            and not item.ordinal
            and _elides(text[before.end : item.start])
            and _ELIDED_YEARS.match(text, item.end)
        ):
            item = Quantity(item.start, item.end, item.digits, unit=before.unit)
        carried.append(item)
    return carried


def _elides(between: str) -> bool:
    return len(between) < _ELISION_DISTANCE and not re.search(r"[;\n]|\.[ \xa0]", between)


def _is_bare_sum(item: Quantity, text: str) -> bool:
    large = item.scale is not None and item.scale >= 10**6 or item.amount >= 10**8
    return large and not item.unit and not item.ordinal and bool(_CARRIED.match(text, item.end))


def _finish(item: Item, text: str) -> Value:
    kind, value = (item.kind, item.value) if isinstance(item, Value) else _normal(item)
    return Value(kind, value, item.start, item.end, text[item.start : item.end])


def _normal(item: Quantity) -> tuple[Kind, Normal]:
    amount = _tidy(item.amount)
    if item.unit in MONEY:
        return "money", (item.unit, amount)
    if item.unit == "year":
        return "duration", (_tidy(amount * 12), "month")
    if item.unit == "%":
        return "percent", amount
    if item.unit == "age":
        return "age", amount
    if item.unit:
        return "duration", (amount, item.unit)
    return "ordinal" if item.ordinal else "number", amount


def _tidy(amount: Decimal) -> Decimal:
    """The same number without trailing zeros or, when it is whole, an exponent."""
    amount = amount.normalize()
    exponent = amount.as_tuple().exponent
    short = isinstance(exponent, int) and 0 < exponent < 20 and amount.adjusted() < 27
    return amount.quantize(Decimal(1)) if short else amount
