"""What a draft may rest on: the picked statements, their titles, and who published them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.reading import Reading, read, stems
from assistant.guard import is_unsafe
from assistant.types import Evidence
from ingest import LANGUAGES, Chunk, Glossary, SourceRef, Term, fold, sentences, values
from ingest.values import Value

_KOREAN = re.compile(
    r"\b(?:south )?korean (?=ministr)| coreenn?e?(?= (?:de|des|du)\b)|한국 (?=[가-힣]+부)"
)
_TOKEN = re.compile(r"[가-힣]+|[^\W_가-힣]+")


@dataclass(frozen=True, slots=True)
class Ground:
    """The evidence, read once for all sentences of a draft."""

    readings: tuple[Reading, ...]
    """One for each sentence of each statement."""
    values: tuple[Value, ...]
    """Of titles, headings, days of validity, and codes inside names."""
    source_values: tuple[Value, ...]
    """Days on which the sources were published: told of a source only."""
    terms: frozenset[str]
    names: Mapping[str, Term]
    """Its terms by their ids."""
    asked_terms: frozenset[str]
    asked_values: tuple[Value, ...]
    tokens: frozenset[str]
    """Folded words of the evidence and the question, and of the names of its terms."""
    stems: frozenset[str]
    """Beginnings of the words of the evidence, its titles and the question."""
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
        told = _readings(chunk.text, chunk.language, glossary, titles)
        # what gives orders inside a document is no evidence; statements are our own words
        readings += [r for r in told if chunk.kind == "statement" or not _gives_orders(r.text)]
        days = (chunk.validity.since, chunk.validity.until)
        around += [(day.isoformat(), "en") for day in days if day]
    return _ground(readings, around, glossary, question, sources)


def ground_of_text(text: str, language: str, glossary: Glossary) -> Ground:
    """Read one text as the evidence, such as the original of a translation."""
    return _ground(_readings(text, language, glossary, ""), [], glossary, "")


_Text = tuple[str, str]


def _readings(text: str, language: str, glossary: Glossary, titles: str) -> list[Reading]:
    frame = {mention.term.id for mention in glossary.find(f"{titles} ; {text}")}
    return [read(text[s:e], language, glossary, frame) for s, e in sentences(text)]


@lru_cache(maxsize=4096)
def _gives_orders(sentence: str) -> bool:
    return is_unsafe(sentence)


def _ground(
    readings: list[Reading],
    around: list[_Text],
    glossary: Glossary,
    question: str,
    sources: Sequence[SourceRef] = (),
) -> Ground:
    texts = [*(r.text for r in readings), *(text for text, _ in around)]
    texts += [f"{source.title} ; {source.publisher}" for source in sources]
    found = {m.term.id for text in texts for m in glossary.find(text)}
    asked = {m.term.id for m in glossary.find(question)}
    names = [name for identity in found for name in glossary.by_id[identity].names()]
    held = [v for text, code in around for v in values.find_values(text, code)]
    held += [v for name in names for v in values.find_values(name, "en") if v.kind == "code"]
    everything = " ".join((*texts, *names, question))
    return Ground(
        tuple(readings),
        tuple(held),
        tuple(
            value
            for source in sources
            for text in (source.date, source.title)
            for value in values.find_values(text, "en")
        ),
        frozenset(found),
        {identity: glossary.by_id[identity] for identity in found},
        frozenset(asked),
        tuple(values.find_values(question)),
        frozenset(_TOKEN.findall(fold(everything))),
        frozenset(stems(" ".join((*texts, question)))),
        "".join(re.findall("[가-힣A-Za-z0-9]+", everything)).casefold(),
        tuple(_KOREAN.sub("", fold(text)) for text in texts),
    )


def languages_of(found: Ground) -> frozenset[str]:
    """The languages that the evidence is in."""
    return frozenset(r.language for r in found.readings if r.language in LANGUAGES)
