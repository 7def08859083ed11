"""Fixed pieces of the page: its head, its brand, choices, and phrases that its script speaks."""

from datetime import date
from typing import Any

from assistant.web.typography import label, say
from assistant.words import Words

CHOICES = ("auto", "fr", "en", "ko")
_NAMES = {"fr": "Français", "en": "English", "ko": "한국어"}
HEAD = (
    '<link rel="stylesheet" href="/page/page.css">'
    '<link rel="stylesheet" href="/page/conversation.css">'
    '<link rel="stylesheet" href="/page/viewer.css">'
    '<link rel="stylesheet" href="/page/tabs.css">'
    '<link rel="icon" type="image/svg+xml" href="/page/icon.svg">'
    '<meta name="color-scheme" content="light dark">'
    '<script src="/page/page.js" defer></script>'
    '<script src="/page/viewer.js" defer></script>'
    '<script src="/page/history.js" defer></script>'
)
ON_PRESS = """
element.addEventListener('injae', event => {
  if (!document.querySelector('#stop')) trigger('submit', event.detail);
});
"""
"""The page's script tells what was pressed; while an answer is made, nothing else is asked."""
ON_FOLLOW = "element.addEventListener('injae-follow', () => trigger('submit', {}));"
STATUS = '<div role="status" aria-live="polite" class="sr-only">${value}</div>'
ALERT = '<div role="alert">${value}</div>'
_PHRASES = {
    "copied": "conversation.copied",
    "not-copied": "conversation.not_copied",
    "close": "citation.close",
    "loading": "citation.loading",
    "failed": "citation.failed",
    "view": "citation.view",
    "title": "export.title",
    "file": "export.file",
    "parts": "tabs.name",
}


def language_choices(speech: Words) -> list[tuple[str, str]]:
    """Languages under their own names."""
    return [(_NAMES.get(code, label(speech, "page.auto")), code) for code in CHOICES]


def mode_choices(speech: Words, modes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Ways to answer, the automatic choice first."""
    return [(label(speech, f"conversation.mode_{mode}"), mode) for mode in ("auto", *modes)]


def brand_html(speech: Words) -> str:
    """The name, and what it is for."""
    return (
        f'<h1 data-language="{speech.language}">{say(speech, "page.title")} '
        f'<span lang="ko" aria-hidden="true">인재</span></h1>'
        f'<p lang="{speech.language}">{say(speech, "page.tagline")}</p>'
    )


def phrases_html(speech: Words) -> str:
    """What the page's script has to say, in the language of the page."""
    data = "".join(f' data-{name}="{say(speech, key)}"' for name, key in _PHRASES.items())
    made = say(speech, "export.made", date=speech.date(date.today()))
    return f'<div class="phrases" lang="{speech.language}" data-made="{made}"{data}></div>'


def theme() -> Any:
    """No remote font, and the ground of page.css from the first moment."""
    import gradio as gr

    return gr.themes.Base(font=["Arial", "sans-serif"], font_mono=["monospace"]).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#131716",
        body_text_color="#1c2220",
        body_text_color_dark="#e7ece9",
    )
