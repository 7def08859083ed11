"""Evidence: valid on the day, in the reader's language, found from any language."""

from collections.abc import Callable
from datetime import date

import pytest
from asking import TODAY, answered, cited

from assistant import Assistant

CODES = ("fr", "en", "ko")
STAY = {
    "fr": "Combien de temps peut-on rester avec un visa D-10 ?",
    "en": "How long can I stay on a D-10?",
    "ko": "D-10 비자로 얼마나 체류할 수 있나요?",
}
PLACES = {
    "fr": "Combien de places GKS en master et doctorat en 2026 ?",
    "en": "How many GKS graduate places in 2026?",
    "ko": "2026년 GKS 대학원 인원은 몇 명인가요?",
}
MONEY = {
    "fr": "Combien la filière générale de TIPS verse-t-elle pour la R&D en 2026 ?",
    "en": "How much R&D money does the general track of TIPS give in 2026?",
    "ko": "팁스 일반 트랙은 2026년에 연구개발비를 얼마까지 지원하나요?",
}
RIGHT = [
    *[(code, text, "d-10#total-stay") for code, text in STAY.items()],
    *[(code, text, "gks#places-2026") for code, text in PLACES.items()],
    *[(code, text, "tips#general-2026") for code, text in MONEY.items()],
]
PAIRS = [(briefs, asked) for briefs in CODES for asked in CODES if briefs != asked]
DAYS = [TODAY, date(2025, 10, 28), date(2025, 10, 29), date(2024, 6, 1), date(2030, 1, 1)]


@pytest.mark.parametrize(("language", "question", "statement"), RIGHT)
def test_the_right_statement_is_among_the_first(
    assistant: Assistant, language: str, question: str, statement: str
) -> None:
    found = assistant.retrieve(question, as_of=TODAY, limit=5)
    assert statement in [item.chunk.parallel_id for item in found[:3]]


@pytest.mark.parametrize(("language", "question", "statement"), RIGHT)
def test_statements_are_in_the_language_of_the_reader(
    assistant: Assistant, language: str, question: str, statement: str
) -> None:
    for item in assistant.retrieve(question, as_of=TODAY):
        if item.chunk.kind == "statement":
            assert item.chunk.language == language
        if item.before is not None:
            assert item.before.language == item.chunk.language


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("question", STAY.values())
def test_only_what_holds_on_the_day(assistant: Assistant, question: str, day: date) -> None:
    found = assistant.retrieve(question, as_of=day)
    assert found and all(item.chunk.validity.holds_on(day) for item in found)
    wanted = "d-10#total-stay" if day >= date(2025, 10, 29) else "d-10#old-total-stay"
    assert wanted in [item.chunk.parallel_id for item in found]


@pytest.mark.parametrize("question", STAY.values())
def test_what_was_replaced_hangs_on_what_replaced_it(assistant: Assistant, question: str) -> None:
    found = {item.chunk.parallel_id: item for item in assistant.retrieve(question, as_of=TODAY)}
    before = found["d-10#total-stay"].before
    assert before is not None and before.parallel_id == "d-10#old-total-stay"


def test_each_statement_is_told_once_and_labels_count(assistant: Assistant) -> None:
    found = assistant.retrieve(STAY["en"], as_of=TODAY, limit=8)
    assert [item.label for item in found] == [str(number + 1) for number in range(len(found))]
    names = [item.chunk.parallel_id or item.chunk.id for item in found]
    assert len(names) == len(set(names)) and len(found) == 8
    assert [item.score for item in found] == sorted((i.score for i in found), reverse=True)


def test_plain_ranking_keeps_parallel_copies(assistant: Assistant) -> None:
    found = assistant.retrieve(STAY["en"], as_of=TODAY, limit=30, collapse=False)
    copies = [item.chunk.language for item in found if item.chunk.parallel_id == "d-10#total-stay"]
    assert set(copies) == set(CODES)


@pytest.mark.parametrize("reader", CODES)
def test_the_reader_may_ask_in_one_language_and_read_another(
    assistant: Assistant, reader: str
) -> None:
    answer = assistant.ask(PLACES["ko"], language=reader, as_of=TODAY).answer
    assert answer.language == reader and "gks#places-2026" in cited(answer)
    statements = [citation for citation in answer.citations if citation.kind == "statement"]
    assert {citation.language for citation in statements} == {reader}


@pytest.mark.parametrize("word", ["정부초청외국인장학", "구직", "팁스"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_foreign_word_in_the_question_does_no_harm(
    assistant: Assistant, word: str, language: str
) -> None:
    found = assistant.retrieve(f"{PLACES[language]} ({word})", language=language, as_of=TODAY)
    assert "gks#places-2026" in [item.chunk.parallel_id for item in found[:5]]
    assert all(i.chunk.language == language for i in found if i.chunk.kind == "statement")


@pytest.mark.parametrize(("briefs", "asked"), PAIRS)
def test_briefs_of_one_language_answer_in_any(
    only: Callable[[str], Assistant], briefs: str, asked: str
) -> None:
    answer = answered(only(briefs), PLACES[asked])
    assert (answer.outcome, answer.language) == ("answered", asked)
    index = [citation.parallel_id for citation in answer.citations].index("gks#places-2026")
    citation = answer.citations[index]
    assert citation.language == briefs and citation.quote in answer.text
    foreign = [note for note in answer.notes if note.kind == "not_covered"]
    assert citation.label in [label for note in foreign for label in note.labels]


@pytest.mark.parametrize(("briefs", "asked"), PAIRS)
def test_the_right_document_is_found_across_languages(
    only: Callable[[str], Assistant], briefs: str, asked: str
) -> None:
    for questions, document in [(STAY, "d-10"), (MONEY, "tips"), (PLACES, "gks")]:
        found = only(briefs).retrieve(questions[asked], as_of=TODAY, limit=5)
        assert document in [item.chunk.document_id for item in found]


def test_evidence_says_how_it_was_found(assistant: Assistant) -> None:
    first = assistant.retrieve(MONEY["en"], as_of=TODAY)[0]
    assert {"dense", "cosine", "sentence", "lexical"} <= set(first.scores)
    assert 0 <= first.scores["lexical"] <= 1 and -1 <= first.scores["cosine"] <= 1.001
