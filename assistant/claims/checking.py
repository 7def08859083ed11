"""The faults of one sentence against the evidence: the heart of the check."""

from assistant.claims.binding import swapped
from assistant.claims.concepts import missing_concepts
from assistant.claims.ground import Ground
from assistant.claims.names import unsupported_names
from assistant.claims.qualifiers import (
    conflict,
    excepts,
    hints_negation,
    loose,
    negated,
)
from assistant.claims.reading import Figure, Reading
from assistant.claims.types import Claim
from ingest import Glossary, values

_LIMITED = frozenset({"money", "percent", "duration", "number", "age", "date", "time"})
_Pair = tuple[Reading, Figure]


def faults(reading: Reading, found: Ground, glossary: Glossary) -> tuple[Claim, ...]:
    """What a sentence states that its evidence does not, the plainest fault first."""
    claims: list[Claim] = []
    for figure in reading.figures:
        claim = _figure_fault(reading, figure, found)
        if claim is not None:
            claims.append(claim)
    claims += unsupported_names(reading, found, glossary)
    claims += swapped(reading, found)
    claims += _denials(reading, found)
    claims += _attributes(reading, found)
    return tuple(claims)


def _figure_fault(reading: Reading, figure: Figure, found: Ground) -> Claim | None:
    value = figure.value
    known = _occurrences(value, found)
    if known:
        if value.kind in _LIMITED and _all_conflict(reading, figure, known):
            return Claim("qualifier", _with_words(reading, figure))
        return None
    if any(values.covers(other, value, bare=False) for other in found.values):
        return None
    if value.kind == "rate" and not any(f.value.kind == "rate" for _, f in _figures(found)):
        return None
    if _only_repeats(reading, figure, found):
        return None
    return Claim(value.kind, value.text)


def _figures(found: Ground) -> list[_Pair]:
    return [(known, figure) for known in found.readings for figure in known.figures]


def _occurrences(value: values.Value, found: Ground) -> list[_Pair]:
    return [
        (known, figure)
        for known, figure in _figures(found)
        if values.covers(figure.value, value, bare=False)
    ]


def _all_conflict(reading: Reading, figure: Figure, known: list[_Pair]) -> bool:
    value = figure.value
    spoken = loose(reading.text, reading.language)
    return all(
        conflict(value.kind, figure.qualifiers, other.qualifiers, spoken, source.loose)
        for source, other in known
    )


def _only_repeats(reading: Reading, figure: Figure, found: Ground) -> bool:
    """Is it a year or code of the question, said again without stating anything of it?"""
    value = figure.value
    if value.kind not in ("date", "code", "age"):
        return False
    if not any(values.covers(asked, value) for asked in found.asked_values):
        return False
    alone = not any(
        f.value.kind not in ("date", "code") for f in reading.figures if f is not figure
    )
    return alone or negated(reading.clause_text(figure.clause), reading.language)


def _with_words(reading: Reading, figure: Figure) -> str:
    start, end = max(0, figure.value.start - 16), figure.value.end + 10
    return reading.text[start:end].strip()


def _aligned(reading: Reading, found: Ground) -> list[Reading]:
    """The sentences of the evidence that speak of what this one speaks of."""
    scored = []
    for known in found.readings:
        score = 2.0 * sum(
            any(values.covers(f.value, g.value, bare=False) for f in known.figures)
            for g in reading.figures
        )
        score += len(reading.terms & (known.terms | known.frame))
        score += 0.5 * len(reading.concepts.keys() & known.concepts.keys())
        if known.language == reading.language:
            score += 0.5 * len(reading.words.keys() & known.words.keys())
        scored.append((score, known))
    best = max((score for score, _ in scored), default=0.0)
    return [known for score, known in scored if score >= 0.75 * best]


def _denials(reading: Reading, found: Ground) -> list[Claim]:
    near = _aligned(reading, found)
    if not near:
        return []
    code = reading.language
    if negated(reading.text, code):
        if not any(hints_negation(known.text, known.language) for known in near):
            return [Claim("negation", reading.text[:60])]
    elif not hints_negation(reading.text, code) and all(
        _denied_there(reading, known) for known in near
    ):
        return [Claim("negation", reading.text[:60])]
    if excepts(reading.text, code) and not any(
        excepts(known.text, known.language) or negated(known.text, known.language) for known in near
    ):
        return [Claim("qualifier", reading.text[:60])]
    return []


def _denied_there(reading: Reading, known: Reading) -> bool:
    """Does the evidence deny, in the clause of the values that both state, or throughout?"""
    clauses = {
        f.clause
        for f in known.figures
        for g in reading.figures
        if values.covers(f.value, g.value, bare=False) and g.value.kind not in ("date", "code")
    }
    if not clauses:
        clauses = set(range(len(known.cuts) + 1))
        texts = [known.clause_text(number) for number in clauses]
        return all(negated(text, known.language) for text in texts if len(text.split()) > 2)
    return all(negated(known.clause_text(number), known.language) for number in clauses)


def _attributes(reading: Reading, found: Ground) -> list[Claim]:
    texts = [known.text for known in found.readings]
    stated = {
        name: free
        for name, positions in reading.concepts.items()
        if (free := tuple(p for p in positions if not _is_named(reading, p)))
    }
    return [Claim("attribute", _word_at(reading, n)) for n in missing_concepts(stated, texts)]


def _is_named(reading: Reading, position: int) -> bool:
    return any(mention.start <= position < mention.end for mention in reading.mentions)


def _word_at(reading: Reading, concept: str) -> str:
    return reading.text[reading.concepts[concept][0] :].split()[0]
