"""A citation, an answer and a document that tests of the page share."""

from datetime import date

from assistant import Answer, Citation, Note
from ingest import SourceRef

DAY = date(2026, 11, 22)
SOURCE = SourceRef(
    "s", "A [title]", "The Paper", "2025-10-31", "https://example.org/a_(b)", "press"
)


def citation(label: str = "1", **changes: object) -> Citation:
    """A statement in force, resting on one source."""
    values: dict[str, object] = {
        "label": label,
        "document_id": "d-10",
        "title": "The D-10 visa",
        "page": 3,
        "heading": ("Length of stay",),
        "quote": "A stay of\nthree years.",
        "start": 12,
        "end": 34,
        "language": "en",
        "kind": "statement",
        "sources": (SOURCE,),
        "status": "current",
        "valid_from": date(2025, 10, 29),
        "valid_until": None,
        "parallel_id": "d-10#stay",
    }
    return Citation(**{**values, **changes})  # type: ignore[arg-type]


def answer(text: str = "Three years. [1]", *cited: Citation, **changes: object) -> Answer:
    """An answer with a note."""
    values: dict[str, object] = {
        "question": "How long?",
        "language": "en",
        "text": text,
        "outcome": "answered",
        "citations": cited or (citation(),),
        "notes": (Note("changed", "Rule changed: it was two.", ("1",)),),
        "as_of": DAY,
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]
