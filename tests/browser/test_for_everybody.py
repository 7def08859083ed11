"""WCAG 2.2 AA on the page's own parts, with axe and with measures of our own."""

from typing import Any

import pytest
from asking_page import ask
from served_site import LOCALES, Site

QUESTIONS = {
    "fr": "Combien de temps peut-on rester en Corée avec un visa D-10 ?",
    "en": "How long can I stay on a D-10 visa?",
    "ko": "구직(D-10) 비자로 얼마나 체류할 수 있나요?",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRADIOS: dict[str, str] = {}
"""Rules that parts of gradio break, and where."""
TARGETS = """
[...document.querySelectorAll('button, a, input, summary, textarea, [role=tab]')]
  .filter(e => e.offsetParent && !e.closest('.sr-only') && !e.closest('p a'))
  .map(e => [e, (e.matches('input') ? e.closest('label') ?? e : e).getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.width < 24 || box.height < 24))
  .filter(([e]) => !e.matches('p a, li a, .dated a'))
  .map(([e, box]) => `${e.tagName} ${e.textContent.slice(0, 30)} ${box.width}x${box.height}`)
"""


def faults(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
        if fault["id"] not in GRADIOS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LOCALES)
def test_axe_finds_nothing(site: Site, language: str, scheme: str) -> None:
    page = site.open(language, color_scheme=scheme, reduced_motion="reduce")
    assert faults(page) == []
    ask(page, QUESTIONS[language])
    page.locator("#current .explained summary").click()
    page.locator("#next .follow-ups").wait_for()
    assert faults(page) == []
    page.locator("#source-1 [data-view]").click()
    page.wait_for_selector("#viewer .cited")
    assert faults(page) == []
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_axe_finds_nothing_in_the_other_tabs(site: Site, language: str) -> None:
    page = site.open(language, reduced_motion="reduce")
    tabs = page.locator("#parts [role=tab]")
    tabs.nth(1).click()
    page.locator("#program label").nth(3).click()
    page.fill("#fact-age :is(input, textarea)", "41")
    assert faults(page) == []
    page.click("#check")
    page.locator(".assessment").wait_for()
    assert faults(page) == []
    tabs.nth(2).click()
    page.locator("[data-open]").first.click()
    page.locator(".document article").first.wait_for()
    assert faults(page) == []
    for tab in (3, 4):
        tabs.nth(tab).click()
        assert faults(page) == []
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_every_tab_fits_a_phone(site: Site, language: str) -> None:
    page = site.open(language, 360, 780)
    for tab in page.locator("#parts [role=tab]").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_pressed_is_large_enough(site: Site, width: int) -> None:
    page = site.open("en", width, 844)
    assert page.evaluate(TARGETS) == []
    ask(page, QUESTIONS["en"])
    page.locator("#next .follow-ups").wait_for()
    assert page.evaluate(TARGETS) == []
    page.context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_the_placeholder_is_read_whole_on_a_phone(site: Site, language: str) -> None:
    page = site.open(language, 390, 844)
    wide = """() => {
      const box = document.querySelector('#question textarea'), style = getComputedStyle(box);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      return pen.measureText(box.placeholder).width
        <= box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    }"""
    assert page.evaluate(wide)
    page.context.close()


def test_nothing_moves_for_those_who_ask_for_calm(site: Site) -> None:
    page = site.open(reduced_motion="reduce")
    moving = """[...document.querySelectorAll('#top *, #parts *')].filter(e => {
      const style = getComputedStyle(e);
      return style.animationName !== 'none' && parseFloat(style.animationDuration) > 0.01;
    }).map(e => e.className)"""
    assert page.evaluate(moving) == []
    page.context.close()


def test_a_korean_word_is_not_broken_and_each_text_says_its_language(
    site: Site, expect: Any
) -> None:
    page = site.open("ko")
    ask(page, QUESTIONS["ko"])
    keep = "getComputedStyle(document.querySelector('#current .answer')).wordBreak"
    assert page.evaluate(keep) == "keep-all"
    page.get_by_role("radio", name="English").check()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#current .reply")).to_have_attribute("lang", "ko")
    expect(page.locator("#source-1 .beside p")).to_have_attribute("lang", "en")
    assert page.evaluate(keep) == "keep-all"
    page.context.close()


def test_parts_have_names_and_headings_have_an_order(page: Any, expect: Any) -> None:
    ask(page, QUESTIONS["en"])
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("tablist", name="Parts of Injae")).to_be_visible()
    expect(page.get_by_role("region", name="Sources")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(page.get_by_role("link", name="Source 1").first).to_be_visible()
    page.locator("#source-1 [data-view]").click()
    expect(page.get_by_role("dialog", name="The source in its document")).to_be_visible()
