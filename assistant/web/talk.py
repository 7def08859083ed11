"""What the page shows while a question is answered, without a word of gradio."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.conversation import Assistant, Reply, explain
from assistant.errors import BadQuestion
from assistant.types import Answer
from assistant.understanding import clean_question
from assistant.web.exchange import Exchange, turns_of
from assistant.web.panel import sources_html
from assistant.web.transcript import exchange_html, past_html, spoken
from assistant.web.typography import label, say
from assistant.web.waiting import wait_for
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
    mode: str = ""
    """How to answer: quote, check or write; empty where there is nothing to choose."""

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
        return self.exchanges[-1].sources if self.exchanges else None


class Halt:
    """The stop button of one question."""

    def __init__(self) -> None:
        self.pressed, self.draft = asyncio.Event(), ""

    def press(self, draft: str) -> None:
        """Whoever answers stops; `draft` is what the reader had begun to type."""
        self.draft = draft
        self.pressed.set()

    async def meets(self, done: "asyncio.Task[Any]", seconds: float | None = None) -> bool:
        """Wait for a task, the button or the seconds; is it the button?"""
        pressed = asyncio.create_task(self.pressed.wait())
        try:
            await asyncio.wait(
                [done, pressed], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            pressed.cancel()
        return self.pressed.is_set()


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
    assistant: Assistant,
    question: str,
    exchanges: Sequence[Exchange],
    reader: Reader,
    halt: Halt | None = None,
) -> AsyncIterator[View]:
    """The views from question to answer; a question that fails stays in its box."""
    halt = halt or Halt()
    settled = tuple(exchange.settled() for exchange in exchanges)
    earlier = tuple(exchange.earlier() for exchange in settled)
    speech = words(reader.reply_language(question))
    limit = assistant.settings.max_characters
    try:
        shown = clean_question(question, limit)
    except BadQuestion as error:
        yield View(settled, question, error=error_line(error, reader, question, limit))
        return
    asked = Exchange(shown, speech.language)
    # a box that was not used for this question (a choice was pressed) keeps its draft
    yield View((*earlier, asked), "", running=True, said=say(speech, "page.thinking"))
    work, exchange = Work(assistant, asked, earlier, reader, halt), asked
    try:
        async for exchange in work.exchanges():
            done = exchange.answer is not None
            said = spoken(exchange.answer) if exchange.answer else say(speech, "page.thinking")
            yield View((*earlier, exchange), running=not done, said=said)
        if halt.pressed.is_set():
            yield stopped((*earlier, exchange), halt.draft)
    except InjaeError as error:
        yield View(earlier, question, error=error_line(error, reader, question, limit))
    except Exception:
        _log.exception("a question could not be answered")
        yield View(earlier, question, error=label(speech, "errors.failed"))
    finally:
        work.cancel()


def stopped(exchanges: Sequence[Exchange], draft: str) -> View:
    """The page after the reader stopped an answer: what was there stays."""
    if not exchanges or exchanges[-1].answer is not None:
        return View(tuple(exchanges))
    last = exchanges[-1].settled()
    box = None if last.text or draft else last.question
    return View((*exchanges[:-1], last), box, said=say(words(last.language), "page.stopped"))


def error_line(error: InjaeError, reader: Reader, question: str = "", limit: int = 0) -> str:
    """An expected error in the reader's language."""
    speech = words(reader.reply_language(question))
    if isinstance(error, BadQuestion):
        return label(speech, f"errors.{error.reason}", limit=limit)
    return label(speech, f"errors.{_ERRORS.get(error.code, 'damaged_index')}")


def current_index(assistant: Assistant) -> Index | None:
    """The index that quotes are shown in; None while there is none."""
    try:
        return assistant.index
    except InjaeError:
        return None


def conversation_html(view: View, index: Index | None, reader: Reader) -> tuple[str, str, str]:
    """Earlier exchanges, the last one, and the sources panel."""
    past = past_html(view.exchanges[:-1], index, None if reader.choice == "auto" else reader.page)
    current = ""
    if view.exchanges:
        last, place = view.exchanges[-1], len(view.exchanges) - 1
        speech = words(last.language) if reader.choice == "auto" else reader.page
        current = exchange_html(last, speech, place=place, index=index)
    return past, current, sources_html(view.last_answer, index, panel_words(view, reader))


def panel_words(view: View, reader: Reader) -> Words:
    """The panel speaks the language chosen; left to itself, that of the answer."""
    answer = view.last_answer
    return words(answer.language) if answer and reader.choice == "auto" else reader.page


def footer_html(view: View, reader: Reader) -> str:
    """The day that answers hold for, and what this page is not."""
    speech, answer = reader.page, view.last_answer
    day = (answer.as_of if answer else None) or date.today()
    as_of = say(speech, "page.as_of", date=speech.date(day))
    disclaimer = say(speech, "page.disclaimer")
    return f'<p lang="{speech.language}"><strong>{as_of}</strong> · {disclaimer}</p>'


class Work:
    """One question being answered."""

    def __init__(
        self,
        assistant: Assistant,
        asked: Exchange,
        earlier: tuple[Exchange, ...],
        reader: Reader,
        halt: Halt,
    ) -> None:
        self._assistant, self._asked, self._earlier = assistant, asked, earlier
        self._reader, self._halt = reader, halt
        self._reply: Reply | None = None
        self._done = False

    async def exchanges(self) -> AsyncIterator[Exchange]:
        """The exchange as it grows, at most once in PACE seconds, the whole answer last.

        It ends early, without the answer, once the reader presses stop.
        """
        asking = asyncio.create_task(asyncio.to_thread(self._ask))
        if await self._halt.meets(asking):
            asking.cancel()
            return
        reply = self._reply = await asking
        if not reply.done:
            async for grown in self._growing(reply):
                yield grown
        answering = asyncio.create_task(wait_for(lambda: reply.answer))
        if await self._halt.meets(answering):
            answering.cancel()
            return
        self._done = True
        yield replace(
            self._asked.answered(await answering),
            explained=_explained(reply),
            found=reply.evidence,
        )

    async def _growing(self, reply: Reply) -> AsyncIterator[Exchange]:
        """The closest statements at once, then what a model makes of them."""
        now = replace(self._asked, language=reply.query.language, closest=reply.closest)
        yield now
        pieces, last, text = iter(reply), time.monotonic(), ""
        waited = asyncio.create_task(wait_for(next, pieces, None))
        try:
            # a model may be silent for long: the line before it moves in the meantime
            while not await self._halt.meets(waited, PACE):
                ahead = reply.waiting
                piece = waited.result() if waited.done() else ""
                if piece is None:
                    break
                if waited.done():
                    waited = asyncio.create_task(wait_for(next, pieces, None))
                text += piece
                grown = replace(now, text=text, waiting=ahead)
                if grown != now and time.monotonic() - last >= PACE:
                    now, last = grown, time.monotonic()
                    yield now
        finally:
            waited.cancel()
        if not self._halt.pressed.is_set():
            await asyncio.sleep(max(0.0, PACE - (time.monotonic() - last)))

    def cancel(self) -> None:
        """Nobody waits any more: what still generates stops."""
        if self._reply is not None and not self._done:
            self._reply.cancel()

    def _ask(self) -> Reply:
        mode: dict[str, Any] = {"mode": self._reader.mode} if self._reader.mode else {}
        history = turns_of(self._earlier)
        return self._assistant.ask(self._asked.question, history, self._reader.choice, **mode)


def _explained(reply: Reply) -> dict[str, Any]:
    """How the question was understood, and which of what was found says that nobody knows."""
    explained = explain(reply)
    for item, evidence in zip(explained["candidates"], reply.evidence, strict=False):
        item["gap"] = "gap" in evidence.chunk.flags
    return explained
