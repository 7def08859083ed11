"""The conversation as HTML: questions, answers with their marks, whom to ask, what to do next."""

import json
import re
from collections.abc import Sequence
from html import escape

from assistant.types import Answer
from assistant.web.exchange import Exchange
from assistant.web.explained import explained_html
from assistant.web.export import answer_markdown, stopped_markdown
from assistant.web.links import contact_html, link, telephone
from assistant.web.marks import MARK, choice_html, prose_html
from assistant.web.notes import notes_ask, notes_html
from assistant.web.panel import cards_html, copy_button
from assistant.web.typography import counted, say, shown, spaced
from assistant.words import Words, words
from ingest import Index

AUDIENCES = ("founder", "student", "evaluator")
_WWW = re.compile(r"\bwww\.[a-z0-9.-]+[a-z]")
_HOTLINE = re.compile(r"\b1345\b")


def welcome_html(speech: Words) -> str:
    """The empty state: what this is, questions asked with one press, earlier conversations."""
    groups = "".join(_group(audience, speech) for audience in AUDIENCES)
    return (
        f'<section class="welcome" lang="{speech.language}"><h2>{say(speech, "page.lead")}</h2>'
        f'<div class="examples">{groups}</div>{_kept(speech)}</section>'
    )


def past_html(
    exchanges: Sequence[Exchange], index: Index | None, speech: Words | None = None
) -> str:
    """Earlier exchanges, each with its own sources folded under it.

    What is not part of an answer is in the language chosen, or in the answer's own.
    """
    return "".join(
        exchange_html(
            exchange, speech or words(exchange.language), f"turn{place + 1}-source", place, index
        )
        for place, exchange in enumerate(exchanges)
    )


def exchange_html(
    exchange: Exchange,
    speech: Words,
    prefix: str = "source",
    place: int = 0,
    index: Index | None = None,
) -> str:
    """One exchange; marks in the answer lead to the cards whose ids begin with `prefix`.

    The sources of the last exchange stand beside the conversation, those of others below them.
    """
    folded = "" if prefix == "source" else _folded(exchange, index, prefix, speech)
    return (
        f'<article class="exchange" data-place="{place}"{_data(exchange)}>'
        f'<h2 class="question" tabindex="-1">'
        f'<span class="sr-only" lang="{speech.language}">{say(speech, "page.you")}: </span>'
        f"{shown(exchange.question, exchange.language)}</h2>"
        f"{_editor(exchange, speech)}{_reply(exchange, prefix, speech, index)}{folded}</article>"
    )


def next_html(questions: Sequence[str], language: str, speech: Words) -> str:
    """Questions to ask next, in the language of the answer."""
    if not questions:
        return ""
    choices = "".join(choice_html(text, language) for text in questions)
    title = say(speech, "conversation.follow_ups")
    return (
        f'<div class="follow-ups" role="group" aria-labelledby="next-title" '
        f'lang="{speech.language}"><h3 id="next-title">{title}</h3>{choices}</div>'
    )


def spoken(answer: Answer) -> str:
    """What a screen reader is told when an answer is there."""
    return escape(spaced(MARK.sub("", answer.text), answer.language))


def _group(audience: str, speech: Words) -> str:
    questions = speech.get(f"examples.{audience}")
    buttons = "".join(choice_html(text, speech.language) for text in questions)
    title = say(speech, f"page.examples_{audience}")
    name = f"examples-{audience}"
    return f'<div role="group" aria-labelledby="{name}"><h3 id="{name}">{title}</h3>{buttons}</div>'


def _kept(speech: Words) -> str:
    """Where the page's script lists the conversations that this browser keeps."""
    one, other = (say(speech, f"history.questions_{count}") for count in ("one", "other"))
    return (
        f'<section class="kept" aria-labelledby="kept-title" data-one="{one}" data-other="{other}" '
        f'data-forget="{say(speech, "history.forget_one", title="{title}")}" '
        f'data-forgotten="{say(speech, "history.forgotten")}">'
        f'<h3 id="kept-title">{say(speech, "history.title")}</h3><ul></ul>'
        f'<p class="where">{say(speech, "history.where")}</p><p class="keeping">'
        f'<label><input type="checkbox" class="keep" checked> {say(speech, "history.keep")}</label>'
        f'<button type="button" class="quiet forget">{say(speech, "history.forget")}</button>'
        f'</p><p class="sr-only" role="status"></p></section>'
    )


def _data(exchange: Exchange) -> str:
    """What the page's script keeps in the browser and exports."""
    speech = words(exchange.language)
    if exchange.answer is None:
        if not exchange.stopped:
            return ""
        markdown = stopped_markdown(exchange.question, exchange.text, speech)
        return f' data-markdown="{escape(markdown)}"'
    answer = exchange.answer
    saved = json.dumps(
        {**answer.to_json(), "timings": {}}, ensure_ascii=False, separators=(",", ":")
    )
    markdown = answer_markdown(exchange.question, answer)
    return f' data-saved="{escape(saved)}" data-markdown="{escape(markdown)}"'


def _editor(exchange: Exchange, speech: Words) -> str:
    """A form that takes the question's place while it is edited."""
    if exchange.answer is None and not exchange.stopped:
        return ""
    return (
        f'<form class="editor" lang="{speech.language}" hidden><label>'
        f'<span class="sr-only">{say(speech, "conversation.edit")}</span>'
        f'<textarea rows="2" maxlength="1000">{escape(exchange.question)}</textarea></label>'
        f'<p class="edit-note">{say(speech, "conversation.edit_note")}</p>'
        f'<button type="submit" class="strong">{say(speech, "conversation.edit_ask")}</button>'
        f'<button type="button" class="quiet" data-cancel>{say(speech, "conversation.cancel")}'
        f"</button></form>"
    )


def _reply(exchange: Exchange, prefix: str, page: Words, index: Index | None) -> str:
    speech = words(exchange.language)
    opening = f'<div class="reply" lang="{speech.language}">'
    answer = exchange.answer
    if answer is None:
        actions = _actions(exchange, page) if exchange.stopped else ""
        return f"{opening}{_unfinished(exchange, prefix, speech)}{actions}</div>"
    text, whom = _split(answer, speech)
    stopped = f'<p class="stopped">{say(speech, "page.stopped")}</p>' if exchange.stopped else ""
    return (
        f"{opening}{_answer_html(answer, text, prefix, speech)}{stopped}"
        f"{notes_html(answer, index, prefix, speech)}{whom}{_dated(answer, speech)}"
        f"{_actions(exchange, page)}{explained_html(exchange.explained, answer, page)}"
        "</div>"
    )


def _unfinished(exchange: Exchange, prefix: str, speech: Words) -> str:
    """What is there while an answer is looked for or written, or after it was stopped."""
    labels = frozenset(c.label for c in exchange.closest.citations) if exchange.closest else ()
    body = ""
    if exchange.text:
        body = prose_html(exchange.text, frozenset(labels), prefix, speech)
    if exchange.stopped:
        return f'{body}<p class="stopped">{say(speech, "page.stopped")}</p>'
    if exchange.closest is None:
        return body or f'<p class="thinking">{say(speech, "page.thinking")}</p>'
    state = say(speech, "conversation.working")
    if exchange.waiting:
        state = escape(counted(speech, "conversation.waiting", exchange.waiting))
    text, _ = _split(exchange.closest, speech)
    return (
        f'{body}<p class="thinking">{state}</p><section class="closest">'
        f"<h3>{say(speech, 'conversation.closest')}</h3>"
        f"{_answer_html(exchange.closest, text, prefix, speech, 'quoted')}</section>"
    )


def _answer_html(
    answer: Answer, text: str, prefix: str, speech: Words, name: str = "answer"
) -> str:
    labels = frozenset(citation.label for citation in answer.citations)
    refused = " refused" if answer.outcome.startswith("refused") else ""
    prose = prose_html(text, labels, prefix, speech, answer.outcome)
    for citation in answer.citations:
        if citation.language != answer.language:
            # the answer's own language set its spaces, the quote's language is marked
            quote = shown(" ".join(citation.quote.split()), answer.language)
            prose = prose.replace(quote, f'<span lang="{escape(citation.language)}">{quote}</span>')
    return f'<div class="{name}{refused}">{prose}</div>'


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
    refused = answer.outcome.startswith("refused")
    whom = "" if notes_ask(answer) else _whom(contact_html(answer.contact, speech), speech, refused)
    return text.removesuffix(sentence).rstrip(), whom


def _whom(contact: str, speech: Words, refused: bool) -> str:
    name = "whom prominent" if refused else "whom"
    return f'<div class="{name}"><h3>{say(speech, "page.whom")}</h3><p>{contact}</p></div>'


def _linked(text: str, speech: Words) -> str:
    """Our own general sentence with its addresses and its telephone number as links."""
    safe = escape(spaced(text, speech.language))
    linked = _WWW.sub(lambda m: link(f"https://{m[0]}", m[0], speech), safe)
    return _HOTLINE.sub(lambda m: telephone(m[0]), linked)


def _dated(answer: Answer, speech: Words) -> str:
    """The day the answer holds for, and how it was made."""
    if answer.as_of is None or not answer.citations:
        return ""
    day = say(speech, "page.as_of", date=speech.date(answer.as_of))
    model = answer.model or speech("conversation.a_model")
    made = say(speech, f"conversation.by_{answer.mode}", model=model)
    return f'<p class="dated">{day} · <span class="made {escape(answer.mode)}">{made}</span></p>'


def _actions(exchange: Exchange, speech: Words) -> str:
    copy = ""
    if exchange.answer is not None:
        markdown = answer_markdown(exchange.question, exchange.answer)
        copy = copy_button(markdown, say(speech, "conversation.copy"))
    return (
        f'<p class="actions" lang="{speech.language}">{copy}'
        f'<button type="button" class="quiet" data-retry="{escape(exchange.question)}">'
        f"{say(speech, 'conversation.retry')}</button>"
        f'<button type="button" class="quiet" data-edit>{say(speech, "conversation.edit")}'
        f"</button></p>"
    )


def _folded(exchange: Exchange, index: Index | None, prefix: str, speech: Words) -> str:
    answer = exchange.answer
    if answer is None or not answer.citations:
        return ""
    title = say(speech, "page.sources_count", count=len(answer.citations))
    cards = cards_html(answer, index, speech, prefix)
    return (
        f'<details class="earlier" lang="{speech.language}"><summary>{title}</summary>'
        f"{cards}</details>"
    )
