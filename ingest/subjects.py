"""What documents are about: the glossary's names in their titles, and texts without those names.

Names weigh so much in a short question that they hide what is asked of them. So a question is
also compared without its subject, which is matched by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.glossary import Glossary, Term
from ingest.types import Document

_STAND_IN = {"fr": "ça", "en": "it", "ko": "그것"}


class Subjects:
    """Term id -> the documents that are about it."""

    def __init__(self, glossary: Glossary, documents: Mapping[str, frozenset[str]]) -> None:
        self.glossary, self._documents = glossary, documents

    @classmethod
    def of(cls, glossary: Glossary, documents: Iterable[Document]) -> "Subjects":
        """Read from the titles of documents."""
        about: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            if document.kind != "statement":
                continue
            for mention in glossary.find(document.title):
                about[mention.term.id].add(document.id)
            if document.id in glossary.by_id:
                about[document.id].add(document.id)
        return cls(glossary, {term: frozenset(found) for term, found in about.items()})

    def as_data(self) -> dict[str, list[str]]:
        """Plain data for the store."""
        return {term: sorted(found) for term, found in sorted(self._documents.items())}

    def documents(self, terms: Iterable[Term]) -> frozenset[str]:
        """The documents about any of these terms."""
        return frozenset().union(*(self._documents.get(term.id, frozenset()) for term in terms))

    def masked(self, text: str, language: str) -> str:
        """A text with a pronoun in the place of each name that documents are about."""
        for mention in reversed(self.glossary.find(text)):
            if mention.term.id in self._documents:
                stand_in = _STAND_IN.get(language, "it")
                text = text[: mention.start] + stand_in + text[mention.end :]
        return text


def glossary_of(roots: Iterable[Path]) -> Glossary:
    """The glossary of the first root that has one; an empty one otherwise."""
    for root in roots:
        if (root / "glossary.csv").exists():
            return Glossary.load(root / "glossary.csv")
    return Glossary(())
