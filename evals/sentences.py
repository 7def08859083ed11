"""An answer's text -> its sentences, each with the citations that its marks point to."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import ingest
from assistant import Answer, Citation
from evals.matching import unaccented

_MARK = re.compile(r"\s*\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_BULLET = re.compile(r"^\s*(?:[-*•·–>]+|#{1,6}|\d{1,2}[.)])\s+")

_LONG_ENOUGH = 10
"""Letters and digits below which a word-for-word match proves nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and what it cites."""

    text: str
    citations: tuple[Citation, ...]
    unknown: tuple[str, ...] = ()
    """Labels that no citation of the answer has."""

    @property
    def is_claim(self) -> bool:
        """Does it state something? A line that only leads in ("... :") does not."""
        has_words = any(character.isalpha() for character in self.text)
        return has_words and (bool(self.citations) or not self.text.endswith((":", "：")))

    @property
    def is_verbatim(self) -> bool:
        """Is it quoted word for word from something that it cites?"""
        return any(is_quoted(self.text, citation) for citation in self.citations)


def sentences(answer: Answer) -> tuple[Sentence, ...]:
    """The sentences of the text, in order."""
    known = {citation.label: citation for citation in answer.citations}
    found: list[Sentence] = []
    for line in answer.text.splitlines():
        found += _line_sentences(_BULLET.sub("", line).strip(), known)
    return tuple(found)


def skeleton(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    return "".join(c for c in unaccented(text) if c.isalnum())


def printable(text: str) -> str:
    """Without the control characters that XML and terminals choke on."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def is_quoted(text: str, citation: Citation) -> bool:
    """Does the citation's quote contain this text word for word?"""
    bare = skeleton(text)
    return len(bare) >= _LONG_ENOUGH and bare in skeleton(citation.quote)


def _line_sentences(line: str, known: dict[str, Citation]) -> Iterator[Sentence]:
    """A quote of two sentences carries its mark at the end: the first shares it if quoted too."""
    later: tuple[Citation, ...] = ()
    found: list[Sentence] = []
    for text, labels in reversed(_split(line)):
        if labels:
            later = tuple(known[label] for label in labels if label in known)
            unknown = tuple(label for label in labels if label not in known)
            found.append(Sentence(text, later, unknown))
        else:
            found.append(Sentence(text, tuple(c for c in later if is_quoted(text, c))))
    yield from reversed(found)


def _split(line: str) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences and the labels of their marks; a mark belongs to what stands before it."""
    bare, marks = _without_marks(line)
    spans = ingest.sentences(bare)
    pieces = []
    for number, (start, end) in enumerate(spans):
        upper = spans[number + 1][0] if number + 1 < len(spans) else len(bare) + 1
        lower = start if number else -1
        labels = [label for at, label in marks if lower < at < upper]
        pieces.append((bare[start:end].strip(), tuple(dict.fromkeys(labels))))
    return pieces


def _without_marks(line: str) -> tuple[str, list[tuple[int, str]]]:
    """The line without its marks, and where in it each label stood."""
    bare, marks, last = "", [], 0
    for mark in _MARK.finditer(line):
        bare += line[last : mark.start()]
        marks += [(len(bare.rstrip()), label) for label in re.findall(r"\d+", mark[1])]
        last = mark.end()
    return bare + line[last:], marks
