"""What each value is said of: two amounts that changed places are both in the evidence."""

from itertools import combinations

from assistant.claims.ground import Ground
from assistant.claims.reading import Figure, Reading
from assistant.claims.types import Claim
from ingest import values

_NEAR = 14
"""Characters within which words speak of a value rather than of its sentence."""
_OTHER_CLAUSE = 0.35
_MARGINS = {True: (1.15, 0.05), False: (1.5, 0.35)}
"""By whether both are in one language: how much better the exchange must fit; measured."""
_LEVELS = ("money", "percent", "duration", "number", "age", "ordinal", "date")
_Anchors = dict[str, tuple[int, ...]]


def swapped(reading: Reading, found: Ground) -> list[Claim]:
    """Values of a sentence that stand in each other's place."""
    claims = []
    figures = [f for f in reading.figures if f.value.kind in _LEVELS]
    for one, other in combinations(figures, 2):
        if one.value.kind != other.value.kind or values.same(one.value, other.value):
            continue
        if _is_swapped(reading, one, other, found):
            claims.append(Claim("binding", f"{one.value.text} / {other.value.text}"))
    return claims


def unmatched(reading: Reading, near: list[Reading]) -> list[Claim]:
    """Values of one kind, as many as in the evidence, that do not pair off with those."""
    for kind in sorted({f.value.kind for f in reading.figures} & {*_LEVELS, "code"}):
        said = [f.value for f in reading.figures if f.value.kind == kind]
        alike = [[f.value for f in known.figures if f.value.kind == kind] for known in near]
        alike = [known for known in alike if len(known) == len(said)]
        if len(said) > 1 and alike and not any(_pairs_off(said, known) for known in alike):
            return [Claim("binding", " / ".join(value.text for value in said))]
    return []


def _pairs_off(said: list[values.Value], known: list[values.Value]) -> bool:
    if not said:
        return True
    first, *rest = said
    return any(
        values.covers(value, first, bare=False) and _pairs_off(rest, known[:i] + known[i + 1 :])
        for i, value in enumerate(known)
    )


def _is_swapped(reading: Reading, one: Figure, other: Figure, found: Ground) -> bool:
    verdicts = []
    for known in found.readings:
        ones = [f for f in known.figures if values.covers(f.value, one.value, bare=False)]
        others = [f for f in known.figures if values.covers(f.value, other.value, bare=False)]
        pairs = [(a, b) for a in ones for b in others if a is not b]
        for a, b in pairs:
            keep, swap = _fit(reading, one, other, known, a, b)
            factor, floor = _MARGINS[known.language == reading.language]
            verdicts.append(swap > factor * keep + floor)
    return bool(verdicts) and all(verdicts)


def _fit(
    reading: Reading, one: Figure, other: Figure, known: Reading, a: Figure, b: Figure
) -> tuple[float, float]:
    stated = _anchors(reading, (one, other))
    given = _anchors(known, (a, b))
    shared = stated.keys() & given.keys()
    keep = swap = 0.0
    for name in shared:
        here = [_pull(reading, figure, stated[name]) for figure in (one, other)]
        there = [_pull(known, figure, given[name]) for figure in (a, b)]
        # what is equally near to both says nothing
        lean, known_lean = here[0] - here[1], there[0] - there[1]
        keep += max(0.0, lean * known_lean)
        swap += max(0.0, -lean * known_lean)
    return keep, swap


def _anchors(reading: Reading, without: tuple[Figure, Figure]) -> _Anchors:
    found: dict[str, list[int]] = {}
    for mention in reading.mentions:
        found.setdefault(f"name:{mention.term.id}", []).append(mention.start)
    for name, positions in reading.concepts.items():
        found.setdefault(f"concept:{name}", []).extend(positions)
    for figure in reading.figures:
        if figure not in without:
            key = f"value:{figure.value.kind}:{figure.value.value}"
            found.setdefault(key, []).append(figure.value.start)
            if figure.value.kind == "date" and isinstance(figure.value.value, tuple):
                found.setdefault(f"year:{figure.value.value[0]}", []).append(figure.value.start)
    for stem, positions in reading.words.items():
        found.setdefault(f"word:{stem}", []).extend(positions)
    for figure in without:
        for name in figure.qualifiers:
            found.setdefault(f"limit:{name}", []).append(figure.value.start)
    return {name: tuple(positions) for name, positions in found.items()}


def _pull(reading: Reading, figure: Figure, positions: tuple[int, ...]) -> float:
    best = 0.0
    for position in positions:
        after = position - figure.value.end
        distance = max(0, figure.value.start - position, after)
        pull = 1 / (1 + distance / _NEAR)
        if reading.clause_of(position) != figure.clause:
            pull *= _OTHER_CLAUSE
        best = max(best, pull)
    return best
