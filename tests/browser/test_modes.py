"""A model that writes: what is shown while it does, how it is stopped, and what it cannot do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_page import ask, outside
from scripted_model import HOSTILE, ScriptedAssistant
from served_site import Site, served

from assistant import Settings
from assistant.web.typography import counted
from assistant.words import words

QUESTION = "How long can I stay on a D-10 visa?"
EN = words("en")


@pytest.fixture(scope="module")
def assistant(asked_home: Path) -> ScriptedAssistant:
    return ScriptedAssistant(Settings(home=asked_home, port=1))


@pytest.fixture(scope="module")
def model_site(assistant: ScriptedAssistant, browser: Any) -> Iterator[Site]:
    with served(assistant) as url:
        yield Site(url, browser)


@pytest.fixture
def writing(assistant: ScriptedAssistant, model_site: Site) -> Iterator[Any]:
    """A page whose answer waits until the test lets it go on."""
    assistant.held, assistant.script = True, "It is three years. [1] Ask 1345."
    page = model_site.open()
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#current .closest")
    yield page
    assistant.held = False
    assistant.last.cancel()
    page.context.close()


def test_the_closest_statements_are_there_while_a_model_works(
    assistant: ScriptedAssistant, writing: Any, expect: Any
) -> None:
    page = writing
    expect(page.locator("#current .closest h3")).to_have_text(EN("conversation.closest"))
    expect(page.locator("#current .closest .quoted")).to_contain_text("D-10")
    expect(page.locator("#source-1 mark")).to_be_visible()
    waiting = counted(EN, "conversation.waiting", 2)
    expect(page.locator("#current .thinking")).to_have_text(waiting)
    assistant.last.go.set()
    expect(page.locator("#current .answer")).to_have_text("It is three years. [1] Ask 1345.")
    expect(page.locator("#current .closest")).to_have_count(0)
    expect(page.locator("#current .made")).to_contain_text("scripted")


def test_a_stopped_model_stops_and_leaves_the_closest_statements(
    assistant: ScriptedAssistant, writing: Any, expect: Any
) -> None:
    page = writing
    page.click("#stop")
    expect(page.locator("#current .stopped")).to_have_text(EN("page.stopped"))
    expect(page.locator("#current .answer")).to_contain_text("D-10")
    expect(page.locator("#ask")).to_be_visible()
    assert assistant.last.stopped.wait(5)
    page.locator("#current [data-retry]").click()
    expect(page.locator("#current .closest")).to_be_visible()


def test_the_way_to_answer_is_chosen_by_radio(model_site: Site, expect: Any) -> None:
    page = model_site.open()
    group = page.get_by_role("radiogroup", name=EN("conversation.modes"))
    expect(group.or_(page.locator("#mode"))).to_be_visible()
    page.get_by_role("radio", name=EN("conversation.mode_quote"), exact=True).check()
    ask(page, QUESTION)
    expect(page.locator("#current .made")).to_have_text(EN("conversation.by_quote"))
    page.context.close()


def test_nothing_a_model_writes_is_fetched_or_can_be_clicked(
    assistant: ScriptedAssistant, model_site: Site, expect: Any
) -> None:
    assistant.script = HOSTILE
    page = model_site.open()
    ask(page, QUESTION)
    expect(page.locator("#current .answer")).to_contain_text("leak.example/bare")
    page.wait_for_timeout(300)
    assert outside(model_site) == []
    assert page.locator("#talk :is(img, video, script, svg, [style*=background])").count() == 0
    links = page.locator("#talk a, #beside a").evaluate_all("all => all.map(a => a.href)")
    assert links
    assert not any("leak.example" in link or link.startswith("javascript") for link in links)
    page.locator("#export").wait_for()
    assert "![" not in page.locator("#current .exchange").get_attribute("data-markdown").replace(
        "\\[", ""
    )
    page.context.close()
