"""Notes beside an answer, each shown as what it is and with where to ask."""

from collections.abc import Sequence
from html import escape

from assistant.citations import contact_of
from assistant.types import Answer, Citation, Note
from assistant.web.links import contact_html
from assistant.web.marks import marked
from assistant.web.panel import document_of
from assistant.web.typography import say
from assistant.words import Words
from ingest import Index

_TO_ASK = ("disputed", "gap", "unverified")
"""What a reader would want to settle; the other notes only inform."""


def notes_html(answer: Answer, index: Index | None, prefix: str, speech: Words) -> str:
    """A list of notes; empty when there are none."""
    if not answer.notes:
        return ""
    by_label = {citation.label: citation for citation in answer.citations}
    items = "".join(_note(note, answer, by_label, index, prefix, speech) for note in answer.notes)
    return f'<div class="notes"><h3>{say(speech, "page.notes")}</h3><ul>{items}</ul></div>'


def notes_ask(answer: Answer) -> bool:
    """Do the notes already say whom to ask?"""
    return any(note.kind in _TO_ASK for note in answer.notes)


def _note(
    note: Note,
    answer: Answer,
    by_label: dict[str, Citation],
    index: Index | None,
    prefix: str,
    speech: Words,
) -> str:
    cited = [by_label[label] for label in note.labels if label in by_label]
    text = note.text
    if note.kind == "changed":
        # the title says that it changed
        text = text.removeprefix(speech("notes.changed", text=""))
    labels = frozenset(by_label)
    body = marked(text + "".join(f" [{x}]" for x in note.labels), labels, prefix, speech)
    return (
        f'<li class="note {escape(note.kind)}"><strong>{_title(note, cited, speech)}</strong>'
        f"<p>{body}</p>{_whom(note, answer, cited, index, speech)}</li>"
    )


def _title(note: Note, cited: Sequence[Citation], speech: Words) -> str:
    since = cited[0].valid_from if cited else None
    if note.kind == "changed" and since:
        return say(speech, "noted.changed_on", date=speech.date(since))
    return say(speech, f"noted.{note.kind}")


def _whom(
    note: Note, answer: Answer, cited: Sequence[Citation], index: Index | None, speech: Words
) -> str:
    if note.kind not in _TO_ASK:
        return ""
    contact = contact_of(document_of(cited[0], index)) if cited else None
    contact = contact or answer.contact
    if contact is None:
        return ""
    return f'<p class="ask">{say(speech, "noted.ask")} {contact_html(contact, speech)}</p>'
