"""Answers and lists as plain text for a terminal."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.conversation import Assistant
from assistant.errors import BadQuestion
from assistant.types import Answer, Citation, Turn
from assistant.understanding import spoken_language
from assistant.words import Words, words


def rendered(answer: Answer) -> str:
    """The answer, its notes and its sources."""
    speech = words(answer.language)
    parts = [answer.text]
    parts += [f"* {note.text}{_marks(note.labels)}" for note in answer.notes]
    if answer.citations:
        parts.append("\n".join(_source(citation, speech) for citation in answer.citations))
    if answer.as_of and answer.citations:
        parts.append(speech("answer.as_of", date=speech.date(answer.as_of)))
    return "\n\n".join(parts)


def chat(assistant: Assistant, as_of: date | None) -> int:
    """Ask and answer until an empty line or the end of input."""
    history: list[Turn] = []
    while True:
        try:
            question = input("> ")
        except EOFError:
            return 0
        if not question.strip():
            return 0
        try:
            answer = assistant.ask(question, history, as_of=as_of).answer
        except BadQuestion as error:
            speech = words(_language(assistant, question, history))
            limit = assistant.settings.max_characters
            print(speech(f"errors.{error.reason}", limit=limit), file=sys.stderr)
            continue
        print(rendered(answer), end="\n\n")
        history += [Turn("user", question), Turn("assistant", answer.text)]


def sources(rows: Sequence[dict[str, Any]]) -> str:
    """One line a document."""
    return "\n".join(
        f"{row['id']:<42} {row['language']}  {row['statements']:>4}  {row['date'] or '-':<10}  "
        f"{row['title']}"
        for row in rows
    )


def _language(assistant: Assistant, question: str, history: Sequence[Turn]) -> str:
    """Of a reply to what could not be asked."""
    wanted = assistant.settings.language
    asked = [turn.text for turn in history if turn.role == "user"]
    return spoken_language(question, asked) if wanted == "auto" else wanted


def _source(citation: Citation, speech: Words) -> str:
    place = citation.title
    if citation.page:
        place += f", {speech('page.page', number=citation.page)}"
    lines = [f"[{citation.label}] {place} ({_standing(citation, speech)})"]
    if citation.kind == "statement" and citation.sources:
        lines.append(f"    {speech('page.statement_by_us')}")
    for source in citation.sources:
        when = speech.partial_date(source.date)
        published = speech("page.published", publisher=source.publisher, date=when)
        lines.append(f"    - {published}: {source.title}. {source.url}")
    return "\n".join(lines)


def _standing(citation: Citation, speech: Words) -> str:
    """In force or not; of an old rule, until when."""
    if citation.valid_until and citation.valid_until < date.today():
        until = speech("page.valid_until", date=speech.date(citation.valid_until))
        return f"{speech('status.past')}, {until}"
    return speech(f"status.{citation.status}")


def _marks(labels: tuple[str, ...]) -> str:
    return "".join(f" [{label}]" for label in labels)
