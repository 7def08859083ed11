"""Whatever a provider does, the reader gets the quoted answer and one line that says why."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import TODAY
from fake_provider import FakeProvider, fake_provider

from assistant import Answer, Assistant, Settings
from assistant.errors import ModelError
from assistant.llm import LONGEST, ChatModel, open_chat_model
from assistant.words import words

STAY = {
    "fr": "Combien de temps peut-on rester avec un visa D-10 ?",
    "en": "How long can I stay on a D-10?",
    "ko": "D-10 비자로 얼마나 체류할 수 있나요?",
}
FAULTS = {
    "401": "wrong_key",
    "403": "wrong_key",
    "404": "no_model",
    "413": "too_long",
    "too_long": "too_long",
    "429": "rate_limit",
    "500": "server",
    "503": "server",
    "400": "refused",
    "silent": "timeout",
}


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as running:
        yield running


def opened(provider: FakeProvider, **given: object) -> ChatModel:
    options = {"base_url": provider.base_url, "api_key": "k", "timeout": 0.4, "retries": 0}
    return open_chat_model("openai:fake", **{**options, **given})  # type: ignore[arg-type]


def asked(home: Path, provider: FakeProvider, language: str, mode: str = "write") -> Answer:
    settings = Settings(
        home=home,
        model="openai:fake",
        base_url=provider.base_url,
        api_key="k",
        timeout=0.4,
        retries=0,
    )
    assistant = Assistant.open(settings)
    try:
        return assistant.ask(STAY[language], as_of=TODAY, mode=mode).answer
    finally:
        assistant.close()


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS.items())
def test_each_fault_has_its_reason(provider: FakeProvider, behaviour: str, reason: str) -> None:
    provider.behaviour = behaviour
    with pytest.raises(ModelError) as caught:
        opened(provider).complete(("s", "u"))
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert all(words(code)(f"provider.{reason}") for code in STAY)


def test_nobody_listens(provider: FakeProvider) -> None:
    with pytest.raises(ModelError) as caught:
        opened(provider, base_url="http://127.0.0.1:9/v1").complete(("s", "u"))
    assert caught.value.reason == "unreachable"


def test_what_is_said_before_a_cut_is_kept(provider: FakeProvider) -> None:
    provider.behaviour, provider.texts = "cut", ["One whole sentence. And a half"]
    said = ""
    with pytest.raises(ModelError) as caught:
        for piece in opened(provider).stream(("s", "u")):
            said += piece.text
    assert (caught.value.reason, said) == ("cut", provider.texts[0])


def test_a_word_and_then_silence_is_a_timeout(provider: FakeProvider) -> None:
    provider.behaviour, provider.texts = "stalls", ["One."]
    said = ""
    with pytest.raises(ModelError) as caught:
        for piece in opened(provider).stream(("s", "u")):
            said += piece.text
    assert (caught.value.reason, said) == ("timeout", "One.")


def test_a_flood_is_bounded(provider: FakeProvider) -> None:
    provider.behaviour = "flood"
    text, _ = opened(provider, timeout=5.0).complete(("s", "u"))
    assert len(text) == LONGEST


def test_broken_utf8_ends_in_a_reason_or_in_marks(provider: FakeProvider) -> None:
    provider.behaviour = "garbled"
    try:
        text, _ = opened(provider).complete(("s", "u"))
    except ModelError as error:
        assert error.reason == "garbled"
    else:
        assert text.startswith("caf")


def test_a_passing_fault_is_tried_again(provider: FakeProvider) -> None:
    provider.script = ["503"]
    assert opened(provider, retries=2, timeout=5.0).complete(("s", "u"))[0] == "1"
    assert len(provider.asked) == 2


def test_a_wrong_key_is_not_tried_again(provider: FakeProvider) -> None:
    provider.behaviour = "401"
    with pytest.raises(ModelError):
        opened(provider, retries=3).complete(("s", "u"))
    assert len(provider.asked) == 1


def test_stopping_ends_the_wait(provider: FakeProvider) -> None:
    provider.behaviour, stop = "silent", threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(ModelError) as caught:
        opened(provider, timeout=30.0).complete(("s", "u"), stop)
    assert caught.value.reason == "cancelled" and time.monotonic() - began < 25


def test_no_key_and_no_package_and_no_such_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for name, reason in [
        ("openai:gpt", "no_key"),
        ("anthropic:claude", "no_package"),
        ("nobody:model", "no_model"),
    ]:
        with pytest.raises(ModelError) as caught:
            open_chat_model(name)
        assert caught.value.reason == reason, name
    assert "OPENAI_API_KEY" not in os.environ


def test_the_key_goes_to_the_provider_and_nowhere_else(provider: FakeProvider) -> None:
    opened(provider, api_key="sk-secret").complete(("s", "u"))
    assert provider.keys == ["Bearer sk-secret"]
    assert "sk-secret" not in repr(Settings(api_key="sk-secret"))


@pytest.mark.parametrize("language", STAY)
@pytest.mark.parametrize("behaviour", ["401", "429", "500", "silent", "cut", "garbled"])
def test_the_reader_sees_the_quote_and_why(
    small_home: Path, provider: FakeProvider, behaviour: str, language: str
) -> None:
    provider.behaviour, provider.texts = behaviour, [""]
    answer = asked(small_home, provider, language)
    assert (answer.mode, answer.outcome, answer.language) == ("quote", "answered", language)
    assert answer.citations and all(citation.sources for citation in answer.citations)
    reasons = {words(language)(f"provider.{r}") for r in (*FAULTS.values(), "cut", "garbled")}
    assert [note.text in reasons for note in answer.notes if note.kind == "model"] == [True]


def test_a_cut_while_writing_keeps_what_was_whole(small_home: Path, provider: FakeProvider) -> None:
    whole = "A stay on the D-10 can be extended to a total of 3 years."
    provider.texts, provider.script = ["1", f"{whole} It also gives"], ["answer", "cut"]
    answer = asked(small_home, provider, "en")
    assert answer.mode == "write" and answer.text == f"{whole} [1]"
    assert words("en")("models.interrupted") in [note.text for note in answer.notes]
