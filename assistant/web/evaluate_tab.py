"""The Evaluate tab: a suite is picked or brought, run with progress, and its report is read."""

import asyncio
import os
import tempfile
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from assistant.conversation import Assistant
from assistant.web.plugins import MAX_BYTES, MAX_CASES, SUFFIXES, Bench, Run, SuiteChoice
from assistant.web.talk import Reader, browser_language, error_line
from assistant.web.typography import label, say
from assistant.words import Words, words
from ingest import InjaeError

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
_PACE = 0.3
"""Seconds between two updates of the progress line."""
_READS = """
element.addEventListener('change', async event => {
  const file = event.target.files && event.target.files[0];
  if (!file) return;
  const small = file.size <= MOST;
  trigger('submit', {name: file.name, size: file.size, text: small ? await file.text() : ''});
});
""".replace("MOST", str(MAX_BYTES))
_SAVES = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-save]');
  if (!button) return;
  const html = button.dataset.save === 'html';
  const text = element.querySelector(html ? 'iframe' : 'textarea')[html ? 'srcdoc' : 'value'];
  const link = document.createElement('a');
  const type = html ? 'text/html' : 'application/json';
  link.href = URL.createObjectURL(new Blob([text], {type: type}));
  link.download = 'injae-report.' + button.dataset.save;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
"""


@dataclass(frozen=True, slots=True)
class Brought:
    """A suite of the reader's own, as it was read in the browser; kept with the session only."""

    name: str
    text: str
    cases: int


class EvaluateTab:
    """Builds its components where it is made; `parts` and `speak` follow the page's language."""

    def __init__(self, assistant: Assistant, choice: Any, bench: Bench) -> None:
        self._assistant, self._bench = assistant, bench
        self._suites = {suite.name: suite for suite in bench.suites()}
        self._running = threading.Lock()
        speech = words("en")
        with gr.Column(elem_id="evaluate", elem_classes="tab"):
            self._lead = _html(_lead_html(speech))
            self._suite = gr.Radio(
                self._choices(speech),
                value=None,
                label=label(speech, "evaluate.suite"),
                elem_id="suite",
            )
            self._file = _html(_file_html(speech), elem_id="suite-file", js_on_load=_READS)
            self._error = _html(
                elem_id="evaluate-error", html_template='<div role="alert">${value}</div>'
            )
            with gr.Row(elem_id="evaluating"):
                self._run = gr.Button(
                    label(speech, "evaluate.run"), variant="primary", elem_id="run"
                )
                self._stop = gr.Button(
                    label(speech, "evaluate.stop"), elem_id="halt", visible=False
                )
            self._state = _html(
                elem_id="progress", html_template='<div role="status">${value}</div>'
            )
            self._report = _html(elem_id="report", js_on_load=_SAVES)
        brought, halt = gr.State(None), gr.State(None)
        self._file.submit(
            self._bring, [choice], [brought, self._suite, self._file, self._error], **_PRIVATE
        )
        shown = [halt, self._error, self._state, self._report, self._run, self._stop]
        asked = [self._suite, brought, choice]
        self._run.click(self._go, asked, shown, concurrency_limit=2, **_PRIVATE)
        # the run is told to end, not cut off: what is finished is reported
        self._stop.click(_halt, [halt], None, queue=False, **_PRIVATE)

    @property
    def parts(self) -> list[Any]:
        """The components whose words depend on the language."""
        return [self._lead, self._suite, self._file, self._run, self._stop]

    def speak(self, speech: Words) -> list[Any]:
        """An update for each of `parts`."""
        return [
            _lead_html(speech),
            gr.update(choices=self._choices(speech), label=label(speech, "evaluate.suite")),
            _file_html(speech),
            gr.update(value=label(speech, "evaluate.run")),
            gr.update(value=label(speech, "evaluate.stop")),
        ]

    def _choices(self, speech: Words) -> list[tuple[str, str]]:
        own = (label(speech, "evaluate.own"), "")
        return [
            *(
                (label(speech, "evaluate.cases", name=suite.name, count=suite.cases), suite.name)
                for suite in self._suites.values()
            ),
            own,
        ]

    def _bring(self, choice: str, request: gr.Request, event: gr.EventData) -> list[Any]:
        """A file read in the browser: checked here, and kept with the session only."""
        speech = _reader(choice, request).page
        data = event._data
        name, text = Path(str(data.get("name", ""))).name[:120], str(data.get("text", ""))
        fault, found = self._checked(name, text, data.get("size"), speech)
        if fault or found is None:
            return [None, gr.skip(), _file_html(speech), escape(fault)]
        line = label(speech, "evaluate.chosen", name=name, count=found.cases)
        return [Brought(name, text, found.cases), "", _file_html(speech, line), ""]

    def _checked(
        self, name: str, text: str, size: Any, speech: Words
    ) -> tuple[str, SuiteChoice | None]:
        if not name.lower().endswith(SUFFIXES):
            return label(speech, "evaluate.wrong_kind"), None
        if not isinstance(size, int) or max(size, len(text.encode("utf-8", "replace"))) > MAX_BYTES:
            return label(speech, "evaluate.too_large"), None
        try:
            with _written(name, text) as path:
                found = self._bench.suite(path)
        except InjaeError as error:
            return label(speech, "evaluate.bad_suite", detail=_without_folder(error)), None
        if found.cases > MAX_CASES:
            return label(speech, "evaluate.too_many", most=MAX_CASES), None
        return "", found

    async def _go(
        self, name: str | None, brought: Brought | None, choice: str, request: gr.Request
    ) -> AsyncIterator[list[Any]]:
        reader = _reader(choice, request)
        speech = reader.page
        if name is None or (name == "" and brought is None):
            yield _shown(error=label(speech, "evaluate.nothing_chosen"))
            return
        if not self._running.acquire(blocking=False):
            yield _shown(error=label(speech, "evaluate.occupied"))
            return
        stop = threading.Event()
        try:
            async for update in self._followed(name, brought, stop, reader):
                yield update
        except InjaeError as error:
            yield _shown(error=_failure(error, reader))
        finally:
            stop.set()
            self._running.release()

    async def _followed(
        self, name: str, brought: Brought | None, stop: threading.Event, reader: Reader
    ) -> AsyncIterator[list[Any]]:
        speech = reader.page
        done, total = 0, brought.cases if brought and not name else self._suites[name].cases

        def progress(so_far: int, _: int) -> None:
            nonlocal done
            done = so_far

        task = asyncio.create_task(asyncio.to_thread(self._work, name, brought, progress, stop))
        try:
            while not task.done():
                line = label(speech, "evaluate.running", done=done, total=total)
                yield _shown(line, halt=stop, running=True)
                await asyncio.wait([task], timeout=_PACE)
        finally:
            # a reader who leaves ends the run; the thread sees it after the case at hand
            stop.set()
        run = await task
        if run is None:
            yield _shown(label(speech, "evaluate.stopped_early"))
        else:
            key = "stopped" if run.cases < total else "done"
            line = label(speech, f"evaluate.{key}", done=run.cases, total=total, passed=run.passed)
            yield _shown(line, report=_report_html(run, speech))

    def _work(self, name: str, brought: Brought | None, progress: Any, stop: Any) -> Run | None:
        if name or brought is None:
            return self._bench.run(self._suites[name].path, self._assistant, progress, stop)
        with _written(brought.name, brought.text) as path:
            return self._bench.run(path, self._assistant, progress, stop)


def _shown(
    state: str = "",
    *,
    error: str = "",
    report: str = "",
    halt: threading.Event | None = None,
    running: bool = False,
) -> list[Any]:
    return [
        halt,
        escape(error),
        escape(state),
        report,
        gr.update(visible=not running),
        gr.update(visible=running),
    ]


def _halt(stop: threading.Event | None) -> None:
    if stop is not None:
        stop.set()


class _written:
    """A suite as a file for as long as it is read."""

    def __init__(self, name: str, text: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="injae-suite-")
        self._path = Path(self._folder.name) / f"suite{Path(name).suffix.lower()}"
        self._text = text

    def __enter__(self) -> Path:
        self._path.write_text(self._text, encoding="utf-8", errors="replace")
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _without_folder(error: InjaeError) -> str:
    """`/tmp/.../suite.yaml:3: ...` -> `3: ...`: a reader has no use for our folders."""
    folder, mark, rest = str(error).partition("injae-suite-")
    return folder + rest.partition("/")[2].partition(":")[2].strip() if mark else str(error)


def _failure(error: InjaeError, reader: Reader) -> str:
    if error.code.startswith("bad_") or error.code == "eval":
        return label(reader.page, "evaluate.bad_suite", detail=_without_folder(error))
    return error_line(error, reader)


def _reader(choice: str, request: gr.Request) -> Reader:
    return Reader(choice, browser_language(request.headers.get("accept-language", "")))


def _lead_html(speech: Words) -> str:
    return (
        f'<h2 lang="{speech.language}">{say(speech, "evaluate.title")}</h2>'
        f'<p class="lead" lang="{speech.language}">{say(speech, "evaluate.lead")}</p>'
    )


def _file_html(speech: Words, chosen: str = "") -> str:
    return (
        f'<p class="file" lang="{speech.language}"><label class="quiet">'
        f'{say(speech, "evaluate.choose")}<input type="file" accept="{",".join(SUFFIXES)}"></label>'
        f'<span class="hint" role="status">{escape(chosen)}</span></p>'
    )


def _report_html(run: Run, speech: Words) -> str:
    """The report in a frame of its own: its scripts run, but reach neither page nor server."""
    title = say(speech, "evaluate.report")
    buttons = "".join(
        f'<button type="button" class="quiet" data-save="{kind}">{say(speech, key)}</button>'
        for kind, key in (("html", "evaluate.download"), ("json", "evaluate.download_json"))
    )
    return (
        f'<div class="report" lang="{speech.language}"><div class="saves">{buttons}</div>'
        f'<iframe title="{title}" sandbox="allow-scripts" srcdoc="{escape(run.html)}"></iframe>'
        f"<textarea hidden>{escape(run.json)}</textarea></div>"
    )


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)
