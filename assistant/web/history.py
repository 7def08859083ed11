"""A conversation that the browser kept, taken up again.

What comes back was in a reader's hands: it is checked like any input, and every address in it is
replaced by what the index says of the same source.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.citations import contact_of
from assistant.types import Answer, Citation
from assistant.web.exchange import Exchange
from assistant.web.panel import document_of
from ingest import LANGUAGES, Index

_MOST = 50
"""Exchanges of one conversation."""
_LONGEST = 20_000
"""Characters of an answer; ours are a tenth of that."""
_answers = TypeAdapter(Answer)


def restored(saved: Any, index: Index | None, limit: int) -> tuple[Exchange, ...]:
    """The exchanges that a browser kept; what is not an answer of ours is left out."""
    if not isinstance(saved, Sequence) or isinstance(saved, str):
        return ()
    found = (_exchange(item, index, limit) for item in saved[:_MOST])
    return tuple(exchange for exchange in found if exchange is not None)


def _exchange(item: Any, index: Index | None, limit: int) -> Exchange | None:
    try:
        answer = _answers.validate_python(item)
    except ValidationError:
        return None
    known = answer.language in LANGUAGES and 0 < len(answer.question) <= limit
    if not known or len(answer.text) > _LONGEST:
        return None
    citations = tuple(_trusted(citation, index) for citation in answer.citations)
    contact = answer.contact if _is_known(answer.contact, index) else None
    answer = replace(answer, citations=citations, contact=contact)
    return Exchange(answer.question, answer.language).answered(answer)


def _trusted(citation: Citation, index: Index | None) -> Citation:
    """The citation with the sources that the index gives under the same names."""
    document = document_of(citation, index)
    names = {source.id for source in citation.sources}
    sources = document.sources if document else ()
    return replace(citation, sources=tuple(source for source in sources if source.id in names))


def _is_known(contact: dict[str, str] | None, index: Index | None) -> bool:
    if contact is None or index is None:
        return False
    return any(contact_of(document) == contact for document in index.documents.values())
