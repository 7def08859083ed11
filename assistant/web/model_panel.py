"""The offer of a model on this computer: what it brings, its size and licence, and its download."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable
from html import escape
from typing import Any, Protocol

from assistant.web.talk import Reader, browser_language
from assistant.web.typography import decimal, label, say
from assistant.words import Words, words
from ingest import InjaeError

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
_PACE = 0.3
_MEGA, _GIGA = 1_000_000, 1_000_000_000


class Model(Protocol):
    """What the panel needs of a local model; `pull` raises InjaeError and ends when told to."""

    @property
    def state(self) -> str:
        """absent, partial, ready or running."""
        ...

    @property
    def title(self) -> str:
        """Its name."""
        ...

    @property
    def licence(self) -> str:
        """Its licence."""
        ...

    @property
    def size(self) -> int:
        """Bytes to download."""
        ...

    def pull(self, progress: Callable[[int, int], None], stop: threading.Event) -> Any:
        """Download and verify it; `progress(done, total)` in bytes."""
        ...


class ModelPanel:
    """Builds its components where it is made; `parts` and `speak` follow the page's language."""

    def __init__(self, model: Model, choice: Any) -> None:
        self._model = model
        self._pulling = threading.Lock()
        self._stop = threading.Event()
        speech = words("en")
        with gr.Column(elem_id="model", elem_classes="tab"):
            self._about = _html(self._about_html(speech))
            self._state = _html(
                elem_id="model-state", html_template='<div role="status">${value}</div>'
            )
            with gr.Row(elem_id="model-buttons"):
                self._pull = gr.Button(label(speech, "local_model.pull"), elem_id="pull")
                self._cancel = gr.Button(
                    label(speech, "local_model.cancel"), elem_id="cancel", visible=False
                )
        self.pulled = self._pull.click(
            self._get, [choice], self.parts, concurrency_limit=2, **_PRIVATE
        )
        """The end of a download, however it ended; the page joins what then changes."""
        self._cancel.click(self._stop.set, None, None, queue=False, **_PRIVATE)

    @property
    def parts(self) -> list[Any]:
        """The components whose words depend on the language."""
        return [self._about, self._state, self._pull, self._cancel]

    def speak(self, speech: Words) -> list[Any]:
        """An update for each of `parts`."""
        return self._shown("", speech)

    def _about_html(self, speech: Words) -> str:
        size = decimal(self._model.size / _GIGA, speech, 1)
        lines = [
            say(speech, "local_model.size", size=size, licence=self._model.licence),
            say(speech, "local_model.expect"),
        ]
        body = "".join(f"<p>{line}</p>" for line in lines[self._here :])
        return (
            f'<section lang="{speech.language}"><h2>{say(speech, "local_model.title")}</h2>'
            f'<p class="lead">{say(speech, "local_model.lead")}</p>'
            f"<h3>{escape(self._model.title)}</h3>{body}</section>"
        )

    @property
    def _here(self) -> bool:
        return self._model.state in ("ready", "running")

    def _shown(self, line: str, speech: Words) -> list[Any]:
        running = self._pulling.locked()
        if not line and self._here:
            line = label(speech, "local_model.ready")
        elif not line and self._model.state == "partial" and not running:
            line = label(speech, "local_model.partial")
        pull, cancel = label(speech, "local_model.pull"), label(speech, "local_model.cancel")
        return [
            self._about_html(speech),
            f'<span lang="{speech.language}">{escape(line)}</span>' if line else "",
            gr.update(value=pull, visible=not (self._here or running)),
            gr.update(value=cancel, visible=running),
        ]

    async def _get(self, choice: str, request: gr.Request) -> AsyncIterator[list[Any]]:
        browser = browser_language(request.headers.get("accept-language", ""))
        speech = Reader(choice, browser).page
        if not self._pulling.acquire(blocking=False):
            yield self._shown("", speech)
            return
        self._stop.clear()
        line = ""
        try:
            async for part in self._followed(speech):
                yield self._shown(part, speech)
            line = label(speech, "local_model.cancelled") if self._stop.is_set() else ""
        except InjaeError as error:
            line = label(speech, "local_model.failed", detail=str(error))
        finally:
            # a reader who leaves does not cost the others what is loaded: a next try goes on
            self._stop.set()
            self._pulling.release()
        yield self._shown(line, speech)

    async def _followed(self, speech: Words) -> AsyncIterator[str]:
        done, total = 0, self._model.size

        def progress(so_far: int, whole: int) -> None:
            nonlocal done, total
            done, total = so_far, whole or total

        task = asyncio.create_task(asyncio.to_thread(self._model.pull, progress, self._stop))
        while not task.done():
            yield _progress_line(done, total, speech)
            await asyncio.wait([task], timeout=_PACE)
        await task


def _progress_line(done: int, total: int, speech: Words) -> str:
    if done >= total > 0:
        return label(speech, "local_model.verifying")
    share = 100 * done // max(total, 1)
    return label(
        speech, "local_model.pulling", done=done // _MEGA, total=total // _MEGA, percent=share
    )


def _html(value: str = "", **options: Any) -> Any:
    return gr.HTML(value, apply_default_css=False, **options)
