"""The Sources tab as HTML: the list of documents, one document, what the last build changed."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assistant.catalogue import Entry, matching
from assistant.web.statement import statement_html
from assistant.web.typography import label, say
from assistant.words import Words
from ingest import LANGUAGES, Changes

_MOST = 40
"""Changed statements of one kind that are shown."""


def list_html(found: Sequence[Entry], wanted: str, build: str, speech: Words) -> str:
    """The documents found, each with a button that opens it."""
    if wanted:
        line = label(speech, "sources.found", words=wanted, count=len(found))
    else:
        statements = sum(len(entry.chunks) for entry in found)
        line = label(
            speech, "sources.counted", documents=len(found), statements=statements, build=build
        )
    if not found:
        line = label(speech, "sources.nothing")
    rows = "".join(_row(entry, speech) for entry in found)
    return (
        f'<div lang="{speech.language}"><p role="status" class="hint">{escape(line)}</p>'
        f'<ul class="documents">{rows}</ul></div>'
    )


def document_html(entry: Entry, wanted: str, speech: Words) -> str:
    """One document and its statements; those that hold the words searched, when there are."""
    document, day = entry.document, date.today()
    chunks = matching(entry, wanted) if wanted else entry.chunks
    body, heading = [], None
    for chunk in chunks:
        if chunk.heading != heading and chunk.heading:
            title = escape(" › ".join(chunk.heading))
            body.append(f'<h4 lang="{escape(chunk.language)}">{title}</h4>')
        heading = chunk.heading
        body.append(f"<article>{statement_html(chunk, document, speech, day)}</article>")
    back = say(speech, "sources.close")
    return (
        f'<section class="document" lang="{speech.language}" aria-labelledby="opened">'
        f'<button type="button" class="quiet" data-open="">{back}</button>'
        f'<h3 id="opened" tabindex="-1" lang="{escape(_tag(document.language))}">'
        f"{escape(document.title)}</h3>{_about(entry, speech)}{''.join(body)}</section>"
    )


def changes_html(changes: Changes | None, speech: Words) -> str:
    """What the last build changed, folded."""
    title = say(speech, "sources.changes")
    if changes is None:
        body = f"<p>{say(speech, 'sources.first_build')}</p>"
    elif changes.nothing:
        line = label(speech, "sources.no_changes", older=changes.older, newer=changes.newer)
        body = f"<p>{escape(line)}</p>"
    else:
        body = _changed(changes, speech)
    return (
        f'<details class="changes" lang="{speech.language}"><summary>{title}</summary>{body}'
        "</details>"
    )


def _row(entry: Entry, speech: Words) -> str:
    document = entry.document
    language = escape(_tag(document.language))
    press = say(speech, "sources.open")
    title = escape(document.title)
    return (
        f'<li class="document"><h3 lang="{language}">{title}</h3>{_about(entry, speech)}'
        f'<button type="button" class="quiet" data-open="{escape(document.key)}">{press}'
        f'<span class="sr-only" lang="{language}">: {title}</span></button></li>'
    )


def _about(entry: Entry, speech: Words) -> str:
    document = entry.document
    kind = "statements" if document.kind == "statement" else "passages"
    parts = [
        label(speech, f"names.{document.language if document.language in LANGUAGES else 'und'}"),
        label(speech, f"sources.{kind}", count=len(entry.chunks)),
    ]
    if document.date:
        parts.insert(1, label(speech, "sources.as_of", date=speech.partial_date(document.date)))
    if document.kind == "passage" and document.parser:
        parts.append(label(speech, "sources.read_by", parser=document.parser))
    lines = [f'<p class="hint">{escape(" · ".join(parts))}</p>']
    if entry.publishers:
        line = label(speech, "sources.publishers", names=", ".join(entry.publishers))
        lines.append(f'<p class="hint">{escape(line)}</p>')
    if document.warnings:
        items = "".join(f"<li>{escape(warning)}</li>" for warning in document.warnings)
        title = say(speech, "sources.warnings")
        lines.append(f'<div class="warned"><strong>{title}</strong><ul>{items}</ul></div>')
    return "".join(lines)


def _changed(changes: Changes, speech: Words) -> str:
    line = label(
        speech,
        "sources.changed_between",
        older=changes.older,
        newer=changes.newer,
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
    )
    reworded = []
    for change in changes.changed:
        old, new = escape(change.before.text), escape(change.after.text)
        names = say(speech, "sources.before"), say(speech, "sources.after")
        lang = escape(_tag(change.after.language))
        reworded.append(
            f'<small>{names[0]}</small> <del lang="{lang}">{old}</del><br>'
            f'<small>{names[1]}</small> <ins lang="{lang}">{new}</ins>'
        )
    parts = [
        ("documents_added", [escape(title) for title in changes.documents_added]),
        ("documents_removed", [escape(title) for title in changes.documents_removed]),
        ("statements_added", [_quoted(s.text, s.language) for s in changes.added]),
        ("statements_removed", [_quoted(s.text, s.language) for s in changes.removed]),
        ("statements_changed", reworded),
    ]
    lists = "".join(_list(f"sources.{name}", items, speech) for name, items in parts if items)
    return f"<p>{escape(line)}</p>{lists}"


def _list(key: str, items: list[str], speech: Words) -> str:
    more = len(items) - _MOST
    shown = "".join(f"<li>{item}</li>" for item in items[:_MOST])
    rest = f"<p>{say(speech, 'sources.more', count=more)}</p>" if more > 0 else ""
    return f"<h4>{say(speech, key)} ({len(items)})</h4><ul>{shown}</ul>{rest}"


def _quoted(text: str, language: str) -> str:
    return f'<span lang="{escape(_tag(language))}">{escape(text)}</span>'


def _tag(language: str) -> str:
    """A language tag that a screen reader knows."""
    return language if language in LANGUAGES else "und"
