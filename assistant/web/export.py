"""What a reader takes away: a citation, an answer with its sources, as Markdown."""

import re

from assistant.types import Answer, Citation
from assistant.web.links import is_web_address
from assistant.web.typography import label
from assistant.words import Words, words

_SPECIAL = re.compile(r"([\\`*_<>\[\]#|])")


def citation_text(citation: Citation, speech: Words) -> str:
    """A quote and where it stands, one line each: what `copy` puts on the clipboard."""
    place = [citation.title, *citation.heading]
    if citation.page:
        place.append(speech("page.page", number=citation.page))
    lines = [f"“{' '.join(citation.quote.split())}”", " › ".join(place)]
    standing = [speech(f"status.{citation.status}")] if citation.kind == "statement" else []
    if citation.valid_from:
        standing.append(speech("page.valid_from", date=speech.date(citation.valid_from)))
    if citation.valid_until:
        standing.append(speech("page.valid_until", date=speech.date(citation.valid_until)))
    if standing:
        lines.append(", ".join(standing))
    for source in citation.sources:
        when = speech.partial_date(source.date)
        line = speech("page.published", publisher=source.publisher, date=when)
        lines.append(f"- {line}: {source.title} {source.url}".rstrip())
    return "\n".join(lines)


def answer_markdown(question: str, answer: Answer) -> str:
    """A question and its whole answer with notes and sources, in the answer's language."""
    speech = words(answer.language)
    parts = [f"## {_safe(question)}", _marks(answer.text)]
    if answer.notes:
        parts.append(f"### {label(speech, 'export.notes')}")
        parts.append("\n".join(f"- {_marks(_labelled(n.text, n.labels))}" for n in answer.notes))
    if answer.citations:
        parts.append(f"### {label(speech, 'export.sources')}")
        parts.append("\n\n".join(_source(citation, speech) for citation in answer.citations))
    if answer.as_of:
        parts.append(f"*{label(speech, 'citation.as_read', date=speech.date(answer.as_of))}*")
    return "\n\n".join(parts)


def stopped_markdown(question: str, text: str, speech: Words) -> str:
    """A question whose answer was stopped, with as much as there was."""
    parts = [f"## {_safe(question)}", _safe(text), label(speech, "export.stopped")]
    return "\n\n".join(part for part in parts if part)


def _source(citation: Citation, speech: Words) -> str:
    quote = _safe(" ".join(citation.quote.split()))
    place = [citation.title, *citation.heading]
    if citation.page:
        place.append(speech("page.page", number=citation.page))
    standing = f" ({speech(f'status.{citation.status}')})" if citation.kind == "statement" else ""
    lines = [
        f"**\\[{citation.label}\\]** {_safe(' › '.join(place))}{standing}",
        f"> {quote}",
    ]
    for source in citation.sources:
        when = speech.partial_date(source.date)
        line = _safe(speech("page.published", publisher=source.publisher, date=when))
        lines.append(f"- {line}: {_link(source.title, source.url)}")
    return f"{lines[0]}\n\n{lines[1]}" + ("\n\n" + "\n".join(lines[2:]) if lines[2:] else "")


def _link(title: str, url: str) -> str:
    if not is_web_address(url) or set("()<>") & set(url):
        return _safe(title)
    return f"[{_safe(title)}]({url})"


def _labelled(text: str, labels: tuple[str, ...]) -> str:
    return text + "".join(f" [{label}]" for label in labels)


def _marks(text: str) -> str:
    """Text of an answer: its own list marks stay, nothing else of it is Markdown."""
    return "\n".join(
        f"- {_safe(line[2:])}" if line.startswith("- ") else _safe(line)
        for line in text.split("\n")
    )


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
