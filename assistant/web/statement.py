"""A statement as the tabs show it: its words, how it stands, and what it rests on."""

from datetime import date
from html import escape

from assistant.citations import status_of
from assistant.web.links import link
from assistant.web.typography import label, say, shown
from assistant.words import Words
from ingest import Chunk, Document


def statement_html(chunk: Chunk, document: Document, speech: Words, day: date) -> str:
    """One statement, quoted in its own language, with its sources."""
    language = escape(chunk.language)
    return (
        f'<blockquote lang="{language}"><p>{shown(chunk.text, chunk.language)}</p></blockquote>'
        f'<p class="meta">{badge_html(chunk, speech, day)}{_validity(chunk, speech)}</p>'
        f"{_sources(chunk, document, speech)}"
    )


def badge_html(chunk: Chunk, speech: Words, day: date) -> str:
    """How a statement stands on a day; nothing for a passage, which claims no validity."""
    status = status_of(chunk, day)
    if chunk.kind == "passage" and status == "current":
        return ""
    return f'<span class="badge {escape(status)}">{say(speech, f"status.{status}")}</span>'


def _validity(chunk: Chunk, speech: Words) -> str:
    parts = []
    if chunk.validity.since:
        parts.append(label(speech, "page.valid_from", date=speech.date(chunk.validity.since)))
    if chunk.validity.until:
        parts.append(label(speech, "page.valid_until", date=speech.date(chunk.validity.until)))
    return f" <span>{escape(' · '.join(parts))}</span>" if parts else ""


def _sources(chunk: Chunk, document: Document, speech: Words) -> str:
    by_id = {source.id: source for source in document.sources}
    items = []
    for name in chunk.source_ids:
        if source := by_id.get(name):
            when = speech.partial_date(source.date)
            published = label(speech, "page.published", publisher=source.publisher, date=when)
            items.append(f"<li>{link(source.url, published, speech)}</li>")
    if not items:
        return ""
    return (
        f'<div class="rests"><span>{say(speech, "form.resting")}</span>'
        f"<ul>{''.join(items)}</ul></div>"
    )
