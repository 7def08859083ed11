"""The command: exit codes, one line for an error, files where they were asked for."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from eval_builders import ScriptedAssistant, answer, citation

from evals import commands
from evals.__main__ import main
from evals.scoring import Judge
from evals.suite import load_suite

SUITE = """\
suite: s
cases:
  - {id: a, lang: fr, turns: [{ask: "Un ?", expect: {outcome: answer, cite: [tips]}}]}
  - {id: b, lang: ko, turns: [{ask: "Deux ?", expect: {outcome: refuse}}]}
"""
GOOD = answer("Le titulaire a 6 mois. [1]", citation("Le titulaire a 6 mois."))

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`injae-eval run` over the suite above, which the scripted assistant half passes."""
    scripted = ScriptedAssistant({"Un ?": GOOD, "Deux ?": GOOD})

    @contextmanager
    def opened(settings: Any) -> Iterator[tuple[ScriptedAssistant, Judge, dict[str, str]]]:
        yield scripted, Judge(), {"build": "b1"}

    monkeypatch.setattr(commands, "opened", opened)
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(SUITE, encoding="utf-8")
    return lambda *more: main(["run", "s.yaml", *more])


def test_all_files_are_written(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "r.json", "--html", "out/r.html", "--junit", "r.xml", "--jobs", "2") == 0
    assert "1 of 2 cases passed" in capsys.readouterr().out
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [case["passed"] for case in report["cases"]] == [True, False]
    assert report["produced_by"]["index"] == {"build": "b1"}
    assert Path("out/r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert ElementTree.parse("r.xml").getroot().tag == "testsuites"


def test_json_on_standard_output_stands_alone(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "-") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["cases"] and "cases passed" in captured.err


@pytest.mark.parametrize(
    ("floors", "code"),
    [
        (["--fail-under", "0.5"], 0),
        (["--fail-under", "0.6"], 1),
        (["--fail-under-lang", "fr=1"], 0),
        (["--fail-under-lang", "fr=1", "--fail-under-lang", "ko=0.1"], 1),
    ],
)
def test_floors(run: Run, floors: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*floors) == code
    assert ("is under" in capsys.readouterr().err) is bool(code)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["run", "missing.yaml"], "missing.yaml: cannot be read"),
        (["run", "bad.yaml"], "bad.yaml:1: unknown key 'suit' in the file; did you mean 'suite'?"),
        (["run", "s.yaml", "--fail-under-lang", "en=0.9"], "no case of the suites is in it"),
        (["run", "s.yaml", "--html", "."], "cannot be written"),
        (["run", "s.yaml", "--index", "nowhere"], "no index in nowhere"),
        (["compare", "s.yaml", "s.yaml"], "s.yaml: not JSON"),
        (["retrieval", "nowhere"], "corpus.jsonl: cannot be read"),
        (["answerability", "nowhere"], "passages.jsonl: cannot be read"),
        (["draft", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
    ],
)
def test_an_expected_error_is_one_line_and_exit_2(
    arguments: list[str],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(SUITE, encoding="utf-8")
    Path("bad.yaml").write_text("suit: s\ncases: []\n", encoding="utf-8")
    assert main(arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("injae-eval: ") and problem in lines[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "s.yaml", "--fail-under", "90"],
        ["run", "s.yaml", "--fail-under-lang", "de=1"],
        ["x"],
    ],
)
def test_wrong_options_are_exit_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_compare_gates(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--json", "a.json")
    report = json.loads(Path("a.json").read_text(encoding="utf-8"))
    assert main(["compare", "a.json", "a.json", "--json", "diff.json"]) == 0
    report["cases"][0]["passed"] = False
    Path("b.json").write_text(json.dumps(report), encoding="utf-8")
    assert main(["compare", "a.json", "b.json"]) == 1
    assert "worse beyond noise: fr" in capsys.readouterr().out
    assert json.loads(Path("diff.json").read_text(encoding="utf-8"))["worse"] == []


def test_new_writes_examples_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(["new", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_feedback_becomes_a_suite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = GOOD.to_json()
    feedback = [
        {"question": "Combien de temps ?", "answer": given, "build": "b1", "helpful": True},
        {
            "question": "비자가 필요해요?",
            "answer": "몰라요",
            "helpful": False,
            "reason": "틀렸어요\nid: x",
        },
        {"question": "Combien de temps ?", "answer": "", "helpful": False},
    ]
    path = tmp_path / "feedback.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in feedback), encoding="utf-8")
    assert main(["draft", str(path), "--out", str(tmp_path / "draft.yaml")]) == 0
    first, second = load_suite(tmp_path / "draft.yaml").cases
    assert first.turns[0].expect and first.turns[0].expect.cite == ("tips",)
    assert (second.lang, second.tags) == ("ko", ("not-helpful",))
    text = (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    assert "# reason: 틀렸어요" in text and "# reason: id: x" in text
    path.write_text("", encoding="utf-8")
    assert main(["draft", str(path)]) == 2
    assert "no feedback in it" in capsys.readouterr().err


@pytest.mark.slow
def test_help_is_quick() -> None:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "evals", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "retrieval" in done.stdout
    assert time.perf_counter() - began < 1
