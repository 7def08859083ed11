"""Small pieces of the HTML report: words that switch language, numbers that follow it."""

import functools
import html
import json
from pathlib import Path

WORDS = Path(__file__).with_name("report_words.json")


@functools.cache
def words() -> dict[str, dict[str, str]]:
    """Every word of the report's own interface, in the three languages."""
    table: dict[str, dict[str, str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    return table


def word(key: str, css: str = "") -> str:
    """A word that switches in place; English until the page knows its reader."""
    style = f' class="{css}"' if css else ""
    return f'<span data-w="{key}"{style}>{html.escape(words()[key]["en"])}</span>'


def label(key: str) -> str:
    """A word and its colon, spaced as the page's language spaces it."""
    return f'{word(key)}<span class="colon"></span>'


def percent(share: float | None) -> str:
    """A share, written as the page's language writes it."""
    if share is None:
        return word("not_scored", "soft")
    return f'<span data-percent="{share}">{share:.1%}</span>'


def number(value: float) -> str:
    """A number, written as the page's language writes it."""
    return f'<span data-number="{round(value, 3)}">{value:.3g}</span>'


def text(value: str, language: str = "") -> str:
    """Escaped text, marked with the language it is in."""
    mark = f' lang="{html.escape(language)}"' if language and language != "und" else ""
    return f"<span{mark}>{html.escape(value)}</span>"
