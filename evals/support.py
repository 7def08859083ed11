"""Does what a sentence cites say what the sentence says?

Quoted word for word: yes, by construction. Otherwise every value, date, code and name of the
sentence must be in what it cites, and the two must be close in meaning.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant import Answer, Citation
from evals.matching import values_in
from evals.sentences import Sentence, is_quoted, sentences
from ingest import values

Closeness = Callable[[str, str, str, str], float]
"""(sentence, its language, quote, its language) -> 0 to 1."""
Names = Callable[[str], frozenset[str]]
"""Text -> ids of the names in it, the same in every language."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How meaning and names are compared; without either, they are not."""

    closeness: Closeness | None = None
    least_close: float = 0.5
    names: Names = lambda text: frozenset()


def is_supported(
    sentence: Sentence, citations: Sequence[Citation], answer: Answer, evidence: Evidence
) -> bool:
    """Do these citations together support the sentence?"""
    if not citations:
        return False
    if any(is_quoted(sentence.text, citation) for citation in citations):
        return True
    return (
        all(_claims(sentence, citations, answer, evidence))
        and any(_is_close(sentence, citation, evidence) for citation in citations)
    )  # fmt: skip


def right_marks(sentence: Sentence, answer: Answer, evidence: Evidence) -> Iterator[bool]:
    """For each mark: does it support its sentence, alone or as a needed part of the whole?"""
    cited = sentence.citations
    together = is_supported(sentence, cited, answer, evidence)
    for citation in cited:
        others = [other for other in cited if other is not citation]
        yield is_supported(sentence, [citation], answer, evidence) or (
            together and not is_supported(sentence, others, answer, evidence)
        )
    yield from (False for _ in sentence.unknown)


def claims_supported(answer: Answer, evidence: Evidence) -> Iterator[bool]:
    """For each value and name of the text: does what is cited there state it?

    In what is quoted every value counts as stated, and names are not looked for.
    """
    for sentence in sentences(answer):
        cited = sentence.citations or answer.citations
        if any(is_quoted(sentence.text, citation) for citation in cited):
            yield from (True for _ in values_in(sentence.text, sentence.language))
        else:
            yield from _claims(sentence, cited, answer, evidence)


def _claims(
    sentence: Sentence, citations: Sequence[Citation], answer: Answer, evidence: Evidence
) -> Iterator[bool]:
    wanted = values_in(sentence.text, sentence.language)
    stated = [*chain.from_iterable(_stated(c) for c in citations), *_known(answer)]
    missing = values.uncovered(wanted, stated)
    yield from (value not in missing for value in wanted)
    names = evidence.names(sentence.text)
    if names:
        known = frozenset().union(*(evidence.names(_context(c)) for c in citations))
        yield from (name in known for name in sorted(names))


def _is_close(sentence: Sentence, citation: Citation, evidence: Evidence) -> bool:
    if evidence.closeness is None:
        return True
    close = evidence.closeness(sentence.text, sentence.language, citation.quote, citation.language)
    return close >= evidence.least_close


def _stated(citation: Citation) -> list[values.Value]:
    days = (citation.valid_from, citation.valid_until)
    dates = [day.isoformat() for day in days if day] + [s.date for s in citation.sources]
    found = values_in(_context(citation), citation.language)
    return [*found, *(value for day in dates for value in values_in(day))]


def _known(answer: Answer) -> list[values.Value]:
    """What an answer may say without citing it: the day asked about, and whom to ask."""
    day = answer.as_of.isoformat() if answer.as_of else ""
    contact = " ; ".join(answer.contact.values()) if answer.contact else ""
    return [*values_in(day), *values_in(contact)]


def _context(citation: Citation) -> str:
    return "\n".join([citation.title, *citation.heading, citation.quote])
