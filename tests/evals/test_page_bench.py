"""The bench behind the Evaluate tab, and how it is found."""

import json
import threading
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from assistant.web import plugins
from assistant.web.evaluate_tab import _written
from evals.errors import BadSuite
from evals.page import PageBench

SUITE = """suite: <b>mine</b>
cases:
  - id: one
    lang: en
    turns: [{ask: "How long can I stay on a D-10?", expect: {outcome: answer, cite: [d-10]}}]
  - id: two
    lang: ko
    turns: [{ask: "오늘 날씨 어때요?", expect: {outcome: refuse}}]
  - id: three
    lang: fr
    turns: [{ask: "Combien de temps dure un D-10 ?", expect: {outcome: refuse}}]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "mine.yaml"
    target.write_text(SUITE, encoding="utf-8")
    return target


def test_the_suites_of_the_bench_are_listed() -> None:
    found = {suite.name: suite.cases for suite in PageBench().suites()}
    assert len(found) >= 5
    assert min(found.values()) > 0


def test_a_run_reports_all_and_tells_how_far_it_is(small_home: Path, path: Path) -> None:
    assistant = Assistant.open(Settings(home=small_home, allowed_hosts="secret.example"))
    told: list[tuple[int, int]] = []
    run = PageBench().run(path, assistant, lambda *p: told.append(p), threading.Event())
    assert run is not None
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert (run.cases, run.passed) == (3, 2)
    assert "<b>mine</b>" not in run.html
    report = json.loads(run.json)
    assert [case["passed"] for case in report["cases"]] == [True, True, False]
    assert str(small_home) not in run.json + run.html
    assert "secret.example" not in run.json + run.html


def test_a_stopped_run_reports_what_was_finished(small_home: Path, path: Path) -> None:
    assistant, stop = Assistant.open(Settings(home=small_home)), threading.Event()

    def progress(done: int, _: int) -> None:
        if done == 2:
            stop.set()

    run = PageBench().run(path, assistant, progress, stop)
    assert run is not None and run.cases == 2
    assert PageBench().run(path, assistant, progress, stop) is None


def test_a_bad_suite_is_said(path: Path) -> None:
    path.write_text("suite: x\ncases: []\n", encoding="utf-8")
    with pytest.raises(BadSuite):
        PageBench().suite(path)


def test_it_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("bench", "evals.page:PageBench", plugins.GROUP)

    def found(group: str) -> Any:
        return [point] if group == plugins.GROUP else []

    monkeypatch.setattr(plugins, "entry_points", found)
    assert isinstance(plugins.find_bench(), PageBench)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [])
    assert plugins.find_bench() is None


def test_a_suite_of_a_reader_is_gone_when_it_was_read() -> None:
    with _written("../../evil.YAML", "x") as path:
        assert path.name == "suite.yaml"
        assert path.read_text() == "x"
    assert not path.parent.exists()
