"""Attributes that the three languages name differently: whom, what for, free, by post."""

import re
from dataclasses import dataclass
from functools import cache

from assistant.claims.lexicon import lexicon

_EXCLUSIVE = frozenset({"level", "pay", "region", "way", "direction", "duty", "degree"})
_FLIPS = frozenset({"order", "span", "bound"})
"""Groups whose words are too loose to be compared between languages."""


@dataclass(frozen=True, slots=True)
class Concept:
    """An attribute and its words."""

    name: str
    words: dict[str, re.Pattern[str]]
    """By language: what names it."""
    hints: re.Pattern[str] | None
    """What says it in evidence, in any language."""
    group: str
    strong: bool


@cache
def concepts() -> tuple[Concept, ...]:
    """All attributes of `lexicon.toml`."""
    return tuple(
        Concept(
            name,
            {code: _compiled(row[code], code) for code in ("en", "fr", "ko")},
            re.compile(rf"(?<![A-Za-zÀ-ÿ])(?:{row['also']})(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
            if "also" in row
            else None,
            row.get("group", ""),
            row.get("strong", False),
        )
        for name, row in lexicon()["concepts"].items()
    )


def find_concepts(text: str, language: str) -> dict[str, tuple[int, ...]]:
    """The attributes that a text names, and where."""
    found = {}
    for concept in concepts():
        pattern = concept.words.get(language) or concept.words["en"]
        positions = tuple(match.start() for match in pattern.finditer(text))
        if positions:
            found[concept.name] = positions
    return found


def missing_concepts(
    stated: dict[str, tuple[int, ...]], evidence: list[tuple[str, str]], language: str
) -> list[str]:
    """The stated attributes that evidence must speak of and does not.

    Args:
        stated: what a sentence names.
        evidence: texts with their languages.
        language: of the sentence.
    """
    missing = []
    own = [text for text, code in evidence if code == language]
    for concept in concepts():
        if concept.name not in stated:
            continue
        flips = concept.group in _FLIPS
        if not (concept.strong or concept.group in _EXCLUSIVE or flips):
            continue
        if flips and len(own) < len(evidence):
            continue
        texts = own if flips else [text for text, _ in evidence]
        if any(_says(concept, text) for text in texts):
            continue
        rivals = [c for c in concepts() if c.group and c.group == concept.group and c != concept]
        hints = concept.group == "degree"
        if concept.strong or any(_says(rival, text, hints) for rival in rivals for text in texts):
            missing.append(concept.name)
    return missing


def _says(concept: Concept, text: str, hints: bool = True) -> bool:
    if any(pattern.search(text) for pattern in concept.words.values()):
        return True
    return hints and concept.hints is not None and bool(concept.hints.search(text))


def _compiled(words: str, language: str) -> re.Pattern[str]:
    edges = (r"(?<!\w)", r"(?!\w)") if language != "ko" else ("", "")
    return re.compile(f"{edges[0]}(?:{words}){edges[1]}", re.IGNORECASE)
