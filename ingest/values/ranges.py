"""Ranges and lists: a unit, scale, month or year written once belongs to every member."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.values.types import Item, Quantity, Value

_RANGE = re.compile(
    r"[ \xa0]?(?:(?:-|~)|-to-|to|through|until|à|jusqu'à|au|aux|에서|부터|jusqu'au)[ \xa0]?"
    r"(?:the[ \xa0]|le[ \xa0]|la[ \xa0]|약[ \xa0]?|만[ \xa0]?|about[ \xa0]|environ[ \xa0])?"
)
_PAIR = re.compile(
    r"[ \xa0]?(?:and|or|et|ou|및|또는|혹은|내지|와|과|나|이나|·|[ \xa0]/[ \xa0]|/|\+)[ \xa0]?"
    r"(?:the[ \xa0]|le[ \xa0]|la[ \xa0]|du[ \xa0]|de[ \xa0]|to[ \xa0])?"
)
_SHARE = re.compile(r"[ \xa0](?:sur|out of)[ \xa0]")
_COMMA = re.compile(r",[ \xa0]?(?:and[ \xa0]|or[ \xa0])?")
MONEY = frozenset({"KRW", "USD", "EUR", "GBP", "JPY", "CNY"})


def spread(items: Sequence[Item], text: str) -> list[Item]:
    """The items, with what a range or list leaves out filled in from its other members."""
    spread_items = list(items)
    links = _links(spread_items, text)
    for index in range(len(spread_items) - 2, -1, -1):
        if links[index]:
            spread_items[index] = _from_right(
                spread_items[index], spread_items[index + 1], text, links[index]
            )
    for index in range(len(spread_items) - 1):
        if links[index]:
            spread_items[index + 1] = _from_left(
                spread_items[index], spread_items[index + 1], links[index], text
            )
    return spread_items


def _links(items: Sequence[Item], text: str) -> list[str]:
    """How each item is tied to the next: a range, a pair, a list, or not at all."""
    links = [
        _link(text[left.end : right.start]) for left, right in zip(items, items[1:], strict=False)
    ]
    following = ""
    for index in range(len(links) - 1, -1, -1):  # a comma links only in a list that ends in "and"
        if links[index] == "comma" and following not in ("pair", "list"):
            links[index] = ""
        elif links[index] == "comma":
            links[index] = "list"
        following = links[index]
    return links


def _link(gap: str) -> str:
    if len(gap) > 16:
        return ""
    if _RANGE.fullmatch(gap):
        return "range"
    if _PAIR.fullmatch(gap):
        return "pair"
    if _SHARE.fullmatch(gap):
        return "share"
    return "comma" if _COMMA.fullmatch(gap) else ""


def _from_right(left: Item, right: Item, text: str, link: str) -> Item:
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        apart = left.ordinal or right.ordinal or (link == "share" and right.scale is None)
        return left if apart else _shared(left, right, text)
    if isinstance(right, Value) and right.kind == "date":
        if isinstance(left, Quantity):
            return _as_date(left, right, text)
        if left.kind == "date" and (link == "range" or not _year_first(right, text)):
            return _fill_date(left, right, earlier=True)
    return left


def _year_first(date: Value, text: str) -> bool:
    # 3월과 9월, 2019년 4월: a year that stands before its month says nothing of what precedes it
    return text[date.start : date.start + 4] == str(_parts(date)[0])


def _shared(left: Quantity, right: Quantity, text: str) -> Quantity:
    if left.unit and left.unit != right.unit and right.unit:
        return left
    if not left.unit and right.unit and _glued_pair(left, right, text):
        left = replace(left, unit=right.unit, plain=False)
    smaller = abs(left.digits) < 10 * abs(right.digits)
    smaller = smaller and (abs(left.digits) < 1000 or abs(right.digits) >= 1000)
    if left.scale is None and right.scale is not None and smaller and right.unit in ("", left.unit):
        left = replace(left, scale=right.scale, plain=False)
    return left


def _glued_pair(left: Quantity, right: Quantity, text: str) -> bool:
    # a slash between bare numbers is a score (80/100), not a list
    return text[left.end : right.start] != "/"


def _as_date(left: Quantity, right: Value, text: str) -> Item:
    year, month, day = _parts(right)
    number = left.digits
    whole = left.scale is None and not left.unit and number == number.to_integral_value()
    if not whole or not (left.plain or left.ordinal) or number < 1:
        return left
    if day is not None and number <= 31:
        return Value("date", (year, month, int(number)), left.start, left.end)
    if (
        isinstance(month, int)
        and day is None
        and number <= 12
        and "월" in text[right.start : right.end]
    ):
        return Value("date", (year, int(number), None), left.start, left.end)
    return left


def _from_left(left: Item, right: Item, link: str, text: str) -> Item:
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        bigger = right.scale is not None or right.amount > left.amount
        if (
            left.unit in MONEY
            and not right.unit
            and not right.ordinal
            and bigger
            and link == "range"
        ):
            return replace(right, unit=left.unit, plain=False)
        if left.unit == "age" and not right.unit and right.plain:
            return replace(right, unit="age", plain=False)
        return right
    if isinstance(left, Value) and left.kind == "date" and isinstance(right, Value):
        return _fill_date(right, left, earlier=False) if right.kind == "date" else right
    return right


def _fill_date(partial: Value, full: Value, *, earlier: bool) -> Value:
    year, month, day = _parts(partial)
    full_year, full_month, _ = _parts(full)
    if year is not None or full_year is None or month is None:
        return partial
    if isinstance(month, int) and isinstance(full_month, int):
        if earlier and month > full_month:
            full_year -= 1
        elif not earlier and month < full_month:
            full_year += 1
    return replace(partial, value=(full_year, month, day))


def _parts(date: Value) -> tuple[int | None, int | str | None, int | None]:
    assert isinstance(date.value, tuple)
    year, month, day = date.value
    assert not isinstance(year, str | Decimal) and not isinstance(month, Decimal)
    assert not isinstance(day, str | Decimal)
    return year, month, day
