"""Answer -> HTML of its sources: the quoted words in their document, and what they rest on.

Everything that comes from a document, a reader or a model is escaped; links are made only from
the addresses of our own metadata.
"""

import re
from datetime import date
from html import escape
from urllib.parse import urlencode

from assistant.types import Answer, Citation
from assistant.web.export import citation_text
from assistant.web.links import link
from assistant.web.surroundings import near_html, surroundings
from assistant.web.typography import say, shown
from assistant.words import Words
from ingest import Chunk, Document, Index, SourceRef

_HANGUL = re.compile("[가-힣]")
VIEW = "/cited"
"""Where a citation is shown in its whole document."""


def sources_html(answer: Answer | None, index: Index | None, speech: Words) -> str:
    """The panel beside the conversation: the sources of the last answer."""
    if answer is None:
        body = f'<p class="nothing">{say(speech, "page.no_sources")}</p>'
    elif not answer.citations:
        body = f'<p class="nothing">{say(speech, "page.nothing_cited")}</p>'
    else:
        body = cards_html(answer, index, speech)
    title = say(speech, "page.sources")
    return (
        f'<section class="sources" lang="{speech.language}" aria-labelledby="sources-title">'
        f'<h2 id="sources-title">{title}</h2>{body}</section>'
    )


def cards_html(answer: Answer, index: Index | None, speech: Words, prefix: str = "source") -> str:
    """One card a citation; `prefix` and the number make its id."""
    today = date.today()
    return "".join(_card(citation, index, speech, prefix, today) for citation in answer.citations)


def document_of(citation: Citation, index: Index | None) -> Document | None:
    """The document that a citation quotes, in its own language."""
    if index is None:
        return None
    return index.documents.get(f"{citation.document_id}.{citation.language}")


def beside(citation: Citation, index: Index | None, speech: Words) -> Chunk | None:
    """The same statement in the reader's language, when the quote is in another."""
    if index is None or not citation.parallel_id or citation.language == speech.language:
        return None
    return index.parallel(citation.parallel_id, speech.language)


def standing_today(citation: Citation, today: date) -> str:
    """How a quote stands today: what held on a past day that was asked about may be over."""
    until = citation.valid_until
    over = citation.status == "current" and until is not None and until < today
    return "past" if over else citation.status


def badge_html(citation: Citation, speech: Words, today: date) -> str:
    """The status in words."""
    status = standing_today(citation, today)
    if citation.kind == "passage" and status == "current":
        return ""  # a document's words have no validity of their own: nothing is claimed
    return f'<span class="badge {escape(status)}">{say(speech, f"status.{status}")}</span>'


def place_html(citation: Citation, speech: Words) -> str:
    """Heading and page."""
    parts = [
        f'<span lang="{escape(citation.language)}">{shown(part, citation.language)}</span>'
        for part in citation.heading
    ]
    if citation.page:
        parts.append(f"<span>{say(speech, 'page.page', number=citation.page)}</span>")
    return f'<p class="place">{"<i> › </i>".join(parts)}</p>' if parts else ""


def validity_html(citation: Citation, speech: Words) -> str:
    """Since when and until when a rule holds."""
    parts = []
    if citation.valid_from:
        parts.append(say(speech, "page.valid_from", date=speech.date(citation.valid_from)))
    if citation.valid_until:
        parts.append(say(speech, "page.valid_until", date=speech.date(citation.valid_until)))
    return f'<p class="validity">{" · ".join(parts)}</p>' if parts else ""


def rests_on_html(citation: Citation, document: Document | None, speech: Words) -> str:
    """Who published what the quote rests on, when, and where to read it."""
    if citation.kind == "passage" and not citation.sources:
        origin = f'<span lang="{escape(citation.language)}">{escape(citation.title)}</span>'
        published = _published(document, speech)
        return f'<p class="rests">{say(speech, "page.passage_from")} {origin}{published}</p>'
    if not citation.sources:
        return ""
    key = "page.statement_by_us" if citation.kind == "statement" else "page.passage_from"
    items = "".join(_source(source, speech) for source in citation.sources)
    return f'<p class="rests">{say(speech, key)}</p><ul class="rests-on">{items}</ul>'


def copy_button(text: str, words: str) -> str:
    """A button that puts a text on the clipboard; the page's script does it."""
    return f'<button type="button" class="quiet" data-copy="{escape(text)}">{words}</button>'


def _card(citation: Citation, index: Index | None, speech: Words, prefix: str, today: date) -> str:
    document = document_of(citation, index)
    name = f"{prefix}-{escape(citation.label)}"
    number = say(speech, "page.source_number", number=citation.label)
    language = escape(citation.language)
    before, after = surroundings(document, citation, today)
    near_before = "".join(near_html(item, language, speech) for item in before)
    near_after = "".join(near_html(item, language, speech) for item in after)
    return (
        f'<article class="card" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<header><span class="number" aria-hidden="true">{escape(citation.label)}</span>'
        f'<h3 id="{name}-title"><span class="sr-only">{number}: </span>'
        f'<span lang="{language}">{shown(citation.title, language)}</span></h3>'
        f"{badge_html(citation, speech, today)}</header>"
        f"{place_html(citation, speech)}"
        f'<blockquote lang="{language}">{near_before}'
        f"<p><mark>{shown(citation.quote, language)}</mark></p>{near_after}</blockquote>"
        f"{_beside(citation, index, speech)}"
        f"{validity_html(citation, speech)}{rests_on_html(citation, document, speech)}"
        f"{_actions(citation, document, speech)}</article>"
    )


def _beside(citation: Citation, index: Index | None, speech: Words) -> str:
    chunk = beside(citation, index, speech)
    if chunk is None:
        return ""
    title = say(speech, "citation.beside", language=speech(f"names.{speech.language}"))
    return (
        f'<div class="beside"><h4>{title}</h4>'
        f'<p lang="{chunk.language}">{shown(chunk.text, chunk.language)}</p></div>'
    )


def _actions(citation: Citation, document: Document | None, speech: Words) -> str:
    copy = copy_button(citation_text(citation, speech), say(speech, "citation.copy"))
    if document is None:
        return f'<p class="card-actions">{copy}</p>'
    query = urlencode(
        {
            "document": document.key,
            "start": citation.start,
            "end": citation.end,
            "language": speech.language,
        }
    )
    view = (
        f'<button type="button" class="quiet" data-view="{VIEW}?{escape(query)}">'
        f"{say(speech, 'citation.open')}</button>"
    )
    return f'<p class="card-actions">{view}{copy}</p>'


def _published(document: Document | None, speech: Words) -> str:
    if document is None or not (document.publisher or document.date):
        return ""
    when = speech.partial_date(document.date)
    line = speech("page.published", publisher=document.publisher, date=when).strip(", ")
    return f'<br><span class="publisher">{shown(line, speech.language)}</span>'


def _source(source: SourceRef, speech: Words) -> str:
    when = speech.partial_date(source.date)
    published = say(speech, "page.published", publisher=source.publisher, date=when)
    kind = ""
    if source.kind:
        kind = f' <span class="kind">{say(speech, f"page.kind_{source.kind}")}</span>'
    lang = "ko" if _HANGUL.search(source.title) and speech.language != "ko" else ""
    title = link(source.url, source.title, speech, lang)
    return f'<li><span class="publisher">{published}</span>{kind}<br>{title}</li>'
