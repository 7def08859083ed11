"""How text is set in each language."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from assistant.web.typography import counted, decimal, shown, spaced
from assistant.words import words

NARROW = "\u202f"
_READ_BY_THE_ASSISTANT = ("cues", "countries")
"""Tables that hold patterns, which nobody is shown."""


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("Combien ?", f"Combien{NARROW}?"),
        ("Oui ! Non ; peut-être : si.", f"Oui{NARROW}! Non{NARROW}; peut-être{NARROW}: si."),
        ("« mot »", f"«{NARROW}mot{NARROW}»"),
        ("Déjà\u00a0?", f"Déjà{NARROW}?"),
        ("voir http://a.kr :8080", "voir http://a.kr :8080"),
    ],
)
def test_french_takes_narrow_spaces(text: str, set_as: str) -> None:
    assert spaced(text, "fr") == set_as
    assert spaced(text, "en") == text


@given(st.text())
def test_only_spaces_change(text: str) -> None:
    changed = spaced(text, "fr")
    assert len(changed) == len(text)
    assert re.sub(r"\s", "", changed) == re.sub(r"\s", "", text)
    assert spaced(changed, "fr") == changed


@given(st.text())
def test_what_is_shown_holds_no_markup_of_its_own(text: str) -> None:
    html = shown(text, "fr")
    assert "<" not in html.replace('<span class="code">', "").replace("</span>", "")


def test_a_code_stays_whole() -> None:
    assert shown("D-8-4(S)") == '<span class="code">D-8-4(S)</span>'


def test_counts_follow_the_language() -> None:
    key = "conversation.waiting"
    assert counted(words("en"), key, 1) == words("en")("conversation.waiting_one", count=1)
    assert counted(words("en"), key, 0) == words("en")("conversation.waiting_other", count=0)
    assert "0 réponse " in counted(words("fr"), key, 0)
    assert "2 réponses" in counted(words("fr"), key, 2)
    assert "3개" in counted(words("ko"), key, 3)


def test_numbers_carry_the_languages_sign() -> None:
    assert [decimal(0.5, words(code)) for code in ("fr", "en", "ko")] == ["0,50", "0.50", "0.50"]


def test_french_words_have_a_space_to_narrow() -> None:
    tables = tomllib.loads((ROOT / "assistant/languages/fr.toml").read_text(encoding="utf-8"))
    texts = [
        (f"{table}.{key}", text)
        for table, values in tables.items()
        if table not in _READ_BY_THE_ASSISTANT
        for key, value in values.items()
        for text in (value if isinstance(value, list) else [value])
    ]
    bare = [key for key, text in texts if re.search(r"[^\s\u202f\u00a0?!][?!;]|\w:(?=\s|$)", text)]
    assert bare == []
