"""Answer -> HTML of its sources: the quoted words in their document, and what they rest on.

Everything that comes from a document, a reader or a model is escaped here; links are made only
from the addresses of our own metadata.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlsplit

from assistant.types import Answer, Citation
from assistant.words import Words
from ingest import Block, Document, Index, SourceRef

_NEAR = 320
"""Most characters of a neighbouring statement that are shown."""
_HANGUL = re.compile("[가-힣]")
_CODE = re.compile(r"\b[A-Z]{1,2}-\d\w*(?:-\w+)*(?:\([A-Z]\))?")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Text that stands before or after a quote, and how it stands today."""

    text: str
    heading: str = ""
    status: str = ""


def sources_html(answer: Answer | None, index: Index | None, speech: Words) -> str:
    """The panel beside the conversation: the sources of the last answer."""
    if answer is None:
        body = f'<p class="nothing">{escape(speech("page.no_sources"))}</p>'
    elif not answer.citations:
        body = f'<p class="nothing">{escape(speech("page.nothing_cited"))}</p>'
    else:
        body = cards_html(answer, index, speech)
    title = escape(speech("page.sources"))
    return (
        f'<section class="sources" lang="{speech.language}" aria-labelledby="sources-title">'
        f'<h2 id="sources-title">{title}</h2>{body}</section>'
    )


def cards_html(answer: Answer, index: Index | None, speech: Words, prefix: str = "source") -> str:
    """One card a citation; `prefix` and the number make its id."""
    today = date.today()
    return "".join(
        _card(citation, _document(citation, index), speech, prefix, today)
        for citation in answer.citations
    )


def surroundings(
    document: Document | None, citation: Citation, today: date
) -> tuple[list[Neighbour], list[Neighbour]]:
    """What stands right before and right after a quote in its document."""
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return [], []
    blocks = document.blocks
    first = next((i for i, b in enumerate(blocks) if b.start <= citation.start < b.end), None)
    last = next((i for i, b in enumerate(blocks) if b.start < citation.end <= b.end), None)
    if first is None or last is None:
        return [], []
    before, after = [], []
    if first > 0:
        before.append(_neighbour(document, first - 1, first, today))
    if head := document.text[blocks[first].start : citation.start].strip():
        before.append(Neighbour(_tail(head)))
    if rest := document.text[citation.end : blocks[last].end].strip():
        after.append(Neighbour(_head(rest)))
    if last + 1 < len(blocks):
        after.append(_neighbour(document, last + 1, last, today))
    return before, after


def shown(text: str) -> str:
    """Escaped text in which a code such as D-8-4(S) is not broken over two lines."""
    return _CODE.sub(lambda match: f'<span class="code">{match[0]}</span>', escape(text))


def link(url: str, text: str, speech: Words, lang: str = "") -> str:
    """A link that opens in a new tab; the text alone when the address is not http(s)."""
    label = escape(text)
    marked = f' lang="{lang}"' if lang else ""
    if not is_web_address(url):
        return f"<span{marked}>{label}</span>"
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer"{marked}>{label}'
        f'<span class="sr-only"> ({escape(speech("page.new_tab"))})</span></a>'
    )


def is_web_address(url: str) -> bool:
    """Is this an http or https address with a host, and nothing else?"""
    if not url or not url.isprintable() or any(c.isspace() for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _document(citation: Citation, index: Index | None) -> Document | None:
    if index is None:
        return None
    return index.documents.get(f"{citation.document_id}.{citation.language}")


def _card(
    citation: Citation, document: Document | None, speech: Words, prefix: str, today: date
) -> str:
    name = f"{prefix}-{escape(citation.label)}"
    number = escape(speech("page.source_number", number=citation.label))
    language = escape(citation.language)
    before, after = surroundings(document, citation, today)
    near_before = "".join(_near_html(item, citation.language, speech) for item in before)
    near_after = "".join(_near_html(item, citation.language, speech) for item in after)
    return (
        f'<article class="card" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<header><span class="number" aria-hidden="true">{escape(citation.label)}</span>'
        f'<h3 id="{name}-title"><span class="sr-only">{number}: </span>'
        f'<span lang="{language}">{shown(citation.title)}</span></h3>'
        f"{_badge(citation, speech, today)}</header>"
        f"{_place(citation, speech)}"
        f'<blockquote lang="{language}">{near_before}'
        f"<p><mark>{shown(citation.quote)}</mark></p>{near_after}</blockquote>"
        f"{_validity(citation, speech)}{_rests_on(citation, speech)}</article>"
    )


def _status(citation: Citation, today: date) -> str:
    """How a quote stands today: what held on a past day that was asked about may be over."""
    until = citation.valid_until
    over = citation.status == "current" and until is not None and until < today
    return "past" if over else citation.status


def _badge(citation: Citation, speech: Words, today: date) -> str:
    status = _status(citation, today)
    if citation.kind == "passage" and status == "current":
        return ""  # a document's words have no validity of their own: nothing is claimed
    return f'<span class="badge {escape(status)}">{escape(speech(f"status.{status}"))}</span>'


def _place(citation: Citation, speech: Words) -> str:
    parts = [
        f'<span lang="{escape(citation.language)}">{escape(part)}</span>'
        for part in citation.heading
    ]
    if citation.page:
        parts.append(f"<span>{escape(speech('page.page', number=citation.page))}</span>")
    return f'<p class="place">{"<i> › </i>".join(parts)}</p>' if parts else ""


def _validity(citation: Citation, speech: Words) -> str:
    parts = []
    if citation.valid_from:
        parts.append(speech("page.valid_from", date=speech.date(citation.valid_from)))
    if citation.valid_until:
        parts.append(speech("page.valid_until", date=speech.date(citation.valid_until)))
    return f'<p class="validity">{escape(" · ".join(parts))}</p>' if parts else ""


def _rests_on(citation: Citation, speech: Words) -> str:
    if citation.kind == "passage" and not citation.sources:
        origin = f'<span lang="{escape(citation.language)}">{escape(citation.title)}</span>'
        return f'<p class="rests">{escape(speech("page.passage_from"))} {origin}</p>'
    if not citation.sources:
        return ""
    key = "page.statement_by_us" if citation.kind == "statement" else "page.passage_from"
    items = "".join(_source(source, speech) for source in citation.sources)
    return f'<p class="rests">{escape(speech(key))}</p><ul class="rests-on">{items}</ul>'


def _source(source: SourceRef, speech: Words) -> str:
    when = speech.partial_date(source.date)
    published = speech("page.published", publisher=source.publisher, date=when)
    kind = ""
    if source.kind:
        kind = f' <span class="kind">{escape(speech(f"page.kind_{source.kind}"))}</span>'
    lang = "ko" if _HANGUL.search(source.title) and speech.language != "ko" else ""
    title = link(source.url, source.title, speech, lang)
    return f'<li><span class="publisher">{escape(published)}</span>{kind}<br>{title}</li>'


def _near_html(item: Neighbour, language: str, speech: Words) -> str:
    heading = f"<b>{escape(item.heading)}.</b> " if item.heading else ""
    status = ""
    if item.status:
        words = escape(speech(f"status.{item.status}"))
        status = f' <small lang="{speech.language}">({words})</small>'
    return f'<p class="near" lang="{escape(language)}">{heading}{shown(item.text)}{status}</p>'


def _neighbour(document: Document, place: int, beside: int, today: date) -> Neighbour:
    block, quoted = document.blocks[place], document.blocks[beside]
    text = document.text[block.start : block.end].strip()
    text = _tail(text) if place < beside and block.kind != "statement" else _head(text)
    heading = ""
    if block.heading != quoted.heading and block.heading:
        heading = block.heading[-1]
    return Neighbour(text, heading, _standing(block, today))


def _standing(block: Block, today: date) -> str:
    for flag in ("disputed", "gap", "unverified"):
        if flag in block.flags:
            return flag
    return "past" if block.validity.ended_before(today) else ""


def _head(text: str) -> str:
    if len(text) <= _NEAR:
        return text
    cut = text.rfind(" ", 0, _NEAR)
    return text[: cut if cut > 0 else _NEAR] + "…"


def _tail(text: str) -> str:
    if len(text) <= _NEAR:
        return text
    cut = text.find(" ", len(text) - _NEAR)
    return "…" + text[cut + 1 if cut >= 0 else -_NEAR :]
