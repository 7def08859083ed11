"""Two reports -> what changed, case by case, and whether it is more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.metrics import LOWER_IS_BETTER, SEED, without_language

RESAMPLES = 10_000
LEVEL = 0.95

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of B minus A over the cases in both, with its 95 % interval."""

    n: int
    before: float
    after: float
    value: float
    low: float
    high: float
    lower_is_better: bool = False

    @property
    def verdict(self) -> str:
        """better, worse, or same: an interval that holds zero is noise."""
        low, high = (-self.high, -self.low) if self.lower_is_better else (self.low, self.high)
        return "better" if low > 0 else "worse" if high < 0 else "same"


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What changed from one report to the other, as JSON data."""
    old, new = _by_key(before), _by_key(after)
    both = sorted(old.keys() & new.keys())
    pairs = [(old[key], new[key]) for key in both]
    passing = _passing(pairs)
    return {
        "cases": len(both),
        "newly_failing": [_change(a, b) for a, b in pairs if a["passed"] and not b["passed"]],
        "newly_passing": [_change(a, b) for a, b in pairs if b["passed"] and not a["passed"]],
        "removed": [_name(old[key]) for key in sorted(old.keys() - new.keys())],
        "added": [_name(new[key]) for key in sorted(new.keys() - old.keys())],
        "pass_rate": {name: _plain(difference) for name, difference in passing.items()},
        "metrics": {name: _plain(difference) for name, difference in _scores(pairs).items()},
        "worse": [name for name, item in passing.items() if item.verdict == "worse"],
    }


def difference(
    before: Sequence[float], after: Sequence[float], *, lower_is_better: bool = False
) -> Difference:
    """Paired bootstrap: cases are drawn with both of their scores."""
    a, b = np.asarray(before, float), np.asarray(after, float)
    deltas = b - a
    picks = np.random.default_rng(SEED).integers(0, len(deltas), (RESAMPLES, len(deltas)))
    means = deltas[picks].mean(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Difference(
        len(deltas), a.mean(), b.mean(), deltas.mean(), float(low), float(high), lower_is_better
    )


def table(result: dict[str, Any]) -> str:
    """The comparison, for a terminal."""
    lines = [f"{result['cases']} cases in both reports"]
    for title in ("newly_failing", "newly_passing"):
        lines += [f"\n{title.replace('_', ' ')}: {len(result[title])}"]
        lines += [f"  {item['case']}  {item['why']}".rstrip() for item in result[title]]
    for title in ("removed", "added"):
        if result[title]:
            lines += [f"\n{title}: {', '.join(result[title])}"]
    lines += ["", f"{'':28}{'n':>6}{'before':>9}{'after':>9}{'change':>9}   95 % interval"]
    lines += [_row(f"pass rate, {name}", item) for name, item in result["pass_rate"].items()]
    lines += [_row(name, item) for name, item in result["metrics"].items()]
    verdict = (
        f"worse beyond noise: {', '.join(result['worse'])}" if result["worse"] else "not worse"
    )
    return "\n".join([*lines, "", verdict])


def _by_key(report: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    return {(case["suite"], case["id"]): case for case in report["cases"]}


def _passing(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Difference]:
    """Overall and per language; nothing when no case is in both."""
    languages = sorted({after["lang"] for _, after in pairs})
    groups = {"overall": pairs} if pairs else {}
    for language in languages:
        groups[language] = [pair for pair in pairs if pair[1]["lang"] == language]
    return {
        name: difference([a["passed"] for a, _ in group], [b["passed"] for _, b in group])
        for name, group in groups.items()
    }


def _scores(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Difference]:
    """Every score, over the cases where both reports have one."""
    names = sorted({name for a, b in pairs for name in a["scores"].keys() & b["scores"].keys()})
    found = {}
    for name in names:
        both = [(a, b) for a, b in pairs if _both(a, b, name)]
        if name == "consistency":  # a property of a group, counted once
            both = list({(b["suite"], without_language(b["id"])): (a, b) for a, b in both}.values())
        scored = [(a["scores"][name], b["scores"][name]) for a, b in both]
        if scored:
            before, after = zip(*scored, strict=True)
            found[name] = difference(before, after, lower_is_better=name in LOWER_IS_BETTER)
    return found


def _both(a: dict[str, Any], b: dict[str, Any], name: str) -> bool:
    return a["scores"].get(name) is not None and b["scores"].get(name) is not None


def _change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    failures = after.get("failures") or before.get("failures") or []
    return {"case": _name(after), "lang": after["lang"], "why": "; ".join(failures)}


def _name(case: dict[str, Any]) -> str:
    return f"{case['suite']}/{case['id']}"


def _plain(item: Difference) -> dict[str, Any]:
    return {
        "n": item.n,
        "before": round(float(item.before), 6),
        "after": round(float(item.after), 6),
        "change": round(float(item.value), 6),
        "low": round(item.low, 6),
        "high": round(item.high, 6),
        "verdict": item.verdict,
    }


def _row(name: str, item: dict[str, Any]) -> str:
    mark = {"better": " +", "worse": " !"}.get(item["verdict"], "")
    return (
        f"{name:28}{item['n']:>6}{item['before']:>9.3f}{item['after']:>9.3f}{item['change']:>+9.3f}"
        f"   {item['low']:+.3f} .. {item['high']:+.3f}{mark}"
    )
