"""Names, codes, years and days in a question; slips forgiven where that is safe."""

from datetime import date

import pytest
from asking import TODAY, understood

from assistant.names import forgiving_mentions
from ingest import Glossary, Term

NAMES = [
    ("Luton Technologies, c'est qui ?", "wrtn"),
    ("What does Luton want?", "wrtn"),
    ("What does Lutton want?", "wrtn"),
    ("중기부가 뭐예요?", "mss"),
    ("중소벤쳐기업부는 어디예요?", "mss"),
    ("Who runs MOTIE?", "motir"),
    ("What is inocore?", "innocore"),
    ("케이스타비자 조건은?", "k-star"),
    ("케이스타 비자 조건은?", "k-star"),
    ("minstry of justice", "moj"),
    ("startup korea special vsia", "startup-korea-special-visa"),
    ("visa D-8-4 ?", "d-8-4"),
    ("visa D-8-4(S) ?", "startup-korea-special-visa"),
    ("d8-4s", "startup-korea-special-visa"),
    ("E-7-1 salary", "e-7-1"),
    ("F-2-7S", "f-2-7s"),
]
ORDINARY = (
    "never fever river lever limit unit united coupon clean klein motive motif moitié movie motor "
    "topic tropic line fine cost loss least waist master mister chips trips grips startup visitor "
    "jamais clair coréen enfin contre contra 이노 비자는 장학금은 학교에서 회사가 지원은"
).split()
DAYS = [
    ("How many GKS places in 2025?", (2025,), date(2025, 12, 31)),
    ("Combien de places GKS en 2024 ?", (2024,), date(2024, 12, 31)),
    ("GKS 2025년 인원은?", (2025,), date(2025, 12, 31)),
    ("What was the D-10 rule last year?", (), date(2025, 12, 31)),
    ("Quelle était la règle l'an dernier ?", (), date(2025, 12, 31)),
    ("Combien l'année dernière ?", (), date(2025, 12, 31)),
    ("작년 D-10 체류 기간은?", (), date(2025, 12, 31)),
    ("재작년 D-10 체류 기간은?", (), date(2024, 12, 31)),
    ("What was the rule two years ago?", (), date(2024, 12, 31)),
    ("How long was a D-10 before March 2025?", (2025,), date(2025, 2, 28)),
    ("Combien de temps avant mars 2025 ?", (2025,), date(2025, 2, 28)),
    ("2025년 3월 이전에는 몇 년이었나요?", (2025,), date(2025, 2, 28)),
    ("What was said on 20 March 2025?", (2025,), date(2025, 3, 20)),
    ("Qu'a-t-on dit le 20 mars 2025 ?", (2025,), date(2025, 3, 20)),
    ("2025년 3월 20일에 뭐라고 했나요?", (2025,), date(2025, 3, 20)),
    ("What is the current rule since 2025?", (2025,), TODAY),
    ("How many places in 2026?", (2026,), TODAY),
    ("How many places this year?", (2026,), TODAY),
    ("올해 몇 명인가요?", (2026,), TODAY),
    ("How many places in 2027?", (2027,), TODAY),
    ("Which committee replaced the National AI Committee in 2025?", (2025,), TODAY),
    ("How long can I stay?", (), TODAY),
]


@pytest.mark.parametrize(("question", "name"), NAMES)
def test_a_name_is_known_in_any_spelling(question: str, name: str) -> None:
    assert [term.id for term in understood(question).terms] == [name]


@pytest.mark.parametrize("word", ORDINARY)
def test_an_ordinary_word_is_not_a_name(word: str) -> None:
    assert [term.id for term in understood(f"{word} 100").terms] == []
    assert [term.id for term in understood(f"Is it {word}?").terms] == []


def test_two_codes_are_two_things() -> None:
    query = understood("Is a D-8-4 the same as a D-8-4(S)?")
    assert [term.id for term in query.terms] == ["d-8-4", "startup-korea-special-visa"]


@pytest.mark.parametrize("question", ["E-7-9", "D-11", "F-2-8", "E-71-1"])
def test_one_wrong_character_in_a_code_is_another_code(question: str) -> None:
    assert not {"e-7-1", "d-10", "f-2-7", "f-2-7s"} & {t.id for t in understood(question).terms}


def test_only_a_doubled_letter_is_forgiven_in_a_short_name() -> None:
    glossary = Glossary([Term("luton", "company", "루톤", "Luton", "Luton")])
    for text, found in [("Lutton", 1), ("Lluton", 1), ("Lutan", 0), ("Lotun", 0), ("Lutons", 0)]:
        assert len(forgiving_mentions(glossary, text)) == found, text


def test_a_name_is_told_once() -> None:
    names = [term.id for term in understood("TIPS, 팁스 or tips?").terms]
    assert names == ["tips"]


@pytest.mark.parametrize(("question", "years", "day"), DAYS)
def test_the_day_asked_about(question: str, years: tuple[int, ...], day: date) -> None:
    query = understood(question)
    assert (query.years, query.as_of) == (years, day)
    assert query.about_past == (day < TODAY)
