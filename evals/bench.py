"""Speed and memory, beside a plain pipeline measured in the same run.

Each part runs in a process of its own (`bench_worker`), so that none pays for another's imports.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.errors import EvalError
from evals.suite import load_suites

SUITES = Path(__file__).with_name("suites")
RETRIEVAL = ("understand", "encode", "search", "fuse")
STAGES = (*RETRIEVAL, "retrieval", "quote", "total")


def measure(
    home: Path, sizes: Sequence[int], count: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Everything, as JSON data; `say` is told what is being measured.

    Raises:
        InjaeError: there is no index, or a part failed.
    """
    questions = sample_questions(count)
    with tempfile.TemporaryDirectory(prefix="injae-bench-") as folder:
        say("encoding documents, Injae and plain")
        encoding, plain_encoding = (
            _work("encode", home),
            _work("plain-encode", home, Path(folder) / "plain"),
        )
        say("asking, Injae and plain")
        asking = _work("ask", home, questions=questions)
        plain = _work("plain-ask", home, Path(folder) / "plain", questions)
        latency = [{"chunks": asking["chunks"], "stages": stages(asking["timings"])}]
        for size in sizes:
            say(f"asking over {size} chunks")
            larger = Path(folder) / str(size)
            _work("inflate", home, larger, size=size)
            found = _work("ask", larger, questions=questions)
            latency.append({"chunks": found["chunks"], "stages": stages(found["timings"])})
    return summary(encoding, plain_encoding, asking, plain, latency)


def summary(
    encoding: dict[str, Any],
    plain_encoding: dict[str, Any],
    asking: dict[str, Any],
    plain: dict[str, Any],
    latency: list[dict[str, Any]],
) -> dict[str, Any]:
    """What the parts measured, put side by side; a ratio above 1 is in Injae's favour."""
    plain_stages = stages(plain["timings"])
    ours = {
        "documents_per_second": encoding["documents_per_second"],
        "answer_p50": latency[0]["stages"]["total"]["p50"],
        "first_answer_seconds": asking["first_answer_seconds"],
        "memory_mb": asking["memory_mb"],
    }
    theirs = {
        "documents_per_second": plain_encoding["documents_per_second"],
        "answer_p50": plain_stages["total"]["p50"],
        "first_answer_seconds": plain["first_answer_seconds"],
        "memory_mb": plain["memory_mb"],
    }
    return {
        "encoder": encoding,
        "latency": latency,
        "startup": {name: asking[name] for name in ("open_seconds", "first_answer_seconds")},
        "memory": {"peak_mb": asking["memory_mb"], "peak_while_encoding_mb": encoding["memory_mb"]},
        "reference": theirs,
        "ratios": {
            name: _ratio(ours[name], theirs[name], more_is_better=name == "documents_per_second")
            for name in ours
        },
    }


def stages(timings: Sequence[dict[str, float]]) -> dict[str, dict[str, float | None]]:
    """Median and 95th percentile of each stage that was timed, and of retrieval as a whole."""
    timings = [
        {**timing, "retrieval": sum(timing[name] for name in RETRIEVAL)}
        if timing.keys() >= set(RETRIEVAL)
        else timing
        for timing in timings
    ]
    names = dict.fromkeys([*STAGES, *(name for timing in timings for name in timing)])
    found: dict[str, dict[str, float | None]] = {}
    for name in names:
        seconds = [timing[name] for timing in timings if name in timing]
        if seconds:
            p50, p95 = np.quantile(seconds, [0.50, 0.95])
            found[name] = {"p50": round(float(p50), 6), "p95": round(float(p95), 6)}
    return found


def sample_questions(count: int) -> list[str]:
    """Questions of our own suites, evenly spread over them."""
    asked = [case.turns[0].ask for suite in load_suites([SUITES]) for case in suite.cases]
    unique = [question for question in dict.fromkeys(asked) if question.strip()]
    step = max(1, len(unique) // count)
    return unique[::step][:count]


def _ratio(ours: float, theirs: float, *, more_is_better: bool) -> float | None:
    above, below = (ours, theirs) if more_is_better else (theirs, ours)
    return round(above / below, 3) if below else None


def _work(
    part: str,
    home: Path,
    folder: Path | None = None,
    questions: Sequence[str] = (),
    size: int = 0,
) -> dict[str, Any]:
    """Run one part in a process of its own.

    Raises:
        EvalError: with what the part said last.
    """
    order = {
        "part": part,
        "home": str(home),
        "folder": str(folder or ""),
        "questions": list(questions),
        "size": size,
    }
    done = subprocess.run(
        [sys.executable, "-m", "evals.bench_worker"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise EvalError(f"bench {part}: {lines[-1]}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result
