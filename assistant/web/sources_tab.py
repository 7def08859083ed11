"""The Sources tab: every document that answers come from, searched, opened, compared."""

import os
from html import escape
from typing import Any

from assistant import catalogue
from assistant.conversation import Assistant
from assistant.web.sources_view import changes_html, document_html, list_html
from assistant.web.talk import Reader, browser_language, error_line
from assistant.web.typography import label, say
from assistant.words import Words, words
from ingest import LANGUAGES, InjaeError, last_changes

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_QUICK = {"queue": False, "api_visibility": "private", "show_progress": "hidden"}
_LONGEST = 200
_OPENS = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-open]');
  if (button) trigger('submit', {document: button.dataset.open});
});
"""


class SourcesTab:
    """Builds its components where it is made; `parts` and `speak` follow the page's language."""

    def __init__(self, assistant: Assistant, choice: Any) -> None:
        self._assistant = assistant
        speech = words("en")
        with gr.Column(elem_id="shelf", elem_classes="tab"):
            self._lead = _html(_lead_html(speech))
            with gr.Row(elem_id="searching"):
                self._wanted = gr.Textbox(
                    label=label(speech, "sources.search"), lines=1, max_lines=1, elem_id="wanted"
                )
                self._find = gr.Button(label(speech, "sources.find"), elem_id="find")
            self._language = gr.Radio(
                _languages(speech),
                value="",
                label=label(speech, "page.language"),
                elem_id="shelf-language",
            )
            self._list = _html(elem_id="documents", js_on_load=_OPENS)
            self._changes = _html(elem_id="changes")
        asked = [self._wanted, self._language, choice]
        # none is dropped while another runs, and only a reader's own choice of language searches
        gr.on(
            [self._find.click, self._wanted.submit, self._language.input],
            self._search,
            asked,
            [self._list],
            trigger_mode="multiple",
            **_QUICK,
        )
        self._list.submit(self._open, asked, [self._list], **_QUICK)

    @property
    def parts(self) -> list[Any]:
        """The components whose words depend on the language."""
        return [
            self._lead, self._wanted, self._find, self._language, self._list, self._changes,
        ]  # fmt: skip

    def speak(self, speech: Words) -> list[Any]:
        """An update for each of `parts`: the whole list, in the language chosen."""
        return [
            _lead_html(speech),
            gr.update(label=label(speech, "sources.search"), value=""),
            gr.update(value=label(speech, "sources.find")),
            gr.update(
                choices=_languages(speech),
                label=label(speech, "page.language"),
                value=speech.language,
            ),
            self._listed("", speech.language, Reader(speech.language)),
            self._compared(Reader(speech.language)),
        ]

    def _search(self, wanted: str, language: str, choice: str, request: gr.Request) -> str:
        return self._listed(wanted, language, _reader(choice, request))

    def _open(
        self, wanted: str, language: str, choice: str, request: gr.Request, event: gr.EventData
    ) -> str:
        reader, key = _reader(choice, request), str(event._data.get("document", ""))
        try:
            index = self._assistant.index
        except InjaeError as error:
            return _alert(error, reader)
        if key not in index.documents:
            return self._listed(wanted, language, reader)
        entry = next(e for e in catalogue.entries(index) if e.document.key == key)
        return document_html(entry, (wanted or "")[:_LONGEST], reader.page)

    def _listed(self, wanted: str, language: str, reader: Reader) -> str:
        try:
            index = self._assistant.index
        except InjaeError as error:
            return _alert(error, reader)
        wanted = (wanted or "").strip()[:_LONGEST]
        entries = [e for e in catalogue.entries(index) if language in ("", e.document.language)]
        return list_html(catalogue.search(entries, wanted), wanted, index.build, reader.page)

    def _compared(self, reader: Reader) -> str:
        try:
            return changes_html(last_changes(self._assistant.settings.home), reader.page)
        except InjaeError:
            return ""


def _reader(choice: str, request: gr.Request) -> Reader:
    return Reader(choice, browser_language(request.headers.get("accept-language", "")))


def _alert(error: InjaeError, reader: Reader) -> str:
    return f'<p role="alert">{escape(error_line(error, reader))}</p>'


def _lead_html(speech: Words) -> str:
    return (
        f'<h2 lang="{speech.language}">{say(speech, "sources.title")}</h2>'
        f'<p class="lead" lang="{speech.language}">{say(speech, "sources.lead")}</p>'
    )


def _languages(speech: Words) -> list[tuple[str, str]]:
    named = [(label(speech, f"names.{code}"), code) for code in LANGUAGES]
    return [*named, (label(speech, "sources.every_language"), "")]


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)
