"""The page: what joins its components, and where it is mounted."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import Any

from assistant.conversation import Assistant
from assistant.web.cited import add_cited
from assistant.web.exchange import Exchange
from assistant.web.history import restored
from assistant.web.layout import Layout
from assistant.web.parts import (
    HEAD,
    brand_html,
    language_choices,
    phrases_html,
    theme,
)
from assistant.web.plugins import Bench
from assistant.web.readiness import Readiness
from assistant.web.suggestions import Suggestions
from assistant.web.talk import (
    Halt,
    Reader,
    View,
    browser_language,
    conversation_html,
    converse,
    current_index,
    error_line,
    footer_html,
    panel_words,
    stopped,
)
from assistant.web.transcript import next_html, welcome_html
from assistant.web.typography import label

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_SESSIONS = 500
"""Readers whose conversation is held; some 250 kB each, the one least lately seen goes first."""
_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}


def mount_page(
    application: Any, assistant: Assistant, readiness: Readiness, bench: Bench | None
) -> None:
    """Put the page at / of a FastAPI application, and what its citations open beside it."""
    add_cited(application, assistant)
    gr.mount_gradio_app(
        application,
        Page(assistant, readiness, bench).blocks,
        path="/",
        server_name=assistant.settings.host,
        server_port=assistant.settings.port,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        theme=theme(),
        head=HEAD,
    )


class Page(Layout):
    """The page as it answers to its reader."""

    def __init__(self, assistant: Assistant, readiness: Readiness, bench: Bench | None) -> None:
        self._readiness = readiness
        self._suggestions = Suggestions(assistant)
        self._halts: dict[str, Halt] = {}
        with gr.Blocks(title="Injae", analytics_enabled=False, fill_width=True) as self.blocks:
            super().__init__(assistant, bench)
            self._join()
        self.blocks.queue(default_concurrency_limit=20, max_size=60, status_update_rate=5)
        self.blocks.state_session_capacity = _SESSIONS

    def _join(self) -> None:
        words_of_page, shown = self.words_of_page, self.shown
        known = [self.exchanges, self.choice, self.browser, self.mode]
        quick = {"queue": False, **_PRIVATE}
        self.blocks.load(self._load, known, words_of_page, **quick)
        self.choice.change(self._speak, known, words_of_page, **quick)
        # asked for by the page once an answer is read: nobody waits for it to ask on
        follow = self.sources.submit(self._follow, known, [self.next], **_PRIVATE)
        pressed = [
            part.submit(self._press, [self.box, *known], shown, cancels=[follow], **_PRIVATE)
            for part in (self.welcome, self.past, self.current, self.next)
        ]
        typed = gr.on(
            [self.box.submit, self.ask.click],
            self._ask,
            [self.box, *known],
            shown,
            cancels=[*pressed, follow],
            **_PRIVATE,
        )
        running = [typed, *pressed, follow]
        # whoever answers says the last word: an answer cut off from outside could still overtake it
        self.stop.click(self._stop, [self.box, *known], shown, **quick)
        self.fresh.click(self._restart, known, shown, cancels=running, **quick)

    def _load(
        self,
        exchanges: tuple[Exchange, ...],
        choice: str,
        _: str,
        mode: str,
        request: gr.Request,
    ) -> list[Any]:
        browser = browser_language(request.headers.get("accept-language", ""))
        return self._speak(exchanges, choice, browser, mode)

    def _speak(
        self, exchanges: tuple[Exchange, ...], choice: str, browser: str, mode: str
    ) -> list[Any]:
        """Every word of the page in the language chosen."""
        reader = Reader(choice, browser, mode)
        speech, view = reader.page, View(exchanges)
        past, current, sources = conversation_html(view, self._index(view), reader)
        return [
            browser,
            brand_html(speech),
            phrases_html(speech),
            gr.update(value=label(speech, "page.new_conversation")),
            gr.update(value=label(speech, "export.button")),
            gr.update(choices=language_choices(speech), label=label(speech, "page.language")),
            self._ways(choice, browser),
            self._trouble(reader),
            welcome_html(speech),
            gr.update(
                label=label(speech, "page.question"), placeholder=label(speech, "page.placeholder")
            ),
            gr.update(value=label(speech, "page.ask")),
            gr.update(value=label(speech, "page.stop")),
            past,
            current,
            "",
            sources,
            footer_html(view, reader),
            *(gr.update(label=label(speech, f"tabs.{name}")) for name in self.names),
            *(update for tab in self.others for update in tab.speak(speech)),
        ]

    async def _ask(
        self,
        question: str,
        exchanges: tuple[Exchange, ...],
        choice: str,
        browser: str,
        mode: str,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        reader = self._reader(choice, browser, mode)
        with self._halting(request) as halt:
            async for view in converse(self._assistant, question or "", exchanges, reader, halt):
                yield await asyncio.to_thread(self._shown, view, reader)

    async def _press(
        self,
        draft: str,
        exchanges: tuple[Exchange, ...],
        choice: str,
        browser: str,
        mode: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        """A question that stands on the page is asked; a draft in the box stays there.

        `at` is where the conversation is cut first; `saved` is one that the browser kept.
        """
        reader = self._reader(choice, browser, mode)
        if saved := event._data.get("saved"):
            limit = self._assistant.settings.max_characters
            index = await asyncio.to_thread(current_index, self._assistant)
            view = View(await asyncio.to_thread(restored, saved, index, limit))
            yield await asyncio.to_thread(self._shown, view, reader)
            return
        at = event._data.get("at")
        kept = exchanges[: max(0, at)] if isinstance(at, int) else exchanges
        question = str(event._data.get("question", ""))
        with self._halting(request) as halt:
            async for view in converse(self._assistant, question, kept, reader, halt):
                if view.error and kept != exchanges:
                    view = replace(view, exchanges=exchanges)
                updates = await asyncio.to_thread(self._shown, view, reader)
                if draft or not view.error:
                    updates[1] = gr.skip()
                yield updates

    async def _follow(
        self, exchanges: tuple[Exchange, ...], choice: str, browser: str, mode: str
    ) -> str:
        """Questions that the last answer leaves open."""
        last = exchanges[-1] if exchanges else None
        if last is None or last.answer is None or last.stopped:
            return ""
        asked = [exchange.question for exchange in exchanges]
        questions = await asyncio.to_thread(self._suggestions.after, last.answer, last.found, asked)
        reader = Reader(choice, browser)
        return next_html(questions, last.language, panel_words(View(exchanges), reader))

    async def _stop(
        self,
        draft: str,
        exchanges: tuple[Exchange, ...],
        choice: str,
        browser: str,
        mode: str,
        request: gr.Request,
    ) -> list[Any]:
        halt = self._halts.get(str(request.session_hash))
        if halt is not None:
            halt.press(draft or "")
            return [gr.skip()] * len(self.shown)
        # nobody answers (the server was started anew): the page is brought to rest from here
        return self._shown(stopped(exchanges, draft or ""), self._reader(choice, browser, mode))

    @contextmanager
    def _halting(self, request: gr.Request) -> Iterator[Halt]:
        """The stop button of a reader while a question of theirs is answered."""
        session, halt = str(request.session_hash), Halt()
        self._halts[session] = halt
        try:
            yield halt
        finally:
            if self._halts.get(session) is halt:
                del self._halts[session]

    def _restart(
        self, exchanges: tuple[Exchange, ...], choice: str, browser: str, mode: str
    ) -> list[Any]:
        return self._shown(View(()), self._reader(choice, browser, mode))

    def _shown(self, view: View, reader: Reader) -> list[Any]:
        past, current, sources = conversation_html(view, self._index(view), reader)
        settled = bool(view.exchanges) and not view.running
        return [
            view.exchanges,
            gr.skip() if view.box is None else view.box,
            gr.update(visible=not view.exchanges),
            past,
            current,
            "",
            sources,
            footer_html(view, reader),
            escape(view.error),
            view.said,
            gr.update(visible=not view.running),
            gr.update(visible=view.running),
            gr.update(visible=settled),
            gr.update(visible=settled),
            "" if view.error else self._trouble(reader),
            self.feedback.html(view.last_answer, reader.page),
        ]

    def _reader(self, choice: str, browser: str, mode: str) -> Reader:
        return Reader(choice, browser, mode if len(self._assistant.modes()) > 1 else "")

    def _trouble(self, reader: Reader) -> str:
        trouble = self._readiness.trouble()
        return escape(error_line(trouble, reader)) if trouble else ""

    def _index(self, view: View) -> Any:
        """The index, once something was answered from it; it is not waited for before."""
        if not any(exchange.sources for exchange in view.exchanges):
            return None
        return current_index(self._assistant)
