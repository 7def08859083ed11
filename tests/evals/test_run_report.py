"""The run keeps history and order; the reports are whole, one file each, and the same each time."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from eval_builders import ScriptedAssistant, Ticks, answer, asked, citation

from assistant import Turn
from evals import record
from evals.errors import BadReport, EvalError
from evals.junit import junit
from evals.report import render
from evals.report_parts import words
from evals.runner import run_suites
from evals.scoring import Judge, score
from evals.suite import Case, Suite, TurnSpec
from evals.tables import run_table
from ingest import NoIndex

QUOTE = citation(
    "Le titulaire a 6 mois & <b>plus</b>.", heading=("Séjour",), valid_until=date(2027, 1, 1)
)
GOOD = answer(
    "Le titulaire a 6 mois & <b>plus</b>. [1]",
    QUOTE,
    notes=["Avant : 80 points"],
    timings={"encode": 0.01},
)
BAD = answer("Je ne sais pas. </script><script>alert(1)</script>", outcome="refused_no_evidence")


def suite() -> Suite:
    plain = asked("answer", cite=("tips",), contain=(("6 mois", "six mois"), ("<i>",)))
    talk = (TurnSpec("Un ?", "fr", plain.expect), TurnSpec("Deux ?", "ko", plain.expect))
    cases = (
        Case("talk", "fr", talk, "s", "founder", ("numbers", "multi-turn"), (), date(2026, 11, 21)),
        Case("good", "en", (TurnSpec("Un ?", "fr", asked("answer").expect),), "s", "student"),
        Case("down", "ko", (TurnSpec("Trois ?", "ko", asked("answer").expect),), "s"),
    )
    return Suite("s", Path("s.yaml"), cases)


def assistant() -> ScriptedAssistant:
    return ScriptedAssistant({"Un ?": GOOD, "Deux ?": BAD, "Trois ?": NoIndex("no index\nhere")})


def report(jobs: int = 1) -> dict[str, Any]:
    runs = run_suites([suite()], assistant(), jobs=jobs, clock=lambda: 1.0)
    return record.report([suite()], score(runs, Judge()), {"mode": "quote"}, {"build": "b1"})


def test_history_is_kept_and_the_day_is_passed_on() -> None:
    scripted = assistant()
    steps: list[int] = []
    runs = run_suites([suite()], scripted, clock=Ticks(), progress=lambda: steps.append(1))
    assert [(q, day) for q, _, day in scripted.asked][:2] == [
        ("Un ?", date(2026, 11, 21)),
        ("Deux ?", date(2026, 11, 21)),
    ]
    assert scripted.asked[1][1] == (Turn("user", "Un ?"), Turn("assistant", GOOD.text))
    assert scripted.asked[2][1:] == ((), None)
    assert len(steps) == 3
    first = runs[0].turns[0]
    assert (first.first_word, first.whole) == (1.0, 2.0)


def test_an_error_ends_its_conversation_and_is_shown_in_one_line() -> None:
    turn = run_suites([suite()], assistant())[2].turns[0]
    assert turn.answer is None and turn.error == "NoIndex: no index"


def without_times(data: dict[str, Any]) -> str:
    return json.dumps({**data, "produced_by": {**data["produced_by"], "date": ""}})


def test_the_same_inputs_give_the_same_report() -> None:
    assert without_times(report()) == without_times(report()) == without_times(report(jobs=3))
    fixed = report()
    assert render(fixed) == render(json.loads(json.dumps(fixed)))


def test_the_report_says_what_was_found() -> None:
    data = report()
    talk, good, down = data["cases"]
    assert (talk["passed"], good["passed"], down["passed"]) == (False, True, False)
    assert talk["failures"][0] == "turn 1: contain: missing <i>"
    assert "turn 2: outcome: expected answer, found refused_no_evidence" in talk["failures"]
    assert talk["turns"][0]["citations"][0]["document_id"] == "tips"
    assert talk["turns"][0].keys() >= {"question", "answer", "outcome", "citations", "seconds"}
    assert down["turns"][0]["outcome"] == "error"
    overall = data["metrics"]["pass_rate"]["overall"]
    assert overall == {"value": 0.333333, "standard_error": 0.333333, "n": 3}
    assert data["metrics"]["pass_rate"]["tag"]["numbers"]["n"] == 1
    made = data["produced_by"]
    assert made["builds"] == ["b1"] and made["index"] == {"build": "b1"}
    assert made["settings"] == {"mode": "quote"}
    assert {"date", "git", "python", "packages", "models", "modes"} <= made.keys()
    assert data["suites"][0]["hash"] == suite().hash
    assert "1 of 3 cases passed" in run_table(data)


class Page(HTMLParser):
    """Tags that were opened and not closed, what the page points to, words it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.keys: set[str] = set()
        self.articles: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "input", "link", "img"):
            self.open.append(tag)
        found = dict(attributes)
        self.links += [v or "" for k, v in attributes if k in ("src", "href", "action", "srcset")]
        self.keys |= {found["data-w"] or ""} if "data-w" in found else set()
        if tag == "article":
            self.articles.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_one_whole_file() -> None:
    text = render(report())
    page = Page()
    page.feed(text)
    assert page.open == [] and page.links == []
    assert not re.search(r"https?://|url\(|@import", text)
    assert "<script>alert" not in text and "6 mois &amp; &lt;b&gt;plus&lt;/b&gt;" in text
    assert page.keys <= words().keys()
    assert [a["data-verdict"] for a in page.articles] == ["failed", "failed", "passed"]
    assert page.articles[0]["data-tag"] == "numbers|multi-turn"


def test_every_word_is_in_three_languages() -> None:
    for translations in words().values():
        assert translations.keys() == {"fr", "en", "ko"} and all(translations.values())


def test_every_metric_outcome_and_check_has_words() -> None:
    from typing import get_args

    from evals.metrics import METRICS
    from evals.scoring import OUTCOMES
    from evals.types import Check

    wanted = [f"{kind}.{name}" for name in METRICS for kind in ("metric", "explain")]
    wanted += [f"outcome.{name}" for group in OUTCOMES.values() for name in group]
    wanted += [f"check.{name}" for name in get_args(Check)]
    assert set(wanted) <= words().keys()


def test_an_empty_report_can_be_shown() -> None:
    Page().feed(render(record.report([], [], {}, {})))


def test_junit_parses() -> None:
    root = ElementTree.fromstring(junit(report()))
    found = root.find("testsuite")
    assert found is not None
    assert {k: found.get(k) for k in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    names = [case.get("name") for case in root.iter("testcase")]
    assert names == ["talk", "good", "down"]
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None and "A: Je ne sais pas." in (failure.text or "")


def test_reports_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.json"
    record.write_json(report(), str(path))
    assert record.read_report(path)["cases"][1]["id"] == "good"
    for text, problem in (
        ("{", "not JSON"),
        ("[]", "not a report"),
        ('{"cases": [1]}', "not a report"),
    ):
        path.write_text(text)
        with pytest.raises(BadReport, match=problem):
            record.read_report(path)


def test_a_target_that_cannot_be_written_is_told_first(tmp_path: Path) -> None:
    record.check_target(str(tmp_path / "a" / "r.json"))
    assert not (tmp_path / "a" / "r.json").exists()
    with pytest.raises(EvalError, match="cannot be written"):
        record.check_target(str(tmp_path))
    record.check_target("-")
