"""Values compared: equal, covered by a more exact one, and what two texts do not share."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ingest.values.find import find_values
from ingest.values.types import Value

# one language says an age where another leaves the unit out, or counts years
_SAME_NUMBER = ({"age", "number"}, {"ordinal", "number"}, {"age", "duration"})
_ONE = re.compile(
    r"\b(?:one|single|first|une?|seule?|premi(?:er|ère))\b|한|하나|첫|단일", re.IGNORECASE
)
_UNITLESS = {"number", "ordinal"}


def same(a: Value, b: Value) -> bool:
    """Whether two values are equal, whatever the language they were written in."""
    if a.kind == b.kind:
        return a.value == b.value
    return {a.kind, b.kind} in _SAME_NUMBER and _years(a) == _years(b)


def covers(found: Value, wanted: Value, *, bare: bool = True) -> bool:
    """Whether `found` says `wanted`, perhaps more exactly: 29 October 2025 covers 2025.

    A wanted number without a unit is covered by money, a percentage or a duration of that size
    unless `bare` is false; a wanted unit is never covered by a number without it.
    """
    if same(found, wanted):
        return True
    if found.kind == wanted.kind == "date":
        return _date_covers(found, wanted)
    if wanted.kind in ("number", "date") and found.kind == "number":
        return _magnitudes(wanted) == _magnitudes(found)
    return bare and wanted.kind == "number" and wanted.value in _magnitudes(found)


def contains(text: str, wanted: Value, language: str | None = None, *, bare: bool = True) -> bool:
    """Whether some value of a text covers `wanted`."""
    return any(covers(found, wanted, bare=bare) for found in find_values(text, language))


def uncovered(
    wanted: Iterable[Value], found: Iterable[Value], *, bare: bool = False
) -> list[Value]:
    """The wanted values that none of the found ones covers; what claim checking asks."""
    found = tuple(found)
    return [
        value
        for value in wanted
        if not any(covers(other, value, bare=bare) for other in found)
        and not _unsaid_rate(value, found)
    ]


def values_equal(
    text_a: str, text_b: str, language_a: str | None = None, language_b: str | None = None
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What only the first and only the second text says; both empty when they agree by value."""
    in_a, in_b = find_values(text_a, language_a), find_values(text_b, language_b)
    return _only(in_a, in_b, text_b), _only(in_b, in_a, text_a)


def _only(values: list[Value], others: list[Value], other_text: str) -> tuple[Value, ...]:
    return tuple(
        value
        for value in values
        if not any(_agrees(other, value) for other in others)
        and not _is_small_word(value, other_text)
        and not _unsaid_rate(value, others)
    )


def _unsaid_rate(value: Value, others: Sequence[Value]) -> bool:
    # "annual" is often left unsaid, so a rate is wrong only beside another rate
    return value.kind == "rate" and all(other.kind != "rate" for other in others)


def _is_small_word(value: Value, other_text: str) -> bool:
    # too many other words say it: a, only, 한, premier; both, les deux, 둘, the latter
    if value.kind not in _UNITLESS:
        return False
    if any(map(str.isdigit, value.text)):
        return value.value == 1 and bool(_ONE.search(other_text))
    return value.value in (1, 2)


def _agrees(other: Value, value: Value) -> bool:
    if same(other, value):
        return True
    if {other.kind, value.kind} == {"ordinal", "duration"}:  # "the 20th" is 20일
        return _day(other) == _day(value)
    if other.kind != "date" or value.kind != "date":
        return False
    # a day written once with its year may be repeated without it in one language
    (year, *day), (other_year, *other_day) = _parts(value), _parts(other)
    return day == other_day and day != [None, None] and None in (year, other_year)


def _parts(date: Value) -> tuple[object, ...]:
    assert isinstance(date.value, tuple)
    return date.value


def _day(value: Value) -> object:
    if value.kind != "duration":
        return value.value
    amount, unit = _amount(value)
    return amount if unit == "day" else None


def _years(value: Value) -> object:
    if value.kind != "duration":
        return value.value
    amount, unit = _amount(value)
    return amount / 12 if unit == "month" else None


def _amount(value: Value) -> tuple[Decimal, str]:
    assert isinstance(value.value, tuple)
    amount, unit = value.value
    assert isinstance(amount, Decimal) and isinstance(unit, str)
    return amount, unit


def _magnitudes(value: Value) -> set[object]:
    """The bare numbers under which a value may be asked for."""
    if value.kind == "money" and isinstance(value.value, tuple):
        return {value.value[1]}
    if value.kind == "duration":
        amount, unit = _amount(value)
        return {amount, amount / 12} if unit == "month" else {amount}
    if value.kind == "date" and isinstance(value.value, tuple):
        year, *rest = value.value
        return {Decimal(year)} if rest == [None, None] and isinstance(year, int) else set()
    return {value.value} if isinstance(value.value, Decimal) else set()


def _date_covers(found: Value, wanted: Value) -> bool:
    year, month, day = _parts(found)
    wanted_year, wanted_month, wanted_day = _parts(wanted)
    if wanted_year is not None and wanted_year != year:
        return False
    if wanted_day is not None and wanted_day != day:
        return False
    return wanted_month in (None, month) or _in_part(month, wanted_month)


def _in_part(month: object, part: object) -> bool:
    if not isinstance(part, str):
        return False
    size = 6 if part.startswith("H") else 3
    if isinstance(month, str):
        return part == f"H{(int(month[1]) + 1) // 2}" and month.startswith("Q")
    return isinstance(month, int) and (month - 1) // size + 1 == int(part[1])
