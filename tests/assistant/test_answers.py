"""Questions of the whole corpus, with answers that a reader would accept, in three languages."""

import os
from collections.abc import Iterator

import pytest
from asking import TODAY, answered, cited
from support import ROOT

from assistant import Assistant, Settings
from assistant.words import words
from ingest import InjaeError

HOME = ROOT / ".injae"
MEETING = "mss-ai-talent-meeting-2025-03-20"
SPECIAL = "startup-korea-special-visa"
ANSWERED = [
    ("fr", "Qui a fondé Wrtn, et quand ?", f"{MEETING}#wrtn-founded", "avril 2021"),
    ("fr", "Le visa spécial Startup Korea demande-t-il un score OASIS ?",
     f"{SPECIAL}#no-oasis-score", "aucun score OASIS"),
    ("en", "Does the Startup Korea Special Visa require an OASIS score?",
     f"{SPECIAL}#no-oasis-score", "does not require an OASIS score"),
    ("ko", "스타트업 코리아 특별비자에 OASIS 점수가 필요한가요?",
     f"{SPECIAL}#no-oasis-score", "점수 없이도"),
    ("fr", "Combien de temps peut-on rester avec un visa D-10 ?", "d-10#total-stay", "3 ans"),
    ("en", "How long can I stay on a D-10?", "d-10#total-stay", "3 years"),
    ("ko", "D-10 비자로 얼마나 체류할 수 있나요?", "d-10#total-stay", "3년"),
    ("fr", "Luton Technologies, c'est qui ?", f"{MEETING}#alias-wrtn", "Wrtn"),
    ("en", "Who is Luton Technologies?", f"{MEETING}#alias-wrtn", "뤼튼"),
    ("ko", "뤼튼테크놀로지스는 어떤 회사인가요?", f"{MEETING}#wrtn-founded", "2021년 4월"),
]  # fmt: skip
BEFORE = {"fr": "2 ans au total", "en": "2 years in total", "ko": "총 2년까지만"}
OTHERWISE = [
    ("fr", "Bonjour", "greeting"),
    ("en", "Hello", "greeting"),
    ("ko", "안녕하세요", "greeting"),
    ("fr", "Comment obtenir un visa ?", "asked_back"),
    ("en", "How do I get a visa?", "asked_back"),
    ("ko", "비자 어떻게 받아요?", "asked_back"),
    ("fr", "Quelle est la recette du kimchi ?", "refused_out_of_scope"),
    ("en", "What is the best recipe for kimchi?", "refused_out_of_scope"),
    ("ko", "김치찌개 끓이는 법 알려 주세요", "refused_out_of_scope"),
]
GAPS = [
    ("fr", "Combien de visas D-8-4(S) ont été délivrés en 2026 ?"),
    ("en", "How many D-8-4(S) visas were issued in 2026?"),
    ("ko", "2026년에 D-8-4(S) 비자는 몇 건 발급되었나요?"),
]


@pytest.fixture(scope="module")
def whole() -> Iterator[Assistant]:
    """Answers from the index that `make setup` builds."""
    try:
        opened = Assistant.open(Settings(home=HOME, mode="quote"))
    except InjaeError as error:
        reason = f"the index of the whole corpus cannot be asked; run `make setup` ({error})"
        if os.environ.get("INJAE_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    yield opened
    opened.close()


@pytest.mark.parametrize(("language", "question", "statement", "value"), ANSWERED)
def test_it_is_answered(
    whole: Assistant, language: str, question: str, statement: str, value: str
) -> None:
    answer = answered(whole, question)
    assert (answer.outcome, answer.language) == ("answered", language)
    assert statement in cited(answer) and value in answer.text
    assert {citation.language for citation in answer.citations} == {language}


@pytest.mark.parametrize("language", BEFORE)
def test_the_old_rule_is_a_note(whole: Assistant, language: str) -> None:
    question = next(q for code, q, name, _ in ANSWERED if (code, name[:4]) == (language, "d-10"))
    answer = answered(whole, question)
    assert BEFORE[language] not in answer.text
    assert [note for note in answer.notes if note.kind == "changed" and "2" in note.text]


@pytest.mark.parametrize(("language", "question", "outcome"), OTHERWISE)
def test_it_is_answered_otherwise(
    whole: Assistant, language: str, question: str, outcome: str
) -> None:
    answer = answered(whole, question)
    assert (answer.outcome, answer.language) == (outcome, language)
    assert answer.citations == ()
    if outcome.startswith("refused"):
        assert words(language)("refusals.ask_whom_general") in answer.text


@pytest.mark.parametrize(("language", "question"), GAPS)
def test_a_gap_is_said_to_be_one(whole: Assistant, language: str, question: str) -> None:
    answer = answered(whole, question)
    assert (answer.outcome, answer.language) == ("refused_gap", language)
    assert cited(answer) == [f"{SPECIAL}#results-2026"] and "1345" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Le voucher IA de 2024, plafond et nombre de projets ?",
        "AI voucher 2024: cap and number of projects?",
        "2024년 AI 바우처 한도",
    ],
    ids=["fr", "en", "ko"],
)
def test_another_program_is_no_answer_for_the_one_named(whole: Assistant, question: str) -> None:
    answer = whole.ask(question, as_of=TODAY).answer
    assert answer.outcome.startswith("refused") and "2024" in answer.text, answer.text
    assert "generative-ai-talent" not in {c.document_id for c in answer.citations}
