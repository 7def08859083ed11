"""What a draft may rest on: the picked statements, their titles, and who published them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.claims.reading import Reading, read
from assistant.types import Evidence
from ingest import LANGUAGES, Chunk, Glossary, SourceRef, fold, sentences, values

_TOKEN = re.compile(r"[가-힣]+|[^\W_가-힣]+")


@dataclass(frozen=True, slots=True)
class Ground:
    """The evidence, read once for all sentences of a draft."""

    readings: tuple[Reading, ...]
    """One for each sentence of each statement."""
    values: tuple[values.Value, ...]
    """Of titles, headings, sources, days of validity, and codes inside names."""
    terms: frozenset[str]
    asked_terms: frozenset[str]
    asked_values: tuple[values.Value, ...]
    tokens: frozenset[str]
    """Folded words of the evidence and the question, and of the names of its terms."""
    hangul: str
    """All of its text without spaces, to look for Korean names in."""
    texts: tuple[str, ...]
    """Folded, to look for names in."""


def ground(
    statements: Sequence[Evidence | Chunk],
    glossary: Glossary,
    question: str = "",
    sources: Sequence[SourceRef] = (),
) -> Ground:
    """Read the evidence."""
    chunks = [item.chunk if isinstance(item, Evidence) else item for item in statements]
    readings: list[Reading] = []
    around: list[_Text] = []
    for chunk in chunks:
        titles = " ; ".join((chunk.title, *chunk.heading))
        around.append((titles, chunk.language))
        readings += _readings(chunk.text, chunk.language, glossary, titles)
        days = (chunk.validity.since, chunk.validity.until)
        around += [(day.isoformat(), "en") for day in days if day]
    around += [(f"{s.title} ; {s.publisher} ; {s.date}", "en") for s in sources]
    return _ground(readings, around, glossary, question)


def ground_of_text(text: str, language: str, glossary: Glossary) -> Ground:
    """Read one text as the evidence, such as the original of a translation."""
    return _ground(_readings(text, language, glossary, ""), [], glossary, "")


_Text = tuple[str, str]


def _readings(text: str, language: str, glossary: Glossary, titles: str) -> list[Reading]:
    frame = {mention.term.id for mention in glossary.find(f"{titles} ; {text}")}
    return [read(text[s:e], language, glossary, frame) for s, e in sentences(text)]


def _ground(
    readings: list[Reading], around: list[_Text], glossary: Glossary, question: str
) -> Ground:
    texts = [*(r.text for r in readings), *(text for text, _ in around)]
    found = {m.term.id for text in texts for m in glossary.find(text)}
    asked = {m.term.id for m in glossary.find(question)}
    names = [name for identity in found for name in glossary.by_id[identity].names()]
    held = [v for text, code in around for v in values.find_values(text, code)]
    held += [v for name in names for v in values.find_values(name, "en") if v.kind == "code"]
    everything = " ".join((*texts, *names, question))
    return Ground(
        tuple(readings),
        tuple(held),
        frozenset(found),
        frozenset(asked),
        tuple(values.find_values(question)),
        frozenset(_TOKEN.findall(fold(everything))),
        "".join(re.findall("[가-힣A-Za-z0-9]+", everything)).casefold(),
        tuple(fold(text) for text in texts),
    )


def languages_of(found: Ground) -> frozenset[str]:
    """The languages that the evidence is in."""
    return frozenset(r.language for r in found.readings if r.language in LANGUAGES)
