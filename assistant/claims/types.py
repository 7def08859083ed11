"""What the check of claims returns."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "number",
    "money",
    "percent",
    "date",
    "time",
    "duration",
    "rate",
    "age",
    "ordinal",
    "code",
    "name",
    "qualifier",
    "negation",
    "attribute",
    "binding",
    "unsupported",
    "leak",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence states that its evidence does not: why, and the words that state it."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was taken out, the kind of its first fault, and the words at fault."""

    sentence: str
    reason: Reason
    value: str


@dataclass(frozen=True, slots=True)
class Screened:
    """The sentences of a draft that stand, and those that do not."""

    text: str
    dropped: tuple[Dropped, ...] = ()
    core_lost: bool = False
    """Nothing of substance stands, or the value that was asked for fell."""
