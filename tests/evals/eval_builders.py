"""Answers, cases and a scripted assistant, for the tests of the bench."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant import Answer, Citation, Note, Turn
from evals.scoring import Judge, score
from evals.suite import Case, Expect, TurnSpec
from evals.types import CaseRun, ScoredCase, TurnRun
from ingest import SourceRef

DAY = date(2026, 11, 21)
SOURCE = SourceRef("s-1", "Un titre", "Ministère", "2026-01-05", "https://example.kr/a", "gov")


def citation(quote: str, label: str = "1", document: str = "tips", **fields: Any) -> Citation:
    """A current statement in French, unless told otherwise."""
    known: dict[str, Any] = {
        "title": "Programme",
        "page": None,
        "heading": (),
        "start": 0,
        "end": len(quote),
        "language": "fr",
        "kind": "statement",
        "sources": (SOURCE,),
        "status": "current",
        "valid_from": None,
        "valid_until": None,
    }
    return Citation(label, document, quote=quote, **{**known, **fields})


def answer(text: str, *citations: Citation, **fields: Any) -> Answer:
    """An answer in French, given on DAY."""
    known: dict[str, Any] = {"language": "fr", "outcome": "answered", "as_of": DAY, "build": "b1"}
    notes = tuple(Note("changed", note) for note in fields.pop("notes", ()))
    return Answer("?", text=text, citations=citations, notes=notes, **{**known, **fields})


def case(*turns: TurnSpec, **fields: Any) -> Case:
    """A French case of the suite "s"."""
    known: dict[str, Any] = {"id": "c-1", "lang": "fr", "suite": "s"}
    return Case(turns=turns, **{**known, **fields})


def asked(outcome: Any = "answer", lang: str = "fr", **expected: Any) -> TurnSpec:
    """A turn with its expectations."""
    return TurnSpec("Question ?", lang, Expect(outcome, **expected))


def ran(*answers: Answer | str, spec: TurnSpec | None = None, **fields: Any) -> CaseRun:
    """A case as it went: an answer, or the error that came instead, for each turn."""
    spec = spec or asked()
    turns = tuple(
        TurnRun(spec, None, given) if isinstance(given, str) else TurnRun(spec, given, "", 0.5, 1.0)
        for given in answers
    )
    return CaseRun(case(*(spec for _ in turns), **fields), turns)


def scored(*runs: CaseRun) -> list[ScoredCase]:
    """Judged without encoder and glossary."""
    return score(runs, Judge())


@dataclass
class ScriptedReply:
    """Gives its answer's text word by word."""

    answer: Answer

    def __iter__(self) -> Iterator[str]:
        yield from self.answer.text.split(" ")


@dataclass
class ScriptedAssistant:
    """Answers by question, and remembers what it was asked."""

    answers: dict[str, Answer | Exception]
    asked: list[tuple[str, tuple[Turn, ...], date | None]] = field(default_factory=list)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, as_of: date | None = None
    ) -> ScriptedReply:
        self.asked.append((question, tuple(history), as_of))
        given = self.answers[question]
        if isinstance(given, Exception):
            raise given
        return ScriptedReply(given)


class Ticks:
    """A clock that moves by one second each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now
