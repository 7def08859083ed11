"""The real local model where it has been fetched: it picks, refuses and writes in each language."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asking import TODAY
from support import ROOT

from assistant import Assistant, Settings
from assistant.local_model import LocalModel

STAY = {
    "fr": ("Combien de temps peut-on rester avec un visa D-10 ?", "3 ans"),
    "en": ("How long can I stay on a D-10?", "3 years"),
    "ko": ("D-10 비자로 얼마나 체류할 수 있나요?", "3년"),
}
FETCHED = LocalModel(Settings(home=ROOT / ".injae")).path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FETCHED.is_file(), reason="the local model has not been fetched"),
]


@pytest.fixture(scope="module")
def local(small_home: Path) -> Iterator[Assistant]:
    settings = Settings(home=small_home, timeout=120.0)
    opened = Assistant.open(replace(settings, model=str(FETCHED)))
    yield opened
    opened.close()


@pytest.mark.parametrize("language", STAY)
@pytest.mark.parametrize("mode", ["check", "write"])
def test_it_answers(local: Assistant, language: str, mode: str) -> None:
    question, value = STAY[language]
    answer = local.ask(question, as_of=TODAY, mode=mode).answer
    assert answer.outcome == "answered" and answer.language == language
    assert answer.mode in ("check", "write") and answer.citations
    assert mode == "write" or value in answer.text


def test_it_refuses_what_nobody_states(local: Assistant) -> None:
    answer = local.ask("What is the favourite colour of D-10 holders?", as_of=TODAY).answer
    assert answer.outcome.startswith("refused")


def test_others_wait_and_see_that_they_wait(local: Assistant) -> None:
    replies = [local.ask(STAY["en"][0], as_of=TODAY) for _ in range(2)]
    first = threading.Thread(target=lambda: replies[0].answer)
    second = threading.Thread(target=lambda: replies[1].answer)
    first.start()
    while replies[0].place is None:
        pass
    second.start()
    while replies[1].place is None:
        pass
    assert replies[1].waiting == 1
    replies[1].cancel()
    second.join()
    assert replies[1].answer.mode == "quote"
    first.join()
    assert replies[0].answer.mode == "check"


def test_it_stops_with_the_assistant(small_home: Path) -> None:
    opened = Assistant.open(Settings(home=small_home, model=str(FETCHED), timeout=120.0))
    opened.engine.local.start()
    assert opened.engine.local.state == "running"
    opened.close()
    assert opened.engine.local.state == "ready"
