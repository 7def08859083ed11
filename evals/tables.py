"""Results as tables for a terminal."""

from typing import Any

from evals.metrics import LOWER_IS_BETTER, SECONDS

WIDTH = 26


def run_table(report: dict[str, Any]) -> str:
    """Every metric, overall and per language, then the cases that failed."""
    languages = list(report["metrics"]["pass_rate"]["language"])
    lines = ["".join([f"{'':{WIDTH}}", *(f"{head:>19}" for head in ("overall", *languages))])]
    for name, slices in report["metrics"].items():
        measures = [slices["overall"], *(slices["language"][code] for code in languages)]
        mark = " (lower is better)" if name in LOWER_IS_BETTER else ""
        lines.append(
            f"{name:{WIDTH}}" + "".join(f"{_measure(m, name):>19}" for m in measures) + mark
        )
    failed = [case for case in report["cases"] if not case["passed"]]
    lines += ["", f"{len(report['cases']) - len(failed)} of {len(report['cases'])} cases passed"]
    lines += [f"  {case['suite']}/{case['id']}  {'; '.join(case['failures'])}" for case in failed]
    return "\n".join(lines)


def retrieval_table(tasks: list[dict[str, Any]]) -> str:
    """One line a folder."""
    names = list(tasks[0]["metrics"])
    lines = ["".join([f"{'':20}{'queries':>8}{'documents':>10}", *(f"{n:>23}" for n in names)])]
    for task in tasks:
        measures = "".join(f"{_interval(task['metrics'][name]):>23}" for name in names)
        lines.append(f"{task['name']:20}{task['queries']:>8}{task['documents']:>10}{measures}")
    return "\n".join(lines)


def answerability_table(result: dict[str, Any]) -> str:
    """One line a language: how well scores part, and what the threshold in force does."""
    heads = f"{'':10}{'questions':>10}{'AUC':>22}{'threshold':>11}"
    lines = [f"{heads}{'refused when':>22}{'refused when':>22}"]
    lines += [f"{'':53}{'unanswerable':>22}{'answerable':>22}"]
    for name, row in result["languages"].items():
        point = row["operating_point"]
        lines.append(
            f"{name:10}{row['questions']:>10}{_interval(row['auc']):>22}{_number(point['threshold']):>11}"
            f"{_interval(point['refusal_on_unanswerable']):>22}{_interval(point['refusal_on_answerable']):>22}"
        )
    return "\n".join(lines)


def bench_table(result: dict[str, Any]) -> str:
    """Throughput, then latency by stage at each size, then start-up, memory and ratios."""
    lines = [f"{name:34}{_number(value):>12}" for name, value in result["encoder"].items()]
    for size in result["latency"]:
        lines += ["", f"{size['chunks']} chunks, seconds{'p50':>18}{'p95':>12}"]
        lines += [
            f"  {stage:32}{_number(row['p50']):>9}{_number(row['p95']):>12}"
            for stage, row in size["stages"].items()
        ]
    lines += [""]
    for part in ("startup", "memory", "reference", "ratios"):
        lines += [
            f"{part + ' ' + name:46}{_number(value):>12}" for name, value in result[part].items()
        ]
    return "\n".join(lines)


def _measure(measure: dict[str, Any], name: str) -> str:
    if measure["value"] is None:
        return "- (0)"
    error = measure["standard_error"]
    digits = 2 if name in SECONDS else 3
    beside = "" if error is None else f"±{error:.{digits}f}"
    return f"{measure['value']:.{digits}f}{beside} ({measure['n']})"


def _interval(measure: dict[str, Any]) -> str:
    if measure["value"] is None:
        return "-"
    return f"{measure['value']:.3f} ({measure['low']:.3f}-{measure['high']:.3f})"


def _number(value: Any) -> str:
    return "-" if value is None else value if isinstance(value, str) else f"{value:.4g}"
