"""The tab "Can I apply?": a person's facts against the published conditions of a program."""

import os
from datetime import date
from html import escape
from typing import Any

from assistant.conversation import Assistant
from assistant.eligibility import assess, facts_of
from assistant.profile import CHOICES, FACTS, NUMBERS, profile_of
from assistant.programs import PROGRAMS
from assistant.web.assessment import assessment_html
from assistant.web.talk import Reader, browser_language, error_line
from assistant.web.typography import label, say
from assistant.words import Words, words
from ingest import InjaeError

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_QUICK = {"queue": False, "api_visibility": "private", "show_progress": "hidden"}


class ApplyTab:
    """Builds its components where it is made; `parts` and `speak` follow the page's language."""

    def __init__(self, assistant: Assistant, choice: Any) -> None:
        self._assistant = assistant
        speech = words("en")
        with gr.Column(elem_id="apply", elem_classes="tab"):
            self._lead = _html(_lead_html(speech))
            self._program = gr.Radio(
                _programs(speech),
                value=None,
                label=label(speech, "form.program"),
                elem_id="program",
            )
            self._none = _html(elem_id="no-facts")
            self._facts = {name: _field(name, speech) for name in FACTS}
            self._check = gr.Button(
                label(speech, "form.check"), variant="primary", elem_id="check", visible=False
            )
            self._result = _html(elem_id="assessed-result")
        facts = list(self._facts.values())
        chosen = [self._none, self._check, self._result, *facts]
        self._program.change(self._choose, [self._program, choice], chosen, **_QUICK)
        given = [self._program, choice, *facts]
        self._check.click(self._compare, given, [self._result], **_QUICK)
        # the result is said again in the language chosen
        choice.change(self._again, [self._result, *given], [self._result], **_QUICK)

    @property
    def parts(self) -> list[Any]:
        """The components whose words depend on the language."""
        return [self._lead, self._program, self._check, *self._facts.values()]

    def speak(self, speech: Words) -> list[Any]:
        """An update for each of `parts`."""
        return [
            _lead_html(speech),
            gr.update(choices=_programs(speech), label=label(speech, "form.program")),
            gr.update(value=label(speech, "form.check")),
            *(gr.update(**_words_of(name, speech)) for name in FACTS),
        ]

    def _wanted(self, program: str) -> tuple[str, ...]:
        try:
            return facts_of(self._assistant.index, program)
        except InjaeError:
            return ()

    def _choose(self, program: str, choice: str, request: gr.Request) -> list[Any]:
        """Only what the program asks for is shown."""
        speech, wanted = _reader(choice, request).page, self._wanted(program)
        line = f'<p class="hint" lang="{speech.language}">{say(speech, "form.no_facts")}</p>'
        return [
            "" if wanted else line,
            gr.update(visible=True),
            "",
            *(gr.update(visible=name in wanted) for name in FACTS),
        ]

    def _compare(self, request: gr.Request, program: str, choice: str, *answers: Any) -> str:
        reader = _reader(choice, request)
        wanted = self._wanted(program)
        if program not in PROGRAMS:
            return ""
        # what was typed for another program stays out
        given = {n: a for n, a in zip(FACTS, answers, strict=True) if n in wanted}
        profile, wrong = profile_of(given)
        try:
            index = self._assistant.index
            found = assess(index, program, profile, reader.page.language, date.today())
        except InjaeError as error:
            return f'<p role="alert">{escape(error_line(error, reader))}</p>'
        if found is None:
            return f'<p role="alert">{say(reader.page, "form.missing_program")}</p>'
        return assessment_html(found, wrong, reader.page)

    def _again(self, request: gr.Request, shown: str, *given: Any) -> str:
        return self._compare(request, *given) if shown else ""


def _reader(choice: str, request: gr.Request) -> Reader:
    return Reader(choice, browser_language(request.headers.get("accept-language", "")))


def _lead_html(speech: Words) -> str:
    return (
        f'<h2 lang="{speech.language}">{say(speech, "form.title")}</h2>'
        f'<p class="lead" lang="{speech.language}">{say(speech, "form.lead")}</p>'
    )


def _programs(speech: Words) -> list[tuple[str, str]]:
    return list(zip(speech.get("form.programs"), PROGRAMS, strict=True))


def _field(name: str, speech: Words) -> Any:
    shown = {**_words_of(name, speech), "elem_id": f"fact-{name}", "visible": False}
    return (
        gr.Textbox("", lines=1, max_lines=1, **shown)
        if name in NUMBERS
        else gr.Radio(value="", **shown)
    )


def _words_of(name: str, speech: Words) -> dict[str, Any]:
    said: dict[str, Any] = {"label": label(speech, f"form.fact_{name}")}
    if name == "income":
        said["info"] = label(speech, "form.info_income")
    if name not in NUMBERS:
        said["choices"] = _options(name, speech)
    return said


def _options(name: str, speech: Words) -> list[tuple[str, str]]:
    if name in CHOICES:
        named = list(zip(speech.get(f"form.{name}_options"), CHOICES[name], strict=True))
    else:
        named = [(label(speech, "form.yes"), "yes"), (label(speech, "form.no"), "no")]
    return [*named, (label(speech, "form.unsaid"), "")]


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)
