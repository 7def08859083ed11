"""Citations that can be checked: in their document, on their page, in the reader's language."""

from typing import Any

import pytest
from asking_page import ask, outside
from served_site import LOCALES, Site

from assistant.web.typography import label
from assistant.words import words

EN = words("en")
STAY = "How long can I stay on a D-10 visa?"
OLD = "Did many wrong answers about these programs use to be right?"


def opened(page: Any) -> Any:
    page.locator("#source-1 [data-view]").click()
    page.wait_for_selector("#viewer .cited")
    return page.locator("#viewer")


def test_a_statement_is_marked_in_its_whole_document(page: Any, expect: Any) -> None:
    ask(page, STAY)
    quote = page.locator("#source-1 mark").inner_text()
    view = opened(page)
    expect(view.locator("mark")).to_have_text(quote)
    expect(view.locator("mark")).to_be_in_viewport()
    assert view.locator(".text p").count() > 10
    expect(view).to_contain_text(EN("citation.kind_statement"))
    expect(view.locator(".badge")).to_have_text(EN("status.current"))
    expect(view.locator("footer a").first).to_have_attribute("rel", "noopener noreferrer")
    page.keyboard.press("Escape")
    expect(view).to_be_hidden()
    expect(page.locator("#source-1 [data-view]")).to_be_focused()


def test_a_passage_of_a_pdf_is_marked_on_its_page(site: Site, page: Any, expect: Any) -> None:
    ask(page, OLD)
    card = page.locator(".card:has([data-view*='where-to-start'])").first
    card.locator("[data-view]").click()
    view = page.locator("#viewer")
    picture = view.locator("figure img")
    expect(picture).to_be_visible()
    assert picture.get_attribute("src").startswith("data:image/png;base64,")
    # the mark stands below the fold of the page: it is brought into view
    page.wait_for_function("document.querySelector('#viewer .paper').scrollTop > 0")
    number = card.locator(".place").inner_text().rpartition("›")[2].strip()
    expect(view.locator("figcaption")).to_contain_text(number.capitalize())
    quote = " ".join(card.locator("mark").inner_text().split())
    expect(view.locator(".quoted-words")).to_contain_text(quote)
    view.locator("summary").click()
    expect(view.locator(".text mark").first).to_be_visible()
    assert outside(site) == []


@pytest.mark.parametrize(("language", "name"), [("fr", "Français"), ("ko", "한국어")])
def test_the_readers_language_stands_beside_the_original(
    page: Any, language: str, name: str, expect: Any
) -> None:
    ask(page, STAY)
    page.get_by_role("radio", name=name).check()
    speech = words(language)
    beside = label(speech, "citation.beside", language=speech(f"names.{language}"))
    expect(page.locator("#source-1 .beside h4")).to_have_text(beside)
    expect(page.locator("#source-1 .beside p")).to_have_attribute("lang", language)
    view = opened(page)
    expect(view.locator(".side")).to_have_count(2)
    expect(view.locator(".side").nth(0).locator(".text > div")).to_have_attribute("lang", "en")
    expect(view.locator(".side").nth(1).locator(".text > div")).to_have_attribute("lang", language)
    expect(view.locator(".side").nth(1).locator("mark")).to_be_in_viewport()


def test_a_citation_and_an_answer_are_copied(site: Site, expect: Any) -> None:
    page = site.open(permissions=["clipboard-read", "clipboard-write"])
    ask(page, STAY)
    page.locator("#source-1 [data-copy]").click()
    expect(page.locator("#heard")).to_have_text(EN("conversation.copied"))
    text = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("#source-1 mark").inner_text() in text
    assert "https://" in text
    assert EN("status.current") in text
    page.locator("#current [data-copy]").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('## '))")
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_on_a_phone_a_number_brings_the_source(site: Site, language: str, expect: Any) -> None:
    page = site.open(language, 390, 844)
    ask(page, {"fr": "Durée de séjour D-10 ?", "en": STAY, "ko": "D-10 체류기간은?"}[language])
    mark = page.locator("#current .answer a.cite").first
    mark.click()
    view = page.locator("#viewer")
    expect(view.locator("mark").first).to_be_in_viewport()
    box = view.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390.5
    view.get_by_role("button", name=label(words(language), "citation.close")).click()
    expect(mark).to_be_focused()
    page.context.close()


def test_words_that_the_index_does_not_hold_are_not_shown(site: Site, page: Any) -> None:
    for query in (
        "document=/etc/passwd&start=0&end=9&language=en",
        "document=d-10.en&start=0&end=99999999&language=en",
        "document=d-10.en&start=9&end=3&language=en",
    ):
        assert page.request.get(f"{site.url}cited?{query}").status == 404
    assert page.request.get(f"{site.url}cited?document=d-10.en&start=-1&end=2").status == 422
