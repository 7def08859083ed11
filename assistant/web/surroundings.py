"""What stands around a quote in its document, and how it stands today."""

from dataclasses import dataclass
from datetime import date

from assistant.types import Citation
from assistant.web.typography import say, shown
from assistant.words import Words
from ingest import Block, Document

_NEAR = 320
"""Most characters of a neighbouring statement that are shown."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Text that stands before or after a quote, and how it stands today."""

    text: str
    heading: str = ""
    status: str = ""


def surroundings(
    document: Document | None, citation: Citation, today: date
) -> tuple[list[Neighbour], list[Neighbour]]:
    """What stands right before and right after a quote in its document."""
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return [], []
    blocks = document.blocks
    first = next((i for i, b in enumerate(blocks) if b.start <= citation.start < b.end), None)
    last = next((i for i, b in enumerate(blocks) if b.start < citation.end <= b.end), None)
    if first is None or last is None:
        return [], []
    before, after = [], []
    if first > 0:
        before.append(_neighbour(document, first - 1, first, today))
    if head := document.text[blocks[first].start : citation.start].strip():
        before.append(Neighbour(_tail(head)))
    if rest := document.text[citation.end : blocks[last].end].strip():
        after.append(Neighbour(_head(rest)))
    if last + 1 < len(blocks):
        after.append(_neighbour(document, last + 1, last, today))
    return before, after


def near_html(item: Neighbour, language: str, speech: Words) -> str:
    """A neighbour as a paragraph that stands back behind the quote."""
    heading = f"<b>{shown(item.heading, language)}.</b> " if item.heading else ""
    status = standing_html(item.status, speech)
    return f'<p class="near" lang="{language}">{heading}{shown(item.text, language)}{status}</p>'


def standing_html(status: str, speech: Words) -> str:
    """How a text beside the quote stands, in words; nothing when it holds."""
    if not status:
        return ""
    return f' <small lang="{speech.language}">({say(speech, f"status.{status}")})</small>'


def standing(block: Block, today: date) -> str:
    """disputed, gap, unverified or past; empty for what holds."""
    for flag in ("disputed", "gap", "unverified"):
        if flag in block.flags:
            return flag
    return "past" if block.validity.ended_before(today) else ""


def _neighbour(document: Document, place: int, beside: int, today: date) -> Neighbour:
    block, quoted = document.blocks[place], document.blocks[beside]
    text = document.text[block.start : block.end].strip()
    text = _tail(text) if place < beside and block.kind != "statement" else _head(text)
    heading = ""
    if block.heading != quoted.heading and block.heading:
        heading = block.heading[-1]
    return Neighbour(text, heading, standing(block, today))


def _head(text: str) -> str:
    if len(text) <= _NEAR:
        return text
    cut = text.rfind(" ", 0, _NEAR)
    return text[: cut if cut > 0 else _NEAR] + "…"


def _tail(text: str) -> str:
    if len(text) <= _NEAR:
        return text
    cut = text.find(" ", len(text) - _NEAR)
    return "…" + text[cut + 1 if cut >= 0 else -_NEAR :]
