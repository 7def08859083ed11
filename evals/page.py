"""The bench behind the Evaluate tab of the page; found by the entry point `injae.evaluate`."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evals import record
from evals.suite import SUFFIXES, Suite, load_suite

if TYPE_CHECKING:
    from assistant import Assistant
    from evals.types import CaseRun

SUITES = Path(__file__).with_name("suites")


@dataclass(frozen=True, slots=True)
class Choice:
    """A suite that can be run."""

    name: str
    cases: int
    path: Path


@dataclass(frozen=True, slots=True)
class PageRun:
    """A finished or stopped run, with its report as a page and as data."""

    cases: int
    passed: int
    html: str
    json: str


class PageBench:
    """Lists the suites of the bench and runs one with progress and stop."""

    def suites(self) -> Sequence[Choice]:
        """The suites that come with the bench."""
        return [self.suite(p) for p in sorted(SUITES.iterdir()) if p.suffix in SUFFIXES]

    def suite(self, path: Path) -> Choice:
        """One suite, checked.

        Raises:
            BadSuite: it breaks the format.
        """
        suite = load_suite(path)
        return Choice(suite.name, len(suite.cases), path)

    def run(
        self,
        path: Path,
        assistant: "Assistant",
        progress: Callable[[int, int], None],
        stop: threading.Event,
    ) -> PageRun | None:
        """Run a suite until its end or until `stop` is set; None when no case was finished.

        Raises:
            BadSuite: it breaks the format.
            IndexUnavailable: there is none.
        """
        suite = load_suite(path)
        runs = _run(suite, assistant, progress, stop)
        return _reported(suite, runs, assistant) if runs else None


def _run(
    suite: Suite,
    assistant: "Assistant",
    progress: Callable[[int, int], None],
    stop: threading.Event,
) -> list["CaseRun"]:
    from evals.runner import run_case

    runs: list[CaseRun] = []
    for case in suite.cases:
        if stop.is_set():
            break
        runs.append(run_case(case, assistant))
        progress(len(runs), len(suite.cases))
    return runs


def _reported(suite: Suite, runs: list["CaseRun"], assistant: "Assistant") -> PageRun:
    from evals.judge import index_facts, open_judge
    from evals.report import render
    from evals.scoring import score

    home = assistant.settings.home
    cases = score(runs, open_judge(home, date.today()))
    settings = record.plain_settings(assistant.settings)
    # a report may be handed on: not where the index lies, nor what the server lets in
    for name in ("home", "host", "port", "allowed_hosts", "trusted_proxies"):
        settings.pop(name, None)
    report = record.report([suite], cases, settings, index_facts(home))
    text = json.dumps(report, ensure_ascii=False, indent=1)
    return PageRun(len(cases), sum(case.passed for case in cases), render(report), text)
