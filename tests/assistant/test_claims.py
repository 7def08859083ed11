"""Sentence by sentence: what stands, what falls and why, and when nothing is left."""

from dataclasses import replace

import pytest
from claim_drafts import glossary, statements
from hypothesis import given
from hypothesis import strategies as st

from assistant.claims import Screened, screen
from assistant.types import Evidence
from ingest import Chunk


def _chunk(statement: str, language: str = "en") -> Chunk:
    return next(r[language].chunk for r in statements() if r["en"].chunk.parallel_id == statement)


STAY, AGE, TIPS = _chunk("d-10#total-stay"), _chunk("gks#age"), _chunk("tips#general-2026")


def _screen(draft: str, *chunks: Chunk, question: str = "", language: str = "en") -> Screened:
    return screen(draft, language, chunks, glossary(), question)


def test_what_stands_is_left_as_it_was_written() -> None:
    draft = "You can extend the D-10 to 3 years [1].\n\n- The rule dates from 29 October 2025 [1]."
    assert _screen(draft, STAY) == Screened(draft)


def test_a_sentence_that_fails_is_taken_out_alone() -> None:
    told = _screen("The D-10 can last 3 years in total [1]. It costs KRW 60,000 [1].", STAY)
    assert told.text == "The D-10 can last 3 years in total [1]."
    assert [(d.reason, d.value) for d in told.dropped] == [("money", "KRW 60,000")]
    assert not told.core_lost


@pytest.mark.parametrize("draft", ["", "Hello!", "Of course. I hope this helps.", "D-10: 9 years."])
def test_the_core_is_lost_when_nothing_is_said(draft: str) -> None:
    assert _screen(draft, STAY).core_lost


def test_the_core_is_lost_when_the_value_asked_for_falls() -> None:
    told = _screen(
        "The D-10 is a job-seeking visa. It lasts 5 years.", STAY, question="How long is the D-10?"
    )
    assert told.text == "The D-10 is a job-seeking visa."
    assert told.core_lost


def test_evidence_may_be_given_with_its_label() -> None:
    evidence = Evidence("1", STAY, 1.0)
    assert not screen("The D-10 lasts up to 3 years.", "en", [evidence], glossary()).dropped


@pytest.mark.parametrize(
    ("draft", "question", "stands"),
    [
        ("The documents do not say what holds in 2031.", "How long is the D-10 in 2031?", True),
        ("In 2031 the D-10 lasts up to 3 years.", "How long is the D-10 in 2031?", False),
        ("Yes, the D-10 lasts 5 years.", "Does the D-10 last 5 years?", False),
    ],
)
def test_the_question_may_be_repeated_not_asserted(draft: str, question: str, stands: bool) -> None:
    assert bool(_screen(draft, STAY, question=question).dropped) is not stands


@pytest.mark.parametrize(
    "draft",
    [
        "The GKS lasts up to 3 years in total.",
        "The D-10 asks for an age under 40.",
        "TIPS asks for an age under 40.",
    ],
)
def test_a_value_of_one_program_is_not_told_of_another(draft: str) -> None:
    assert _screen(draft, STAY, AGE, TIPS).dropped


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "TIPS pays KRW 800 million and the AI voucher pays KRW 200 million.",
            "The AI voucher gives 200 million won, TIPS 800 million won.",
            "The AI voucher gives 800 million won, TIPS 200 million won.",
        ),
        (
            "A master's student gets KRW 1 million and a doctoral student KRW 1.6 million a month.",
            "Doctoral students receive KRW 1.6 million a month, master's students KRW 1 million.",
            "Doctoral students receive KRW 1 million a month, master's students KRW 1.6 million.",
        ),
        (
            "The first stay is 6 months, and the total stay is 2 years.",
            "In total the stay is 2 years; the first stay is 6 months.",
            "In total the stay is 6 months; the first stay is 2 years.",
        ),
    ],
)
def test_values_that_changed_places_are_caught(text: str, right: str, wrong: str) -> None:
    chunk = replace(STAY, text=text, title="", heading=())
    assert not _screen(right, chunk).dropped
    assert _screen(wrong, chunk).dropped


def test_publishers_may_be_named() -> None:
    row = next(r for r in statements() if r["en"].chunk.parallel_id == "d-10#total-stay")
    draft = "According to the Korea JoongAng Daily, the D-10 lasts up to 3 years."
    sources = row["en"].sources
    assert screen(draft, "en", [STAY], glossary()).dropped
    assert not screen(draft, "en", [STAY], glossary(), sources=sources).dropped


@given(st.text(max_size=200))
def test_any_text_is_screened(text: str) -> None:
    told = _screen(text, STAY)
    assert isinstance(told.core_lost, bool)
