"""`injae-ingest`: what its verbs print, and how it fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import CORPUS, ROOT, make_pdf

from ingest.__main__ import main


@pytest.fixture
def tiny(tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder that the environment names."""
    monkeypatch.setenv("INJAE_ENCODER", str(tiny_encoder))


def test_build_publishes_into_the_home_of_the_environment(
    tiny: None, corpus: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(corpus)]) == 0
    assert (own_home / "current").exists()
    shown = capsys.readouterr()
    assert "published: 3 documents, 15 chunks" in shown.out
    assert "encode" in shown.err
    assert main(["build"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_build_as_json(
    tiny: None, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "elsewhere"
    assert main(["build", str(corpus), "--home", str(home), "--only", "--json"]) == 0
    shown = capsys.readouterr()
    build = json.loads(shown.out)
    assert (build["documents"], build["chunks"], build["unchanged"]) == (3, 15, False)
    assert build["build"] == (home / "current").read_text(encoding="utf-8")
    assert shown.err == ""


def test_a_file_that_was_not_read_is_named_and_makes_the_code_1(
    tiny: None, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "bad.pdf").write_text("no PDF", encoding="utf-8")
    assert main(["build", str(corpus)]) == 1
    assert "not read: bad.pdf: not a PDF" in capsys.readouterr().out


def test_setup_builds_once(
    tiny: None, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INJAE_CORPUS", str(corpus))
    assert main(["setup"]) == 0
    assert "published: 3 documents" in capsys.readouterr().out
    assert main(["setup"]) == 0
    assert capsys.readouterr().out == ""


def test_read_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(
        make_pdf([["The first page stands here."], ["The second page is here."]], "Two")
    )
    assert main(["read", str(path), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"text", "pages", "language", "title", "date", "parser", "warnings"} <= set(shown)
    assert (shown["title"], shown["language"], shown["parser"]) == ("Two", "en", "pypdf")
    assert shown["warnings"] == []
    pages = [shown["text"][page["start"] : page["end"]].strip() for page in shown["pages"]]
    assert pages == ["The first page stands here.", "The second page is here."]
    assert [page["number"] for page in shown["pages"]] == [1, 2]


def test_read_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(CORPUS / "briefs/visas/d-10.fr.md")]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("title: ") and "language: fr" in shown and "parser: brief" in shown


def test_check_passes_and_fails(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(corpus)]) == 0
    assert "no fault" in capsys.readouterr().out
    (corpus / "briefs/students/demo.ko.md").unlink()
    assert main(["check", str(corpus)]) == 1
    shown = capsys.readouterr().out
    assert "demo has no version in ko" in shown and "1 faults" in shown


def test_check_looks_at_the_corpus_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "36 briefs" in capsys.readouterr().out


FAILURES = [
    (["read", "nowhere.pdf"], "nowhere.pdf: No such file"),
    (["build", "nowhere"], "no such file or folder"),
    (["check", "nowhere"], "no briefs"),
]


@pytest.mark.parametrize(("arguments", "message"), FAILURES)
def test_expected_errors_are_one_line_and_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("injae-ingest: ") and message in shown.err
    assert shown.err.count("\n") == 1


def test_an_unknown_encoder_is_one_line(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INJAE_ENCODER", "injae/no-such-model")
    assert main(["build", str(corpus), "--json"]) == 2
    assert "INJAE_ENCODER" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["no-such-verb"], ["read"]])
def test_wrong_usage_is_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: injae-ingest" in capsys.readouterr().err


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_the_process_fails_the_same_way(tmp_path: Path) -> None:
    done = run("read", str(tmp_path / "nowhere.txt"))
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom ingest.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'torch', 'chromadb', 'pydantic', 'sentence_transformers', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert "build" in done.stdout and done.stderr.strip() == "[]"
