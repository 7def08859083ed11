"""What flows through the bench: Case -> CaseRun -> ScoredCase -> report. All frozen."""

from dataclasses import dataclass, field
from typing import Literal

from assistant import Answer
from evals.suite import Case, TurnSpec

Check = Literal["error", "outcome", "cite", "contain", "absent", "seconds"]


@dataclass(frozen=True, slots=True)
class TurnRun:
    """One question as it was answered, or the error that came instead."""

    spec: TurnSpec
    answer: Answer | None
    error: str = ""
    first_word: float | None = None
    """Seconds until the first piece of text."""
    whole: float = 0.0
    """Seconds until the answer was complete."""


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case and its turns as they went; turns after an error are left out."""

    case: Case
    turns: tuple[TurnRun, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that a turn did not meet."""

    check: Check
    expected: str
    found: str

    def __str__(self) -> str:
        return {
            "error": f"error: {self.found}",
            "contain": f"contain: missing {self.expected}",
            "absent": f"absent: said {self.found}",
            "cite": f"cite: expected {self.expected}, cited {self.found or 'nothing'}",
        }.get(self.check, f"{self.check}: expected {self.expected}, found {self.found}")


@dataclass(frozen=True, slots=True)
class ScoredCase:
    """A case that has been judged."""

    run: CaseRun
    failures: tuple[tuple[Failure, ...], ...]
    """Per turn."""
    scores: dict[str, float | None] = field(default_factory=dict)
    """By scorer; None when the case could not be scored, which is not the same as wrong."""

    @property
    def case(self) -> Case:
        """The case that was run."""
        return self.run.case

    @property
    def passed(self) -> bool:
        """Were all expectations of all turns met?"""
        return not any(self.failures)
