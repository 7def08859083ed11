"""The form, the documents, the bench and feedback, as a reader uses them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served_site import LOCALES, Site, served

from assistant import Assistant, Settings
from assistant.web.feedback import path_of
from assistant.web.typography import label
from assistant.words import words
from evals.page import PageBench

SUITE = """suite: brought
cases:
  - {id: a, lang: en, turns: [{ask: "How long can I stay on a D-10?", expect: {outcome: answer}}]}
  - {id: b, lang: en, turns: [{ask: "What is the weather in Seoul?", expect: {outcome: answer}}]}
"""


@pytest.fixture(scope="module")
def bench_site(small_home: Path, browser: Any) -> Iterator[Site]:
    settings = Settings(home=small_home, port=1, rate_limit=0)
    with served(Assistant(settings), PageBench()) as url:
        yield Site(url, browser)


def opened(site: Site, tab: int, language: str = "en", width: int = 1280) -> Any:
    page = site.open(language, width)
    page.locator("[role=tab]").nth(tab).click()
    return page


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_says_condition_by_condition(bench_site: Site, language: str, width: int) -> None:
    from playwright.sync_api import expect

    page, speech = opened(bench_site, 1, language, width), words(language)
    page.locator("#program label").nth(3).click()
    page.locator("#fact-korean label").nth(1).click()
    page.locator("#fact-korean_parent label").nth(1).click()
    page.fill("#fact-age :is(input, textarea)", "41")
    page.click("#check")
    conditions = page.locator(".assessment .conditions").first.locator("> li")
    expect(conditions).to_have_count(3)
    verdicts = [label(speech, f"form.{verdict}") for verdict in ("met", "not_met", "open")]
    assert page.locator(".verdict strong").all_inner_texts() == verdicts
    assert label(speech, "form.fact_average") in page.locator(".condition.open .why").inner_text()
    expect(page.locator(".condition.met blockquote")).to_have_attribute("lang", language)
    assert page.locator(".condition.met .rests a").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_the_result_follows_the_language_chosen(bench_site: Site) -> None:
    from playwright.sync_api import expect

    page = opened(bench_site, 1)
    page.locator("#program label").nth(4).click()
    page.fill("#fact-company_age :is(input, textarea)", "many")
    page.click("#check")
    expect(page.locator(".assessment .left-out")).to_be_visible()
    page.locator("#language label").nth(3).click()
    expect(page.locator(".assessment")).to_have_attribute("lang", "ko")
    expect(page.locator("#check")).to_have_text(words("ko")("form.check"))
    page.context.close()


def test_documents_are_searched_and_opened(bench_site: Site) -> None:
    from playwright.sync_api import expect

    page = opened(bench_site, 2, "fr")
    expect(page.locator(".documents > li")).to_have_count(3)
    page.fill("#wanted :is(input, textarea)", "NIIED")
    page.click("#find")
    expect(page.locator(".documents > li")).to_have_count(1)
    page.click("[data-open]")
    expect(page.locator(".document article").first).to_contain_text("NIIED")
    page.click("[data-open='']")
    expect(page.locator(".documents > li")).to_have_count(1)
    page.locator("#shelf-language label").last.click()
    page.fill("#wanted :is(input, textarea)", "")
    page.click("#find")
    expect(page.locator(".documents > li")).to_have_count(10)
    page.context.close()


def test_a_suite_is_brought_run_and_read(bench_site: Site, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    path = tmp_path / "mine.yaml"
    path.write_text(SUITE, encoding="utf-8")
    page = opened(bench_site, 3)
    page.click("#run")
    expect(page.locator("#evaluate-error")).to_contain_text("choose a suite")
    page.set_input_files("#suite-file input", path)
    expect(page.locator("#suite-file")).to_contain_text("mine.yaml, 2 cases")
    page.click("#run")
    expect(page.locator("#progress")).to_contain_text("1 of 2 cases passed.")
    frame = page.frame_locator("#report iframe")
    expect(frame.locator("h1")).to_be_visible()
    with page.expect_download() as download:
        page.click("[data-save=json]")
    report = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [case["id"] for case in report["cases"]] == ["a", "b"]
    page.context.close()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"suite: x", "Only YAML"),
        ("a.yaml", b"suite: x\ncases: [", "cannot be used"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ("<img src=x onerror=alert(1)>.yaml", b"- 1", "cannot be used"),
    ],
)
def test_what_is_no_suite_is_refused(
    bench_site: Site, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    from playwright.sync_api import expect

    path = tmp_path / name
    path.write_bytes(content)
    page = opened(bench_site, 3)
    page.set_input_files("#suite-file input", path)
    expect(page.locator("#evaluate-error")).to_contain_text(told)
    assert str(tmp_path) not in page.locator("#evaluate-error").inner_text()
    assert bench_site.problems == []
    page.context.close()


def test_an_answer_is_judged(bench_site: Site, small_home: Path) -> None:
    from playwright.sync_api import expect

    page = bench_site.open("en")
    page.fill("#question textarea", "How long can I stay on a D-10? My number is 010-1234-5678")
    page.press("#question textarea", "Enter")
    page.click("#feedback [data-helpful=no]")
    page.fill("#feedback textarea", "outdated")
    page.click("#feedback [data-reason]")
    expect(page.locator("#feedback")).to_contain_text("Thank you")
    path = path_of(Settings(home=small_home))
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    path.unlink()
    assert (line["helpful"], line["reason"]) == (False, "outdated")
    assert "010-1234-5678" not in json.dumps(line)
    page.context.close()


def test_no_tab_asks_another_host(bench_site: Site) -> None:
    assert {url for url in bench_site.requests if not url.startswith(bench_site.url)} <= {
        url for url in bench_site.requests if url.startswith(("blob:", "data:", "about:"))
    }
    assert bench_site.problems == []
