"""Two reports: what changed, and whether it is more than noise."""

from typing import Any

import pytest

from evals.compare import compare, difference, table


def report(passed: list[bool], lang: str = "fr", **scores: list[float | None]) -> dict[str, Any]:
    """Cases c-0, c-1 ... with whether each passed, and its scores."""
    return {
        "cases": [
            {
                "id": f"c-{number}",
                "suite": "s",
                "lang": lang,
                "passed": good,
                "failures": [] if good else ["cite: expected a, cited nothing"],
                "scores": {name: values[number] for name, values in scores.items()},
            }
            for number, good in enumerate(passed)
        ]
    }


def test_the_difference_and_its_interval() -> None:
    same = difference([1, 0, 1, 0] * 10, [1, 0, 1, 0] * 10)
    assert (same.value, same.low, same.high, same.verdict) == (0, 0, 0, "same")
    worse = difference([1.0] * 40, [1.0] * 20 + [0.0] * 20)
    assert worse.value == -0.5 and worse.low < -0.5 < worse.high < 0 and worse.verdict == "worse"
    # paired: two cases of forty each way are noise, though the rates are far from certain
    noise = difference([1.0] * 2 + [0.0] * 2 + [1.0] * 36, [0.0] * 2 + [1.0] * 2 + [1.0] * 36)
    assert noise.value == 0 and noise.low < 0 < noise.high and noise.verdict == "same"
    one = difference([1.0] * 40, [1.0] * 39 + [0.0])
    assert one.high == 0 and one.verdict == "same"


def test_the_standard_case_agrees_with_arithmetic() -> None:
    before, after = [1.0] * 400, [1.0] * 300 + [0.0] * 100
    found = difference(before, after)
    error = (0.25 * 0.75 / 400) ** 0.5
    assert found.low == pytest.approx(-0.25 - 1.96 * error, abs=0.006)
    assert found.high == pytest.approx(-0.25 + 1.96 * error, abs=0.006)


def test_where_lower_is_better() -> None:
    assert difference([0.0] * 9, [1.0] * 9, lower_is_better=True).verdict == "worse"
    assert difference([1.0] * 9, [0.0] * 9, lower_is_better=True).verdict == "better"


def test_changes_case_by_case() -> None:
    result = compare(report([True, True, False]), report([True, False, True, True]))
    assert [item["case"] for item in result["newly_failing"]] == ["s/c-1"]
    assert result["newly_failing"][0]["why"] == "cite: expected a, cited nothing"
    assert [item["case"] for item in result["newly_passing"]] == ["s/c-2"]
    assert (result["added"], result["removed"], result["cases"]) == (["s/c-3"], [], 3)
    assert "newly failing: 1" in table(result)


def test_worse_in_one_language_is_worse() -> None:
    before, after = report([True] * 30, "ko"), report([False] * 30, "ko")
    for lang in ("fr", "en"):
        for good, target in ((True, before), (True, after)):
            extra = report([good] * 300, lang)["cases"]
            target["cases"] += [{**case, "id": f"{lang}-{case['id']}"} for case in extra]
    assert compare(before, after)["worse"] == ["overall", "ko"]


def test_scores_are_compared_where_both_have_them() -> None:
    before = report([True] * 3, groups_met=[1.0, None, 1.0])
    after = report([True] * 3, groups_met=[0.0, 1.0, None])
    measure = compare(before, after)["metrics"]["groups_met"]
    assert (measure["n"], measure["change"], measure["verdict"]) == (1, -1.0, "worse")


def test_nothing_in_common_is_not_worse() -> None:
    result = compare(report([True]), {"cases": []})
    assert result["worse"] == [] and result["removed"] == ["s/c-0"]
    assert table(result).endswith("not worse")


def test_a_triple_counts_once() -> None:
    before, after = (
        report([True] * 3, consistency=[1.0] * 3),
        report([True] * 3, consistency=[0.0] * 3),
    )
    for data in (before, after):
        for case, code in zip(data["cases"], ("fr", "en", "ko"), strict=True):
            case["id"] = f"limit-{code}"
    assert compare(before, after)["metrics"]["consistency"]["n"] == 1
