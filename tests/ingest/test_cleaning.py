"""Cleaning: what is removed, what is joined, and what is never lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import (
    clean,
    hangul_share,
    looks_garbled,
    paragraphs,
    without_running_lines,
)

PROSE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)
LETTERS = st.text("abcéèç가나다라 1.-", min_size=1, max_size=30).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("e\u0301tudiant", "étudiant"),
        (unicodedata.normalize("NFD", "한국어"), "한국어"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("hyphen\u00adated", "hyphenated"),
        ("left\u202eright", "leftright"),
        ("a \t  b\u00a0c", "a b c"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("line\u2028next", "line\nnext"),
        ("  \n padded \n ", "padded"),
        ("\ud800x", "x"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(PROSE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\0" not in once and "\r" not in once


@given(PROSE)
def test_cleaning_keeps_every_letter_and_digit(text: str) -> None:
    def kept(value: str) -> list[str]:
        return [c for c in unicodedata.normalize("NFC", value) if c.isalnum()]

    assert kept(clean(text)) == kept(text)


def test_running_headers_and_page_numbers_go() -> None:
    words = ("one", "two", "three", "four")
    pages = [f"Annual report 2026\nPart {w}.\nMore on {w}.\n- {n} -" for n, w in enumerate(words)]
    cleaned = without_running_lines(pages)
    assert cleaned[0] == "Part one.\nMore on one."
    assert all("Annual report" not in page for page in cleaned)


def test_two_pages_are_too_few_to_tell_a_running_header() -> None:
    pages = ["Same line\nOne.\n1", "Same line\nTwo.\n2"]
    assert without_running_lines(pages) == ["Same line\nOne.", "Same line\nTwo."]


def test_a_line_inside_a_page_is_no_running_header() -> None:
    pages = [f"Head {w}\na{w}\nRepeated\nb{w}\nFoot {w}" for w in ("x", "y", "z")]
    assert all("Repeated" in page for page in without_running_lines(pages))


def test_lines_of_a_paragraph_are_joined() -> None:
    page = (
        "The programme pays a monthly stipend to every stu-\n"
        "dent who was admitted before the first of September\n"
        "and who stays enrolled.\n\nA second paragraph."
    )
    assert paragraphs(page) == [
        "The programme pays a monthly stipend to every student who was admitted before the first "
        "of September and who stays enrolled.",
        "A second paragraph.",
    ]


@pytest.mark.parametrize("mark", ["-", "•", "1.", "(2)", "○", "가.", "※"])
def test_a_bullet_starts_a_paragraph(mark: str) -> None:
    page = f"{mark} first point of this list\n{mark} second point of this list"
    assert len(paragraphs(page)) == 2


@given(st.lists(LETTERS, max_size=12))
def test_paragraphs_lose_nothing(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if not c.isspace() and c != "-")

    assert letters("".join(paragraphs("\n".join(lines)))) == letters("".join(lines))


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("한국 정부는 외국인 유학생에게 장학금을 지급합니다. 누리집을 보십시오. " * 2, False),
        ("Les étudiants étrangers reçoivent une bourse ; l'œuvre est signée à Séoul. " * 2, False),
        ("짧음", False),
        ("\ufffd\ufffd 문서 " * 20, True),
        ("ÇÑ±¹ ƀƂƄ ǄǅǆĿŀŁ " * 10, True),
        ("\ue000\ue001\ue002 문서 " * 20, True),
    ],
)  # fmt: skip
def test_garbled_text_is_told_from_prose(text: str, garbled: bool) -> None:
    assert looks_garbled(text) is garbled


def test_share_of_hangul() -> None:
    assert hangul_share("한국 ab") == 0.5
    assert hangul_share("123 !") == 0.0
