"""How much of a question the evidence speaks of: its words, the thing asked for, its years."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.expectation import holds
from assistant.types import Evidence, Query
from assistant.words import plain, words
from ingest import LANGUAGES, Index, lexical

_READ = 3
"""Pieces of evidence whose words are read."""
_OLD_RULE_YEARS = 3
"""How far back an old rule without a first day is taken to reach."""
_NAMED_IN = 2
"""Of these, in which the thing asked for is looked for."""
_CAPITALISED = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]+")
_NUMBERED = ("money", "percent", "count", "duration")


def word_share(wanted: dict[str, float], texts: Sequence[str]) -> float:
    """Share of weighed terms that the texts hold; 0 when none is wanted."""
    if not wanted:
        return 0.0
    held = set(lexical.terms(" ".join(texts)))
    return sum(weight for term, weight in wanted.items() if term in held) / sum(wanted.values())


def features(query: Query, evidence: Sequence[Evidence], index: Index) -> dict[str, float]:
    """What the decision looks at, but for cosines; each from 0 to 1, and `length` in terms."""
    code = query.asked_in
    all_terms = index.term_weights(lexical.terms(query.text), code)
    bare = index.term_weights(lexical.terms(query.bare), code)
    best = _told(evidence[:1], index, code)
    thing = dict.fromkeys(asked_thing(query), 1.0)
    return {
        "words": word_share(all_terms, [e.chunk.embedded_text() for e in evidence[:_READ]]),
        "bare_words": word_share(bare, best) if bare else 1.0,
        "thing": word_share(thing, _told(evidence[:_NAMED_IN], index, code)) if thing else 1.0,
        "length": float(len(lexical.terms(query.bare))),
    }


def names_missing(query: Query, passages: Sequence[str]) -> float:
    """Share of the words of the question's names that the passage with most of them lacks."""
    hangul = bool(re.search("[가-힣]", query.text))
    # the first capital of a sentence in Latin letters names nothing
    names = _CAPITALISED.findall(query.text)[0 if hangul else 1 :]
    wanted = dict.fromkeys(lexical.terms(" ".join(names)), 1.0)
    return 1 - max(word_share(wanted, [text]) for text in passages) if wanted else 0.0


def asked_thing(query: Query) -> tuple[str, ...]:
    """The terms of the thing asked for ("how many LAWYERS"); empty where none is found."""
    form = plain(query.bare)
    for code in (query.asked_in, *LANGUAGES):
        if thing := words(code).captured("asked_thing", form):
            return tuple(lexical.terms(thing))
    return ()


def speaks_of(item: Evidence, year: int, query: Query) -> bool:
    """Does it name the year, or hold in it? A rule without an end says nothing of years to come."""
    since, until = item.chunk.validity.since, item.chunk.validity.until
    last = until.year if until else query.today.year
    first = since.year if since else last - _OLD_RULE_YEARS if until else last + 1
    if first <= year <= last:
        return True
    return year in years_in(item.chunk.text)


def of_other_years(query: Query, item: Evidence) -> bool:
    """Is it about certain years, and about none of those that the question names?"""
    validity = item.chunk.validity
    dated = bool(years_in(item.chunk.text) or validity.since or validity.until)
    return bool(query.years) and dated and not any(speaks_of(item, y, query) for y in query.years)


def other_years(query: Query, evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """The years for which the evidence gives what is asked, where none of them was asked about.

    Empty when any evidence speaks of a year asked about, and when no number is asked for.
    """
    if not query.years or query.wants not in _NUMBERED or not evidence:
        return ()
    if any(speaks_of(item, year, query) for item in evidence for year in query.years):
        return ()
    chunk = evidence[0].chunk
    return (
        tuple(sorted(years_in(chunk.text)))
        if holds(chunk.text, query.wants, chunk.language, loosely=True)
        else ()
    )


@lru_cache(maxsize=4096)
def years_in(text: str) -> frozenset[int]:
    """The years that a text names."""
    return frozenset(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))


def _told(evidence: Sequence[Evidence], index: Index, code: str) -> list[str]:
    """Chunks, their copies in the language of the question, and the questions written for them."""
    texts = [item.chunk.embedded_text() for item in evidence]
    statements = {item.chunk.parallel_id for item in evidence if item.chunk.parallel_id}
    copies = [index.parallel(statement, code) for statement in statements]
    texts += [copy.embedded_text() for copy in copies if copy is not None]
    asked = index.questions(code)
    if asked is not None:
        pairs = zip(asked.texts, asked.statements, strict=True)
        texts += [text for text, statement in pairs if statement in statements]
    return texts
