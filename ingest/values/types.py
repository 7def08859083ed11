"""The records that the finders pass to one another."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "money", "percent", "date", "time", "duration", "rate", "age", "ordinal", "number", "code"
]
Normal = Decimal | str | tuple[str | int | Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value found in a text: what it is, its normalised form, and where it stands."""

    kind: Kind
    value: Normal
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number on its way to a Value: what it lacks may still come from its range."""

    start: int
    end: int
    digits: Decimal
    scale: Decimal | None = None
    unit: str = ""
    ordinal: bool = False
    plain: bool = False  # written as digits only, so that it may be a day or a year

    @property
    def amount(self) -> Decimal:
        """The number with its scale."""
        return self.digits if self.scale is None else self.digits * self.scale


Item = Value | Quantity
