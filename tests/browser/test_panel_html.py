"""The HTML of sources and answers: everything escaped, links only to the web."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import Answer, Citation, Note
from assistant.types import Outcome
from assistant.web.exchange import Exchange
from assistant.web.links import is_web_address
from assistant.web.panel import sources_html
from assistant.web.surroundings import surroundings
from assistant.web.talk import Reader, browser_language
from assistant.web.transcript import exchange_html
from assistant.words import words
from ingest import Block, Document, SourceRef, Validity

HOSTILE = '<img src=x onerror="alert(1)">'
TEXT = "Before it.\n\nThe quoted rule.\n\nAfter it."
DOCUMENT = Document(
    id="d",
    language="en",
    title="Title",
    text=TEXT,
    blocks=(
        Block(0, 10, ("One",), "statement"),
        Block(12, 28, ("One",), "statement"),
        Block(30, 39, ("Two",), "statement", validity=Validity(until=date(2025, 1, 1))),
    ),
    kind="statement",
)
DAY = date(2026, 11, 22)


def citation(url: str = "https://example.org/a", title: str = "Title") -> Citation:
    source = SourceRef("s", title, "Publisher", "2025-10-31", url, "press")
    return Citation(
        label="1",
        document_id="d",
        title=title,
        page=3,
        heading=("One",),
        quote=TEXT[12:28],
        start=12,
        end=28,
        language="en",
        kind="statement",
        sources=(source,),
        status="current",
        valid_from=date(2025, 10, 29),
        valid_until=None,
    )


def answer(text: str, outcome: Outcome = "answered", *cited: Citation) -> Answer:
    return Answer("q?", "en", text, outcome, cited, as_of=DAY)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "", "http://a b"],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web_address(url)
    html = sources_html(answer("x [1]", "answered", citation(url)), None, words("en"))
    assert "href" not in html


def test_everything_from_a_document_is_escaped() -> None:
    html = sources_html(answer("x", "answered", citation(title=HOSTILE)), None, words("en"))
    html += exchange_html(Exchange(HOSTILE, "en").answered(answer(HOSTILE)), words("en"))
    assert "<img" not in html


def test_the_neighbours_of_a_quote_are_shown_with_their_standing() -> None:
    before, after = surroundings(DOCUMENT, citation(), DAY)
    assert [item.text for item in before] == ["Before it."]
    assert [(item.text, item.heading, item.status) for item in after] == [
        ("After it.", "Two", "past")
    ]


def test_a_card_tells_place_validity_and_publisher() -> None:
    html = sources_html(answer("x [1]", "answered", citation()), None, words("en"))
    for part in ("One", "page 3", "since 29 October 2025", "Publisher, 31 October 2025", "press"):
        assert part in html


def test_a_rule_that_held_on_a_past_day_is_not_shown_as_in_force() -> None:
    over = replace(citation(), valid_until=date(2025, 1, 1))
    html = sources_html(answer("x [1]", "answered", over), None, words("en"))
    assert 'class="badge past"' in html
    assert 'class="badge current"' not in html


def test_a_quote_that_the_document_no_longer_holds_stands_alone() -> None:
    changed = Document(id="d", language="en", title="T", text="x" * 60, blocks=DOCUMENT.blocks)
    assert surroundings(changed, citation(), DAY) == ([], [])


def test_only_numbers_that_are_cited_become_links() -> None:
    html = exchange_html(
        Exchange("q?", "en").answered(answer("a [1] b [2]", "answered", citation())), words("en")
    )
    assert html.count('class="cite"') == 1
    assert 'href="#source-1"' in html
    assert "[2]" in html


def test_words_in_another_language_say_which() -> None:
    foreign = replace(citation(), language="ko", quote="인용문 D-10")
    html = exchange_html(
        Exchange("q?", "en").answered(answer("In Korean: 인용문 D-10 [1]", "answered", foreign)),
        words("en"),
    )
    assert '<span lang="ko">인용문 <span class="code">D-10</span></span>' in html


def test_notes_are_marked_by_kind_and_lead_to_their_source() -> None:
    noted = Answer(
        "q?", "en", "a [1]", "answered", (citation(),), (Note("changed", "Rule.", ("1",)),), DAY
    )
    html = exchange_html(Exchange("q?", "en").answered(noted), words("en"))
    assert 'class="note changed"' in html
    assert html.count('class="cite"') == 2


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("de-DE,de;q=0.9,fr;q=0.5,en;q=0.4", "fr"),
        ("en;q=0.1,fr;q=0.9", "fr"),
        ("zh-CN", "en"),
        ("", "en"),
        (";;q=x,,", "en"),
    ],
)
def test_the_language_of_the_browser(accepted: str, language: str) -> None:
    assert browser_language(accepted) == language


def test_an_error_about_a_wordless_question_is_in_the_language_of_the_page() -> None:
    assert Reader("auto", "ko").reply_language("🎉") == "ko"
    assert Reader("fr", "ko").reply_language("How long can I stay in Korea?") == "fr"
    assert Reader("auto", "ko").reply_language("How long can I stay in Korea?") == "en"
