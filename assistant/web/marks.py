"""Text of an answer -> HTML: paragraphs, lists, and [1] marks that lead to their source."""

import re
from html import escape

from assistant.web.typography import say, shown
from assistant.words import Words

MARK = re.compile(r" ?\[(\d{1,3})\]")
_OFFERS = ("asked_back", "greeting")
"""Outcomes whose lists are questions to press."""


def prose_html(
    text: str, labels: frozenset[str], prefix: str, speech: Words, outcome: str = ""
) -> str:
    """Paragraphs and lists of an answer; the choices it offers are buttons."""
    parts: list[str] = []
    listed: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            listed.append(line[2:].strip())
            continue
        parts += _list(listed, labels, prefix, speech, outcome)
        listed = []
        if line.strip():
            parts.append(f"<p>{marked(line.strip(), labels, prefix, speech)}</p>")
    parts += _list(listed, labels, prefix, speech, outcome)
    return "".join(parts)


def marked(text: str, labels: frozenset[str], prefix: str, speech: Words) -> str:
    """Escaped text whose [1] marks lead to their sources."""

    def mark(match: re.Match[str]) -> str:
        number = match[1]
        if number not in labels:
            return match[0]
        name = say(speech, "page.source_number", number=number)
        return (
            # a no-break space: a number alone at the start of a line belongs to nothing
            f'&nbsp;<a class="cite" href="#{prefix}-{number}" aria-label="{name}">'
            f"<span>[</span>{number}<span>]</span></a>"
        )

    return MARK.sub(mark, shown(text, speech.language))


def choice_html(text: str, language: str) -> str:
    """A question that is asked with one press."""
    return (
        f'<button type="button" class="choice" data-ask="{escape(text)}" lang="{language}">'
        f"{shown(text, language)}</button>"
    )


def _list(
    items: list[str], labels: frozenset[str], prefix: str, speech: Words, outcome: str
) -> list[str]:
    if not items:
        return []
    if outcome in _OFFERS:
        choices = (choice_html(item, speech.language) for item in items)
        return ['<div class="choices">', *choices, "</div>"]
    lines = (f"<li>{marked(item, labels, prefix, speech)}</li>" for item in items)
    return ["<ul>", *lines, "</ul>"]
