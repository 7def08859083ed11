"""Is a draft an answer at all, and is nothing left in it that could fetch or lead away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts import fault, tidy

GOOD = {
    "en": "You can extend the D-10 Job Seeking visa (구직) to a total of 3 years [1].",
    "fr": "Vous pouvez prolonger le visa de recherche d'emploi D-10 (구직) jusqu'à 3 ans [1].",
    "ko": "D-10 비자는 총 3년까지 연장할 수 있습니다(Job Seeking visa) [1].",
}


@pytest.mark.parametrize("language", GOOD)
def test_a_good_draft_has_no_fault_and_stays_as_it_is(language: str) -> None:
    assert fault(GOOD[language], language) == ""
    assert tidy(GOOD[language], {"1"}) == GOOD[language]


@pytest.mark.parametrize("language", GOOD)
@pytest.mark.parametrize("other", GOOD)
def test_the_language_of_the_reply_is_kept(language: str, other: str) -> None:
    if language != other:
        assert fault(GOOD[other], language) == "wrong_language"
        assert fault(f"{GOOD[language]} {GOOD[other]}", language) == "wrong_language"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", "empty"),
        (" \n\t", "fr", "empty"),
        ("...", "ko", "empty"),
        ("[2]", "en", "bare_citation"),
        (" [1] [2].", "ko", "bare_citation"),
        ("The stay is 3 ye\ufffdrs [1].", "en", "broken"),
        ("La durÃ©e est limitÃ©e.", "fr", "broken"),
        ("word " * 2000, "en", "loop"),
        ("The stay is 3 years. " * 3, "en", "loop"),
        ("네 네 네 네 네 네", "ko", "loop"),
        ("ha" * 40, "en", "loop"),
        (
            " ".join(f"Place {n} has {n * 7} seats in {n * 13} rooms." for n in range(400)),
            "en",
            "overlong",
        ),
        ("D-10 비자는 最大 3年까지 延長할 수 있습니다.", "ko", "wrong_language"),
        ("D-10ビザは3年まで延長できます。", "ko", "wrong_language"),
        ("签证最长可以延长到三年。", "en", "wrong_language"),
        ("Виза продлевается до трёх лет.", "fr", "wrong_language"),
        ("El visado se puede prolongar hasta tres años en total.", "fr", "wrong_language"),
    ],
)
def test_what_is_no_answer(text: str, language: str, expected: str) -> None:
    assert fault(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3 years", "en"),
        ("TIPS: 8억 원", "ko"),
        (
            "Le programme s'appelle « Deep-Tech TIPS operator investment program for startups ».",
            "fr",
        ),
        ("KAIST, POSTECH, Yonsei University 등이 참여합니다.", "ko"),
        ("It is the 국립국제교육원 (NIIED).", "en"),
    ],
)
def test_names_of_another_language_are_no_fault(text: str, language: str) -> None:
    assert fault(text, language) == ""


@pytest.mark.parametrize(
    "bad",
    [
        "[portal](https://evil.example/x)",
        "[portal](javascript:alert(1))",
        "![pixel](https://evil.example/p.png)",
        "![pixel][ref]\n\n[ref]: https://evil.example/p.png",
        "[portal][ref]\n\n  [ref]: <https://evil.example> 'title'",
        "<https://evil.example>",
        "https://evil.example/?q=secret",
        "//evil.example/p",
        "www.evil.example",
        "evil.com/path",
        "<img src=x onerror=alert(1)>",
        "<img src='https://evil.example/p.png'",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
        "<script>alert(1)</script>",
        "<script>alert(1)",
        "<video src='https://evil.example/v'></video>",
        '<div style="background:url(https://evil.example/b)">',
        "<svg/onload=alert(1)>",
        "<scr<b>ipt>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "JaVaScRiPt:alert(1)",
        "java\u200bscript:alert(1)",
        "hxxp ht\u200btps://evil.example",
        "mailto:someone@evil.example",
        "someone@evil.example",
        "\\href{https://evil.example}{here}",
        "<!-- https://evil.example -->",
    ],
)
def test_nothing_that_could_fetch_is_left(bad: str) -> None:
    text = tidy(f"The stay is 3 years {bad} in total [1].", {"1"})
    assert "3 years" in text
    assert not re.search(
        r"evil|alert\(1\)\s*>|<\w|https?:|javascript:|data:|!\[|\]\(|base64", text, re.I
    )


def test_unknown_labels_are_removed() -> None:
    assert tidy("One [1]. Two [99]. Three [1, 7]. Four [2][3].", {"1", "2"}) == (
        "One [1]. Two. Three [1]. Four [2]."
    )


def test_dates_codes_and_numbers_are_left() -> None:
    text = "KRW 1.5 billion, 2026. 3. 2., D-8-4(S), 32.8 to 1, R&D < 10% and > 5% [1]."
    assert tidy(text, {"1"}) == text


@given(st.text(max_size=300))
def test_tidy_is_stable_and_fault_never_fails(text: str) -> None:
    cleaned = tidy(text, {"1"})
    assert "<script" not in cleaned.lower() and "](" not in cleaned.replace("]()", "")
    for language in ("fr", "en", "ko"):
        assert isinstance(fault(text, language), str)
