"""`injae` verb by verb; whatever goes wrong is one line in the asker's language and code 2."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.words import words
from ingest import published_folder

DAY = "2026-11-22"
STAY = {
    "fr": "Combien de temps peut-on rester avec un visa D-10 ?",
    "en": "How long can I stay on a D-10?",
    "ko": "D-10 비자로 얼마나 체류할 수 있나요?",
}
ANSWER = (
    "question language text outcome citations notes as_of mode model build contact timings".split()
)
CITATION = (
    "label document_id title page heading quote start end language kind sources status "
    "valid_from valid_until".split()
)
BEYOND = {"parallel_id"}
"""The statement's name in every language, which the page of architecture leaves out."""
LONG = {"fr": "Pourquoi ? ", "en": "Why is that? ", "ko": "왜 그런가요? "}

Out = tuple[int, str, str]


@pytest.fixture
def injae(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run `injae`; its code, what it printed and what it complained of."""

    def run(*arguments: object) -> Out:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def one_line(result: Out) -> str:
    code, out, err = result
    assert code == 2 and out == "" and "Traceback" not in err
    assert err.startswith("injae: ") and err.count("\n") == 1
    return err.removeprefix("injae: ").strip()


def data(result: Out) -> Any:
    assert result[0] == 0 and result[2] == ""
    return json.loads(result[1])


@pytest.mark.parametrize("language", STAY)
def test_the_fields_of_an_answer(injae: Any, small_home: Path, language: str) -> None:
    answer = data(injae("ask", STAY[language], "--json", "--as-of", DAY, "--home", small_home))
    assert list(answer) == ANSWER
    assert (answer["language"], answer["as_of"], answer["mode"]) == (language, DAY, "quote")
    for citation in answer["citations"]:
        assert set(citation) - BEYOND == set(CITATION)
        for source in citation["sources"]:
            assert set(source) - {"id"} == {"title", "publisher", "date", "url", "kind"}
    assert all(set(note) == {"kind", "text", "labels"} for note in answer["notes"])
    assert all(isinstance(seconds, float) for seconds in answer["timings"].values())


def test_the_fields_of_a_refusal(injae: Any, small_home: Path) -> None:
    answer = data(injae("ask", "What is the best kimchi?", "--json", "--home", small_home))
    assert list(answer) == ANSWER and answer["outcome"] == "refused_out_of_scope"
    assert answer["citations"] == [] and answer["contact"] is None


def test_a_day_and_a_language_may_be_given(injae: Any, small_home: Path) -> None:
    given = ("--json", "--as-of", "2025-01-15", "--lang", "ko", "--home", small_home)
    answer = data(injae("ask", STAY["en"], *given))
    assert (answer["as_of"], answer["language"]) == ("2025-01-15", "ko")
    assert "d-10#old-total-stay" in [c["parallel_id"] for c in answer["citations"]]


@pytest.mark.parametrize("option", [("--as-of", "yesterday"), ("--lang", "de"), ("--port", "1")])
def test_an_option_that_makes_no_sense(injae: Any, small_home: Path, option: Any) -> None:
    code, out, err = injae("ask", STAY["en"], *option, "--home", small_home)
    assert code == 2 and out == "" and "Traceback" not in err
    assert option[1] in err.splitlines()[-1]


def test_how_it_was_found(injae: Any, small_home: Path) -> None:
    found = data(injae("ask", STAY["en"], "--explain", "--as-of", DAY, "--home", small_home))
    assert found["names"] == ["d-10"] and found["candidates"]
    assert {"statement", "language", "score", "scores", "text"} <= set(found["candidates"][0])


@pytest.mark.parametrize("language", STAY)
def test_an_answer_to_read(injae: Any, small_home: Path, language: str) -> None:
    code, out, err = injae("ask", STAY[language], "--as-of", DAY, "--home", small_home)
    speech = words(language)
    assert (code, err) == (0, "") and "[1]" in out and "https://" in out
    assert speech("page.statement_by_us") in out and speech("status.current") in out
    assert out.rstrip().endswith(speech("answer.as_of", date=speech.partial_date(DAY)))


@pytest.mark.parametrize("language", STAY)
@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "empty"), ("\0\0", "empty"), (" \n ", "empty"), ("🙂🙂", "unreadable")],
)
def test_a_question_without_words(
    injae: Any, small_home: Path, question: str, reason: str, language: str
) -> None:
    result = injae("ask", question, "--lang", language, "--home", small_home)
    assert one_line(result) == words(language)(f"errors.{reason}")


@pytest.mark.parametrize("language", STAY)
def test_a_question_of_100000_characters(injae: Any, small_home: Path, language: str) -> None:
    question = (LONG[language] * 20_000)[:100_000].strip()
    said = one_line(injae("ask", question, "--home", small_home))
    assert said == words(language)("errors.too_long", limit=1000)


@pytest.mark.parametrize("language", STAY)
def test_no_index(injae: Any, tmp_path: Path, language: str) -> None:
    said = one_line(injae("ask", STAY[language], "--home", tmp_path / "none"))
    assert said.startswith(words(language)("errors.no_index")) and "injae-ingest build" in said


@pytest.mark.parametrize("language", STAY)
def test_a_damaged_index(injae: Any, small_home: Path, tmp_path: Path, language: str) -> None:
    home = tmp_path / "damaged"
    shutil.copytree(small_home / "builds", home / "builds")
    shutil.copy(small_home / "current", home / "current")
    (published_folder(home) / "chunks.jsonl").write_bytes(b"\0")
    said = one_line(injae("ask", STAY[language], "--home", home))
    assert said.startswith(words(language)("errors.damaged_index"))


@pytest.mark.parametrize("language", STAY)
def test_no_encoder(injae: Any, small_home: Path, tmp_path: Path, language: str) -> None:
    home = tmp_path / "bare"
    shutil.copytree(small_home / "builds", home / "builds")
    shutil.copy(small_home / "current", home / "current")
    manifest = published_folder(home) / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"encoder": str(tmp_path / "no")}), encoding="utf-8")
    said = one_line(injae("ask", STAY[language], "--home", home))
    assert said.startswith(words(language)("errors.encoder"))


@pytest.mark.parametrize("language", STAY)
@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("MODE", "x"), ("LANGUAGE", "de")])
def test_a_wrong_setting(
    injae: Any, monkeypatch: pytest.MonkeyPatch, language: str, name: str, value: str
) -> None:
    monkeypatch.setenv(f"INJAE_{name}", value)
    said = one_line(injae("ask", STAY[language]))
    assert said.startswith(words(language)("errors.settings", detail=""))
    assert f"INJAE_{name}" in said


def test_the_language_may_be_a_setting(
    injae: Any, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INJAE_LANGUAGE", "ko")
    assert one_line(injae("ask", "", "--home", small_home)) == words("ko")("errors.empty")


@pytest.mark.parametrize("verb", ["sources", "doctor"])
def test_operators_verbs_without_an_index(injae: Any, verb: str) -> None:
    code, out, err = injae(verb)
    assert code == (2 if verb == "sources" else 1)
    assert "injae-ingest" in (err if verb == "sources" else out)
    assert "Traceback" not in out + err


def test_sources(injae: Any, small_home: Path) -> None:
    rows = data(injae("sources", "--json", "--home", small_home))
    assert {(row["id"], row["language"]) for row in rows} >= {("d-10", "fr"), ("gks", "ko")}
    assert all(row["statements"] > 0 and row["title"] for row in rows) and len(rows) == 10
    code, out, err = injae("sources", "--home", small_home)
    assert (code, err) == (0, "") and len(out.splitlines()) == len(rows)


def test_doctor_is_content(injae: Any, small_home: Path) -> None:
    code, out, err = injae("doctor", "--home", small_home)
    assert (code, err) == (0, "") and "agrees with the index" in out and "10 documents" in out


def test_doctor_names_what_is_wrong(injae: Any, small_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "other"
    shutil.copytree(small_home / "builds", home / "builds")
    shutil.copy(small_home / "current", home / "current")
    (home / "encoders").symlink_to(small_home / "encoders")
    manifest = published_folder(home) / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"fingerprint": "x"}), encoding="utf-8")
    code, out, err = injae("doctor", "--home", home)
    assert (code, err) == (1, "") and "run `injae-ingest build`" in out


def test_chat_with_piped_questions(
    injae: Any, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [STAY["en"], "And for the first stay?", "🙂🙂", "고마워요"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    code, out, err = injae("chat", "--as-of", DAY, "--home", small_home)
    assert code == 0 and err == words("en")("errors.unreadable") + "\n"
    assert "3 years" in out and "up to 1 year" in out and words("ko")("greetings.thanks") in out


def test_an_empty_line_ends_the_chat(
    injae: Any, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Bonjour\n\nHello\n"))
    code, out, _ = injae("chat", "--home", small_home)
    assert code == 0 and words("en")("greetings.hello")[:10] not in out and "Bonjour" in out


@pytest.mark.parametrize("language", STAY)
def test_a_chat_keeps_the_language_asked_for(
    injae: Any, small_home: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("🙂🙂\nTIPS\n"))
    code, _, err = injae("chat", "--lang", language, "--home", small_home)
    assert code == 0 and err == words(language)("errors.unreadable") + "\n"


def test_a_verb_is_needed(injae: Any) -> None:
    assert injae()[0] == 2 and injae("dance")[0] == 2
