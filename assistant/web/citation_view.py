"""A citation in its whole document: its page or its text, and the reader's language beside it."""

import base64
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from assistant.citations import cite
from assistant.types import Citation, Evidence, Query
from assistant.web.export import citation_text
from assistant.web.panel import (
    badge_html,
    beside,
    copy_button,
    place_html,
    rests_on_html,
    validity_html,
)
from assistant.web.pdf_pages import page_image
from assistant.web.surroundings import standing, standing_html
from assistant.web.typography import say, shown
from assistant.words import Words
from ingest import Block, Document, Index

_AROUND = 60
"""Blocks shown on either side of the quote: a brief whole, of a long document what surrounds it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a quote stands."""

    document: Document
    start: int
    end: int


def view_html(index: Index, key: str, start: int, end: int, speech: Words) -> str:
    """The view of a quote; empty when no such words are in the index."""
    document = index.documents.get(key)
    citation = _citation(index, key, start, end, speech)
    if document is None or citation is None:
        return ""
    today = date.today()
    language = escape(document.language)
    kind = say(speech, f"citation.kind_{citation.kind}")
    return (
        f'<article class="cited" lang="{speech.language}"><header>'
        f'<p class="kind-of">{kind}</p>'
        f'<h2 id="viewer-title" lang="{language}">{shown(document.title, language)}</h2>'
        f"{badge_html(citation, speech, today)}{place_html(citation, speech)}</header>"
        f'<div class="sides">{_original(index, citation, document, speech, today)}'
        f"{_beside(index, citation, speech, today)}</div>"
        f"<footer>{validity_html(citation, speech)}{rests_on_html(citation, document, speech)}"
        f'<p class="card-actions">'
        f"{copy_button(citation_text(citation, speech), say(speech, 'citation.copy'))}</p>"
        f"</footer></article>"
    )


def _citation(index: Index, key: str, start: int, end: int, speech: Words) -> Citation | None:
    """The citation of `document.text[start:end]`, when a chunk of the index holds these words."""
    for chunk in index.chunks:
        if chunk.document_key == key and chunk.start <= start < end <= chunk.end:
            quote = chunk.text[start - chunk.start : end - chunk.start]
            today = date.today()
            query = Query("", "", speech.language, speech.language, "question", today, today)
            return cite(Evidence("1", chunk, 0.0), index, query, quote)
    return None


def _original(
    index: Index, citation: Citation, document: Document, speech: Words, today: date
) -> str:
    quoted = Quoted(document, citation.start, citation.end)
    picture = _picture(index, citation, document, speech)
    title = ""
    if document.language != speech.language:
        name = speech(f"names.{document.language}")
        title = f"<h3>{say(speech, 'citation.original', language=name)}</h3>"
    if picture:
        summary = say(speech, "citation.text_view")
        text = f"<details><summary>{summary}</summary>{_text(quoted, speech, today)}</details>"
        return f'<section class="side">{title}{picture}{text}</section>'
    return f'<section class="side">{title}{_text(quoted, speech, today)}</section>'


def _beside(index: Index, citation: Citation, speech: Words, today: date) -> str:
    """The same statement, in the reader's language, in its own version of the document."""
    chunk = beside(citation, index, speech)
    if chunk is None:
        return ""
    title = say(speech, "citation.beside", language=speech(f"names.{speech.language}"))
    document = index.documents[chunk.document_key]
    text = _text(Quoted(document, chunk.start, chunk.end), speech, today)
    return f'<section class="side"><h3>{title}</h3>{text}</section>'


def _picture(index: Index, citation: Citation, document: Document, speech: Words) -> str:
    """The page of a PDF with the quote marked; empty when it cannot be found there."""
    path = _original_file(index, document)
    if path is None or citation.page is None or path.suffix.lower() != ".pdf":
        return ""
    image = page_image(path, citation.page, citation.quote)
    if image is None:
        return ""
    name = say(speech, "citation.page_view", number=citation.page)
    data = base64.b64encode(image).decode("ascii")
    quoted = say(speech, "citation.quoted")
    return (
        f'<figure><figcaption>{name}</figcaption><div class="paper" tabindex="0" role="group" '
        f'aria-label="{name}"><img src="data:image/png;base64,{data}" alt="{name}"></div>'
        f'<p class="quoted-words">{quoted} <q lang="{escape(document.language)}">'
        f"{shown(' '.join(citation.quote.split()), document.language)}</q></p></figure>"
    )


def _original_file(index: Index, document: Document) -> Path | None:
    """The file a document was read from, where the index still has it."""
    find = getattr(index, "original", None)
    path = find(document) if find else Path(document.path)
    return path if path is not None and document.path and path.is_file() else None


def _text(quoted: Quoted, speech: Words, today: date) -> str:
    """Blocks under their headings, the quoted words marked."""
    blocks = quoted.document.blocks
    inside = [i for i, b in enumerate(blocks) if b.end > quoted.start and b.start < quoted.end]
    first = max(0, inside[0] - _AROUND) if inside else 0
    last = min(len(blocks), (inside[-1] if inside else 0) + _AROUND + 1)
    language = escape(quoted.document.language)
    parts = []
    for heading, group in groupby(blocks[first:last], key=lambda block: block.heading):
        if heading:
            parts.append(f'<p class="heading">{shown(heading[-1], language)}</p>')
        parts += [_block(block, quoted, speech, today) for block in group]
    cut = first > 0 or last < len(blocks)
    rest = f'<p class="cut">{say(speech, "citation.cut")}</p>' if cut else ""
    name = say(speech, "citation.text_view")
    return (
        f'<div class="text" tabindex="0" role="group" aria-label="{name}">'
        f'<div lang="{language}">{"".join(parts)}</div></div>{rest}'
    )


def _block(block: Block, quoted: Quoted, speech: Words, today: date) -> str:
    language, text = quoted.document.language, quoted.document.text
    start, end = max(block.start, quoted.start), min(block.end, quoted.end)
    if start >= end:
        body = shown(text[block.start : block.end].strip(), language)
        return f"<p>{body}{standing_html(standing(block, today), speech)}</p>"
    return (
        f'<p class="here">{shown(text[block.start : start], language)}'
        f"<mark>{shown(text[start:end], language)}</mark>"
        f"{shown(text[end : block.end], language)}"
        f"{standing_html(standing(block, today), speech)}</p>"
    )
