"""What a model wrote gets its marks from the program; foreign quotes get a checked translation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import GLOSSARY, TODAY
from scripted import assistant_with, scripted

from assistant import Assistant, Citation
from assistant.standalone import is_faithful
from assistant.writing import marked, tells_enough

STAY_KO = "D-10 비자로 얼마나 체류할 수 있나요?"
TRANSLATED = "2025년 10월 29일부터 D-10 구직 비자는 총 3년까지 연장할 수 있습니다."
WRONG = TRANSLATED.replace("3년", "5년")


def citation(label: str, quote: str, language: str = "en") -> Citation:
    ends: dict[str, Any] = {"start": 0, "end": len(quote), "language": language}
    return Citation(
        label, "d", "t", None, (), quote, kind="statement", sources=(), status="current",
        valid_from=None, valid_until=None, **ends,
    )  # fmt: skip


STAY = citation("1", "The D-10 visa can be extended to a total of 3 years.")
FEE = citation("2", "Changing the visa costs 100,000 won at the counter.")
FRENCH = citation("3", "Le visa D-10 dure 3 ans au total.", "fr")


def test_each_sentence_gets_the_mark_of_what_supports_it() -> None:
    text = "Changing it costs 100,000 won. You can stay 3 years on a D-10."
    said = marked(text, [STAY, FEE], "en")
    assert said == "Changing it costs 100,000 won. [2] You can stay 3 years on a D-10. [1]"


def test_values_carry_a_mark_across_languages() -> None:
    assert marked("총 3년까지 체류할 수 있습니다.", [FEE, FRENCH], "ko").endswith(" [3]")


def test_every_sentence_has_exactly_one_mark() -> None:
    text = "One thing. Another 3 years! And a third?\nThe last costs 100,000 won."
    assert marked(text, [STAY, FEE], "en").count("[") == 4


PLACES = {
    "en": (
        "For firms outside the capital region the operator invests KRW 100 million first.",
        "The operator invests KRW 100 million first.",
        "Outside the capital region the operator invests KRW 100 million first.",
    ),
    "fr": (
        "Hors de la région capitale, l'opérateur investit d'abord 100 millions de wons.",
        "L'opérateur investit d'abord 100 millions de wons.",
        "L'opérateur investit d'abord 100 millions de wons hors de la région capitale.",
    ),
    "ko": (
        "수도권 밖 기업에는 운영사가 먼저 1억 원을 투자합니다.",
        "운영사가 먼저 1억 원을 투자합니다.",
        "수도권 밖에서는 운영사가 먼저 1억 원을 투자합니다.",
    ),
}


@pytest.mark.parametrize("language", PLACES)
def test_what_holds_in_a_part_of_the_country_is_told_with_it(language: str) -> None:
    stated, anywhere, there = PLACES[language]
    given = [citation("1", stated, language)]
    assert not tells_enough(anywhere, "?", language, given, local=False)
    assert tells_enough(there, "?", language, given, local=False)


def test_a_small_model_may_not_make_an_answer_of_a_few_words() -> None:
    stated = (
        "According to the Kookmin Ilbo, the consortia led by LG CNS, NC AI and the Korea "
        "Electronics Technology Institute were selected in the summer of 2025 for the program."
    )
    given, asked = [citation("1", stated)], "Who won the 2025 round?"
    scraps = "The Kookmin Ilbo won the round."
    assert not tells_enough(scraps, asked, "en", given, local=True)
    assert tells_enough(scraps, asked, "en", given, local=False)
    whole = "LG CNS, NC AI and the Korea Electronics Technology Institute were selected in 2025."
    assert tells_enough(whole, asked, "en", given, local=True)


def foreign_notes(assistant: Assistant, mode: str) -> list[tuple[str, str]]:
    answer = assistant.ask(STAY_KO, as_of=TODAY, mode=mode).answer
    assert answer.language == "ko" and answer.citations[0].language == "fr"
    kinds = ("gloss", "machine_translation")
    return [(note.kind, note.text) for note in answer.notes if note.kind in kinds]


def test_a_foreign_quote_has_a_gloss_without_a_model(only: Callable[[str], Assistant]) -> None:
    notes = foreign_notes(only("fr"), "quote")
    assert notes and notes[0][0] == "gloss" and "D-10" in notes[0][1]


@pytest.mark.parametrize(("said", "kind"), [(TRANSLATED, "machine_translation"), (WRONG, "gloss")])
def test_a_translation_is_shown_only_when_it_keeps_every_value(
    only: Callable[[str], Assistant], said: str, kind: str
) -> None:
    home: Path = only("fr").settings.home
    with assistant_with(home, scripted("1", said)) as assistant:
        notes = foreign_notes(assistant, "check")
    assert notes[0][0] == kind and "총 5년" not in notes[0][1]
    assert kind == "gloss" or TRANSLATED in notes[0][1]


@pytest.mark.parametrize(
    ("text", "faithful"),
    [
        ("How long is the first stay on a D-10?", True),
        ("How long is the first stay on an E-7?", False),
        ("Is the first stay on a D-10 6 months?", False),
        ("How much does TIPS pay on a D-10?", False),
        ("Quelle est la durée du premier séjour avec le D-10 ?", False),
        ("Bananas grow quickly in warm countries near rivers?", False),
        ("", False),
    ],
)
def test_a_standalone_question_brings_nothing_new(text: str, faithful: bool) -> None:
    known = "How long can I stay on a D-10? And how long is the first stay?"
    assert is_faithful(text, known, "en", GLOSSARY) == faithful
