"""A quote is found on the page of a PDF, or honestly is not."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS

from assistant.web import pdf_pages
from assistant.web.pdf_pages import draw, find, page_image
from ingest import read_document, sentences

GUIDE = CORPUS / "guide"


@pytest.mark.parametrize("language", ["en", "fr", "ko"])
def test_every_sentence_of_a_page_is_found_on_it(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[Any] = []
    real = pdf_pages._boxes
    monkeypatch.setattr(pdf_pages, "_WIDTH", 200)
    monkeypatch.setattr(
        pdf_pages, "_boxes", lambda *given: marked.append(real(*given)) or marked[-1]
    )
    path = GUIDE / f"where-to-start.{language}.pdf"
    document = read_document(path, CORPUS)
    page = document.pages[1]
    text = document.text[page.start : page.end]
    quotes = [text[start:end] for start, end in sentences(text)][1:9]
    assert all(draw(path, page.number, quote) for quote in quotes)
    assert len(marked) == len(quotes)
    assert all(boxes for boxes in marked)


def test_the_page_is_drawn_in_a_process_of_its_own() -> None:
    image = page_image(GUIDE / "where-to-start.en.pdf", 7, "Papers to prepare")
    assert image is not None
    assert image.startswith(b"\x89PNG")


def test_what_is_not_on_the_page_is_not_drawn(tmp_path: Path) -> None:
    guide = GUIDE / "where-to-start.en.pdf"
    assert draw(guide, 7, "Words that nobody wrote there") is None
    assert draw(guide, 99, "Papers to prepare") is None
    assert draw(guide, 7, " … ") is None
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 not really")
    assert page_image(broken, 1, "x") is None
    assert page_image(tmp_path / "gone.pdf", 1, "x") is None


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("three\nyears in  all", "three years in all"),
        ("infor-\r\nmation", "information"),
        ("체류 기간은 3 년", "체류기간은 3년"),
        ("ﬁnancing “now”", 'financing "now"'),
    ],
)
def test_breaks_and_lost_spaces_are_forgiven(page: str, quote: str) -> None:
    places = find(list(page), quote)
    assert places
    assert places[0] == 0


@given(st.text(min_size=1), st.text(), st.text())
def test_a_quote_that_is_there_is_found(quote: str, before: str, after: str) -> None:
    page = list(before + quote + after)
    places = find(page, quote)
    assert places == sorted(places)
    if any(character.isalnum() and character.isascii() for character in quote):
        assert places
