"""Questions that statements answer, written by us beside the corpus.

A question is closer in wording to another question than to the statement that answers it; so each
statement is also found by what people ask for it, in each language (document expansion).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.centres import centred
from ingest.encoders import Vectors
from ingest.errors import IngestError
from ingest.types import LANGUAGES, Document
from ingest.wording import Meeting, meeting

_HEADER = ("statement", "en", "fr", "ko")


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language, and the statement that answers it."""

    statement: str
    """The parallel id, `brief#anchor`."""
    language: str
    text: str
    row: int
    """The same question in another language has the same number."""


@dataclass(frozen=True, slots=True)
class AskedQuestions:
    """Written questions of one language; text i asks for statement i."""

    language: str
    statements: tuple[str, ...]
    texts: tuple[str, ...]
    whole: Meeting
    masked: Meeting
    """Without the names of what documents are about."""

    def likeness(self, centred: Vectors, bare: Vectors) -> tuple[Vectors, Vectors]:
        """Cosine of each text with a question, whole and without those names."""
        return (
            self.whole.likeness(centred, self.language),
            self.masked.likeness(bare, self.language),
        )


def questions_for(documents: Iterable[Document], roots: Iterable[Path]) -> tuple[Question, ...]:
    """The questions below `questions/` of each root whose statement is among the documents.

    Raises:
        IngestError: with file and line.
    """
    known = {
        f"{document.id}#{block.anchor}"
        for document in documents
        for block in document.blocks
        if block.anchor
    }
    paths = [path for root in roots for path in sorted((root / "questions").glob("*.csv"))]
    found: list[Question] = []
    number = 0
    for path in paths:
        for row in _rows(path):
            number += 1
            if row["statement"] in known:
                found += [Question(row["statement"], x, row[x], number) for x in LANGUAGES]
    return tuple(found)


def meetings_of(
    questions: Sequence[Question], raw: Sequence[Vectors], centres: Mapping[str, Vectors]
) -> tuple[Meeting, Meeting] | None:
    """Where questions meet, whole and masked; `raw` are the vectors of each, as encoded."""
    if not questions:
        return None
    rows = {x: [i for i, q in enumerate(questions) if q.language == x] for x in LANGUAGES}
    owners = [questions[i].statement for i in rows[LANGUAGES[0]]]
    whole, masked = (
        meeting({x: centred(vectors[rows[x]], centres[f"query.{x}"]) for x in LANGUAGES}, owners)
        for vectors in raw
    )
    return whole, masked


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _HEADER:
            raise IngestError(f"{path}:1: header must be {','.join(_HEADER)}")
        rows = list(reader)
    for line, row in enumerate(rows, 2):
        if any(not row[key] for key in _HEADER):
            raise IngestError(f"{path}:{line}: an empty cell; expected a question in en, fr and ko")
    return rows
