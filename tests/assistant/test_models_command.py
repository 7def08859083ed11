"""`injae models` and `injae doctor`: what is here, and whether it answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_provider import FakeProvider, fake_provider

from assistant import Settings
from assistant.__main__ import main
from assistant.doctor import examine


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as running:
        yield running


def test_the_list_says_what_each_brings(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert "qwen2.5-coder-1.5b" in out and "1.1 GB" in out and "Apache-2.0" in out
    assert out.count("absent") == out.count("\n") == 3


def test_the_path_is_in_the_home(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "path", "qwen3-4b"]) == 0
    assert Path(capsys.readouterr().out.strip()) == own_home / "models" / "Qwen3-4B-Q4_K_M.gguf"


def test_removing_what_is_not_there_is_no_fault(own_home: Path) -> None:
    assert main(["models", "remove"]) == 0


def test_an_unknown_name_is_one_line(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "gpt-9"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("behaviour", "code", "said"),
    [("answer", 0, "answers ('ready')"), ("401", 1, "INJAE_API_KEY"), ("404", 1, "INJAE_MODEL")],
)
def test_doctor_tries_the_model(
    small_home: Path,
    provider: FakeProvider,
    capsys: pytest.CaptureFixture[str],
    behaviour: str,
    code: int,
    said: str,
) -> None:
    provider.behaviour, provider.texts = behaviour, ["ready"]
    settings = Settings(
        home=small_home, model="openai:fake", base_url=provider.base_url, api_key="sk-1", retries=0
    )
    assert examine(settings) == code
    out = capsys.readouterr().out
    assert said in out and "sk-1" not in out and "Traceback" not in out


def test_doctor_without_a_model(small_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert examine(Settings(home=small_home)) == 0
    assert "answers are quoted" in capsys.readouterr().out
