"""The `condition` attributes of statements, compared with the facts of a person."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.profile import Profile

Verdict = Literal["met", "not_met", "open"]
Reason = Literal[
    "", "facts", "past", "future", "disputed", "unverified", "gap", "weak", "base", "period",
    "list", "in_progress", "unknown",
]  # fmt: skip
"""Why a condition is open: facts are missing, or the statement does not decide by itself."""

_CONDITION = re.compile(r"([a-z-]+)(:|>=|<=|>|<|=)([\w.-]+)")
_ORDER = {"none": 0, "bachelor": 1, "graduate": 1, "master": 2, "doctor": 3}
_STEM = frozenset({"ai", "robotics", "semiconductors", "bio", "batteries", "displays", "stem"})
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
}
_NUMBER_FACT = {
    "age": "age",
    "income": "income",
    "grade": "average",
    "company-age": "company_age",
    "experience": "experience",
}
_ASKED_OR_NOT = {"job-offer": "job_offer", "language-test": "language_test"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Facts against a condition, whatever the worth of the statement it stands in."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    """Facts that would settle it."""
    reason: Reason = ""


def together(conditions: Iterable[str], profile: Profile) -> Outcome:
    """Conditions of one statement: of one kind, any is enough; of different kinds, all are."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for condition in conditions:
        kinds[re.split("[:<>=]", condition)[0]].append(_outcome(condition, profile))
    return _all([_any(outcomes) for outcomes in kinds.values()])


def _all(outcomes: list[Outcome]) -> Outcome:
    return _joined(outcomes, "not_met", "met")


def _any(outcomes: list[Outcome]) -> Outcome:
    return _joined(outcomes, "met", "not_met")


def _joined(outcomes: list[Outcome], decides: Verdict, otherwise: Verdict) -> Outcome:
    if any(outcome.verdict == decides for outcome in outcomes):
        return Outcome(decides)
    unsettled = [outcome for outcome in outcomes if outcome.verdict == "open"]
    if not unsettled:
        return Outcome(otherwise)
    missing = dict.fromkeys(fact for outcome in unsettled for fact in outcome.missing)
    # what facts would settle is asked for before what the sources leave open
    reasons = sorted((o.reason for o in unsettled), key=lambda reason: reason != "facts")
    return Outcome("open", tuple(missing), reasons[0])


def _outcome(condition: str, profile: Profile) -> Outcome:
    """One condition such as `age<40` or `degree:none`."""
    match = _CONDITION.fullmatch(condition)
    key, sign, value = match.groups() if match else ("", "", "")
    if key == "degree":
        return _degree(sign, value, profile)
    if sign != ":" and key in _NUMBER_FACT and value.replace(".", "", 1).isdigit():
        return _number(_NUMBER_FACT[key], sign, float(value), profile)
    if key in _ASKED_OR_NOT:
        return Outcome("met") if value == "none" else _yes(_ASKED_OR_NOT[key], profile)
    if key == "field":
        return _field(value, profile)
    known = _NAMED.get(condition)
    return known(profile) if known else Outcome("open", reason="unknown")


def _degree(sign: str, value: str, profile: Profile) -> Outcome:
    if value == "none":
        return Outcome("met")
    if sign != ">=" or value not in _ORDER:
        return Outcome("open", reason="unknown")
    if profile.degree is None:
        return Outcome("open", ("degree",), "facts")
    if profile.degree == "graduate" and _ORDER[value] > _ORDER["bachelor"]:
        return Outcome("open", reason="in_progress")
    return Outcome("met" if _ORDER[profile.degree] >= _ORDER[value] else "not_met")


def _number(fact: str, sign: str, limit: float, profile: Profile) -> Outcome:
    value = getattr(profile, fact)
    if value is None:
        return Outcome("open", (fact,), "facts")
    return Outcome("met" if _COMPARE[sign](value, limit) else "not_met")


def _yes(fact: str, profile: Profile, wanted: bool = True) -> Outcome:
    value = getattr(profile, fact)
    if value is None:
        return Outcome("open", (fact,), "facts")
    return Outcome("met" if value is wanted else "not_met")


def _field(value: str, profile: Profile) -> Outcome:
    if profile.field is None:
        return Outcome("open", ("field",), "facts")
    named = set(value.split("."))
    if profile.field in (_STEM if value == "stem" else named):
        return Outcome("met")
    return Outcome("open", reason="list") if "more" in named else Outcome("not_met")


def _school(profile: Profile) -> Outcome:
    """K-STAR: recommended by the president of a designated university; five are named surely."""
    if profile.school == "none" or profile.recommended is False:
        return Outcome("not_met")
    missing = tuple(f for f in ("school", "recommended") if getattr(profile, f) is None)
    if missing:
        return Outcome("open", missing, "facts")
    return Outcome("met") if profile.school == "first" else Outcome("open", reason="list")


_NAMED: dict[str, Callable[[Profile], Outcome]] = {
    "university:top-100": lambda p: _yes("top_university", p),
    "university:k-star-32": _school,
    "nationality:not-korean": lambda p: _all(
        [_yes("korean", p, wanted=False), _yes("korean_parent", p, wanted=False)]
    ),
    "grade:top-20": lambda p: _yes("top_fifth", p),
    "experience:8-years-3-at-top-500": lambda p: _all(
        [_number("experience", ">=", 8, p), _number("top_company_years", ">=", 3, p)]
    ),
    "experience:5-research-3-at-top-institute": lambda p: _all(
        [_number("research_years", ">=", 5, p), _number("top_institute_years", ">=", 3, p)]
    ),
}
