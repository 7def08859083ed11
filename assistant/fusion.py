"""Candidates -> evidence: each statement once, in the reader's language, as it holds that day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.expectation import holds
from assistant.timeline import Timeline
from assistant.types import Evidence, Query
from ingest import Chunk, Index, fold

PARALLEL_SHARE = 0.4
"""Weight of the best other language when the same statement stands in several."""
KIND_WEIGHT = 0.8
"""What a statement gains that holds a value of the kind asked for."""
YEAR_WEIGHT = 1.2
"""What it gains when it speaks of a year asked about, and loses when only of others."""
ELSEWHERE_WEIGHT = 3.0
"""What text loses that does not speak of a program named, where other text is about it."""
DISPUTED_WEIGHT = -0.4
"""A settled statement is wanted first where one answers as well."""
_OLD_RULE_YEARS = 3
"""How far back an old rule without a first day is taken to reach."""
_REFINED = 40
"""Groups whose text is read for values and years."""
_TWIN = 0.985
"""Two chunks of one language this alike say the same."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(slots=True)
class Candidate:
    """A chunk that was found, and why."""

    row: int
    score: float
    scores: dict[str, float] = field(default_factory=dict)


class Fusion:
    """Turns what was found in every language into the evidence that is shown."""

    def __init__(self, index: Index, timeline: Timeline) -> None:
        self.index, self.timeline = index, timeline

    def ranked(self, found: Iterable[Candidate], limit: int) -> list[Evidence]:
        """The best chunks as they are."""
        best = sorted(found, key=lambda c: (-c.score, c.row))[:limit]
        return [
            Evidence(str(i), self.index.chunks[c.row], c.score, c.scores)
            for i, c in enumerate(best, 1)
        ]

    def collapsed(self, query: Query, found: dict[int, Candidate], limit: int) -> list[Evidence]:
        """The best statements, each once, and none that does not hold on the day asked about."""
        groups = self._groups(query, found)
        result: list[Evidence] = []
        per_document: dict[str, int] = defaultdict(int)
        shown: set[str] = set()
        for candidate, matched in groups:
            chunk = self.timeline.on(self.index.chunks[candidate.row], query.as_of)
            if (
                chunk is None
                or chunk.id in shown
                or _is_later(query, chunk)
                or self._is_twin(self.index.row(chunk.id), result)
            ):
                continue
            shown.add(chunk.id)
            if chunk.kind == "passage" and per_document[chunk.document_id] >= max(2, limit // 3):
                continue
            per_document[chunk.document_id] += 1
            before = self.timeline.before(chunk)
            result.append(
                Evidence(
                    str(len(result) + 1),
                    chunk,
                    candidate.score,
                    candidate.scores,
                    before=before[0] if before else None,
                    matched=matched,
                )
            )
            if len(result) == limit:
                break
        return self._with_companions(query, result)

    def _with_companions(self, query: Query, result: list[Evidence]) -> list[Evidence]:
        """Mark what is told together with the best; what was not found is put at the end."""
        if not result:
            return result
        best = result[0].chunk
        for name in self.index.companions(best.parallel_id):
            chunk = self.index.parallel(name, query.language) or self.index.parallel(
                name, best.language
            )
            chunk = chunk and self.timeline.on(chunk, query.as_of)
            if chunk is None or chunk.id == best.id or _is_later(query, chunk):
                continue
            held = {evidence.chunk.id: place for place, evidence in enumerate(result)}
            if chunk.id in held:
                place = held[chunk.id]
                result[place] = replace(result[place], companion=True)
                continue
            before = self.timeline.before(chunk)
            result.append(
                Evidence(
                    str(len(result) + 1),
                    chunk,
                    result[-1].score,
                    before=before[0] if before else None,
                    companion=True,
                )
            )
        return result

    def _groups(
        self, query: Query, found: dict[int, Candidate]
    ) -> list[tuple[Candidate, Chunk | None]]:
        """One candidate for each statement, in the reader's language where it stands in it."""
        by_statement: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in found.values():
            chunk = self.index.chunks[candidate.row]
            by_statement[chunk.parallel_id or chunk.id].append(candidate)
        groups: list[tuple[Candidate, Chunk | None]] = []
        for members in by_statement.values():
            best = max(members, key=lambda c: (c.score, -c.row))
            chosen, matched = best, None
            chunk = self.index.chunks[best.row]
            own = self.index.parallel(chunk.parallel_id, query.language)
            if own is not None:
                row = self.index.row(own.id)
                chosen = found.get(row) or Candidate(row, best.score, best.scores)
                matched = chunk if row != best.row else None
            others = [c.score for c in members if c is not chosen]
            score = chosen.score
            if others:
                score = (1 - PARALLEL_SHARE) * score + PARALLEL_SHARE * max(*others, score)
            groups.append((Candidate(chosen.row, score, chosen.scores), matched))
        groups.sort(key=lambda pair: (-pair[0].score, pair[0].row))
        named = any(candidate.scores.get("name") for candidate, _ in groups)
        for candidate, _ in groups[:_REFINED]:
            self._refine(query, candidate)
            if named and not candidate.scores.get("name"):
                self._part(query, candidate)
        groups.sort(key=lambda pair: (-pair[0].score, pair[0].row))
        return groups

    def _refine(self, query: Query, candidate: Candidate) -> None:
        """Add what the text itself shows: the kind of value and the year asked for."""
        chunk = self.index.chunks[candidate.row]
        kind = float(
            bool(query.wants) and holds(chunk.text, query.wants, chunk.language, loosely=True)
        )
        year = _year_fit(query, chunk)
        candidate.scores |= {"kind": kind, "year": year}
        disputed = float("disputed" in chunk.flags)
        candidate.score += KIND_WEIGHT * kind + YEAR_WEIGHT * year + DISPUTED_WEIGHT * disputed

    def _part(self, query: Query, candidate: Candidate) -> None:
        """Put back what neither is about a program that the question names nor mentions it."""
        text = fold(self.index.chunks[candidate.row].embedded_text())
        if not any(fold(name) in text for term in query.terms for name in term.names()):
            candidate.score -= ELSEWHERE_WEIGHT

    def _is_twin(self, row: int, kept: Sequence[Evidence]) -> bool:
        chunk = self.index.chunks[row]
        return any(
            evidence.chunk.language == chunk.language
            and evidence.chunk.kind == chunk.kind == "passage"
            and self.index.similarity(row, self.index.row(evidence.chunk.id)) > _TWIN
            for evidence in kept
        )


def _year_fit(query: Query, chunk: Chunk) -> float:
    """1 when the chunk speaks of a year asked about, -1 when only of others, else 0."""
    if not query.years:
        return 0.0
    spoken = _years_of(chunk)
    if not spoken:
        return 0.0
    return 1.0 if any(min(spoken) <= year <= max(spoken) for year in query.years) else -1.0


def _is_later(query: Query, chunk: Chunk) -> bool:
    """Does the chunk speak of nothing but years after the one asked about?"""
    spoken = _years_of(chunk)
    return query.about_past and bool(spoken) and min(spoken) > query.as_of.year


def _years_of(chunk: Chunk) -> set[int]:
    """The years that a chunk states, and those between which it holds."""
    validity = chunk.validity
    bounds = {day.year for day in (validity.since, validity.until) if day}
    if validity.until and not validity.since:
        # an old rule of which nobody says when it began
        bounds.add(validity.until.year - _OLD_RULE_YEARS)
    return bounds | {int(year) for year in _YEAR.findall(chunk.text)}
