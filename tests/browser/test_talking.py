"""A conversation that can be stopped, asked again, changed, kept, forgotten and taken away."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asking_page import answered, ask
from scripted_model import drafted
from served_site import Site, served

from assistant import Assistant, Reply, Settings
from assistant.words import words

EN = words("en")
STAY = "How long can I stay on a D-10 visa?"
PAY = "What does the GKS scholarship pay?"


class SlowAssistant(Assistant):
    """Takes its time over every piece, as a model does."""

    def ask(self, *given: Any, **named: Any) -> Reply:
        reply = super().ask(*given, **named)
        return SlowReply(reply.query, reply.evidence, reply.closest, drafted(reply))


class SlowReply(Reply):
    done = False

    def __iter__(self) -> Iterator[str]:
        for piece in super().__iter__():
            yield piece
            time.sleep(1.5)


def test_an_answer_is_streamed_and_can_be_stopped(
    asked_home: Path, browser: Any, expect: Any
) -> None:
    with served(SlowAssistant(Settings(home=asked_home, port=1))) as url:
        page = Site(url, browser).open()
        page.fill("#question textarea", STAY)
        page.press("#question textarea", "Enter")
        partial = page.locator("#current .reply > p").first
        expect(partial).not_to_have_class("thinking")
        expect(page.locator("#ask")).to_have_count(0)
        page.click("#stop")
        expect(page.locator("#current .stopped")).to_have_text(EN("page.stopped"))
        left = page.locator("#current .answer")
        kept = left.inner_text()
        assert "D-10" in kept
        expect(page.locator("#ask")).to_be_visible()
        time.sleep(2)
        assert left.inner_text() == kept
        page.fill("#question textarea", PAY)
        page.press("#question textarea", "Enter")
        expect(page.locator("#past .question")).to_contain_text(STAY)
        page.context.close()


def test_a_question_is_asked_again(page: Any, expect: Any) -> None:
    ask(page, STAY)
    page.evaluate("document.querySelector('#current .exchange').classList.add('before')")
    page.locator("#current [data-retry]").click()
    expect(page.locator(".before")).to_have_count(0)
    answered(page)
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator("#current .question")).to_contain_text(STAY)


def test_an_edited_question_cuts_the_conversation_there(page: Any, expect: Any) -> None:
    ask(page, STAY)
    ask(page, PAY)
    page.locator("#past [data-edit]").click()
    field = page.locator("#past .editor textarea")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator("#past [data-edit]")).to_be_focused()
    page.locator("#past [data-edit]").click()
    field.fill("Who can get the D-10-T visa?")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator("#current .question")).to_contain_text("D-10-T")
    answered(page)
    expect(page.locator("#source-1 h3")).to_contain_text("D-10")


def test_a_follow_up_that_is_offered_is_answered(page: Any, expect: Any) -> None:
    ask(page, STAY)
    offered = page.locator("#next .follow-ups .choice")
    expect(offered.first).to_be_visible()
    text = offered.first.inner_text()
    assert text != STAY
    offered.first.click()
    expect(page.locator("#current .question")).to_contain_text(text)
    answered(page)
    expect(page.locator("#source-1")).to_be_visible()


def test_how_it_was_found_is_told_on_request(page: Any, expect: Any) -> None:
    ask(page, STAY)
    panel = page.locator("#current .explained")
    expect(panel.locator("table")).to_be_hidden()
    panel.locator("summary").click()
    expect(panel.locator("table")).to_be_visible()
    expect(panel).to_contain_text(EN("explained.kind_question"))
    expect(panel).to_contain_text(EN("explained.cited", label="1"))
    assert panel.locator("tbody tr").count() > 3


def test_a_conversation_is_kept_in_this_browser_until_it_is_forgotten(
    site: Site, expect: Any
) -> None:
    page = site.open()
    ask(page, STAY)
    ask(page, PAY)
    # the same tab goes on where it was
    page.reload()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator("#source-1 .rests-on a").first).to_be_visible()
    page.click("#fresh")
    entry = page.locator(".kept .choice")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text(STAY)
    expect(entry).to_contain_text("2 questions")
    entry.click()
    expect(page.locator(".exchange")).to_have_count(2)
    ask(page, "And before October 2025?")
    page.click("#fresh")
    expect(page.locator(".kept .choice")).to_contain_text("3 questions")
    page.locator(".kept .forget").click()
    expect(page.locator(".kept .choice")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('injae.conversations')") is None
    page.locator(".kept .keep").uncheck()
    ask(page, STAY)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    assert page.evaluate("localStorage.getItem('injae.conversations')") is None
    page.context.close()


def test_what_a_browser_kept_is_checked_like_any_input(page: Any, expect: Any) -> None:
    ask(page, STAY)
    kept = json.loads(page.evaluate("localStorage.getItem('injae.conversations')"))
    answer = kept[0]["answers"][0]
    answer["text"] += ' <img src="http://leak.example/x">'
    answer["contact"] = {"name": "Fraud", "phone": "666", "url": "http://leak.example"}
    for citation in answer["citations"]:
        for source in citation["sources"]:
            source["url"] = "http://leak.example/forged"
    kept[0]["answers"].append({"text": "not an answer"})
    page.evaluate("kept => localStorage.setItem('injae.conversations', kept)", json.dumps(kept))
    page.reload()
    expect(page.locator(".exchange")).to_have_count(1)
    links = page.locator("#talk a, #beside a").evaluate_all("all => all.map(a => a.href)")
    assert links
    assert not any("leak.example" in link or "666" in link for link in links)
    assert page.locator("#talk img").count() == 0


def test_a_conversation_is_exported_as_markdown(page: Any) -> None:
    ask(page, STAY)
    ask(page, PAY)
    with page.expect_download() as waiting:
        page.click("#export")
    file = waiting.value
    assert file.suggested_filename.startswith("injae-conversation-")
    text = Path(file.path()).read_text(encoding="utf-8")
    assert text.startswith(f"# {EN('export.title')}")
    assert f"## {STAY}" in text
    assert f"## {PAY}" in text
    assert "](https://" in text
