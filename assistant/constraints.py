"""What a question insists on: visa codes, foreign countries, regions, universities, names, an age.

A statement may match a question in every word but one and still not answer it; so what a question
insists on is found by type, looked for in the evidence, and named when nothing there meets it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.types import Constraint, Evidence, Query
from assistant.words import plain, words
from ingest import LANGUAGES, Chunk, Index, Term, lexical, values

_CODE = re.compile(r"[A-H]-\d{1,2}(?:-[0-9A-Z]{1,2})*(?:\([A-Z]\))?")
_LIKE_A_CODE = re.compile(r"(?<![\w-])([A-H])-(\d{1,2}(?:-\d{1,2})?|\d[A-Z])(?![\w-])")
"""As a visa code is written, whether or not there is such a visa: "D-11", "H-1B"."""
_CAPITALISED = re.compile(r"(?<![\w'’-])[A-Z][A-Za-z]+(?:-[A-Za-z]+)*(?![\w-])")
_OPENS = re.compile(r"(?:^|[.!?:;«“\"(]\s*)$")
_SHOWN_NAMES = 2


def find_constraints(
    question: str, bare: str, terms: Sequence[Term], spoken: str
) -> tuple[Constraint, ...]:
    """What a question insists on; `bare` is the question without the names of the glossary."""
    found = [*_codes(question), *_places(bare, spoken)]
    found += [
        Constraint("university", term.id, term.name(spoken))
        for term in terms
        if term.kind == "university"
    ]
    if age := stated_age(question):
        found.append(Constraint("age", str(age), str(age)))
    return tuple(dict.fromkeys([*found, *_names(bare)]))


def stated_age(question: str) -> int:
    """The age that somebody is said to have; 0 when none is."""
    form = plain(question)
    for code in LANGUAGES:
        if age := words(code).captured("stated_age", form):
            return int(age)
    return 0


def unmet(query: Query, evidence: Iterable[Evidence], index: Index) -> tuple[Constraint, ...]:
    """The constraints that no piece of evidence meets."""
    chunks = [item.chunk for item in evidence]
    return tuple(
        constraint
        for constraint in query.constraints
        if constraint.kind != "age" and not any(_meets(chunk, constraint) for chunk in chunks)
        if constraint.kind != "name" or not _known(constraint.value, index)
    )


def weighs(query: Query, constraint: Constraint) -> bool:
    """Does it speak against the evidence? Where the asker comes from mostly does not matter."""
    own = any(words(code).cue("own_case", plain(query.question)) for code in LANGUAGES)
    return not (own and constraint.kind in ("nationality", "country", "region"))


def is_elsewhere(query: Query, constraint: Constraint) -> bool:
    """Is it about another country, and about nothing of Korea?"""
    if constraint.kind != "country":
        return False
    korean = any(words(code).cue("korea", plain(query.question)) for code in LANGUAGES)
    return not korean and not query.terms


def _codes(question: str) -> list[Constraint]:
    known = {
        (value.start, value.end): str(value.value)
        for value in values.find_values(question)
        if value.kind == "code" and _CODE.fullmatch(str(value.value))
    }
    codes = list(known.values())
    for match in _LIKE_A_CODE.finditer(question):
        if not any(a < match.end() and match.start() < b for a, b in known):
            codes.append(f"{match[1]}-{match[2]}")
    return [Constraint("code", code, code) for code in codes]


def _places(bare: str, spoken: str) -> list[Constraint]:
    form = plain(bare)
    found: dict[str, Constraint] = {}
    for speech in map(words, LANGUAGES):
        for name, (_, place, people) in speech.table("countries").items():
            shown = words(spoken).get(f"countries.{name}")[0]
            match = _stands(place, form)
            if _stands(people, form) or (match and _comes_from(form[: match.start()])):
                found[name] = Constraint("nationality", name, shown)
            elif match:
                found.setdefault(name, Constraint("country", name, shown))
        for name, (_, place) in speech.table("regions").items():
            if _stands(place, form):
                shown = words(spoken).get(f"regions.{name}")[0]
                found[name] = Constraint("region", name, shown)
    return list(found.values())


def _comes_from(before: str) -> bool:
    return any(words(code).cue("origin", before) for code in LANGUAGES)


def _is_place(name: str) -> bool:
    form = plain(name)
    return any(
        _stands(pattern, form)
        for code in LANGUAGES
        for table in ("countries", "regions")
        for row in words(code).table(table).values()
        for pattern in row[1:]
    )


def _stands(pattern: str, form: str) -> re.Match[str] | None:
    return _as_word(pattern).search(form)


@lru_cache(maxsize=512)
def _as_word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![a-z])")


def _names(bare: str) -> list[Constraint]:
    """Names in Latin letters: capitals inside a sentence, or any Latin word between Hangul."""
    hangul = bool(re.search("[가-힣]", bare))
    found = [
        match.group()
        for match in _CAPITALISED.finditer(bare)
        if (hangul or not _OPENS.search(bare[: match.start()])) and lexical.terms(match.group())
    ]
    return [Constraint("name", name, name) for name in found[:_SHOWN_NAMES] if not _is_place(name)]


def _known(name: str, index: Index) -> bool:
    """Does any document hold the name?"""
    wanted = lexical.terms(name)
    return any(index.lexical(wanted, code, 1) for code in index.languages)


def _meets(chunk: Chunk, constraint: Constraint) -> bool:
    if constraint.kind == "code":
        return _meets_code(chunk, constraint.value)
    if constraint.kind in ("country", "nationality"):
        return _tells_of("countries", constraint.value, chunk.embedded_text())
    if constraint.kind == "region":
        return _tells_of("regions", constraint.value, chunk.embedded_text())
    text = chunk.embedded_text().casefold()
    return constraint.text.casefold() in text or constraint.value.casefold() in text


@lru_cache(maxsize=4096)
def _tells_of(table: str, name: str, text: str) -> bool:
    form = plain(text)
    return any(
        _stands(pattern, form)
        for code in LANGUAGES
        for pattern in words(code).table(table)[name][1:]
    )


def _meets_code(chunk: Chunk, asked: str) -> bool:
    """A rule for E-7 is one for E-7-1; a rule for E-7-2 is not."""
    told, titled = _codes_in(chunk.text), _codes_in(chunk.title)
    family = {asked, *_parents(asked)}
    if asked in told | titled or any(asked in _parents(code) for code in told):
        return True
    if told & family:
        return True
    siblings = any(set(_parents(code)) & set(_parents(asked)) for code in told)
    return bool(titled & family) and not siblings


def _parents(code: str) -> list[str]:
    parts = re.sub(r"\([A-Z]\)$", "", code).split("-")
    shorter = ["-".join(parts[:end]) for end in range(2, len(parts) + 1)]
    return [parent for parent in shorter if parent != code]


@lru_cache(maxsize=4096)
def _codes_in(text: str) -> frozenset[str]:
    return frozenset(str(v.value) for v in values.find_values(text) if v.kind == "code")
