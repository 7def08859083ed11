"""The three word files say the same things; days are written as each language writes them."""

import re
import string
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

from assistant.words import plain, words

CODES = ("fr", "en", "ko")
FILES = {code: ROOT / "assistant" / "languages" / f"{code}.toml" for code in CODES}


def flat(path: Path) -> dict[str, Any]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{table}.{key}": v for table, keys in tables.items() for key, v in keys.items()}


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


FLAT = {code: flat(path) for code, path in FILES.items()}
SHOWN = [key for key in FLAT["en"] if not key.startswith("cues.")]
CUES = [key for key in FLAT["en"] if key.startswith("cues.")]


@pytest.mark.parametrize("code", ["fr", "ko"])
def test_the_keys_are_equal(code: str) -> None:
    assert set(FLAT[code]) == set(FLAT["en"])
    assert {k: type(v) for k, v in FLAT[code].items()} == {
        k: type(v) for k, v in FLAT["en"].items()
    }


@pytest.mark.parametrize("code", CODES)
def test_no_string_is_empty(code: str) -> None:
    for key, value in FLAT[code].items():
        for text in value if isinstance(value, list) else [value]:
            assert text.strip(), key


@pytest.mark.parametrize("key", SHOWN)
def test_the_places_to_fill_are_equal(key: str) -> None:
    values = [FLAT[code][key] for code in CODES]
    if isinstance(values[0], list):
        assert len({len(value) for value in values}) == 1
    else:
        assert placeholders(values[0]) == placeholders(values[1]) == placeholders(values[2])


@pytest.mark.parametrize("key", CUES)
def test_every_cue_compiles_and_does_not_match_nothing(key: str) -> None:
    for code in CODES:
        for cue in FLAT[code][key]:
            assert re.compile(cue).search("") is None, cue


@pytest.mark.parametrize(
    ("code", "first", "other", "month", "year"),
    [
        ("fr", "1er mars 2026", "29 octobre 2025", "octobre 2025", "2025"),
        ("en", "1 March 2026", "29 October 2025", "October 2025", "2025"),
        ("ko", "2026년 3월 1일", "2025년 10월 29일", "2025년 10월", "2025"),
    ],
)
def test_days_are_written_as_they_are_there(
    code: str, first: str, other: str, month: str, year: str
) -> None:
    speech = words(code)
    assert speech.date(date(2026, 3, 1)) == first
    assert speech.partial_date("2025-10-29") == other
    assert speech.partial_date("2025-10") == month
    assert speech.partial_date("2025").startswith(year)
    assert speech.partial_date("") == speech("page.undated")


def test_a_language_that_has_no_file_is_english() -> None:
    assert words("de").language == "en"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Où est-ce ?", "ou est-ce"),
        ("L’ÉTÉ!!", "l'ete"),
        ("고마워요ㅎㅎ 😀", "고마워요"),
        ("Thanks 🙏", "thanks"),
        ("", ""),
    ],
)
def test_the_form_that_cues_read(text: str, form: str) -> None:
    assert plain(text) == form
