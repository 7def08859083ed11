"""The answer-or-refuse decision over given passages: how well its scores part, where it cuts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from evals.errors import BadFolder
from evals.folders import json_lines, text_field
from evals.metrics import SEED
from evals.retrieval import LEVEL, interval

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the passages at hand, and whether they hold the answer."""

    id: str
    language: str
    text: str
    passages: tuple[str, ...]
    answerable: bool


class Decider(Protocol):
    """The part of the assistant that is measured here."""

    def answerability(
        self, question: str, passages: Sequence[str], language: str = "auto"
    ) -> float:
        """How answerable a question is from passages; higher is more."""
        ...

    def answer_threshold(self, language: str) -> float:
        """The score from which the assistant answers."""
        ...


def read_folder(folder: Path) -> tuple[Question, ...]:
    """Read `questions.jsonl` and `passages.jsonl`.

    Raises:
        BadFolder: a file is missing or a line cannot be read.
    """
    path = folder / "passages.jsonl"
    passages = {}
    for number, fields in json_lines(path):
        title, text = str(fields.get("title") or ""), text_field(fields, "text", path, number)
        passages[text_field(fields, "id", path, number)] = f"{title}\n{text}" if title else text
    path = folder / "questions.jsonl"
    questions = tuple(
        _question(fields, passages, path, number) for number, fields in json_lines(path)
    )
    if not questions:
        raise BadFolder(f"{path}: no questions")
    return questions


def measure(
    name: str,
    questions: Sequence[Question],
    decider: Decider,
    progress: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """Score every question, then judge the scores overall and per language."""
    scores = []
    for question in questions:
        scores.append(decider.answerability(question.text, question.passages, question.language))
        progress()
    languages = sorted({question.language for question in questions})
    thresholds = {code: decider.answer_threshold(code) for code in languages}
    return {
        "name": name,
        "languages": {
            "overall": _judged(questions, scores, thresholds, languages),
            **{code: _judged(questions, scores, thresholds, [code]) for code in languages},
        },
        "scores": [
            {
                "id": q.id,
                "language": q.language,
                "answerable": q.answerable,
                "score": round(score, 6),
            }
            for q, score in zip(questions, scores, strict=True)
        ],
    }


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often an answerable question scores above an unanswerable one; a tie is half."""
    if not len(positive) or not len(negative):
        return None
    below = np.sort(np.asarray(negative, float))
    wins = np.searchsorted(below, positive, "left") + np.searchsorted(below, positive, "right")
    return float(wins.mean() / 2 / len(below))


def _judged(
    questions: Sequence[Question],
    scores: Sequence[float],
    thresholds: dict[str, float],
    languages: Sequence[str],
) -> dict[str, Any]:
    rows = [(q, s) for q, s in zip(questions, scores, strict=True) if q.language in languages]
    positive = np.asarray([score for question, score in rows if question.answerable], float)
    negative = np.asarray([score for question, score in rows if not question.answerable], float)
    refused = [(q.answerable, float(score < thresholds[q.language])) for q, score in rows]
    return {
        "questions": len(rows),
        "answerable": len(positive),
        "auc": _auc_interval(positive, negative),
        "operating_point": {
            "threshold": thresholds[languages[0]] if len(languages) == 1 else None,
            "refusal_on_unanswerable": interval([r for answerable, r in refused if not answerable]),
            "refusal_on_answerable": interval([r for answerable, r in refused if answerable]),
        },
    }


def _auc_interval(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> dict[str, Any]:
    value = area_under_curve(positive.tolist(), negative.tolist())
    if value is None:
        return {"value": None, "low": None, "high": None}
    random = np.random.default_rng(SEED)
    drawn = [
        area_under_curve(
            random.choice(positive, len(positive)).tolist(),
            random.choice(negative, len(negative)).tolist(),
        )
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(np.asarray(drawn, float), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {"value": round(value, 6), "low": round(float(low), 6), "high": round(float(high), 6)}


def _question(
    fields: dict[str, Any], passages: dict[str, str], path: Path, number: int
) -> Question:
    names, answerable = fields.get("passages"), fields.get("answerable")
    if not isinstance(names, list) or not isinstance(answerable, bool):
        raise BadFolder(f"{path}:{number}: 'passages' must be a list, 'answerable' true or false")
    missing = [name for name in names if name not in passages]
    if missing:
        raise BadFolder(f"{path}:{number}: no passage '{missing[0]}' in passages.jsonl")
    return Question(
        text_field(fields, "id", path, number),
        text_field(fields, "lang", path, number),
        text_field(fields, "question", path, number),
        tuple(passages[name] for name in names),
        answerable,
    )
