"""A deliberately worsened assistant must be caught by our suites; over the real index."""

import dataclasses
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from eval_builders import ScriptedReply

from assistant import Answer, Assistant, Citation, Settings, Turn
from evals import record
from evals.compare import compare
from evals.judge import open_judge
from evals.runner import SomeAssistant, run_suites
from evals.scoring import OUTCOMES, score
from evals.suite import Suite, load_suites

ROOT = Path(__file__).parents[2]
SUITES = ROOT / "evals" / "suites"


class Worsened:
    """Asks the real assistant, then spoils what it says."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.previous: Answer | None = None

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, as_of: date | None = None
    ) -> ScriptedReply:
        answer = self.assistant.ask(question, history, as_of=as_of).answer
        worse = self.spoilt(answer)
        self.previous = answer
        return ScriptedReply(worse)

    def spoilt(self, answer: Answer) -> Answer:
        raise NotImplementedError


class RetrievalShuffled(Worsened):
    """Each question gets what was found for the one before it."""

    def spoilt(self, answer: Answer) -> Answer:
        return self.previous or answer


class CitationsSwapped(Worsened):
    """The text stays, its marks point to what the answer before it cited."""

    def spoilt(self, answer: Answer) -> Answer:
        others = self.previous.citations if self.previous else ()
        swapped = tuple(
            dataclasses.replace(other, label=own.label)
            for own, other in zip(answer.citations, others, strict=False)
        )
        return dataclasses.replace(answer, citations=swapped)


class RefusalOff(Worsened):
    """Where the assistant refuses, the nearest statement is told as the answer."""

    def spoilt(self, answer: Answer) -> Answer:
        if answer.outcome not in OUTCOMES["refuse"]:
            return answer
        found = self.assistant.retrieve(answer.question, limit=1)
        if not found:
            return dataclasses.replace(answer, outcome="answered")
        chunk = found[0].chunk
        cited = Citation(
            "1", chunk.document_id, chunk.title, chunk.page, chunk.heading, chunk.text, 0,
            len(chunk.text), chunk.language, chunk.kind, (), "current",
            chunk.validity.since, chunk.validity.until,
        )  # fmt: skip
        text = f"{chunk.text} [1]"
        return dataclasses.replace(answer, outcome="answered", text=text, citations=(cited,))


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    home = Path(os.environ.get("INJAE_TEST_HOME") or ROOT / ".injae")
    return Assistant.open(Settings.from_env(home=home, mode="quote"))


@pytest.fixture(scope="module")
def suites() -> tuple[Suite, ...]:
    return load_suites([SUITES])


Judged = Callable[[SomeAssistant], dict[str, Any]]


@pytest.fixture(scope="module")
def judged(assistant: Assistant, suites: tuple[Suite, ...]) -> Judged:
    judge = open_judge(assistant.settings.home, date.today())
    return lambda asked: record.report(suites, score(run_suites(suites, asked), judge), {}, {})


@pytest.fixture(scope="module")
def sound(judged: Judged, assistant: Assistant) -> dict[str, Any]:
    return judged(assistant)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("worsened", "metrics"),
    [
        (RetrievalShuffled, {"citation_hit", "groups_met", "outcome_correct"}),
        (RefusalOff, {"refusal_on_unanswerable", "outcome_correct"}),
        (CitationsSwapped, {"citation_hit", "citation_precision", "citation_recall"}),
    ],
)
def test_it_is_caught(
    worsened: type[Worsened],
    metrics: set[str],
    assistant: Assistant,
    judged: Judged,
    sound: dict[str, Any],
) -> None:
    result = compare(sound, judged(worsened(assistant)))
    assert "overall" in result["worse"]
    worse = {name for name, item in result["metrics"].items() if item["verdict"] == "worse"}
    assert metrics <= worse
