"""Ask an assistant every question of the suites, keeping the history of each conversation."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Protocol

from assistant import Answer, Turn
from evals.suite import Case, Suite, TurnSpec
from evals.types import CaseRun, TurnRun

Clock = Callable[[], float]
Progress = Callable[[], None]


class SomeReply(Protocol):
    """What `ask` returns: pieces of text, then the whole answer."""

    @property
    def answer(self) -> Answer:
        """The answer, complete."""
        ...

    def __iter__(self) -> Iterator[str]: ...


class SomeAssistant(Protocol):
    """Whatever can be asked: the real assistant, a worsened one, a scripted one."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, as_of: date | None = None
    ) -> SomeReply:
        """Answer one question."""
        ...


def run_suites(
    suites: Sequence[Suite],
    assistant: SomeAssistant,
    *,
    jobs: int = 1,
    clock: Clock = time.perf_counter,
    progress: Progress = lambda: None,
) -> list[CaseRun]:
    """Run all cases, `jobs` at a time; results stand in the order of the suites."""

    def run(case: Case) -> CaseRun:
        result = run_case(case, assistant, clock)
        progress()
        return result

    cases = [case for suite in suites for case in suite.cases]
    if jobs <= 1:
        return [run(case) for case in cases]
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        return list(pool.map(run, cases))


def run_case(case: Case, assistant: SomeAssistant, clock: Clock = time.perf_counter) -> CaseRun:
    """Ask the questions of one case in turn; an error ends the conversation."""
    history: list[Turn] = []
    turns: list[TurnRun] = []
    for spec in case.turns:
        turn = _ask(spec, assistant, history, case.as_of, clock)
        turns.append(turn)
        if turn.answer is None:
            break
        history += [Turn("user", spec.ask), Turn("assistant", turn.answer.text)]
    return CaseRun(case, tuple(turns))


def _ask(
    spec: TurnSpec,
    assistant: SomeAssistant,
    history: Sequence[Turn],
    as_of: date | None,
    clock: Clock,
) -> TurnRun:
    began = clock()
    first_word = None
    try:
        reply = assistant.ask(spec.ask, tuple(history), as_of=as_of)
        for piece in reply:
            if first_word is None and piece:
                first_word = clock() - began
        return TurnRun(spec, reply.answer, "", first_word, clock() - began)
    except Exception as error:  # a suite outlives any single failure, and shows it
        message = str(error).strip().splitlines()
        line = f"{type(error).__name__}: {message[0] if message else ''}".rstrip(": ")
        return TurnRun(spec, None, line, first_word, clock() - began)
