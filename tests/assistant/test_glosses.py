"""What a reader gets under a statement in a language that is not theirs."""

import pytest
from claim_drafts import LANGUAGES, glossary, statements

from assistant.claims import screen
from assistant.glosses import gloss, translation_faults
from assistant.words import words

ROWS = statements()[::9]
PAIRS = [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b]


def _row(statement: str) -> dict[str, object]:
    return {
        c: s.chunk for r in statements() for c, s in r.items() if s.chunk.parallel_id == statement
    }


@pytest.mark.parametrize(
    ("language", "given", "expected"),
    [
        ("en", "ko", ("KRW 800 million", "2 years", "2026", "up to")),
        ("fr", "ko", ("800 millions de wons", "2 ans", "2026", "jusqu'à")),
        ("ko", "fr", ("8억 원", "2년", "2026년", "최대")),
    ],
)
def test_it_names_amounts_dates_and_limits(language: str, given: str, expected: tuple[str]) -> None:
    line = gloss(_row("tips#general-2026")[given], language, glossary(), words(language))
    assert "\n" not in line
    for part in expected:
        assert part in line


def test_nothing_to_tell_is_an_empty_line() -> None:
    from dataclasses import replace

    chunk = replace(_row("d-10#what")["en"], text="It is so.", title="", heading=())
    assert gloss(chunk, "fr", glossary(), words("fr")) == ""


@pytest.mark.parametrize(
    ("text", "korean", "english"),
    [
        ("Le visa peut être prolongé jusqu'à 3 ans au total.", "최대 3년", "up to 3 years"),
        ("Les entreprises de moins de 7 ans sont admises.", "7년 미만", "under 7 years"),
        ("Il faut avoir moins de 40 ans.", "40세 미만", "under age 40"),
    ],
)
def test_a_span_is_no_age(text: str, korean: str, english: str) -> None:
    from dataclasses import replace

    chunk = replace(_row("d-10#what")["fr"], text=text)
    for language, expected in (("ko", korean), ("en", english)):
        assert expected in gloss(chunk, language, glossary(), words(language))


@pytest.mark.parametrize(("given", "language"), PAIRS)
def test_a_gloss_states_nothing_that_its_statement_does_not(given: str, language: str) -> None:
    speech = words(language)
    faults = 0
    for row in ROWS:
        line = gloss(row[given].chunk, language, glossary(), speech)
        line = line.replace(speech("gloss.denial"), "")
        if line:
            dropped = screen(line, language, [row[given].chunk], glossary()).dropped
            faults += any(item.reason not in ("negation", "qualifier") for item in dropped)
    assert faults == 0


def test_a_faithful_translation_is_let_through() -> None:
    blocked = [
        (row[a].chunk.text, row[b].chunk.text)
        for row in ROWS
        for a, b in PAIRS
        if translation_faults(row[a].chunk.text, a, row[b].chunk.text, b, glossary())
    ]
    assert len(blocked) <= 0.08 * len(ROWS) * len(PAIRS)


@pytest.mark.parametrize(
    "translated",
    [
        "Since 2026 the general track of TIPS gives up to KRW 80 million for R&D over 2 years.",
        "Since 2026 the general track of TIPS gives up to KRW 800 million for R&D.",
        "Since 2025 the general track of TIPS gives up to KRW 800 million for R&D over 2 years.",
        "Since 2026 the general track of DIPS gives up to KRW 800 million for R&D over 2 years.",
        "Since 2026 general TIPS gives at least KRW 800 million for R&D over 2 years.",
    ],
)
def test_a_wrong_or_short_translation_is_told(translated: str) -> None:
    original = "2026년부터 팁스 일반 트랙은 2년간 최대 8억 원의 R&D 자금을 지원합니다."
    assert translation_faults(original, "ko", translated, "en", glossary())
    right = "Since 2026 the general track of TIPS gives up to KRW 800 million for R&D over 2 years."
    assert translation_faults(original, "ko", right, "en", glossary()) == ()
