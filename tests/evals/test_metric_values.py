"""Metrics over judged cases, worked by hand: value, standard error, n; slices; nothing to score."""

import math

import pytest
from eval_builders import answer, asked, citation, ran, scored

from evals.metrics import METRICS, SECONDS, Measure, mean, quantile, summarise
from evals.types import CaseRun, ScoredCase

QUOTE = citation("Le titulaire a 6 mois.")
RIGHT = answer("Le titulaire a 6 mois. [1]", QUOTE)
WRONG = answer("You have 7 months here to set up the company. [1]", QUOTE)
REFUSAL = answer("Je ne sais pas le dire.", outcome="refused_no_evidence")
STRICT = asked(cite=("tips",), contain=(("6 mois",),))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], Measure(None, None, 0)),
        ([None, None], Measure(None, None, 0)),
        ([1.0], Measure(1.0, None, 1)),
        ([1.0, None, 0.0], Measure(0.5, 0.5, 2)),
        ([1.0, 1.0, 1.0, 1.0], Measure(1.0, 0.0, 4)),
        ([1.0, 1.0, 1.0, 0.0], Measure(0.75, 0.25, 4)),
    ],
)
def test_mean_leaves_out_what_was_not_scored(scores: list[float | None], expected: Measure) -> None:
    assert mean(scores) == expected


def test_quantile() -> None:
    assert quantile([], 0.5) == Measure(None, None, 0)
    assert quantile([2.0], 0.95) == Measure(2.0, None, 1)
    found = quantile([1.0, 2.0, 3.0, 4.0, 5.0], 0.5)
    assert found.value == 3.0 and found.n == 5 and found.standard_error is not None
    assert quantile([1.0, 2.0, 3.0], 0.95) == quantile([1.0, 2.0, 3.0], 0.95)


CASES = {
    "right": [ran(RIGHT, spec=STRICT)],
    "wrong": [ran(WRONG, spec=STRICT)],
    "refused": [ran(REFUSAL, spec=STRICT)],
    "refused rightly": [ran(REFUSAL, spec=asked("refuse"))],
    "answered wrongly": [ran(RIGHT, spec=asked("refuse"))],
    "error": [ran("NoIndex: none", spec=STRICT)],
    "mixed": [ran(RIGHT, spec=STRICT), ran(WRONG, spec=STRICT, id="c-2"), ran("E", id="c-3")],
    "empty": [],
}
NO = (None, 0)
TABLE = {
    "pass_rate": {
        "right": (1, 1),
        "wrong": (0, 1),
        "error": (0, 1),
        "mixed": (1 / 3, 3),
        "empty": NO,
    },
    "outcome_correct": {"right": (1, 1), "refused": (0, 1), "error": (0, 1), "empty": NO},
    "refusal_on_unanswerable": {
        "refused rightly": (1, 1),
        "answered wrongly": (0, 1),
        "right": NO,
        "error": NO,
        "empty": NO,
    },
    "refusal_on_answerable": {
        "refused": (1, 1),
        "right": (0, 1),
        "refused rightly": NO,
        "error": NO,
        "empty": NO,
    },
    "groups_met": {
        "right": (1, 1),
        "wrong": (0, 1),
        "answered wrongly": NO,
        "error": NO,
        "empty": NO,
    },
    "citation_hit": {
        "right": (1, 1),
        "refused": (0, 1),
        "answered wrongly": NO,
        "error": NO,
        "empty": NO,
    },
    "citation_precision": {
        "right": (1, 1),
        "wrong": (0, 1),
        "refused": NO,
        "error": NO,
        "empty": NO,
    },
    "citation_recall": {
        "right": (1, 1),
        "wrong": (0, 1),
        "refused": NO,
        "mixed": (0.5, 2),
        "empty": NO,
    },
    "reply_language": {
        "right": (1, 1),
        "wrong": (0, 1),
        "error": NO,
        "mixed": (0.5, 2),
        "empty": NO,
    },
    "superseded_as_current": {"right": (0, 1), "refused": NO, "error": NO, "empty": NO},
    "claims_unsupported": {
        "right": (0, 1),
        "wrong": (1, 1),
        "refused": NO,
        "error": NO,
        "empty": NO,
    },
    "consistency": {"right": NO, "error": NO, "empty": NO},
    "first_word_p50": {"right": (0.5, 1), "mixed": (0.5, 2), "error": NO, "empty": NO},
    "first_word_p95": {"right": (0.5, 1), "error": NO, "empty": NO},
    "whole_p50": {"right": (1, 1), "mixed": (1, 2), "error": NO, "empty": NO},
    "whole_p95": {"right": (1, 1), "error": NO, "empty": NO},
}


@pytest.mark.parametrize(
    ("name", "cases", "expected"),
    [(name, cases, expected) for name, row in TABLE.items() for cases, expected in row.items()],
)
def test_metric(name: str, cases: str, expected: tuple[float | None, int]) -> None:
    measure = METRICS[name](scored(*CASES[cases]))
    assert (measure.value, measure.n) == (pytest.approx(expected[0]), expected[1])


def test_every_metric_stands_in_the_table() -> None:
    assert TABLE.keys() == METRICS.keys() and SECONDS <= METRICS.keys()


def triple(base: str, *texts: str) -> list[CaseRun]:
    languages = ("fr", "en", "ko")
    return [
        ran(
            answer(text, citation(text, language=code), language=code),
            spec=asked(lang=code),
            id=f"{base}-{code}",
            lang=code,
        )
        for code, text in zip(languages, texts, strict=True)
    ]


def test_consistency_counts_a_triple_once() -> None:
    same = triple(
        "a", "Le délai est de 6 mois. [1]", "The limit is 6 months. [1]", "기한은 6개월이다. [1]"
    )
    other = triple(
        "b", "Le délai est de 6 mois. [1]", "The limit is 7 months. [1]", "기한은 6개월이다. [1]"
    )
    slices = summarise(scored(*same, *other))["consistency"]
    assert slices.overall == Measure(0.5, 0.5, 2)
    assert slices.language["ko"] == Measure(0.5, 0.5, 2)


def judged() -> list[ScoredCase]:
    return scored(
        ran(RIGHT, spec=STRICT, id="a", tags=("numbers", "old"), audience="founder"),
        ran(RIGHT, spec=STRICT, id="b", tags=("numbers",), lang="ko"),
        ran(WRONG, spec=STRICT, id="c", tags=("old", "old"), lang="ko"),
    )


def test_slices() -> None:
    slices = summarise(judged())["pass_rate"]
    assert slices.overall.value == pytest.approx(2 / 3)
    assert slices.overall.standard_error == pytest.approx(math.sqrt(1 / 3 / 3))
    assert {code: m.value for code, m in slices.language.items()} == {"fr": 1.0, "ko": 0.5}
    assert {tag: (m.value, m.n) for tag, m in slices.tag.items()} == {
        "numbers": (1.0, 2),
        "old": (0.5, 2),
    }
    assert list(slices.audience) == ["founder"]
