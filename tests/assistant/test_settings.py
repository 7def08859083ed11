"""Settings: each from its variable, each wrong value told in one line."""

from pathlib import Path

import pytest

from assistant import Settings, SettingsError
from assistant.settings import is_local

GOOD = {
    "HOME": ("/tmp/there", Path("/tmp/there")),
    "MODE": ("quote", "quote"),
    "LANGUAGE": ("ko", "ko"),
    "MODEL": ("openai:gpt", "openai:gpt"),
    "BASE_URL": ("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"),
    "API_KEY": ("k", "k"),
    "TIMEOUT": ("2.5", 2.5),
    "RETRIES": ("0", 0),
    "HOST": ("0.0.0.0", "0.0.0.0"),
    "PORT": ("8080", 8080),
    "MAX_CHARACTERS": ("500", 500),
    "MAX_STATEMENTS": ("5", 5),
}
BAD = [
    ("MODE", "fast", "auto, quote"),
    ("LANGUAGE", "de", "auto, fr, en, ko"),
    ("MODEL", "gpt", "provider:name"),
    ("TIMEOUT", "0", "0.1 to 3600"),
    ("TIMEOUT", "soon", "not a number"),
    ("RETRIES", "11", "0 to 10"),
    ("PORT", "http", "not a whole number"),
    ("PORT", "0", "1 to 65535"),
    ("PORT", "70000", "1 to 65535"),
    ("MAX_CHARACTERS", "1", "10 to 100000"),
    ("MAX_STATEMENTS", "21", "1 to 20"),
    ("MAX_STATEMENTS", "3.5", "not a whole number"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_setting_is_read_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, value = GOOD[name]
    monkeypatch.setenv(f"INJAE_{name}", text)
    assert getattr(Settings.from_env(), name.lower()) == value


@pytest.mark.parametrize(("name", "text", "said"), BAD)
def test_a_wrong_value_is_one_line(
    name: str, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"INJAE_{name}", text)
    with pytest.raises(SettingsError) as caught:
        Settings.from_env()
    message = str(caught.value)
    assert f"INJAE_{name}" in message and said in message and "\n" not in message


def test_what_is_given_wins_and_nothing_given_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INJAE_PORT", "8080")
    assert Settings.from_env(port=9090).port == 9090
    assert Settings.from_env(port=None).port == 8080


def test_an_empty_variable_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INJAE_PORT", "")
    assert Settings.from_env().port == Settings().port


def test_a_given_value_is_checked_too() -> None:
    with pytest.raises(SettingsError, match="INJAE_LANGUAGE"):
        Settings.from_env(language="xx")


def test_which_models_run_here() -> None:
    assert all(is_local(name) for name in ("", "local", "local:qwen3-4b", "/models/mine.gguf"))
    assert not any(is_local(name) for name in ("openai:gpt", "ollama:qwen3:4b"))


def test_a_key_is_never_shown() -> None:
    assert "sk-1" not in repr(Settings(api_key="sk-1"))
