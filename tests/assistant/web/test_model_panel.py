"""The offer of a local model: loaded with progress, cancelled, gone on with."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace

from assistant.words import words


class ScriptedModel:
    """A model of a thousand bytes that loads a hundred at a time."""

    title, licence, size = "Scripted 1", "Apache-2.0", 1000

    def __init__(self) -> None:
        self.state, self.done, self.step = "absent", 0, threading.Event()

    def pull(self, progress: Callable[[int, int], None], stop: threading.Event) -> None:
        """Go on from where it stopped."""
        while self.done < self.size and not stop.is_set():
            self.step.wait(0.15)
            self.done += 100
            self.state = "partial"
            progress(self.done, self.size)
        if self.done >= self.size:
            self.state = "ready"


def test_the_model_is_offered_loaded_and_can_be_cancelled() -> None:
    import gradio as gr

    from assistant.web.model_panel import ModelPanel

    model = ScriptedModel()
    with gr.Blocks(analytics_enabled=False):
        panel = ModelPanel(model, gr.Radio(["fr", "en", "ko"]))
    request = SimpleNamespace(headers={})

    async def pulled(cancel_at: int | None = None) -> list[str]:
        lines = []
        async for line, *_ in panel._get("en", request):
            lines.append(line)
            if cancel_at is not None and model.done >= cancel_at:
                panel._stop.set()
        return lines

    assert asyncio.run(pulled(100))[-1] == words("en")("local_model.cancelled")
    assert model.state == "partial"
    assert asyncio.run(pulled())[-1] == words("en")("models.ready")
    for language in ("fr", "en", "ko"):
        about = panel.speak(words(language))[0]
        assert "Apache-2.0" in about and f'lang="{language}"' in about
