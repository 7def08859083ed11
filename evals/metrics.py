"""Many judged cases -> one number with its standard error and n, overall and per slice.

A case that could not be scored counts for nothing: neither for the value nor for n.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.types import ScoredCase

SEED = 20260101
RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Measure:
    """A value, its standard error (None when n does not allow one), and how many were scored."""

    value: float | None
    standard_error: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Slices:
    """One metric, overall and for each language, audience and tag."""

    overall: Measure
    language: dict[str, Measure]
    audience: dict[str, Measure]
    tag: dict[str, Measure]


Metric = Callable[[Sequence[ScoredCase]], Measure]


def mean(scores: Iterable[float | None]) -> Measure:
    """The mean of what was scored."""
    scored = [score for score in scores if score is not None]
    n = len(scored)
    if not n:
        return Measure(None, None, 0)
    value = math.fsum(scored) / n
    if n == 1:
        return Measure(value, None, 1)
    variance = math.fsum((score - value) ** 2 for score in scored) / (n - 1)
    return Measure(value, math.sqrt(variance / n), n)


def quantile(values: Sequence[float], share: float) -> Measure:
    """A quantile, its standard error by bootstrap."""
    if not values:
        return Measure(None, None, 0)
    data = np.asarray(values, float)
    value = float(np.quantile(data, share))
    if len(values) == 1:
        return Measure(value, None, 1)
    picks = np.random.default_rng(SEED).integers(0, len(data), (RESAMPLES, len(data)))
    spread = np.quantile(data[picks], share, axis=1).std(ddof=1)
    return Measure(value, float(spread), len(values))


def pass_rate(cases: Sequence[ScoredCase]) -> Measure:
    """Cases that met every expectation."""
    return mean(float(case.passed) for case in cases)


def outcome_correct(cases: Sequence[ScoredCase]) -> Measure:
    """Turns that answered, refused or chatted as expected."""
    return _mean_of("outcome_correct", cases)


def refusal_on_unanswerable(cases: Sequence[ScoredCase]) -> Measure:
    """Refusals where one was expected: always to be read with the next."""
    return _mean_of("refusal_on_unanswerable", cases)


def refusal_on_answerable(cases: Sequence[ScoredCase]) -> Measure:
    """Refusals where an answer was expected: an error."""
    return _mean_of("refusal_on_answerable", cases)


def groups_met(cases: Sequence[ScoredCase]) -> Measure:
    """Groups of `contain` that were met."""
    return _mean_of("groups_met", cases)


def citation_hit(cases: Sequence[ScoredCase]) -> Measure:
    """Answers that cite an expected document."""
    return _mean_of("citation_hit", cases)


def citation_precision(cases: Sequence[ScoredCase]) -> Measure:
    """Marks that support the sentence they stand in."""
    return _mean_of("citation_precision", cases)


def citation_recall(cases: Sequence[ScoredCase]) -> Measure:
    """Sentences that cite, and are supported by what they cite."""
    return _mean_of("citation_recall", cases)


def reply_language(cases: Sequence[ScoredCase]) -> Measure:
    """Answers in the language wanted."""
    return _mean_of("reply_language", cases)


def superseded_as_current(cases: Sequence[ScoredCase]) -> Measure:
    """Answers whose text cites a statement not valid on the day asked about: an error."""
    return _mean_of("superseded_as_current", cases)


def claims_unsupported(cases: Sequence[ScoredCase]) -> Measure:
    """Numbers, dates and codes of the text that nothing it cites states: an error."""
    return _mean_of("claims_unsupported", cases)


def consistency(cases: Sequence[ScoredCase]) -> Measure:
    """Cases asked in several languages that got the same values from the same documents."""
    groups: dict[tuple[str, str], float | None] = {}
    for case in cases:
        groups[(case.case.suite, without_language(case.case.id))] = case.scores.get("consistency")
    return mean(groups.values())


def first_word_p50(cases: Sequence[ScoredCase]) -> Measure:
    """Median seconds until the first word."""
    return quantile(_first_words(cases), 0.50)


def first_word_p95(cases: Sequence[ScoredCase]) -> Measure:
    """Seconds until the first word, exceeded by one question in twenty."""
    return quantile(_first_words(cases), 0.95)


def whole_p50(cases: Sequence[ScoredCase]) -> Measure:
    """Median seconds until the whole answer."""
    return quantile(_wholes(cases), 0.50)


def whole_p95(cases: Sequence[ScoredCase]) -> Measure:
    """Seconds until the whole answer, exceeded by one question in twenty."""
    return quantile(_wholes(cases), 0.95)


METRICS: dict[str, Metric] = {
    "pass_rate": pass_rate,
    "outcome_correct": outcome_correct,
    "refusal_on_unanswerable": refusal_on_unanswerable,
    "refusal_on_answerable": refusal_on_answerable,
    "groups_met": groups_met,
    "citation_hit": citation_hit,
    "citation_precision": citation_precision,
    "citation_recall": citation_recall,
    "reply_language": reply_language,
    "superseded_as_current": superseded_as_current,
    "claims_unsupported": claims_unsupported,
    "consistency": consistency,
    "first_word_p50": first_word_p50,
    "first_word_p95": first_word_p95,
    "whole_p50": whole_p50,
    "whole_p95": whole_p95,
}

LOWER_IS_BETTER = frozenset(
    {"refusal_on_answerable", "superseded_as_current", "claims_unsupported"}
)
SECONDS = frozenset({"first_word_p50", "first_word_p95", "whole_p50", "whole_p95"})


def summarise(cases: Sequence[ScoredCase]) -> dict[str, Slices]:
    """Every metric over every slice."""
    languages = _sliced(cases, lambda case: (case.case.lang,))
    audiences = _sliced(cases, lambda case: (case.case.audience,) if case.case.audience else ())
    tags = _sliced(cases, lambda case: case.case.tags)
    return {
        name: Slices(
            metric(cases),
            {key: metric(part) for key, part in languages.items()},
            {key: metric(part) for key, part in audiences.items()},
            {key: metric(part) for key, part in tags.items()},
        )
        for name, metric in METRICS.items()
    }


def _sliced(
    cases: Sequence[ScoredCase], keys: Callable[[ScoredCase], Iterable[str]]
) -> dict[str, list[ScoredCase]]:
    parts: dict[str, list[ScoredCase]] = {}
    for case in cases:
        for key in dict.fromkeys(keys(case)):
            parts.setdefault(key, []).append(case)
    return dict(sorted(parts.items()))


def _mean_of(scorer: str, cases: Sequence[ScoredCase]) -> Measure:
    return mean(case.scores.get(scorer) for case in cases)


def without_language(case_id: str) -> str:
    """The id that a case shares with itself in other languages."""
    return case_id[:-3] if case_id[-3:] in ("-fr", "-en", "-ko") else case_id


def _first_words(cases: Sequence[ScoredCase]) -> list[float]:
    turns = [turn for case in cases for turn in case.run.turns]
    return [turn.first_word for turn in turns if turn.answer and turn.first_word is not None]


def _wholes(cases: Sequence[ScoredCase]) -> list[float]:
    return [turn.whole for case in cases for turn in case.run.turns if turn.answer]
