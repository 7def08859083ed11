"""What each verb of `injae-eval` does, from its options to its exit code."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from evals import record
from evals.errors import EvalError
from evals.suite import Suite, load_suites

if TYPE_CHECKING:
    from assistant import Settings
    from evals.runner import SomeAssistant
    from evals.scoring import Judge


def run(options: argparse.Namespace) -> int:
    """Run suites against the assistant; 1 under a floor."""
    suites = load_suites(options.suites)
    _check_languages(options.fail_under_lang, suites)
    for target in (options.json, options.html, options.junit):
        record.check_target(target)
    report = _run_report(options, suites)
    _write_reports(options, report)
    from evals.tables import run_table

    print(run_table(report), file=_beside(options.json))
    return _floors(options, report)


@contextmanager
def opened(settings: "Settings") -> Iterator[tuple["SomeAssistant", "Judge", dict[str, str]]]:
    """The assistant, a judge, and what is known of the index they use."""
    from assistant import Assistant
    from evals.judge import index_facts, open_judge

    facts = index_facts(settings.home)
    assistant = Assistant.open(settings)
    try:
        yield assistant, open_judge(settings.home, date.today()), facts
    finally:
        assistant.close()


def _run_report(options: argparse.Namespace, suites: tuple[Suite, ...]) -> dict[str, Any]:
    from assistant import Settings
    from evals.runner import run_suites
    from evals.scoring import score

    settings = Settings.from_env(home=options.index, mode=options.mode)
    total = sum(len(suite.cases) for suite in suites)
    with opened(settings) as (assistant, judge, facts):
        with _progress("asking", total) as step:
            runs = run_suites(suites, assistant, jobs=options.jobs, progress=step)
        scored = score(runs, judge)
    return record.report(suites, scored, record.plain_settings(settings), facts)


def _write_reports(options: argparse.Namespace, report: dict[str, Any]) -> None:
    if options.html:
        from evals.report import render

        record.write_text(render(report), options.html)
    if options.junit:
        from evals.junit import junit

        record.write_text(junit(report), options.junit)
    if options.json:
        record.write_json(report, options.json)


def _check_languages(floors: list[tuple[str, float]], suites: tuple[Suite, ...]) -> None:
    present = {case.lang for suite in suites for case in suite.cases}
    for language, _ in floors:
        if language not in present:
            raise EvalError(f"--fail-under-lang {language}: no case of the suites is in it")


def _floors(options: argparse.Namespace, report: dict[str, Any]) -> int:
    """1 when a pass rate is under its floor, said in one line each."""
    rate = report["metrics"]["pass_rate"]
    floors = (
        [] if options.fail_under is None else [("overall", rate["overall"], options.fail_under)]
    )
    floors += [(code, rate["language"][code], floor) for code, floor in options.fail_under_lang]
    missed = [(name, m["value"], floor) for name, m, floor in floors if m["value"] < floor]
    for name, value, floor in missed:
        print(f"injae-eval: pass rate {name} {value:.3f} is under {floor:g}", file=sys.stderr)
    return 1 if missed else 0


def compare(options: argparse.Namespace) -> int:
    """Compare two reports; 1 when worse beyond noise."""
    from evals import compare as comparing

    record.check_target(options.json)
    reports = record.read_report(options.before), record.read_report(options.after)
    result = comparing.compare(*reports)
    if options.json:
        record.write_json(result, options.json)
    print(comparing.table(result), file=_beside(options.json))
    return 1 if result["worse"] else 0


def retrieval(options: argparse.Namespace) -> int:
    """Measure retrieval over BEIR-format folders."""
    from assistant import Settings
    from evals.corpora import prepare
    from evals.retrieval import measure, read_folder
    from evals.tables import retrieval_table

    record.check_target(options.json)
    settings = Settings.from_env(home=None, mode="quote")
    cache = options.cache or settings.home / "retrieval"
    folders = [read_folder(folder) for folder in options.folders]
    prepare(folders, cache, settings.home / "encoders", _say)
    tasks = []
    for task in folders:
        with _progress(task.name, len(task.queries)) as step:
            tasks.append(measure(task, cache, step))
    result = {"tasks": tasks, "produced_by": record.tools(record.plain_settings(settings))}
    if options.json:
        record.write_json(result, options.json)
    print(retrieval_table(tasks), file=_beside(options.json))
    return 0


def answerability(options: argparse.Namespace) -> int:
    """Measure the answer-or-refuse decision over given passages."""
    from assistant import Assistant, Settings
    from evals.answerability import measure, read_folder
    from evals.tables import answerability_table

    record.check_target(options.json)
    questions = read_folder(options.folder)
    settings = Settings.from_env(home=options.index, mode="quote")
    assistant = Assistant.open(settings)
    try:
        with _progress("judging", len(questions)) as step:
            result = measure(options.folder.name, questions, assistant, step)
    finally:
        assistant.close()
    result["produced_by"] = record.tools(record.plain_settings(settings))
    if options.json:
        record.write_json(result, options.json)
    print(answerability_table(result), file=_beside(options.json))
    return 0


def bench(options: argparse.Namespace) -> int:
    """Measure speed and memory."""
    from assistant import Settings
    from evals.bench import measure
    from evals.tables import bench_table

    record.check_target(options.json)
    settings = Settings.from_env(home=options.index, mode="quote")
    result = measure(settings.home, options.chunks, options.questions, _say)
    result["produced_by"] = record.tools(record.plain_settings(settings))
    if options.json:
        record.write_json(result, options.json)
    print(bench_table(result), file=_beside(options.json))
    return 0


def new(options: argparse.Namespace) -> int:
    """Write example suites, and the schema that editors check them by."""
    from evals.examples import write_examples

    for path in write_examples(options.folder):
        print(path)
    return 0


def draft(options: argparse.Namespace) -> int:
    """Turn feedback into draft cases."""
    from evals.draft import draft as draft_suite

    text = draft_suite(options.feedback)
    if options.out == "-":
        sys.stdout.write(text)
    else:
        record.write_text(text, options.out)
    return 0


class _progress:
    """A progress bar on standard error; where nobody watches, a line every ten seconds."""

    def __init__(self, what: str, total: int) -> None:
        from tqdm import tqdm

        pause = 0.1 if sys.stderr.isatty() else 10.0
        self._bar = tqdm(total=total, desc=what, mininterval=pause, file=sys.stderr)

    def __enter__(self) -> Any:
        return self._bar.update

    def __exit__(self, *error: object) -> None:
        self._bar.close()


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _beside(json_target: str | None) -> Any:
    """Where a table goes: not among the JSON."""
    return sys.stderr if json_target == "-" else sys.stdout
