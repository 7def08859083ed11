"""What the page shows while a question is answered, without a word of gradio."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from assistant.conversation import Assistant, Reply
from assistant.errors import BadQuestion
from assistant.types import Answer
from assistant.understanding import clean_question
from assistant.web.panel import sources_html
from assistant.web.transcript import Exchange, exchange_html, past_html, spoken, turns_of
from assistant.words import Words, words
from ingest import LANGUAGES, Index, InjaeError, language

PACE = 0.2
"""Seconds between two updates of the page, at least."""
_LOOK = 2000
"""Characters that the language of a question is judged by."""
_ERRORS = {"no_index": "no_index", "encoder": "encoder", "encoder_mismatch": "encoder"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """What the page knows of who reads it."""

    choice: str = "auto"
    """As the radio buttons stand: auto, fr, en or ko."""
    browser: str = "en"
    """The language that the browser asks for."""

    @property
    def page(self) -> Words:
        """The words of the page itself."""
        return words(self.browser if self.choice == "auto" else self.choice)

    def reply_language(self, question: str) -> str:
        """The language of what is said about a question before it is answered."""
        if self.choice != "auto":
            return self.choice
        found = language.detect(question[:_LOOK], self.browser)
        return found if found in LANGUAGES else self.browser


@dataclass(frozen=True, slots=True)
class View:
    """The page at one moment."""

    exchanges: tuple[Exchange, ...]
    box: str | None = None
    """What the question box is set to; None leaves it as it is."""
    running: bool = False
    error: str = ""
    said: str = ""
    """Told to screen readers."""

    @property
    def last_answer(self) -> Answer | None:
        """The answer whose sources stand beside the conversation."""
        return self.exchanges[-1].answer if self.exchanges else None


def browser_language(accepted: str) -> str:
    """The first of our languages in an Accept-Language header; English when there is none."""
    weighted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.partition("=")[2] or 1)
        except ValueError:
            weight = 0.0
        weighted.append((-weight, tag.split("-")[0].lower()))
    known = [code for _, code in sorted(weighted, key=lambda pair: pair[0]) if code in LANGUAGES]
    return known[0] if known else "en"


async def converse(
    assistant: Assistant, question: str, exchanges: Sequence[Exchange], reader: Reader
) -> AsyncIterator[View]:
    """The views from question to answer; a question that fails stays in its box."""
    earlier = tuple(_settled(exchange) for exchange in exchanges)
    speech = words(reader.reply_language(question))
    limit = assistant.settings.max_characters
    try:
        shown = clean_question(question, limit)
    except BadQuestion as error:
        yield View(earlier, question, error=error_line(error, reader, question, limit))
        return
    asked = Exchange(shown, speech.language)
    # a box that was not used for this question (a choice was pressed) keeps its draft
    yield View((*earlier, asked), "", running=True, said=speech("page.thinking"))
    try:
        async for exchange in _paced(assistant, asked, earlier, reader):
            done = exchange.answer is not None
            said = spoken(exchange.answer) if exchange.answer else speech("page.thinking")
            yield View((*earlier, exchange), running=not done, said=said)
    except InjaeError as error:
        yield View(earlier, question, error=error_line(error, reader, question, limit))
    except Exception:
        _log.exception("a question could not be answered")
        yield View(earlier, question, error=speech("errors.failed"))


def stopped(exchanges: Sequence[Exchange], draft: str) -> View:
    """The page after the reader stopped an answer: what was there stays."""
    if not exchanges or exchanges[-1].answer is not None:
        return View(tuple(exchanges))
    last = _settled(exchanges[-1])
    said = words(last.language)("page.stopped")
    box = None if last.text or draft else last.question
    return View((*exchanges[:-1], last), box, said=escape(said))


def error_line(error: InjaeError, reader: Reader, question: str = "", limit: int = 0) -> str:
    """An expected error in the reader's language."""
    speech = words(reader.reply_language(question))
    if isinstance(error, BadQuestion):
        return speech(f"errors.{error.reason}", limit=limit)
    return speech(f"errors.{_ERRORS.get(error.code, 'damaged_index')}")


def current_index(assistant: Assistant) -> Index | None:
    """The index that quotes are shown in; None while there is none."""
    try:
        return assistant.index
    except InjaeError:
        return None


def conversation_html(view: View, index: Index | None, reader: Reader) -> tuple[str, str, str]:
    """Earlier exchanges, the last one, and the sources panel."""
    speech = reader.page
    past = past_html(view.exchanges[:-1], index, speech)
    current = exchange_html(view.exchanges[-1], speech) if view.exchanges else ""
    return past, current, sources_html(view.last_answer, index, panel_words(view, reader))


def panel_words(view: View, reader: Reader) -> Words:
    """The panel speaks the language chosen; left to itself, that of the answer."""
    answer = view.last_answer
    return words(answer.language) if answer and reader.choice == "auto" else reader.page


def footer_html(view: View, reader: Reader) -> str:
    """The day that answers hold for, and what this page is not."""
    speech, answer = reader.page, view.last_answer
    day = (answer.as_of if answer else None) or date.today()
    as_of = speech("page.as_of", date=speech.date(day))
    return (
        f'<p lang="{speech.language}"><strong>{escape(as_of)}</strong> · '
        f"{escape(speech('page.disclaimer'))}</p>"
    )


def _settled(exchange: Exchange) -> Exchange:
    return exchange if exchange.answer else replace(exchange, stopped=True)


async def _paced(
    assistant: Assistant, asked: Exchange, earlier: tuple[Exchange, ...], reader: Reader
) -> AsyncIterator[Exchange]:
    """The exchange as it grows, at most once in PACE seconds, the whole answer last."""
    shown = time.monotonic()
    reply: Reply = await asyncio.to_thread(
        assistant.ask, asked.question, turns_of(earlier), reader.choice
    )
    pieces: Iterator[str] = iter(reply)
    text = ""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        text += piece
        if time.monotonic() - shown >= PACE:
            shown = time.monotonic()
            yield replace(asked, text=text, language=reply.query.language)
    await asyncio.sleep(max(0.0, PACE - (time.monotonic() - shown)))
    yield asked.answered(reply.answer)
