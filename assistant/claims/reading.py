"""A sentence as the check reads it: its values with their limits, names, attributes, words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.claims.concepts import find_concepts
from assistant.claims.qualifiers import loose, qualifiers
from ingest import Glossary, Mention, fold, values

_LABEL = re.compile(r"\[\d{1,3}(?:\s*,\s*\d{1,3})*\]")
_CLAUSE = {
    "en": re.compile(r"[;:,()]\s|[()]|\b(?:and|but|while|whereas|which|then|or)\b"),
    "fr": re.compile(r"\s?[;:]\s|,\s|[()]|\b(?:et|mais|tandis|alors|puis|qui|ou)\b"),
    "ko": re.compile(r"[;:]\s|,\s|[()]|(?<=[가-힣])(?:고|며|지만|으나|는데)[ ,]"),
}
_WORD = re.compile(r"[가-힣]{2,}|[^\W\d_가-힣]{3,}")
_RANGE = re.compile(
    r"[ \xa0]?(?:[-~–—]|to|through|until|till|à|au|jusqu'(?:au|à)"
    r"|부터|에서)[ \xa0]?(?:the |le |du )?",
    re.IGNORECASE,
)
_STOP = frozenset(
    "the and for with that this from are was were has have had been its their which who whom into "
    "les des une aux dans par pour sur avec est sont ont qui que dont ces cette son ses leur leurs "
    "elle ils elles ainsi".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, what limits it, and the clause it stands in."""

    value: values.Value
    qualifiers: frozenset[str]
    clause: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and what it states; positions count characters of `text`."""

    text: str
    language: str
    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    concepts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()
    loose: frozenset[str] = frozenset()
    frame: frozenset[str] = frozenset()
    """Ids of the names in its title and headings."""

    @property
    def terms(self) -> frozenset[str]:
        """Ids of the names it mentions."""
        return frozenset(mention.term.id for mention in self.mentions)

    def clause_of(self, position: int) -> int:
        """The number of the clause at a position."""
        return sum(1 for cut in self.cuts if cut <= position)

    def clause_text(self, number: int) -> str:
        """The words of a clause."""
        edges = (0, *self.cuts, len(self.text))
        return self.text[edges[number] : edges[number + 1]]

    def clause_words(self, number: int) -> frozenset[str]:
        """The stems of a clause."""
        edges = (0, *self.cuts, len(self.text))
        start, end = edges[number], edges[number + 1]
        return frozenset(
            stem
            for stem, positions in self.words.items()
            if any(start <= position < end for position in positions)
        )


def read(text: str, language: str, glossary: Glossary, frame: Iterable[str] = ()) -> Reading:
    """Read a sentence; citation labels count for nothing."""
    text = _LABEL.sub(lambda match: " " * len(match.group()), text)
    found = values.find_values(text, language)
    mentions = tuple(glossary.find(text))
    inside = [(v.start, v.end) for v in found] + [(m.start, m.end) for m in mentions]
    cuts = tuple(
        match.end()
        for match in _CLAUSE.get(language, _CLAUSE["en"]).finditer(text)
        if not any(start < match.end() < end for start, end in inside)
    )
    limits = [qualifiers(text, v.start, v.end, v.kind, language) for v in found]
    for index, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        gap = text[one.end : other.start]
        if one.kind == other.kind == "date" and len(gap) < 16 and _RANGE.fullmatch(gap):
            limits[index] = limits[index] or frozenset({"from"})
            limits[index + 1] = limits[index + 1] or frozenset({"until"})
    figures = tuple(
        Figure(value, limit, sum(1 for cut in cuts if cut <= value.start))
        for value, limit in zip(found, limits, strict=True)
    )
    return Reading(
        text,
        language,
        figures,
        mentions,
        find_concepts(text, language),
        stems(text),
        cuts,
        loose(text, language),
        frozenset(frame),
    )


def stems(text: str) -> dict[str, tuple[int, ...]]:
    """Stems of its words: enough of a word's beginning to meet its other forms."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        if word in _STOP:
            continue
        stem = word[:2] if "가" <= word[0] <= "힣" else word[:5]
        found.setdefault(stem, []).append(match.start())
    return {stem: tuple(positions) for stem, positions in found.items()}
