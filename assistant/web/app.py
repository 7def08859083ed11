"""The page itself: the only file that imports gradio."""

import asyncio
import os
from collections.abc import AsyncIterator
from html import escape
from typing import Any

from assistant.conversation import Assistant
from assistant.web.readiness import Readiness
from assistant.web.talk import (
    Reader,
    View,
    browser_language,
    conversation_html,
    converse,
    current_index,
    error_line,
    footer_html,
    stopped,
)
from assistant.web.transcript import Exchange, welcome_html
from assistant.words import Words, words

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

CHOICES = ("auto", "fr", "en", "ko")
_NAMES = {"fr": "Français", "en": "English", "ko": "한국어"}
_HEAD = (
    '<link rel="stylesheet" href="/page/page.css">'
    '<link rel="icon" type="image/svg+xml" href="/page/icon.svg">'
    '<meta name="color-scheme" content="light dark">'
    '<script src="/page/page.js" defer></script>'
)
_ASKS = """
element.addEventListener('click', event => {
  const choice = event.target.closest('[data-ask]');
  if (choice && !document.querySelector('#stop')) {
    trigger('submit', {question: choice.dataset.ask});
  }
});
"""
_STATUS = '<div role="status" aria-live="polite" class="sr-only">${value}</div>'
_ALERT = '<div role="alert">${value}</div>'
_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}


def mount_page(application: Any, assistant: Assistant, readiness: Readiness) -> None:
    """Put the page at / of a FastAPI application."""
    gr.mount_gradio_app(
        application,
        Page(assistant, readiness).blocks,
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
        theme=_theme(),
        head=_HEAD,
    )


class Page:
    """The components of the page and what joins them."""

    def __init__(self, assistant: Assistant, readiness: Readiness) -> None:
        self._assistant, self._readiness = assistant, readiness
        with gr.Blocks(title="Injae", analytics_enabled=False, fill_width=True) as self.blocks:
            self._build()
            self._join()
        self.blocks.queue(default_concurrency_limit=20, max_size=60, status_update_rate=5)

    def _build(self) -> None:
        speech = words("en")
        self.exchanges = gr.State(())
        self.browser = gr.State("en")
        with gr.Row(elem_id="top"):
            self.brand = _html(_brand_html(speech), elem_id="brand")
            self.fresh = gr.Button(speech("page.new_conversation"), elem_id="fresh", visible=False)
            self.choice = gr.Radio(
                _choices(speech),
                value=self._assistant.settings.language,
                label=speech("page.language"),
                elem_id="language",
            )
        self.trouble = _html(elem_id="trouble", html_template=_ALERT)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.welcome = _html(welcome_html(speech), elem_id="welcome", js_on_load=_ASKS)
                self.past = _html(elem_id="past", js_on_load=_ASKS)
                self.current = _html(elem_id="current", js_on_load=_ASKS)
            with gr.Column(elem_id="beside"):
                self.sources = _html(elem_id="sources")
        with gr.Column(elem_id="composer"):
            self.error = _html(elem_id="error", html_template=_ALERT)
            with gr.Row(elem_id="asking"):
                self.box = gr.Textbox(
                    label=speech("page.question"),
                    placeholder=speech("page.placeholder"),
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                )
                self.ask = gr.Button(speech("page.ask"), variant="primary", elem_id="ask")
                self.stop = gr.Button(speech("page.stop"), elem_id="stop", visible=False)
            self.footer = _html(elem_id="foot")
        self.said = _html(elem_id="said", html_template=_STATUS)

    def _join(self) -> None:
        words_of_page = [
            self.browser, self.brand, self.fresh, self.choice, self.trouble, self.welcome,
            self.box, self.ask, self.stop, self.past, self.current, self.sources, self.footer,
        ]  # fmt: skip
        shown = [
            self.exchanges, self.box, self.welcome, self.past, self.current, self.sources,
            self.footer, self.error, self.said, self.ask, self.stop, self.fresh, self.trouble,
        ]  # fmt: skip
        known = [self.exchanges, self.choice, self.browser]
        quick = {"queue": False, **_PRIVATE}
        self.blocks.load(self._load, known, words_of_page, **quick)
        self.choice.change(self._speak, known, words_of_page, **quick)
        pressed = [
            part.submit(self._press, [self.box, *known], shown, **_PRIVATE)
            for part in (self.welcome, self.past, self.current)
        ]
        asking = [self.box.submit, self.ask.click]
        typed = gr.on(asking, self._ask, [self.box, *known], shown, cancels=pressed, **_PRIVATE)
        self.stop.click(self._stop, [self.box, *known], shown, cancels=[typed, *pressed], **quick)
        self.fresh.click(self._restart, known, shown, **quick)

    def _load(
        self, exchanges: tuple[Exchange, ...], choice: str, _: str, request: gr.Request
    ) -> list[Any]:
        browser = browser_language(request.headers.get("accept-language", ""))
        return self._speak(exchanges, choice, browser)

    def _speak(self, exchanges: tuple[Exchange, ...], choice: str, browser: str) -> list[Any]:
        """Every word of the page in the language chosen."""
        reader = Reader(choice, browser)
        speech, view = reader.page, View(exchanges)
        past, current, sources = conversation_html(view, self._index(view), reader)
        return [
            browser,
            _brand_html(speech),
            gr.update(value=speech("page.new_conversation")),
            gr.update(choices=_choices(speech), label=speech("page.language")),
            self._trouble(reader),
            welcome_html(speech),
            gr.update(label=speech("page.question"), placeholder=speech("page.placeholder")),
            gr.update(value=speech("page.ask")),
            gr.update(value=speech("page.stop")),
            past,
            current,
            sources,
            footer_html(view, reader),
        ]

    async def _ask(
        self, question: str, exchanges: tuple[Exchange, ...], choice: str, browser: str
    ) -> AsyncIterator[list[Any]]:
        reader = Reader(choice, browser)
        async for view in converse(self._assistant, question or "", exchanges, reader):
            yield await asyncio.to_thread(self._shown, view, reader)

    async def _press(
        self,
        draft: str,
        exchanges: tuple[Exchange, ...],
        choice: str,
        browser: str,
        event: gr.EventData,
    ) -> AsyncIterator[list[Any]]:
        """A question that stands on the page is asked; a draft in the box stays there."""
        reader = Reader(choice, browser)
        question = str(event._data.get("question", ""))
        async for view in converse(self._assistant, question, exchanges, reader):
            updates = await asyncio.to_thread(self._shown, view, reader)
            if draft or not view.error:
                updates[1] = gr.skip()
            yield updates

    def _stop(
        self, draft: str, exchanges: tuple[Exchange, ...], choice: str, browser: str
    ) -> list[Any]:
        return self._shown(stopped(exchanges, draft or ""), Reader(choice, browser))

    def _restart(self, exchanges: tuple[Exchange, ...], choice: str, browser: str) -> list[Any]:
        return self._shown(View(()), Reader(choice, browser))

    def _shown(self, view: View, reader: Reader) -> list[Any]:
        past, current, sources = conversation_html(view, self._index(view), reader)
        return [
            view.exchanges,
            gr.skip() if view.box is None else view.box,
            gr.update(visible=not view.exchanges),
            past,
            current,
            sources,
            footer_html(view, reader),
            escape(view.error),
            view.said,
            gr.update(visible=not view.running),
            gr.update(visible=view.running),
            gr.update(visible=bool(view.exchanges) and not view.running),
            "" if view.error else self._trouble(reader),
        ]

    def _trouble(self, reader: Reader) -> str:
        trouble = self._readiness.trouble()
        return escape(error_line(trouble, reader)) if trouble else ""

    def _index(self, view: View) -> Any:
        """The index, once something was answered from it; it is not waited for before."""
        if not any(exchange.answer for exchange in view.exchanges):
            return None
        return current_index(self._assistant)


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)


def _choices(speech: Words) -> list[tuple[str, str]]:
    return [(_NAMES.get(code, speech("page.auto")), code) for code in CHOICES]


def _brand_html(speech: Words) -> str:
    return (
        f'<h1 data-language="{speech.language}">{speech("page.title")} '
        f'<span lang="ko" aria-hidden="true">인재</span></h1>'
        f'<p lang="{speech.language}">{speech("page.tagline")}</p>'
    )


def _theme() -> Any:
    """No remote font, and the ground of page.css from the first moment."""
    return gr.themes.Base(font=["Arial", "sans-serif"], font_mono=["monospace"]).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#131716",
        body_text_color="#1c2220",
        body_text_color_dark="#e7ece9",
    )
