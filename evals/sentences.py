"""An answer's text -> its sentences, each with what its marks point to and its language."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import ingest
from assistant import Answer, Citation
from evals.matching import unaccented

_MARK = re.compile(r"\s*\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_QUOTE_ENDS = re.compile(r"([»”\"]\s*(?:\[[\d,; ]+\]\s*)+)(?=\S)")
"""A quoted passage need not end in a full stop."""
_BULLET = re.compile(r"^\s*(?:[-*•·–>]+|#{1,6}|\d{1,2}[.)])\s+")
_LEAD_IN = re.compile(r"^[^\d\W][^\d“«\"]{0,24}[:：]\s*(?=[“«\"])")
"""What introduces a quote in another language: "In French: “..."."""

_LONG_ENOUGH = 6
"""Letters and digits below which a word-for-word match proves nothing; Hangul counts double."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and what it cites."""

    text: str
    language: str
    citations: tuple[Citation, ...] = ()
    unknown: tuple[str, ...] = ()
    """Labels that no citation of the answer has."""

    @property
    def is_claim(self) -> bool:
        """Does it state something? A line that only leads in ("... :") does not."""
        has_words = any(character.isalpha() for character in self.text)
        return has_words and (bool(self.citations) or not self.text.endswith((":", "：")))


def sentences(answer: Answer) -> tuple[Sentence, ...]:
    """The sentences of the text, in order.

    A quote of two sentences carries its mark at the end: the first shares it, if quoted too.
    """
    known = {citation.label: citation for citation in answer.citations}
    later: tuple[Citation, ...] = ()
    found: list[Sentence] = []
    for text, labels in reversed(_split(_stated(answer))):
        if labels:
            later = tuple(known[label] for label in labels if label in known)
            cited = later
        else:
            cited = tuple(citation for citation in later if is_quoted(text, citation))
        unknown = tuple(label for label in labels if label not in known)
        language = _language(text, cited, answer)
        found.append(Sentence(_LEAD_IN.sub("", text), language, cited, unknown))
    return tuple(reversed(found))


def _stated(answer: Answer) -> str:
    """The text without what says that something is not covered: it refuses, and cites nothing."""
    text = answer.text
    for note in answer.notes:
        if note.kind == "not_covered":
            text = text.replace(note.text, "")
    return text


def passages(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The text without its marks, in parts of one language: a foreign quote is a part."""
    parts = groupby(sentences(answer), key=lambda sentence: sentence.language)
    return tuple((" ".join(s.text for s in group), language) for language, group in parts)


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    return "".join(c for c in unaccented(text) if c.isalnum())


def printable(text: str) -> str:
    """Without the control characters that XML and terminals choke on."""
    unprintable = ("Cc", "Cs", "Cn")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in unprintable)


def is_quoted(text: str, citation: Citation) -> bool:
    """Does the citation's quote contain this text word for word?"""
    bare = skeleton(_LEAD_IN.sub("", text))
    length = len(bare) + sum("가" <= character <= "힣" for character in bare)
    return length >= _LONG_ENOUGH and bare in skeleton(citation.quote)


def _language(text: str, cited: tuple[Citation, ...], answer: Answer) -> str:
    quoted = (citation.language for citation in cited if is_quoted(text, citation))
    return next(quoted, answer.language)


def _split(text: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = _QUOTE_ENDS.sub(r"\1\n", text).splitlines()
    return [part for line in lines for part in _split_line(line)]


def _split_line(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sentences and the labels of their marks; a mark belongs to what stands before it."""
    bare, marks = _without_marks(_BULLET.sub("", line).strip())
    spans = [span for span in ingest.sentences(bare) if skeleton(bare[slice(*span)])]
    for number, (start, end) in enumerate(spans):
        upper = spans[number + 1][0] if number + 1 < len(spans) else len(bare) + 1
        lower = start if number else -1
        labels = (label for at, label in marks if lower < at < upper)
        yield bare[start:end].strip(), tuple(dict.fromkeys(labels))


def _without_marks(line: str) -> tuple[str, list[tuple[int, str]]]:
    """The line without its marks, and where in it each label stood."""
    bare, marks, last = "", [], 0
    for mark in _MARK.finditer(line):
        bare += line[last : mark.start()]
        marks += [(len(bare.rstrip()), label) for label in re.findall(r"\d+", mark[1])]
        last = mark.end()
    return bare + line[last:], marks
