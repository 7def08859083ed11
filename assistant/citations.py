"""Evidence -> citations and notes: what a reader can open, and what must be said beside it."""

from collections.abc import Sequence
from datetime import date

from assistant.types import Citation, Evidence, Note, Query, Status
from assistant.words import Words
from ingest import Chunk, Document, Index


def cite(evidence: Evidence, index: Index, query: Query, quote: str = "") -> Citation:
    """The citation of one piece of evidence; `quote` narrows a passage to some of its words."""
    chunk = evidence.chunk
    document = index.documents[chunk.document_key]
    quote = quote or chunk.text
    start = chunk.start + chunk.text.index(quote)
    by_id = {source.id: source for source in document.sources}
    return Citation(
        label=evidence.label,
        document_id=chunk.document_id,
        title=chunk.title,
        page=chunk.page,
        heading=chunk.heading,
        quote=quote,
        start=start,
        end=start + len(quote),
        language=chunk.language,
        kind=chunk.kind,
        sources=tuple(by_id[name] for name in chunk.source_ids if name in by_id),
        status=status_of(chunk, query.as_of),
        valid_from=chunk.validity.since,
        valid_until=chunk.validity.until,
        parallel_id=chunk.parallel_id,
    )


def evidence_of(citation: Citation, evidence: Sequence[Evidence]) -> Evidence | None:
    """The piece of evidence that a citation was made from."""
    for item in evidence:
        chunk = item.chunk
        same = (chunk.document_id, chunk.language) == (citation.document_id, citation.language)
        if same and chunk.start <= citation.start < chunk.end:
            return item
    return None


def status_of(chunk: Chunk, day: date) -> Status:
    """How a statement stands on the day asked about."""
    for flag in ("gap", "disputed", "unverified"):
        if flag in chunk.flags:
            return flag
    return "current" if chunk.validity.holds_on(day) else "past"


def notes_for(evidence: Sequence[Evidence], index: Index, query: Query, words: Words) -> list[Note]:
    """What changed, what is disputed, unconfirmed or weakly sourced, in the reader's language."""
    notes: list[Note] = []
    for item in evidence:
        label = (item.label,)
        if item.before is not None and not query.about_past:
            notes.append(Note("changed", words("notes.changed", text=item.before.text), label))
        if item.chunk.language != query.language:
            name = words(f"names.{item.chunk.language}")
            notes.append(Note("not_covered", words("notes.foreign", language=name), label))
    flagged = {flag: _labels(evidence, flag) for flag in ("disputed", "unverified")}
    if flagged["disputed"]:
        notes.append(Note("disputed", words("notes.disputed"), flagged["disputed"]))
    if flagged["unverified"]:
        notes.append(Note("unverified", words("notes.unverified"), flagged["unverified"]))
    weak = [item for item in evidence if _is_weak(item.chunk, index)]
    if weak:
        document = index.documents[weak[0].chunk.document_key]
        text = words("notes.weak_source", contact=contact_line(document, words))
        notes.append(Note("weak_source", text, tuple(item.label for item in weak)))
    return notes


def contact_of(document: Document | None) -> dict[str, str] | None:
    """Whom to ask about a document."""
    if document is None or document.contact is None:
        return None
    contact = document.contact
    return {"name": contact.name, "phone": contact.phone, "url": contact.url}


def contact_line(document: Document | None, words: Words) -> str:
    """The name, telephone and address of whom to ask, in one phrase."""
    contact = contact_of(document)
    if contact is None:
        return ""
    details = ", ".join(part for part in (contact["phone"], contact["url"]) if part)
    return f"{contact['name']} ({details})" if details else contact["name"]


def _labels(evidence: Sequence[Evidence], flag: str) -> tuple[str, ...]:
    return tuple(item.label for item in evidence if flag in item.chunk.flags)


def _is_weak(chunk: Chunk, index: Index) -> bool:
    document = index.documents[chunk.document_key]
    kinds = {source.kind for source in document.sources if source.id in chunk.source_ids}
    return kinds == {"blog"}
