"""The faults of one sentence against the evidence: the heart of the check."""

import re

from assistant.claims.binding import swapped, unmatched
from assistant.claims.concepts import missing_concepts
from assistant.claims.ground import Ground, languages_of
from assistant.claims.names import unsupported_names
from assistant.claims.qualifiers import (
    conflict,
    excepts,
    hints_negation,
    loose,
    negated,
    negations,
)
from assistant.claims.reading import Figure, Reading
from assistant.claims.types import Claim
from ingest import Glossary, values

_LIMITED = frozenset({"money", "percent", "duration", "number", "age", "date", "time"})
_Pair = tuple[Reading, Figure]


def faults(reading: Reading, found: Ground, glossary: Glossary) -> tuple[Claim, ...]:
    """What a sentence states that its evidence does not, the plainest fault first."""
    claims: list[Claim] = []
    near = _aligned(reading, found)
    for figure in reading.figures:
        claim = _figure_fault(reading, figure, found, near)
        if claim is not None:
            claims.append(claim)
    claims += unsupported_names(reading, found, glossary)
    claims += swapped(reading, found)
    claims += unmatched(reading, near)
    claims += _denials(reading, found, near)
    claims += _attributes(reading, found)
    if not claims and _is_beside(reading, found):
        claims.append(Claim("unsupported", reading.text[:60]))
    return tuple(claims)


def _figure_fault(
    reading: Reading, figure: Figure, found: Ground, near: list[Reading]
) -> Claim | None:
    value = figure.value
    known = _occurrences(value, found)
    if known:
        if value.kind in _LIMITED and _all_conflict(reading, figure, _nearest(known, value, near)):
            return Claim("qualifier", _with_words(reading, figure))
        return None
    if any(values.covers(other, value, bare=False) for other in found.values):
        rival = value.kind in ("code", "date") and _own_unsaid(reading, value.kind, found)
        return Claim(value.kind, value.text) if rival else None
    if any(values.covers(other, value, bare=False) for other in found.source_values):
        told = _of_a_source(reading, figure) and not _own_unsaid(reading, value.kind, found)
        return None if told else Claim(value.kind, value.text)
    if value.kind == "rate" and not any(f.value.kind == "rate" for _, f in _figures(found)):
        return None
    if _only_repeats(reading, figure, found):
        return None
    return Claim(value.kind, value.text)


def _own_unsaid(reading: Reading, kind: str, found: Ground) -> bool:
    """Does one of the title stand in the place of the code or date that the evidence gives?"""
    said = [f.value for f in reading.figures if f.value.kind == kind]
    for known in _aligned(reading, found):
        own = [f.value for f in known.figures if f.value.kind == kind]
        unsaid = [v for v in own if not any(_overlap(v, s) for s in said)]
        if unsaid and len(own) <= len(said):
            return True
    return False


def _overlap(one: values.Value, other: values.Value) -> bool:
    return values.covers(one, other, bare=False) or values.covers(other, one, bare=False)


_SOURCE = re.compile(
    r"\b(?:articles?|sources?|report\w*|publi\w+|press|news|pages?|guides?|notices?|announc\w+"
    r"|according|blogs?|dated|presse|avis|selon|d'après|daté\w*|annonc\w+|fiches?|documents?"
    r"|communiqué)\b|기사|보도|자료|공고|발표|기준|게시|따르면|안내|블로그|언론",
    re.IGNORECASE,
)


def _of_a_source(reading: Reading, figure: Figure) -> bool:
    start, end = figure.value.start, figure.value.end
    return bool(_SOURCE.search(reading.text[max(0, start - 60) : end + 20]))


def _figures(found: Ground) -> list[_Pair]:
    return [(known, figure) for known in found.readings for figure in known.figures]


def _occurrences(value: values.Value, found: Ground) -> list[_Pair]:
    return [
        (known, figure)
        for known, figure in _figures(found)
        if values.covers(figure.value, value, bare=False)
    ]


def _nearest(known: list[_Pair], value: values.Value, near: list[Reading]) -> list[_Pair]:
    """Where the sentences most alike say it, and say it exactly; else wherever it is said."""
    alike = [pair for pair in known if any(pair[0] is one for one in near)] or known
    return [pair for pair in alike if values.same(pair[1].value, value)] or alike


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


def _aligned(reading: Reading, found: Ground, share: float = 0.75) -> list[Reading]:
    """The sentences of the evidence that speak of what this one speaks of."""
    scored = []
    for known in found.readings:
        score = 2.0 * sum(
            any(values.covers(f.value, g.value, bare=False) for f in known.figures)
            for g in reading.figures
        )
        score += len(reading.terms & known.terms)
        score += 0.5 * len(reading.terms & (known.frame - known.terms))
        score += 0.5 * len(reading.concepts.keys() & known.concepts.keys())
        if known.language == reading.language:
            score += 0.5 * len(reading.words.keys() & known.words.keys())
        scored.append((score, known))
    best = max((score for score, _ in scored), default=0.0)
    return [known for score, known in scored if score >= max(1.0, share * best)]


def _denials(reading: Reading, found: Ground, near: list[Reading]) -> list[Claim]:
    if not near:
        return []
    code = reading.language
    if any(_turned(reading, known) for known in near if known.language == code):
        return [Claim("negation", reading.text[:60])]
    if negated(reading.text, code):
        around = _aligned(reading, found, 0.0)
        if not any(hints_negation(known.text, known.language) for known in around):
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


_BESIDE = 0.25
"""Share of words with the evidence below which a sentence speaks of other things."""


def _is_beside(reading: Reading, found: Ground) -> bool:
    """Does it say something that the evidence, in the same language, does not speak of?"""
    if reading.figures or languages_of(found) != {reading.language} or len(reading.words) < 4:
        return False
    shared = reading.words.keys() & found.stems
    return len(shared) < _BESIDE * len(reading.words)


_ALIKE = 0.6
"""Share of words from which two clauses say the same thing, but for a negation."""


def _turned(reading: Reading, known: Reading) -> bool:
    """Is a clause of the evidence repeated with its negation put in or taken out?"""
    mine, theirs = reading.words.keys(), known.words.keys()
    if len(mine & theirs) > 0.75 * len(mine | theirs):
        return negations(reading.text, reading.language) != negations(known.text, known.language)
    for number in range(len(reading.cuts) + 1):
        words = reading.clause_words(number)
        if len(words) < 3:
            continue
        alike = []
        for other in range(len(known.cuts) + 1):
            others = known.clause_words(other)
            share = len(words & others) / max(1, len(words | others))
            alike.append((share, other))
        share, other = max(alike)
        if share < _ALIKE:
            continue
        here, there = reading.clause_text(number), known.clause_text(other)
        if negated(here, reading.language) != negated(there, known.language):
            return True
    return False


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
        told = [text for text in texts if len(text.split()) > 2]
        return bool(told) and all(negated(text, known.language) for text in told)
    return all(negated(known.clause_text(number), known.language) for number in clauses)


def _attributes(reading: Reading, found: Ground) -> list[Claim]:
    texts = [(known.text, known.language) for known in found.readings]
    stated = {
        name: free
        for name, positions in reading.concepts.items()
        if (free := tuple(p for p in positions if not _is_named(reading, p)))
    }
    code = reading.language
    return [Claim("attribute", _word_at(reading, n)) for n in missing_concepts(stated, texts, code)]


def _is_named(reading: Reading, position: int) -> bool:
    return any(mention.start <= position < mention.end for mention in reading.mentions)


def _word_at(reading: Reading, concept: str) -> str:
    return reading.text[reading.concepts[concept][0] :].split()[0]
