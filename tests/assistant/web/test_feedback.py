"""Verdicts are kept as lines that the bench can draft cases from; numbers of persons are not."""

import json
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Answer, Citation, Settings
from assistant.web import feedback
from assistant.web.feedback import feedback_html, keep, path_of
from assistant.words import words
from evals.draft import draft
from ingest import parse_yaml

CITED = Citation(
    "1", "d-10", "D-10", None, (), "3 years.", 0, 8, "en", "statement", (), "current", None, None,
    "d-10#total-stay",
)  # fmt: skip
ANSWER = Answer(
    question="How long on a D-10? Call me at 010-1234-5678, key sk-abcdefghijklmnop1234",
    language="en", text="3 years. [1]", outcome="answered", citations=(CITED,), build="b1",
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def lines(settings: Settings) -> list[dict[str, object]]:
    return [json.loads(line) for line in path_of(settings).read_text("utf-8").splitlines()]


def test_a_verdict_is_kept_masked(settings: Settings) -> None:
    assert keep(settings, ANSWER, helpful=False, reason="wrong, ask kim@example.org " + "x" * 5000)
    (line,) = lines(settings)
    assert (line["helpful"], line["build"], line["language"], line["mode"]) == (
        False, "b1", "en", "quote",
    )  # fmt: skip
    text = path_of(settings).read_text("utf-8")
    for secret in ("010-1234-5678", "sk-abcdefghijklmnop1234", "kim@example.org"):
        assert secret not in text
    assert len(str(line["reason"])) <= 1000
    assert stat.S_IMODE(path_of(settings).stat().st_mode) == 0o600


def test_the_bench_drafts_cases_from_it(settings: Settings) -> None:
    keep(settings, ANSWER, helpful=True)
    keep(settings, replace(ANSWER, question="Quel âge pour la GKS ?", language="fr"), False, "non")
    cases = parse_yaml(draft(path_of(settings)))["cases"]
    assert [case["tags"] for case in cases] == [["helpful"], ["not-helpful"]]
    assert cases[0]["turns"][0]["expect"] == {"outcome": "answer", "cite": ["d-10"]}


def test_switched_off_nothing_is_kept(settings: Settings) -> None:
    assert not keep(replace(settings, feedback="off"), ANSWER, helpful=True)
    assert not path_of(settings).exists()


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not keep(Settings(home=tmp_path / "file" / "home"), ANSWER, helpful=True)


def test_it_does_not_fill_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep(settings, ANSWER, helpful=True)
    monkeypatch.setattr(feedback, "_MOST", path_of(settings).stat().st_size)
    assert not keep(settings, ANSWER, helpful=True)
    assert len(lines(settings)) == 1


def test_verdicts_at_once_stay_whole_lines(settings: Settings) -> None:
    given = (settings, ANSWER, True, "x" * 900)
    many = [threading.Thread(target=keep, args=given) for _ in range(40)]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    assert len(lines(settings)) == 40


@pytest.mark.parametrize("code", ["fr", "en", "ko"])
@pytest.mark.parametrize("state", ["", "yes", "no", "thanks", "lost"])
def test_the_question_under_an_answer(code: str, state: str) -> None:
    html = feedback_html(ANSWER, words(code), state)
    assert f'lang="{code}"' in html
    assert ("data-helpful" in html) == (state not in ("thanks", "lost"))
    assert ("data-reason" in html) == (state in ("yes", "no"))


def test_a_greeting_is_not_judged() -> None:
    greeting = Answer(question="hi", language="en", text="Hello!", outcome="greeting")
    assert feedback_html(greeting, words("en")) == ""
