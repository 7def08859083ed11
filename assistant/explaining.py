"""How a question was understood and judged, and why a candidate was told or not, as plain data."""

from collections.abc import Sequence
from typing import Any

from assistant.answerability import Judgement
from assistant.coverage import speaks_of
from assistant.expectation import holds
from assistant.types import Answer, Evidence, Query

_WEIGHTY = ("name", "asked", "lexical", "kind", "year", "rerank")
"""Scores that speak for a candidate when they are high; cosines are high for all."""
_HIGH = 0.5


def explained(
    query: Query, judgement: Judgement | None, parts: Sequence[tuple[str, Judgement]]
) -> dict[str, Any]:
    """What a question insists on, what of it nothing meets, and its parts."""
    return {
        "wants": query.wants,
        "constraints": [
            {"kind": c.kind, "value": c.value, "text": c.text} for c in query.constraints
        ],
        "unmet": [c.text for c in judgement.unmet] if judgement else [],
        "threshold": judgement.threshold if judgement else None,
        "parts": [
            {
                "searched": text,
                "answerable": round(judged.probability, 3),
                "answered": judged.answers,
                "unmet": [c.text for c in judged.unmet],
            }
            for text, judged in parts
        ],
    }


def preferred(
    query: Query, item: Evidence, evidence: Sequence[Evidence], answer: Answer
) -> dict[str, Any]:
    """Whether a candidate was told, what spoke for it, and what against it."""
    asked = query.parts[item.part] if query.parts else query
    chunk = item.chunk
    places = {(c.document_id, c.start) for c in answer.citations}
    against = []
    if asked.wants and not holds(chunk.text, asked.wants, chunk.language, loosely=True):
        against.append(f"holds no {asked.wants}")
    if asked.years and not any(speaks_of(item, year, asked) for year in asked.years):
        against.append("speaks of no year asked about")
    if "gap" in chunk.flags:
        against.append("says that nobody has published it")
    best = next(other for other in evidence if other.part == item.part)
    if best is not item:
        against.append(f"{best.score - item.score:.2f} below the best")
    return {
        "told": any(d == chunk.document_id and chunk.start <= s < chunk.end for d, s in places),
        "for": [name for name in _WEIGHTY if item.scores.get(name, 0.0) >= _HIGH],
        "against": against,
    }
