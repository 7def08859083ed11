"""The kind of value asked for, in three languages, and whether a text holds one."""

import pytest

from assistant.expectation import expected_kind, holds

ASKED = {
    "money": ("How much money?", "Combien verse TIPS ?", "얼마를 지원하나요?"),
    "percent": ("What percentage?", "Quel pourcentage ?", "몇 퍼센트?"),
    "duration": ("How long?", "Combien de temps ?", "몇 년?"),
    "date": ("When?", "Quand ?", "언제?"),
    "age": ("How old?", "Quel âge ?", "나이 제한은?"),
    "count": ("How many?", "Combien de places ?", "몇 명?"),
    "": ("Who runs it?", "Qui s'en occupe ?", "누가 운영하나요?"),
}
HELD = [
    ("The track gives KRW 800 million.", "en", "money"),
    ("La filière accorde 800 millions de wons.", "fr", "money"),
    ("최대 8억 원을 지원합니다.", "ko", "money"),
    ("30 % of them", "en", "percent"),
    ("You can stay 3 years.", "en", "duration"),
    ("3 ans au total", "fr", "duration"),
    ("총 3년까지", "ko", "duration"),
    ("It opened on 20 March 2025.", "en", "date"),
    ("il y a 2 000 places", "fr", "count"),
    ("선발 인원은 2,000명입니다.", "ko", "count"),
]


@pytest.mark.parametrize(("kind", "question"), [(k, q) for k, row in ASKED.items() for q in row])
def test_the_kind_asked_for(kind: str, question: str) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(("text", "language", "kind"), HELD)
def test_a_text_holds_it(text: str, language: str, kind: str) -> None:
    assert holds(text, kind, language)


@pytest.mark.parametrize("kind", [kind for kind in ASKED if kind])
def test_words_hold_none(kind: str) -> None:
    assert not holds("The visa asks for a diploma.", kind, "en")
