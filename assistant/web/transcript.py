"""The conversation as HTML: questions, answers with their marks, notes, whom to ask, examples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.types import Answer, Note, Turn
from assistant.web.panel import cards_html, link, shown
from assistant.words import Words, words
from ingest import Index

AUDIENCES = ("founder", "student", "evaluator")
_MARK = re.compile(r" ?\[(\d{1,3})\]")
_CHOICES = ("asked_back", "greeting")
_WWW = re.compile(r"\bwww\.[a-z0-9.-]+[a-z]")
_HOTLINE = re.compile(r"\b1345\b")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has been replied to it so far."""

    question: str
    language: str
    """Of the reply as far as it is known."""
    text: str = ""
    answer: Answer | None = None
    stopped: bool = False

    def answered(self, answer: Answer) -> "Exchange":
        """The same exchange with its whole answer."""
        return replace(self, answer=answer, text=answer.text, language=answer.language)


def turns_of(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The conversation as the assistant takes it."""
    turns: list[Turn] = []
    for exchange in exchanges:
        turns.append(Turn("user", exchange.question))
        if exchange.text:
            turns.append(Turn("assistant", exchange.text))
    return tuple(turns)


def welcome_html(speech: Words) -> str:
    """The empty state: what this is, and questions that are asked with one press."""
    groups = "".join(_group(audience, speech) for audience in AUDIENCES)
    return (
        f'<section class="welcome" lang="{speech.language}"><h2>{escape(speech("page.lead"))}</h2>'
        f'<div class="examples">{groups}</div></section>'
    )


def past_html(exchanges: Sequence[Exchange], index: Index | None, speech: Words) -> str:
    """Earlier exchanges, each with its own sources folded under it."""
    return "".join(
        exchange_html(exchange, speech, f"turn{number}-source", _folded(exchange, index, number))
        for number, exchange in enumerate(exchanges, 1)
    )


def exchange_html(
    exchange: Exchange, speech: Words, prefix: str = "source", folded: str = ""
) -> str:
    """One exchange; marks in the answer lead to the cards whose ids begin with `prefix`."""
    return (
        f'<article class="exchange"><h2 class="question" tabindex="-1">'
        f'<span class="sr-only" lang="{speech.language}">{escape(speech("page.you"))}: </span>'
        f"{shown(exchange.question)}</h2>{_reply(exchange, prefix)}{folded}</article>"
    )


def spoken(answer: Answer) -> str:
    """What a screen reader is told when an answer is there."""
    return escape(_MARK.sub("", answer.text))


def _group(audience: str, speech: Words) -> str:
    buttons = "".join(_choice(text) for text in speech.get(f"examples.{audience}"))
    title = escape(speech(f"page.examples_{audience}"))
    name = f"examples-{audience}"
    return f'<div role="group" aria-labelledby="{name}"><h3 id="{name}">{title}</h3>{buttons}</div>'


def _choice(text: str) -> str:
    return f'<button type="button" class="choice" data-ask="{escape(text)}">{shown(text)}</button>'


def _reply(exchange: Exchange, prefix: str) -> str:
    speech = words(exchange.language)
    opening = f'<div class="reply" lang="{speech.language}">'
    answer = exchange.answer
    if answer is None:
        body = _prose(exchange.text, frozenset(), prefix, speech, "") if exchange.text else ""
        if exchange.stopped:
            body += f'<p class="stopped">{escape(speech("page.stopped"))}</p>'
        elif not body:
            body = f'<p class="thinking">{escape(speech("page.thinking"))}</p>'
        return f"{opening}{body}</div>"
    labels = frozenset(citation.label for citation in answer.citations)
    text, whom = _split(answer, speech)
    refused = " refused" if answer.outcome.startswith("refused") else ""
    prose = _prose(text, labels, prefix, speech, answer.outcome)
    for citation in answer.citations:
        if citation.language != answer.language:
            quote = shown(citation.quote)
            prose = prose.replace(quote, f'<span lang="{escape(citation.language)}">{quote}</span>')
    return (
        f'{opening}<div class="answer{refused}">{prose}</div>'
        f"{_notes(answer.notes, labels, prefix, speech)}{whom}{_dated(answer, speech)}</div>"
    )


def _prose(text: str, labels: frozenset[str], prefix: str, speech: Words, outcome: str) -> str:
    """Paragraphs and lists of an answer; the choices it offers are buttons."""
    parts: list[str] = []
    listed: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            listed.append(line[2:].strip())
            continue
        parts += _list(listed, labels, prefix, speech, outcome)
        listed = []
        if line.strip():
            parts.append(f"<p>{_marked(line.strip(), labels, prefix, speech)}</p>")
    parts += _list(listed, labels, prefix, speech, outcome)
    return "".join(parts)


def _list(
    items: list[str],
    labels: frozenset[str],
    prefix: str,
    speech: Words,
    outcome: str,
) -> list[str]:
    if not items:
        return []
    if outcome in _CHOICES:
        return ['<div class="choices">', *(_choice(item) for item in items), "</div>"]
    return [
        "<ul>",
        *(f"<li>{_marked(item, labels, prefix, speech)}</li>" for item in items),
        "</ul>",
    ]


def _marked(text: str, labels: frozenset[str], prefix: str, speech: Words) -> str:
    """Escaped text whose [1] marks lead to their sources."""

    def mark(match: re.Match[str]) -> str:
        label = match[1]
        if label not in labels:
            return match[0]
        name = escape(speech("page.source_number", number=label))
        return (
            # a no-break space: a number alone at the start of a line belongs to nothing
            f'&nbsp;<a class="cite" href="#{prefix}-{label}" aria-label="{name}">'
            f"<span>[</span>{label}<span>]</span></a>"
        )

    return _MARK.sub(mark, shown(text))


def _notes(notes: Sequence[Note], labels: frozenset[str], prefix: str, speech: Words) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li class="note {escape(note.kind)}">'
        f"{_marked(note.text + ''.join(f' [{x}]' for x in note.labels), labels, prefix, speech)}"
        "</li>"
        for note in notes
    )
    return f'<div class="notes"><h3>{escape(speech("page.notes"))}</h3><ul>{items}</ul></div>'


def _split(answer: Answer, speech: Words) -> tuple[str, str]:
    """The answer without its last sentence on whom to ask, and that as a box with links."""
    text = answer.text
    general = speech("refusals.ask_whom_general")
    if answer.contact is None:
        if not text.endswith(general):
            return text, ""
        return text.removesuffix(general).rstrip(), _whom(_linked(general, speech), speech, True)
    name, phone, url = (answer.contact.get(key, "") for key in ("name", "phone", "url"))
    details = ", ".join(part for part in (phone, url) if part)
    line = f"{name} ({details})" if details else name
    sentence = speech("refusals.ask_whom", name=line, details="")
    parts = [f"<strong>{escape(name)}</strong>"]
    if phone:
        parts.append(_telephone(phone))
    if url:
        parts.append(link(url, url.split("://", 1)[-1].rstrip("/"), speech))
    refused = answer.outcome.startswith("refused")
    return text.removesuffix(sentence).rstrip(), _whom(" · ".join(parts), speech, refused)


def _whom(contact: str, speech: Words, refused: bool) -> str:
    title = escape(speech("page.whom"))
    shown = "whom prominent" if refused else "whom"
    return f'<div class="{shown}"><h3>{title}</h3><p>{contact}</p></div>'


def _linked(text: str, speech: Words) -> str:
    """Our own general sentence with its addresses and its telephone number as links."""
    escaped = _WWW.sub(lambda m: link(f"https://{m[0]}", m[0], speech), escape(text))
    return _HOTLINE.sub(lambda m: _telephone(m[0]), escaped)


def _telephone(phone: str) -> str:
    digits = re.sub(r"[^0-9+]", "", phone)
    return f'<a href="tel:{digits}">{escape(phone)}</a>' if digits else escape(phone)


def _dated(answer: Answer, speech: Words) -> str:
    if answer.as_of is None or not answer.citations:
        return ""
    return f'<p class="dated">{escape(speech("page.as_of", date=speech.date(answer.as_of)))}</p>'


def _folded(exchange: Exchange, index: Index | None, number: int) -> str:
    answer = exchange.answer
    if answer is None or not answer.citations:
        return ""
    speech = words(exchange.language)
    title = escape(speech("page.sources_count", count=len(answer.citations)))
    cards = cards_html(answer, index, speech, f"turn{number}-source")
    return (
        f'<details class="earlier" lang="{speech.language}"><summary>{title}</summary>'
        f"{cards}</details>"
    )
