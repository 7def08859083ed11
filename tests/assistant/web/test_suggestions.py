"""What is suggested next is answered, and was not asked before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.web.suggestions import Suggestions

ASKED = {
    "fr": "Combien de temps peut-on rester en Corée avec un visa D-10 ?",
    "en": "How long can I stay on a D-10 visa?",
    "ko": "구직(D-10) 비자로 얼마나 체류할 수 있나요?",
}


@pytest.fixture(scope="module")
def assistant(asked_home: Path) -> Iterator[Assistant]:
    opened = Assistant.open(Settings(home=asked_home))
    yield opened
    opened.close()


@pytest.mark.parametrize("language", ASKED)
def test_each_suggestion_is_answered(assistant: Assistant, language: str) -> None:
    reply = assistant.ask(ASKED[language])
    offered = Suggestions(assistant).after(reply.answer, reply.evidence, [ASKED[language]])
    assert offered
    for question in offered:
        answer = assistant.ask(question).answer
        assert answer.outcome == "answered"
        assert answer.language == language


def test_nothing_asked_before_is_suggested(assistant: Assistant) -> None:
    reply = assistant.ask(ASKED["en"])
    suggestions = Suggestions(assistant)
    first = suggestions.after(reply.answer, reply.evidence, [])
    again = suggestions.after(reply.answer, reply.evidence, [first[0].upper()])
    assert first[0] not in again


def test_a_question_is_tried_once(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = assistant.ask(ASKED["en"])
    suggestions = Suggestions(assistant)
    first = suggestions.after(reply.answer, reply.evidence, [])
    monkeypatch.delattr(Assistant, "ask")
    assert suggestions.after(reply.answer, reply.evidence, []) == first


def test_a_refusal_suggests_nothing(assistant: Assistant) -> None:
    reply = assistant.ask("Will my D-10 be approved?")
    assert Suggestions(assistant).after(reply.answer, reply.evidence, []) == ()
