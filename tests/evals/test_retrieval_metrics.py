"""BEIR folders and answerability: metrics by hand, folders read, errors with file and line."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals import answerability, retrieval
from evals.corpora import document
from evals.errors import BadFolder
from evals.retrieval import METRICS, Item, Task

RELEVANT = {"a": 1.0, "b": 2.0}
LOG3 = math.log2(3)


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        (["b", "a"], {"recall@1": 1, "recall@5": 1, "recall@10": 1, "mrr@10": 1, "ndcg@10": 1}),
        (["a", "b"], {"recall@1": 1, "mrr@10": 1, "ndcg@10": (1 + 2 / LOG3) / (2 + 1 / LOG3)}),
        (["x", "y", "a"], {"recall@1": 0, "recall@5": 1, "mrr@10": 1 / 3,
                           "ndcg@10": 0.5 / (2 + 1 / LOG3)}),
        ([*"vwxyz", "b"], {"recall@5": 0, "recall@10": 1, "mrr@10": 1 / 6}),
        ([*"klmnopqrst", "b"], {"recall@10": 0, "mrr@10": 0, "ndcg@10": 0}),
        ([], {"recall@1": 0, "recall@10": 0, "mrr@10": 0, "ndcg@10": 0}),
    ],
)  # fmt: skip
def test_rank_metrics(ranked: list[str], expected: dict[str, float]) -> None:
    for name, value in expected.items():
        assert METRICS[name](ranked, RELEVANT) == pytest.approx(value), name


def test_intervals() -> None:
    assert retrieval.interval([]) == {"value": None, "low": None, "high": None}
    assert retrieval.interval([1.0] * 5) == {"value": 1.0, "low": 1.0, "high": 1.0}
    found = retrieval.interval([1.0] * 300 + [0.0] * 100)
    error = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert found["value"] == 0.75
    assert found["low"] == pytest.approx(0.75 - error, abs=0.01)
    assert found["high"] == pytest.approx(0.75 + error, abs=0.01)
    assert found == retrieval.interval([1.0] * 300 + [0.0] * 100)


def test_a_task_is_judged_question_by_question() -> None:
    task = Task(
        "t", (Item("a", "x"),), (Item("q", "?"), Item("r", "?")), {"q": {"a": 1}, "r": {"a": 1}}
    )
    result = retrieval.judged(task, [["a"], ["x", "a"]])
    assert (result["name"], result["queries"], result["documents"]) == ("t", 2, 1)
    assert result["metrics"]["recall@1"]["value"] == 0.5
    assert result["metrics"]["mrr@10"]["value"] == 0.75


def lines(path: Path, *values: object) -> None:
    text = "\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    path.write_text(text, encoding="utf-8")


def beir(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq\ta\t1\n") -> Path:
    lines(
        folder / "corpus.jsonl",
        {"_id": "a", "title": "Sport", "text": "Le texte.", "metadata": {"language": "fr"}},
        {"_id": "b", "text": "이 문서는 언어를 밝히지 않는다."},
    )
    lines(folder / "queries.jsonl", {"_id": "q", "text": "Quoi ?"}, {"_id": "r", "text": "?"})
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_folder_is_read(tmp_path: Path) -> None:
    task = retrieval.read_folder(beir(tmp_path))
    assert task.name == tmp_path.name and task.relevant == {"q": {"a": 1.0}}
    assert [item.id for item in task.queries] == ["q"]
    assert task.corpus[0] == Item("a", "Le texte.", "Sport", "fr")
    first, second = (document(item) for item in task.corpus)
    assert (first.language, second.language) == ("fr", "ko")
    assert first.blocks[0].end == len(first.text)


@pytest.mark.parametrize(
    ("qrels", "problem"),
    [
        ("q\ta\n", "qrels.tsv:1: expected query-id"),
        ("q\tz\t1\n", "qrels.tsv:1: no document 'z'"),
        ("q\ta\t0\n", "no question of queries.jsonl"),
    ],
)
def test_wrong_qrels(tmp_path: Path, qrels: str, problem: str) -> None:
    with pytest.raises(BadFolder, match=problem):
        retrieval.read_folder(beir(tmp_path, qrels))


def test_wrong_lines(tmp_path: Path) -> None:
    beir(tmp_path)
    for text, problem in (
        ("{", "not JSON lines"),
        ("[]", ":1: expected an object"),
        ('{"_id": 1}', "'_id'"),
    ):
        (tmp_path / "corpus.jsonl").write_text(text)
        with pytest.raises(BadFolder, match=problem):
            retrieval.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9, 0.1], [0.5], 0.5),
        ([0.9, 0.5], [0.5, 0.1], 0.875),
        ([], [0.5], None),
    ],
)
def test_area_under_curve(
    positive: list[float], negative: list[float], expected: float | None
) -> None:
    assert answerability.area_under_curve(positive, negative) == expected


class Decider:
    """Takes the number in the first passage for the score."""

    def answerability(
        self, question: str, passages: Sequence[str], language: str = "auto"
    ) -> float:
        return float(passages[0].split()[-1])

    def answer_threshold(self, language: str) -> float:
        return {"fr": 0.5, "ko": 0.3}[language]


def test_the_operating_point(tmp_path: Path) -> None:
    scores = {"a": 0.9, "b": 0.4, "c": 0.45, "d": 0.1}
    lines(
        tmp_path / "passages.jsonl",
        *({"id": k, "title": "T", "text": f"x {v}"} for k, v in scores.items()),
    )
    rows = [("q1", "fr", True, "a"), ("q2", "fr", True, "b"), ("q3", "fr", False, "c"),
            ("q4", "fr", False, "d"), ("q5", "ko", True, "b")]  # fmt: skip
    lines(
        tmp_path / "questions.jsonl",
        *(
            {"id": i, "lang": code, "answerable": yes, "question": "?", "passages": [p]}
            for i, code, yes, p in rows
        ),
    )
    questions = answerability.read_folder(tmp_path)
    assert questions[0].passages == ("T\nx 0.9",)
    result = answerability.measure("n", questions, Decider())
    french = result["languages"]["fr"]
    assert french["auc"]["value"] == 0.75
    point = french["operating_point"]
    assert point["threshold"] == 0.5
    assert point["refusal_on_unanswerable"]["value"] == 1.0
    assert point["refusal_on_answerable"]["value"] == 0.5
    korean = result["languages"]["ko"]
    assert korean["auc"]["value"] is None
    assert korean["operating_point"]["refusal_on_answerable"]["value"] == 0.0
    overall = result["languages"]["overall"]["operating_point"]
    assert overall["threshold"] is None
    assert overall["refusal_on_answerable"]["value"] == pytest.approx(1 / 3, abs=1e-6)


def test_wrong_questions(tmp_path: Path) -> None:
    lines(tmp_path / "passages.jsonl", {"id": "a", "text": "x"})
    good = {"id": "q", "lang": "fr", "answerable": True, "question": "?", "passages": ["a"]}
    for change, problem in (
        ({"answerable": "yes"}, "true or false"),
        ({"passages": ["z"]}, "no passage 'z'"),
        ({"question": None}, "'question' is missing"),
    ):
        lines(tmp_path / "questions.jsonl", {**good, **change})
        with pytest.raises(BadFolder, match=f"questions.jsonl:1: .*{problem}"):
            answerability.read_folder(tmp_path)
    (tmp_path / "questions.jsonl").write_text("")
    with pytest.raises(BadFolder, match="no questions"):
        answerability.read_folder(tmp_path)
