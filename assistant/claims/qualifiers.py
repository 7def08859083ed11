"""What flips the meaning of a value: up to, at least, under, before, since; and negation."""

import re
from collections.abc import Mapping
from functools import cache

from assistant.claims.lexicon import lexicon

_DATES = {"date", "time"}
_TIME_ONLY = {"before", "after", "from", "until", "by"}
_BOUNDS = frozenset({"min", "max"})
_AS_TIME = {"max": "until", "min": "from"}
MAX, MIN = frozenset({"max", "under"}), frozenset({"min", "over"})
_EARLY, _LATE = frozenset({"until", "before", "by"}), frozenset({"from", "after"})


def qualifiers(text: str, start: int, end: int, kind: str, language: str) -> frozenset[str]:
    """What stands by a value and limits it, by name: max, under, min, over, before ..."""
    ahead, behind = text[max(0, start - 48) : start], text[end : end + 24]
    inside = text[start:end]
    found = {name for name, pattern in _table("before", language) if pattern.search(ahead)}
    for name, pattern in _table("after", language):
        # "8 ans au plus" is one value
        if pattern.match(behind) or name in _BOUNDS and pattern.search(inside):
            found.add(name)
    if kind in _DATES:
        found = {_AS_TIME.get(name, name) for name in found}
        return frozenset(found & _TIME_ONLY)
    found -= {"from", "until", "by"}
    if kind == "duration" and language == "en" and re.search(r"\bover[ \xa0]$", ahead):
        found -= {"over"}  # over 3 years is for 3 years
    return frozenset(found)


def conflict(
    kind: str,
    stated: frozenset[str],
    known: frozenset[str],
    loosely_stated: frozenset[str],
    loosely_known: frozenset[str],
) -> bool:
    """Do two sets of qualifiers of one value disagree?

    Args:
        kind: of the value.
        stated: of the draft's value.
        known: of the value in the evidence.
        loosely_stated: what the draft's sentence says in other words (a cap, a threshold).
        loosely_known: what the evidence says in other words.
    """
    if stated & known:
        return False
    for low, high in ((MAX, MIN), (_EARLY, _LATE)):
        if stated & low and known & high or stated & high and known & low:
            return True
    if stated & MAX and "after" in known or "after" in stated and known & MAX:
        return True
    for group, name in ((MAX, "max"), (MIN, "min")):
        if bool(stated & group) != bool(known & group):
            said = loosely_known if stated & group else loosely_stated
            if name not in said:
                return True
        elif stated & group:
            return True  # under 40 is not up to 40
    if kind in _DATES:
        for name in ("before", "after"):
            if name in stated and not known and name not in loosely_known:
                return True
            if name in known and not stated and name not in loosely_stated:
                return True
        return "until" in stated and not known and "before" not in loosely_known
    return False


def loose(text: str, language: str) -> frozenset[str]:
    """The limits that a sentence speaks of in other words: a cap, a threshold."""
    return frozenset(name for name, pattern in _loose(language).items() if pattern.search(text))


def negated(text: str, language: str) -> bool:
    """Does the text deny something? Limits such as "no more than" do not count."""
    return bool(_pattern("negation", language).search(_mask(text, language)))


def negations(text: str, language: str) -> int:
    """How many times a text denies; "ne ... pas" counts as it is written."""
    return len(_pattern("negation", language).findall(_mask(text, language)))


def hints_negation(text: str, language: str) -> bool:
    """Does the text hold any word that another language may render by a negation?"""
    return negated(text, language) or bool(_pattern("lexical", language).search(text))


def excepts(text: str, language: str) -> bool:
    """Does the text make an exception?"""
    return bool(_pattern("except", language).search(text))


def _mask(text: str, language: str) -> str:
    return _pattern("limits", language).sub(" ", text)


_COUNTER = r"[ )]?(?:점|명|개사|개국|개|곳|건|팀|회|인|대|호|급|위|등|학점|과목|편|배)?[ )]?"


@cache
def _table(side: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    if side == "after":
        lead = r"[\s,)]*" if language != "ko" else _COUNTER
        return tuple(
            (name, re.compile(rf"{lead}(?:{body})", re.IGNORECASE))
            for name, body in lexicon()["limits"]["after"][language].items()
        )
    fill, edge = lexicon()["limits"]["fill"][language], r"(?<!\w)" if language != "ko" else ""
    return tuple(
        (name, re.compile(rf"{edge}(?:{body})[ \xa0]?(?:{fill}[ \xa0']?){{0,3}}$", re.IGNORECASE))
        for name, body in lexicon()["limits"]["before"][language].items()
        if body
    )


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(lexicon()["denial"][name][language], re.IGNORECASE)


@cache
def _loose(language: str) -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(body, re.IGNORECASE)
        for name, body in lexicon()["limits"]["loose"][language].items()
    }
