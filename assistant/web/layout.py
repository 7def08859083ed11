"""The components of the page, tab by tab; what joins them is in app.py."""

import os
from typing import Any

from assistant.conversation import Assistant
from assistant.web.apply_tab import ApplyTab
from assistant.web.evaluate_tab import EvaluateTab
from assistant.web.feedback_part import FeedbackPart
from assistant.web.model_panel import ModelPanel
from assistant.web.parts import (
    ALERT,
    ON_FOLLOW,
    ON_PRESS,
    STATUS,
    brand_html,
    language_choices,
    mode_choices,
    phrases_html,
)
from assistant.web.plugins import Bench
from assistant.web.sources_tab import SourcesTab
from assistant.web.talk import Reader
from assistant.web.transcript import welcome_html
from assistant.web.typography import label, say
from assistant.words import Words, words

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

TABS = ("answers", "apply", "sources", "evaluate", "model")


class _Absent:
    """A tab whose part is not installed."""

    def __init__(self) -> None:
        self.parts = [_html(self.speak(words("en"))[0])]

    def speak(self, speech: Words) -> list[str]:
        """Says so."""
        return [f'<p lang="{speech.language}">{say(speech, "tabs.coming")}</p>']


class Layout:
    """Every component of the page; made inside an open `gr.Blocks`."""

    def __init__(self, assistant: Assistant, bench: Bench | None) -> None:
        self._assistant, self._bench = assistant, bench
        self.others: list[Any] = []
        """The tabs beside the conversation: `parts` are outputs, `speak(speech)` their values."""
        self._build()

    @property
    def words_of_page(self) -> list[Any]:
        """What changes with the language."""
        return [
            self.browser, self.brand, self.phrases, self.fresh, self.export, self.choice,
            self.mode, self.trouble, self.welcome, self.box, self.ask, self.stop, self.past,
            self.current, self.next, self.sources, self.footer, *self.tabs,
            *(part for tab in self.others for part in tab.parts),
        ]  # fmt: skip

    @property
    def shown(self) -> list[Any]:
        """What changes with the conversation."""
        return [
            self.exchanges, self.box, self.welcome, self.past, self.current, self.next,
            self.sources, self.footer, self.error, self.said, self.ask, self.stop, self.fresh,
            self.export, self.trouble, self.feedback.component,
        ]  # fmt: skip

    def _build(self) -> None:
        speech = words("en")
        self.exchanges = gr.State(())
        self.browser = gr.State("en")
        with gr.Row(elem_id="top"):
            self.brand = _html(brand_html(speech), elem_id="brand")
            self.choice = gr.Radio(
                language_choices(speech),
                value=self._assistant.settings.language,
                label=label(speech, "page.language"),
                elem_id="language",
            )
        self.trouble = _html(elem_id="trouble", html_template=ALERT)
        self.phrases = _html(phrases_html(speech), elem_id="phrases")
        self.tabs = []
        self.names = TABS if offers_model(self._assistant) else TABS[:-1]
        with gr.Tabs(elem_id="parts", selected=TABS[0], overflow_behavior="wrap"):
            for name in self.names:
                tab = gr.Tab(label(speech, f"tabs.{name}"), id=name, elem_id=f"part-{name}")
                with tab:
                    getattr(self, f"_{name}")()
                self.tabs.append(tab)
        self.said = _html(elem_id="said", html_template=STATUS)

    def _answers(self) -> None:
        speech = words("en")
        with gr.Row(elem_id="tools"):
            self.fresh = gr.Button(
                label(speech, "page.new_conversation"), elem_id="fresh", visible=False
            )
            self.export = gr.Button(label(speech, "export.button"), elem_id="export", visible=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.welcome = _html(welcome_html(speech), elem_id="welcome", js_on_load=ON_PRESS)
                self.past = _html(elem_id="past", js_on_load=ON_PRESS)
                self.current = _html(elem_id="current", js_on_load=ON_PRESS)
                self.feedback = FeedbackPart(self._assistant, self.exchanges)
                self.next = _html(elem_id="next", js_on_load=ON_PRESS)
            with gr.Column(elem_id="beside"):
                self.sources = _html(elem_id="sources", js_on_load=ON_FOLLOW)
        with gr.Column(elem_id="composer"):
            self.error = _html(elem_id="error", html_template=ALERT)
            self.mode = gr.Radio(
                mode_choices(speech, ()),
                value="auto",
                label=label(speech, "conversation.modes"),
                elem_id="mode",
                visible=False,
            )
            with gr.Row(elem_id="asking"):
                self.box = gr.Textbox(
                    label=label(speech, "page.question"),
                    placeholder=label(speech, "page.placeholder"),
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                )
                self.ask = gr.Button(label(speech, "page.ask"), variant="primary", elem_id="ask")
                self.stop = gr.Button(label(speech, "page.stop"), elem_id="stop", visible=False)
            self.footer = _html(elem_id="foot")

    def _apply(self) -> None:
        self.others.append(ApplyTab(self._assistant, self.choice))

    def _sources(self) -> None:
        self.others.append(SourcesTab(self._assistant, self.choice))

    def _evaluate(self) -> None:
        if self._bench is None:
            self.others.append(_Absent())
        else:
            self.others.append(EvaluateTab(self._assistant, self.choice, self._bench))

    def _model(self) -> None:
        panel = ModelPanel(self._assistant.engine.local, self.choice)
        self.others.append(panel)
        modes = [self.choice, self.browser]
        panel.pulled.then(
            self._ways, modes, [self.mode], api_visibility="private", show_progress="hidden"
        )

    def _ways(self, choice: str, browser: str) -> Any:
        """The ways to answer that there are now, in the language chosen."""
        speech, modes = Reader(choice, browser).page, self._assistant.modes()
        return gr.update(
            choices=mode_choices(speech, modes),
            label=label(speech, "conversation.modes"),
            visible=len(modes) > 1,
        )


def offers_model(assistant: Assistant) -> bool:
    """Only to who reads the page on the machine that the model would be brought to."""
    settings, local = assistant.settings, assistant.engine.local
    alone = settings.host in ("127.0.0.1", "localhost", "::1") and not settings.allowed_hosts
    return alone and not assistant.engine.configured and bool(local.licence)


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)
