"""A person's facts against the published conditions of a program, one condition at a time.

Nothing is decided for anybody: a condition is met, not met, or cannot be told from the sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.conditions import Reason, Verdict, together
from assistant.profile import FACTS, Profile
from assistant.programs import PROGRAMS, Program
from ingest import LANGUAGES, Chunk, Document, Index


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition, how the person stands to it, and the statement that it stands in."""

    anchor: str
    chunk: Chunk
    document: Document
    verdict: Verdict
    reason: Reason
    by_facts: Verdict
    """The verdict if the statement held and were beyond doubt."""
    missing: tuple[str, ...] = ()
    is_waiver: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """How findings hang together, and the statement that says so."""

    kind: Literal["instead", "waives", "unclear"]
    anchors: tuple[str, ...]
    chunk: Chunk
    document: Document


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every published condition of one program for one person."""

    program: str
    title: str
    language: str
    day: date
    build: str
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    besides: tuple[tuple[Chunk, Document], ...]
    document: Document

    def count(self, verdict: Verdict) -> int:
        """How many conditions have this verdict; a waiver is none."""
        return sum(f.verdict == verdict for f in self.findings if not f.is_waiver)


def assess(
    index: Index, program: str, profile: Profile, language: str, day: date
) -> Assessment | None:
    """Compare a profile with a program; None where the index does not hold the program."""
    rules, brief = PROGRAMS[program], _Brief(index, program, language)
    document = brief.document
    if document is None:
        return None
    findings = tuple(
        _finding(brief, rules, chunk, profile, day)
        for chunk in brief.chunks.values()
        if chunk.conditions
    )
    return Assessment(
        program,
        document.title,
        document.language,
        day,
        index.build,
        findings,
        tuple(_links(brief, rules)),
        tuple((chunk, document) for chunk in brief.named(rules.besides)),
        document,
    )


def facts_of(index: Index, program: str) -> tuple[str, ...]:
    """The facts that the conditions of a program ask for, in the order of the form."""
    chunks = _Brief(index, program, LANGUAGES[0]).chunks.values()
    wanted = {
        fact
        for chunk in chunks
        for condition in chunk.conditions
        for fact in together([condition], Profile()).missing
    }
    return tuple(fact for fact in FACTS if fact in wanted)


class _Brief:
    """The statements of a program in the reader's language, else in one that there is."""

    def __init__(self, index: Index, program: str, language: str) -> None:
        order = dict.fromkeys((language, *LANGUAGES))
        found = [code for code in order if f"{program}.{code}" in index.documents]
        self.document = index.documents[f"{program}.{found[0]}"] if found else None
        key = self.document.key if self.document else ""
        self.chunks = {
            chunk.parallel_id.partition("#")[2]: chunk
            for chunk in index.chunks
            if chunk.document_key == key and chunk.parallel_id
        }

    def named(self, anchors: Iterable[str]) -> list[Chunk]:
        return [self.chunks[anchor] for anchor in anchors if anchor in self.chunks]


def _finding(brief: _Brief, rules: Program, chunk: Chunk, profile: Profile, day: date) -> Finding:
    assert brief.document is not None
    anchor = chunk.parallel_id.partition("#")[2]
    outcome = together(chunk.conditions, profile)
    doubt = _doubt(brief, rules, chunk, anchor, day)
    return Finding(
        anchor,
        chunk,
        brief.document,
        "open" if doubt else outcome.verdict,
        doubt or outcome.reason,
        outcome.verdict,
        outcome.missing,
        anchor in rules.waivers,
    )


def _doubt(brief: _Brief, rules: Program, chunk: Chunk, anchor: str, day: date) -> Reason:
    """Why a statement does not decide by itself; empty when it does."""
    if chunk.validity.ended_before(day):
        return "past"
    if not chunk.validity.holds_on(day):
        return "future"
    if "gap" in chunk.flags:
        return "gap"
    if "disputed" in chunk.flags:
        return "disputed"
    if "unverified" in chunk.flags:
        return "unverified"
    if rules.only_in.get(anchor, day.year) != day.year:
        return "period"
    base = brief.chunks.get(rules.rests_on.get(anchor, ""))
    if base is not None and not base.validity.holds_on(day):
        return "base"
    assert brief.document is not None
    kinds = {s.kind for s in brief.document.sources if s.id in chunk.source_ids}
    return "weak" if kinds <= {"blog"} else ""


def _links(brief: _Brief, rules: Program) -> Iterable[Link]:
    assert brief.document is not None
    for replaced, instead in rules.instead:
        for chunk in brief.named((instead,)):
            yield Link("instead", (replaced, instead), chunk, brief.document)
    for waiver, waived in rules.waivers.items():
        for chunk in brief.named((waiver,)):
            yield Link("waives", (waiver, *waived), chunk, brief.document)
    for statement, anchors in rules.unclear:
        for chunk in brief.named((statement,)):
            yield Link("unclear", anchors, chunk, brief.document)
