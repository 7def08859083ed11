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

    def __init__(self, glossary: Glossary, titled: Mapping[str, frozenset[str]]) -> None:
        self.glossary, self._titled = glossary, titled
        families = {
            term.id: _family(term.id, titled)
            for term in glossary.terms
            if term.kind in ("visa", "program") and term.id not in titled
        }
        self._documents = {**titled, **{term: found for term, found in families.items() if found}}

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
        return {term: sorted(found) for term, found in sorted(self._titled.items())}

    def documents(self, terms: Iterable[Term]) -> frozenset[str]:
        """The documents about any of these terms."""
        return frozenset().union(*(self._documents.get(term.id, frozenset()) for term in terms))

    def masked(self, text: str, language: str) -> str:
        """A text with a pronoun in the place of each name that documents are about."""
        for mention in reversed(self.glossary.find(text)):
            # one member of a family must not be taken for another: D-10-T is not D-10
            if mention.term.id in self._titled:
                stand_in = _STAND_IN.get(language, "it")
                text = text[: mention.start] + stand_in + text[mention.end :]
        return text


def _family(term: str, titled: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the head of its family is about: `e-7-1` is told in `e-7`, `global-tips` in `tips`."""
    parts = term.split("-")
    heads = ["-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
    heads += ["-".join(parts[start:]) for start in range(1, len(parts))]
    for head in heads:
        if head in titled.get(head, frozenset()):
            return titled[head]
    return frozenset()


def glossary_of(roots: Iterable[Path]) -> Glossary:
    """The glossary of the first root that has one; an empty one otherwise."""
    for root in roots:
        if (root / "glossary.csv").exists():
            return Glossary.load(root / "glossary.csv")
    return Glossary(())
