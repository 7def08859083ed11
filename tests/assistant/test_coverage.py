"""Refusals name what is missing; of two questions the covered one is answered; explain says why."""

import pytest
from asking import TODAY, answered, cited, understood

from assistant import Assistant
from assistant.conversation import explain
from assistant.coverage import asked_thing, years_in

LANGUAGES = ("fr", "en", "ko")
UNKNOWN = (
    "Que demande le visa D-11 ?",
    "What does the D-11 visa require?",
    "D-11 비자 요건이 뭐예요?",
)
ELSEWHERE = (
    ("Comment avoir un visa de travail au Japon ?", "Japon"),
    ("How do I get a work visa for Japan?", "Japan"),
    ("일본 취업비자 어떻게 받아요?", "일본"),
)
HALF = (
    ("Le D-10 dure combien de temps et combien coûte la demande ?", "3 ans", "coûte la demande"),
    ("How long does a D-10 last and what does the application cost?", "3 years", "cost"),
    ("D-10은 최대 몇 년이고 신청 수수료는 얼마예요?", "3년", "수수료"),
)
BOTH = (
    "Combien de places GKS en 2026 ? Combien de temps dure le D-10 au total ?",
    "How many GKS places are there in 2026? How long can I stay on a D-10 in total?",
    "2026년 GKS 선발 인원은 몇 명이에요? D-10은 총 몇 년이에요?",
)
PERSONAL = (
    "L'immigration va-t-elle accepter ma demande de D-10 ? Combien de temps dure le D-10 ?",
    "Will immigration approve my D-10? How long can I stay on a D-10?",
    "제 D-10 비자가 승인될까요? D-10은 최대 몇 년이에요?",
)
NEAR = (
    "Combien de dentistes ont eu la GKS ?",
    "How many dentists got GKS?",
    "GKS를 받은 치과의사는 몇 명이에요?",
)
AGED = (
    "J'ai 41 ans, est-ce trop pour la GKS ?",
    "I'm 41, too old for GKS?",
    "41살인데 GKS 되나요?",
)
THINGS = [
    ("How many lawyers sit on it?", "lawyer"),
    ("What is the rejection rate for the D-10?", "rejection"),
    ("Combien de mètres carrés fait-il ?", "metre"),
    ("Quel est le budget du D-10 ?", "budget"),
    ("직원이 몇 명이에요?", "직원"),
]


@pytest.mark.parametrize("question", UNKNOWN)
def test_a_code_that_no_document_has_is_named(assistant: Assistant, question: str) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "refused_no_evidence" and "D-11" in answer.text


@pytest.mark.parametrize(("question", "country"), ELSEWHERE)
def test_another_country_is_named(assistant: Assistant, question: str, country: str) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "refused_out_of_scope" and country in answer.text


@pytest.mark.parametrize(("question", "covered", "missing"), HALF)
def test_half_a_turn_is_answered_and_the_rest_refused(
    assistant: Assistant, question: str, covered: str, missing: str
) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "partly_answered" and covered in answer.text
    notes = [note.text for note in answer.notes if note.kind == "not_covered"]
    assert len(notes) == 1 and missing in notes[0] and answer.text.endswith(notes[0])


@pytest.mark.parametrize("question", BOTH)
def test_both_questions_are_answered(assistant: Assistant, question: str) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "answered"
    assert {"gks#places-2026", "d-10#total-stay"} <= set(cited(answer))
    labels = [citation.label for citation in answer.citations]
    assert labels == [str(i) for i in range(1, len(labels) + 1)]
    assert all(f"[{label}]" in answer.text for label in labels)


@pytest.mark.parametrize("question", PERSONAL)
def test_a_decision_is_left_to_the_authority_and_the_rule_is_told(
    assistant: Assistant, question: str
) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "partly_answered" and "d-10#total-stay" in cited(answer)


@pytest.mark.parametrize("question", NEAR)
def test_the_right_program_and_a_thing_nobody_states(assistant: Assistant, question: str) -> None:
    assert answered(assistant, question).outcome == "refused_no_evidence"


@pytest.mark.parametrize("question", AGED)
def test_a_stated_age_is_answered_by_the_age_limit(assistant: Assistant, question: str) -> None:
    answer = answered(assistant, question)
    assert answer.outcome == "answered" and cited(answer)[0] == "gks#age"


@pytest.mark.parametrize(("question", "thing"), THINGS)
def test_the_thing_asked_for(question: str, thing: str) -> None:
    assert thing in asked_thing(understood(question))


@pytest.mark.parametrize(
    ("text", "years"),
    [("In 2025 and 2026", {2025, 2026}), ("KRW 20260", set()), ("2024년", {2024})],
)
def test_the_years_of_a_text(text: str, years: set[int]) -> None:
    assert years_in(text) == years


def test_explain_tells_the_parts_and_why(assistant: Assistant) -> None:
    told = explain(assistant.ask(HALF[1][0], as_of=TODAY))
    assert [part["answered"] for part in told["parts"]] == [True, False]
    candidates = told["candidates"]
    assert {candidate["part"] for candidate in candidates} == {0, 1}
    assert any(c["told"] for c in candidates) and not all(c["told"] for c in candidates)
    assert all(set(c) >= {"for", "against", "score"} for c in candidates)


def test_explain_tells_the_constraints(assistant: Assistant) -> None:
    told = explain(assistant.ask("How many Vietnamese hold a D-10?", as_of=TODAY))
    assert {"kind": "nationality", "value": "vietnam", "text": "Vietnam"} in told["constraints"]
    assert told["unmet"] == ["Vietnam"] and told["wants"] == "count"
