"""The offer of a local model: loaded with progress, cancelled, gone on with."""

import asyncio
from types import SimpleNamespace

from scripted_model import ScriptedModel

from assistant.words import words


def test_the_model_is_offered_loaded_and_can_be_cancelled() -> None:
    import gradio as gr

    from assistant.web.model_panel import ModelPanel

    model = ScriptedModel()
    with gr.Blocks(analytics_enabled=False):
        panel = ModelPanel(model, gr.Radio(["fr", "en", "ko"]))
    request = SimpleNamespace(headers={})

    async def pulled(cancel_at: int | None = None) -> list[str]:
        lines = []
        async for _, line, *_ in panel._get("en", request):
            lines.append(line)
            if cancel_at is not None and model.done >= cancel_at:
                panel._stop.set()
        return lines

    assert words("en")("local_model.cancelled") in asyncio.run(pulled(100))[-1]
    assert model.state == "partial"
    for language, size in (("fr", "0,0 Go"), ("en", "0.0 GB"), ("ko", "0.0GB")):
        about = panel.speak(words(language))[0]
        assert "Apache-2.0" in about and size in about and f'lang="{language}"' in about
    assert words("en")("local_model.ready") in asyncio.run(pulled())[-1]
    assert "Apache-2.0" not in panel.speak(words("en"))[0]
