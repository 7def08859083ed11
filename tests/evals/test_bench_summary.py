"""The bench's arithmetic; its parts are run by `make test-slow`."""

from evals.bench import sample_questions, stages, summary
from evals.tables import bench_table


def test_stages_are_medians_of_what_was_timed() -> None:
    found = stages([{"encode": 0.1, "total": 0.2}, {"encode": 0.3, "total": 0.4}, {"total": 0.6}])
    assert found["encode"]["p50"] == 0.2 and found["total"]["p50"] == 0.4
    assert list(found) == ["encode", "total"]


def test_retrieval_is_the_sum_of_its_stages_question_by_question() -> None:
    first = {"understand": 0.1, "encode": 0.2, "search": 0.3, "fuse": 0.4, "total": 2.0}
    greeting = {"understand": 0.5, "total": 0.5}
    found = stages([first, greeting])
    assert found["retrieval"] == {"p50": 1.0, "p95": 1.0}
    assert found["understand"]["p50"] == 0.3 and list(found)[-2:] == ["retrieval", "total"]


def test_ratios_above_one_are_in_our_favour() -> None:
    encoding = {"documents_per_second": 20.0, "memory_mb": 900.0}
    plain_encoding = {"documents_per_second": 10.0, "memory_mb": 900.0}
    ours = {
        "open_seconds": 0.5, "first_answer_seconds": 1.0, "memory_mb": 200.0, "chunks": 100,
        "timings": [{"total": 0.05}],
    }  # fmt: skip
    plain = {"first_answer_seconds": 12.0, "memory_mb": 800.0, "timings": [{"total": 0.1}]}
    latency = [{"chunks": 100, "stages": stages([{"total": 0.05}])}]
    result = summary(encoding, plain_encoding, ours, plain, latency)
    assert result["ratios"] == {
        "documents_per_second": 2.0,
        "answer_p50": 2.0,
        "first_answer_seconds": 12.0,
        "memory_mb": 4.0,
    }
    assert "100 chunks" in bench_table(result)


def test_questions_are_taken_from_our_suites() -> None:
    questions = sample_questions(30)
    assert len(questions) == len(set(questions)) == 30
