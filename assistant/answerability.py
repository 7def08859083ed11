"""Does the evidence answer the question: a calibrated decision over a few features.

A cosine threshold cannot tell a near miss (the right program, an attribute that nobody states)
from an answer. What can: how far the best evidence stands out, how many of the question's rare
words it holds, and whether the years and names that the question insists on are there.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Evidence, Query
from ingest import Index, lexical

BIAS = -1.0
WEIGHTS = {"dense": 0.6, "sentence": 4.0, "words": 1.5, "named": 0.6}
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probability that the evidence answers, and what the question asks that it lacks."""

    probability: float
    features: dict[str, float]
    missing_years: tuple[int, ...] = ()

    @property
    def answers(self) -> bool:
        """Is it above the operating point, with no year missing?"""
        return self.probability >= THRESHOLD and not self.missing_years


def judge(query: Query, evidence: Sequence[Evidence], index: Index) -> Judgement:
    """Judge the best evidence against the question."""
    if not evidence:
        return Judgement(0.0, {})
    best = evidence[0]
    features = {
        "dense": best.scores.get("dense", 0.0),
        "sentence": best.scores.get("sentence", 0.0),
        "words": word_share(query, evidence[:3], index),
        "named": float(any(e.scores.get("name") for e in evidence[:1])),
    }
    logit = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    return Judgement(
        1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))),
        features,
        missing_years(query, evidence[:4]),
    )


def word_share(query: Query, evidence: Sequence[Evidence], index: Index) -> float:
    """Share of the question's words, weighed by rarity, that the evidence holds."""
    wanted = index.term_weights(lexical.terms(query.text), query.language)
    if not wanted:
        return 0.0
    held = set(lexical.terms(" ".join(item.chunk.embedded_text() for item in evidence)))
    return sum(weight for term, weight in wanted.items() if term in held) / sum(wanted.values())


def missing_years(query: Query, evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """Years that the question insists on and that no evidence speaks of."""
    return tuple(
        year
        for year in query.years
        if year > query.today.year and not any(_speaks_of(item, year) for item in evidence)
    )


def _speaks_of(item: Evidence, year: int) -> bool:
    validity = item.chunk.validity
    if validity.until and validity.until.year >= year and validity.since:
        return True
    return bool(re.search(rf"(?<!\d){year}(?!\d)", item.chunk.text))
