"""What tests of the assistant share: the day they are asked on, and ways to ask."""

from datetime import date

from assistant import Answer, Assistant, Query, Turn
from assistant.understanding import understand
from ingest import Glossary, Subjects, corpus_folder

TODAY = date(2026, 11, 22)
GLOSSARY = Glossary.load(corpus_folder() / "glossary.csv")
SUBJECTS = Subjects(
    GLOSSARY,
    {
        name: frozenset({name})
        for name in ("d-10", "tips", "gks", "ai-voucher", "k-digital-training")
    },
)


def understood(question: str, *asked: str, language: str = "auto") -> Query:
    """A question as it is understood after earlier ones."""
    history = [Turn("user", text) for text in asked]
    return understand(question, history, SUBJECTS, reply_language=language, today=TODAY)


def answered(assistant: Assistant, question: str, as_of: date = TODAY) -> Answer:
    """The answer on a day that does not move."""
    return assistant.ask(question, as_of=as_of).answer


def cited(answer: Answer) -> list[str]:
    """The statements that an answer rests on."""
    return [citation.parallel_id for citation in answer.citations]
