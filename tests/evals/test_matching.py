"""`contain` and `absent`: letters without case or accents, values by value, in three languages."""

import unicodedata

import pytest
from eval_builders import answer, asked, citation
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.matching import contained, said
from evals.scoring import turn_failures
from evals.types import TurnRun

SAME_LETTERS = [
    ("Il est RECOMMANDÉ de déposer tôt.", "recommand"),
    ("Il est recommandé", unicodedata.normalize("NFD", "recommandé")),
    ("스타트업 코리아 비자", "스타트업코리아 비자"),
    (unicodedata.normalize("NFD", "스타트업 비자"), "스타트업"),
    ("n’est requis nulle part", "n'est requis"),
    ("le visa Ｄ-10", "D-10"),
    ("Startup Korea", "startupkorea"),
    ("**six** mois", "six mois"),
]
NOT_SAID = [
    ("seize mois, ou 16 mois", "6 mois"),
    ("une adoption", "option"),
    ("1 500 millions de wons", "500 millions de wons"),
    ("le visa D-8-4(S)", "E-7"),
    ("le 20 mars 2024", "20 mars 2025"),
    ("각국의 제도", "가"),
    ("selon la source [80]", "80"),
]
ABSENT = [
    ("Il faut 80 points.", "80 points", True),
    ("Il faut 180 points.", "80 points", False),
    ("Il faut 80 points.", "80", True),
    ("Le taux est de 80 %.", "80", False),
    ("Cela dure 80 mois.", "80", False),
    ("Au plus 1 080 wons.", "80", False),
    ("Au plus 500 millions de wons.", "500 millions", True),
    ("Au plus 500 millions de wons.", "5억", True),
    ("Au plus 1 500 millions de wons.", "500 millions", False),
    ("Le visa D-8-4(S).", "D-8-4", False),
    ("Le visa D-8-4 (S'il est demandé).", "D-8-4", True),
    ("Depuis le 20 mars 2025.", "2025년 3월 20일", True),
    ("Depuis le 20 mars 2025.", "2024", False),
]


@pytest.mark.parametrize(("text", "wanted"), SAME_LETTERS)
def test_letters_are_met_whatever_their_form(text: str, wanted: str) -> None:
    assert contained([(text, "fr")], wanted)
    assert said([(text, "fr")], wanted)


@pytest.mark.parametrize(("text", "wanted"), NOT_SAID)
def test_what_only_looks_alike_is_not_met(text: str, wanted: str) -> None:
    assert not contained([(text, "fr")], wanted)


@pytest.mark.parametrize(("text", "unwanted", "expected"), ABSENT)
def test_absent_reads_whole_values(text: str, unwanted: str, expected: bool) -> None:
    assert said([(text, "fr")], unwanted) is expected


def test_a_bare_number_is_met_by_that_many_of_anything() -> None:
    assert contained([("les 100 premières universités", "fr")], "100")
    assert contained([("pour 6 mois", "fr")], "6")
    assert not contained([("pour 16 mois", "fr")], "6")


def test_contain_reads_the_notes_and_absent_does_not() -> None:
    spec = asked(contain=(("80 points",),), absent=("80 points",))
    given = answer("Aucun seuil. [1]", citation("Aucun seuil."), notes=["Avant : 80 points."])
    assert not turn_failures(TurnRun(spec, given))
    told = answer("Il faut 80 points. [1]", citation("Il faut 80 points."))
    assert [f.check for f in turn_failures(TurnRun(spec, told))] == ["absent"]


MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def money(amount: int, language: str) -> str:
    """A round amount of won as that language writes it."""
    hundred_millions, rest = divmod(amount, 10**8)
    tens_of_thousands = rest // 10**4
    if language == "ko":
        high = f"{hundred_millions}억 " if hundred_millions else ""
        low = f"{tens_of_thousands:,}만 " if tens_of_thousands else ""
        return f"{high}{low}원".replace(" 원", "원")
    if language == "en":
        return f"KRW {amount / 10**6:g} million"
    return f"{amount / 10**6:g} millions de wons".replace(".", ",")


def day(year: int, month: int, number: int, language: str) -> str:
    """A day as that language writes it."""
    if language == "ko":
        return f"{year}년 {month}월 {number}일"
    name = MONTHS[language].split()[month - 1]
    return f"{number} {name} {year}" if language == "fr" else f"{name} {number}, {year}"


def months(number: int, language: str) -> str:
    """A duration as that language writes it."""
    return {"fr": f"{number} mois", "en": f"{number} months", "ko": f"{number}개월"}[language]


SENTENCES = {
    "fr": "Le programme prévoit {} pour chaque dossier retenu.",
    "en": "The program provides {} for each selected application.",
    "ko": "이 사업은 선정된 신청 건마다 {}을 정하고 있다.",
}
LANGUAGE = st.sampled_from(["fr", "en", "ko"])
AMOUNT = st.integers(2, 4000).map(lambda n: n * 10**6)
DATE = st.tuples(st.integers(2000, 2035), st.integers(1, 12), st.integers(1, 28))


def check(same: str, other: str, text: str, language: str) -> None:
    """The text says the one and not the other, to both readings."""
    assert contained([(text, language)], same) and said([(text, language)], same)
    assert not contained([(text, language)], other) and not said([(text, language)], other)


@settings(max_examples=150, deadline=None)
@given(AMOUNT, AMOUNT, LANGUAGE, LANGUAGE)
def test_money_is_equal_by_value(amount: int, other: int, written: str, wanted: str) -> None:
    if amount != other:
        text = SENTENCES[written].format(money(amount, written))
        check(money(amount, wanted), money(other, wanted), text, written)


@settings(max_examples=150, deadline=None)
@given(DATE, DATE, LANGUAGE, LANGUAGE)
def test_days_are_equal_by_value(
    first: tuple[int, int, int], other: tuple[int, int, int], written: str, wanted: str
) -> None:
    if first != other:
        text = SENTENCES[written].format(day(*first, written))
        check(day(*first, wanted), day(*other, wanted), text, written)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 99), st.integers(2, 99), LANGUAGE, LANGUAGE)
def test_durations_are_equal_by_value(n: int, other: int, written: str, wanted: str) -> None:
    if n != other:
        text = SENTENCES[written].format(months(n, written))
        check(months(n, wanted), months(other, wanted), text, written)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), LANGUAGE)
def test_any_text_can_be_searched(text: str, wanted: str, language: str) -> None:
    assert contained([(text, language)], wanted) in (True, False)
    assert said([(text, language)], wanted) in (True, False)
