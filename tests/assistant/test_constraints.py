"""What a question insists on, and the questions of a turn that asks two."""

import pytest
from asking import understood

from assistant.constraints import is_elsewhere, stated_age
from assistant.parts import split

FOUND = [
    ("What does the D-11 visa require?", ("code", "D-11")),
    ("Le visa E-99, c'est quoi ?", ("code", "E-99")),
    ("D-10 비자로 얼마나 체류해요?", ("code", "D-10")),
    ("How many Indian nationals hold a D-10?", ("nationality", "india")),
    ("Combien de Vietnamiens ont un D-10 ?", ("nationality", "vietnam")),
    ("D-10 비자를 받은 베트남인은 몇 명이에요?", ("nationality", "vietnam")),
    ("Je viens de France, ai-je droit à la GKS ?", ("nationality", "france")),
    ("How do I get a work visa for Japan?", ("country", "japan")),
    ("Comment avoir un visa de travail au Japon ?", ("country", "japan")),
    ("일본 취업비자 어떻게 받아요?", ("country", "japan")),
    ("Does TIPS pay more in Busan?", ("region", "busan")),
    ("TIPS donne combien à Busan ?", ("region", "busan")),
    ("부산 기업은 팁스에서 얼마 받아요?", ("region", "busan")),
    ("Is there a GKS quota at Harvard?", ("name", "Harvard")),
    ("GKS는 Harvard 졸업생도 되나요?", ("name", "Harvard")),
    ("How many GKS scholars does KAIST take?", ("university", "kaist")),
]
AGES = [
    ("I'm 41, too old for GKS?", 41),
    ("J'ai 41 ans, est-ce trop pour la GKS ?", 41),
    ("41살인데 GKS 지원할 수 있나요?", 41),
    ("만 41세인데 GKS 되나요?", 41),
    ("How many people got it in 41 countries?", 0),
    ("La loi a 30 ans d'existence, combien verse TIPS ?", 0),
    ("GKS는 41명을 뽑나요?", 0),
]
TWO = [
    ("Can I use TIPS money? How much is the GKS stipend?", 2),
    ("How much does TIPS give and until when?", 2),
    ("Quel est le montant de la GKS, et combien de places y a-t-il ?", 2),
    ("Combien verse TIPS et jusqu'à quand peut-on candidater ?", 2),
    ("GKS 나이 제한이 있나요? 그리고 D-10은 몇 년이에요?", 2),
    ("팁스는 얼마를 주고 언제까지 신청해요?", 2),
]
ONE = [
    "I'm 41. Am I too old for GKS?",
    "I have a PhD and how long can I stay on a D-10?",
    "Salut ! Je suis français. Combien de temps dure le D-10 ?",
    "Does the D-10 require a degree or a job offer?",
    "Est-ce vrai ? Le D-10 dure 3 ans ?",
    "저는 41살이에요. GKS 지원할 수 있나요?",
    "TIPS와 GKS의 차이가 뭐예요?",
]


@pytest.mark.parametrize(("question", "wanted"), FOUND)
def test_what_a_question_insists_on(question: str, wanted: tuple[str, str]) -> None:
    assert wanted in [(c.kind, c.value) for c in understood(question).constraints]


@pytest.mark.parametrize(
    ("language", "name"), [("fr", "le Japon"), ("en", "Japan"), ("ko", "일본")]
)
def test_it_is_told_in_the_readers_language(language: str, name: str) -> None:
    query = understood("How do I get a work visa for Japan?", language=language)
    assert [c.text for c in query.constraints] == [name]


@pytest.mark.parametrize(("question", "age"), AGES)
def test_a_stated_age(question: str, age: int) -> None:
    assert stated_age(question) == age


@pytest.mark.parametrize("question", [text for text, age in AGES if age])
def test_a_stated_age_asks_for_an_age_limit(question: str) -> None:
    query = understood(question)
    assert query.wants == "age" and query.text.startswith(question) and query.text != question


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("How do I get a work visa for Japan?", True),
        ("Comment avoir une bourse en Chine ?", True),
        ("I live in Vietnam. Can I apply for the D-10?", False),
        ("Je suis au Japon, comment venir étudier en Corée ?", False),
        ("일본에 사는데 한국 비자 받을 수 있나요?", False),
    ],
)
def test_another_country_is_elsewhere_unless_korea_is_meant(question: str, elsewhere: bool) -> None:
    query = understood(question)
    assert any(is_elsewhere(query, c) for c in query.constraints) is elsewhere


@pytest.mark.parametrize(("question", "count"), TWO)
def test_two_questions_are_told_apart(question: str, count: int) -> None:
    assert len(split(question)) == count
    query = understood(question)
    assert len(query.parts) == count
    assert {part.language for part in query.parts} == {query.language}


@pytest.mark.parametrize("question", ONE)
def test_one_question_stays_whole(question: str) -> None:
    assert split(question) == (question,) and understood(question).parts == ()


@pytest.mark.parametrize(
    "question",
    [
        "How much does TIPS give and until when?",
        "Until when and how much does TIPS give?",
        "Combien verse TIPS et jusqu'à quand ?",
        "팁스는 얼마를 주고 언제까지 신청해요?",
    ],
)
def test_a_part_without_a_subject_has_that_of_the_other(question: str) -> None:
    for part in understood(question).parts:
        assert "tips" in [term.id for term in part.terms]


def test_a_personal_question_beside_another() -> None:
    parts = understood("Will immigration approve my D-10? How long can I stay on it?").parts
    assert [part.kind for part in parts] == ["personal", "question"]
