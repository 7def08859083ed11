"""The page as a reader meets it: asked, read, switched, in a real browser."""

import re
from typing import Any

import pytest
from asking_page import ask, outside
from served_site import LOCALES, Site

from assistant.web.typography import label, spaced
from assistant.words import words

QUESTIONS = {
    "fr": "Combien de temps peut-on rester en Corée avec un visa D-10 ?",
    "en": "How long can I stay on a D-10 visa?",
    "ko": "구직(D-10) 비자로 얼마나 체류할 수 있나요?",
}
PERSONAL = {
    "fr": "Est-ce que mon visa D-10 sera accepté ?",
    "en": "Will my D-10 be approved?",
    "ko": "제 D-10 비자가 승인될까요?",
}


@pytest.mark.parametrize("language", LOCALES)
def test_an_answer_in_the_language_of_the_question_with_its_source(
    site: Site, language: str, expect: Any
) -> None:
    page = site.open(language)
    answer = ask(page, QUESTIONS[language])
    speech = words(language)
    expect(page.locator("#current .reply")).to_have_attribute("lang", language)
    card = page.locator("#source-1")
    expect(card.locator("blockquote")).to_have_attribute("lang", language)
    quote = card.locator("mark").inner_text()
    assert quote and quote in answer.inner_text()
    assert card.locator(".near").count() >= 1
    expect(card.locator(".badge")).not_to_be_empty()
    expect(card).to_contain_text(label(speech, "page.statement_by_us"))
    origin = card.locator(".rests-on a").first
    assert re.match(r"https?://", origin.get_attribute("href"))
    assert origin.get_attribute("rel") == "noopener noreferrer"
    assert origin.get_attribute("target") == "_blank"
    expect(page.locator("#said")).to_contain_text(quote[:30])
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_the_page_follows_the_browser(site: Site, language: str, expect: Any) -> None:
    page = site.open(language)
    speech = words(language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_text(label(speech, "page.lead"), exact=True)).to_be_visible()
    expect(page.get_by_text(label(speech, "page.disclaimer"))).to_be_visible()
    for audience in ("founder", "student", "evaluator"):
        for example in speech.get(f"examples.{audience}"):
            name = spaced(example, language)
            expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.context.close()


def test_switching_the_language_changes_every_word_in_place(page: Any, expect: Any) -> None:
    ask(page, QUESTIONS["en"])
    for language, name in (("ko", "한국어"), ("fr", "Français"), ("en", "English")):
        page.get_by_role("radio", name=name).check()
        speech = words(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("#ask")).to_have_text(speech("page.ask"))
        expect(page.locator("#fresh")).to_have_text(speech("page.new_conversation"))
        expect(page.locator("#sources-title")).to_have_text(speech("page.sources"))
        expect(page.locator("#foot")).to_contain_text(label(speech, "page.disclaimer"))
        expect(page.get_by_label(speech("page.question"))).to_have_attribute(
            "placeholder", speech("page.placeholder")
        )
        expect(page.locator("#source-1")).to_contain_text(label(speech, "page.statement_by_us"))
        expect(page.locator("#language")).to_have_attribute("aria-label", speech("page.language"))
    expect(page.locator("#current .question")).to_contain_text(QUESTIONS["en"])


def test_the_language_chosen_is_the_language_of_the_reply(page: Any, expect: Any) -> None:
    page.get_by_role("radio", name="한국어").check()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    ask(page, QUESTIONS["en"])
    expect(page.locator("#current .reply")).to_have_attribute("lang", "ko")
    expect(page.locator("#source-1 blockquote")).to_have_attribute("lang", "ko")


@pytest.mark.parametrize("language", LOCALES)
def test_a_refusal_says_whom_to_ask(site: Site, language: str, expect: Any) -> None:
    page = site.open(language)
    ask(page, PERSONAL[language])
    whom = page.locator("#current .whom.prominent")
    expect(whom).to_contain_text(words(language)("page.whom"))
    expect(whom.locator("a[href^='tel:']")).to_have_text("1345")
    expect(whom.locator("a[href^='https://']")).to_be_visible()
    expect(page.locator("#sources")).to_contain_text(words(language)("page.nothing_cited"))
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "empty"),
        ("\0\0", "empty"),
        ("🎉🎉🎉", "unreadable"),
        ("x" * 100_000, "too_long"),
    ],
    ids=["empty", "null bytes", "emoji", "100,000 characters"],
)
def test_a_bad_question_is_told_in_one_line_and_kept(
    site: Site, language: str, question: str, reason: str, expect: Any
) -> None:
    page = site.open(language)
    page.fill("#question textarea", question)
    page.click("#ask")
    line = label(words(language), f"errors.{reason}", limit=1000)
    if reason == "too_long":  # the language of a row of letters is anybody's guess
        expected = [label(words(code), "errors.too_long", limit=1000) for code in LOCALES]
        expect(page.locator("#error")).to_have_text(re.compile("|".join(map(re.escape, expected))))
    else:
        expect(page.locator("#error")).to_have_text(line)
    assert page.input_value("#question textarea") == question
    assert page.locator(".exchange").count() == 0
    page.context.close()


def test_an_error_leaves_the_conversation_and_goes_with_the_next_answer(
    page: Any, expect: Any
) -> None:
    ask(page, QUESTIONS["en"])
    page.fill("#question textarea", "!!!")
    page.press("#question textarea", "Enter")
    expect(page.locator("#error [role=alert]")).not_to_be_empty()
    expect(page.locator("#current .question")).to_contain_text(QUESTIONS["en"])
    expect(page.locator("#source-1")).to_be_visible()
    ask(page, "What does the GKS scholarship pay?")
    expect(page.locator("#error [role=alert]")).to_be_empty()


def test_a_number_opens_its_source(page: Any, expect: Any) -> None:
    ask(page, QUESTIONS["en"])
    page.locator("#current .answer a.cite").first.click()
    expect(page.locator("#source-1")).to_be_focused()
    expect(page.locator("#source-1")).to_have_class("card open")
    ask(page, "What does the GKS scholarship pay?")
    expect(page.locator(".card.open")).to_have_count(0)
    page.locator("#past .answer a.cite").first.click()
    expect(page.locator("#turn1-source-1")).to_be_visible()
    expect(page.locator("#turn1-source-1")).to_be_focused()


def test_a_follow_up_knows_what_was_asked_before(page: Any, expect: Any) -> None:
    ask(page, QUESTIONS["en"])
    ask(page, "And before October 2025?")
    expect(page.locator("#source-1 h3")).to_contain_text("D-10")


def test_examples_and_choices_are_asked_with_one_press(page: Any, expect: Any) -> None:
    page.fill("#question textarea", "my draft")
    example = words("en").get("examples.student")[0]
    page.get_by_role("button", name=example, exact=True).click()
    page.wait_for_selector("#current .answer")
    expect(page.locator("#current .question")).to_contain_text(example)
    assert page.input_value("#question textarea") == "my draft"
    page.locator("#fresh").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "how do I get a visa?")
    choice = page.locator("#current .choice").first
    text = choice.inner_text()
    choice.click()
    expect(page.locator("#current .question")).to_contain_text(text)


def test_markup_in_a_question_is_shown_and_not_obeyed(page: Any, expect: Any) -> None:
    hostile = '<img src="http://example.org/x.png" onerror="alert(1)">${1+1}{{x}} D-10 visa?'
    ask(page, hostile)
    expect(page.locator("#current .question")).to_contain_text(hostile)
    assert page.locator("#talk img").count() == 0


def test_keyboard_alone_is_enough(page: Any, expect: Any) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Automatic")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("radio", name="Français")).to_be_focused()
    outline = page.evaluate(
        "getComputedStyle(document.querySelector('#language label:has(:focus)')).outlineStyle"
    )
    assert outline == "solid"
    for name in ("answers", "apply", "sources", "evaluate", "model"):
        page.keyboard.press("Tab")
        tab = page.get_by_role("tab", name=label(words("fr"), f"tabs.{name}"), exact=True)
        expect(tab).to_be_focused()
    page.keyboard.press("Tab")
    example = spaced(words("fr").get("examples.founder")[0], "fr")
    expect(page.get_by_role("button", name=example, exact=True)).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(QUESTIONS["fr"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#current .answer")
    page.locator("#current .answer a.cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-1")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#source-1 a").first).to_be_focused()


@pytest.mark.parametrize("language", LOCALES)
def test_a_phone_needs_no_sideways_scrolling(site: Site, language: str) -> None:
    page = site.open(language, 390, 844)
    wide = "[document.documentElement.scrollWidth, ...[...document.querySelectorAll('#talk *,"
    wide += "#beside *, #top *, #parts [role=tab], #composer *')]"
    # a table of scores scrolls inside its own frame
    wide += (
        ".filter(e => !e.closest('.explained .table')).map(e => e.getBoundingClientRect().right)]"
    )
    assert max(page.evaluate(wide)) <= 390.5
    ask(page, QUESTIONS[language])
    assert max(page.evaluate(wide)) <= 390.5
    answer = page.locator("#current .answer").bounding_box()
    sources = page.locator("#sources").bounding_box()
    assert sources["y"] > answer["y"] + answer["height"]
    page.context.close()


def test_nothing_leaves_this_machine(site: Site) -> None:
    page = site.open("fr")
    ask(page, QUESTIONS["fr"])
    page.context.close()
    assert outside(site) == []
    assert site.problems == []
