"""What kind of value a question asks for: an answer without one is known for a near miss."""

from functools import lru_cache

from assistant.words import plain, words
from ingest import LANGUAGES, values

_ORDER = ("percent", "age", "duration", "date", "count", "money")
"""The narrower first: "how much per cent" asks for a percentage, not for money."""

_HOLDS = {
    "money": frozenset({"money"}),
    "percent": frozenset({"percent"}),
    "duration": frozenset({"duration", "age"}),
    "date": frozenset({"date"}),
    "age": frozenset({"age", "duration"}),
    "count": frozenset({"number", "ordinal"}),
}
_AMOUNTS = frozenset({"money", "percent"})


def expected_kind(question: str) -> str:
    """The kind of value that a question asks for; empty when it asks for none."""
    form = plain(question)
    for kind in _ORDER:
        if any(words(code).cue(f"asks_{kind}", form) for code in LANGUAGES):
            return kind
    return ""


def holds(text: str, kind: str, language: str, *, loosely: bool = False) -> bool:
    """Does a text hold a value of that kind?

    Loosely, a sum of money is a number too ("how much R&D" may ask for either), and a share of
    one tells how much.
    """
    accepted = _HOLDS[kind] | (_AMOUNTS if loosely and kind in ("count", "money") else frozenset())
    return bool(accepted & _kinds(text, language))


def held(text: str, kind: str, language: str) -> list[values.Value]:
    """The values of that kind that a text holds."""
    return [v for v in values.find_values(text, language) if v.kind in _HOLDS[kind]]


@lru_cache(maxsize=4096)
def _kinds(text: str, language: str) -> frozenset[str]:
    kinds = {value.kind for value in values.find_values(text, language)}
    # "under 40" says nothing of years
    told = words(language).cue("age_told", plain(text))
    return frozenset(kinds | {"age"} if told else kinds)
