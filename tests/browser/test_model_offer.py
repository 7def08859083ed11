"""The local model is offered where it can be had, and the ways to answer follow it."""

from pathlib import Path
from typing import Any

import pytest
from scripted_model import ScriptedModel
from served_site import LOCALES, Site, served

from assistant import Assistant, Settings
from assistant.web.typography import label
from assistant.words import words

MODES = ("quote", "check", "write")


@pytest.mark.parametrize("language", LOCALES)
def test_the_ways_to_answer_follow_the_model(
    small_home: Path, browser: Any, expect: Any, language: str
) -> None:
    speech, model = words(language), ScriptedModel()
    assistant = Assistant(Settings(home=small_home, port=1))
    assistant.engine.local = model  # type: ignore[assignment]
    with served(assistant) as url:
        page = Site(url, browser).open(language)
        state = page.locator("#model-state")
        page.get_by_role("tab", name=label(speech, "tabs.model")).click()
        assert model.state == "absent"
        page.click("#pull")
        page.click("#cancel")
        expect(state).to_have_text(label(speech, "local_model.cancelled"))
        assert model.state == "partial"
        page.click("#pull")
        expect(state).to_have_text(label(speech, "local_model.ready"))
        expect(page.locator("#pull")).to_have_count(0)
        page.get_by_role("tab").first.click()
        ways = page.locator("#mode label")
        names = [label(speech, f"conversation.mode_{mode}") for mode in ("auto", *MODES)]
        expect(ways).to_have_text(names)
        page.context.close()


@pytest.mark.parametrize(
    "settings",
    [{"host": "0.0.0.0"}, {"allowed_hosts": "injae.example"}, {"model": "openai:some"}],
)
def test_nobody_else_is_offered_a_download(small_home: Path, settings: dict[str, str]) -> None:
    from assistant.web.layout import offers_model

    assert offers_model(Assistant(Settings(home=small_home)))
    assert not offers_model(Assistant(Settings(home=small_home, **settings)))  # type: ignore[arg-type]
