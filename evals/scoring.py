"""One case as it went -> its failures and its scores; None when there is nothing to score."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import Answer, Citation
from evals import matching, support
from evals.sentences import passages, sentences
from evals.suite import Case, Expect
from evals.support import Evidence
from evals.types import CaseRun, Failure, ScoredCase, TurnRun
from ingest import LANGUAGES, language, values

OUTCOMES = {
    "answer": ("answered", "partly_answered"),
    "refuse": (
        "refused_no_evidence",
        "refused_gap",
        "refused_out_of_scope",
        "refused_personal_decision",
        "refused_unsafe",
    ),
    "chat": ("greeting", "asked_back"),
}
_SUFFIX = re.compile(r"[._-](?:fr|en|ko)$")
_TRIPLE = re.compile(r"(.+)-(?:fr|en|ko)")


@dataclass(frozen=True, slots=True)
class Judge:
    """What judging needs beside the answers."""

    evidence: Evidence = Evidence()
    today: date | None = None
    """The day meant where neither the case nor the answer names one."""


Scorer = Callable[[CaseRun, Judge], float | None]


def score(runs: Sequence[CaseRun], judge: Judge) -> list[ScoredCase]:
    """Judge every case, then every group of the same case in several languages."""
    scored = [score_case(run, judge) for run in runs]
    groups: dict[tuple[str, str], list[ScoredCase]] = {}
    for case in scored:
        if match := _TRIPLE.fullmatch(case.case.id):
            groups.setdefault((case.case.suite, match[1]), []).append(case)
    consistent = {key: is_consistent([c.run for c in group]) for key, group in groups.items()}
    return [_with_consistency(case, consistent) for case in scored]


def score_case(run: CaseRun, judge: Judge) -> ScoredCase:
    """Judge one case."""
    failures = tuple(turn_failures(turn) for turn in run.turns)
    return ScoredCase(run, failures, {name: scorer(run, judge) for name, scorer in SCORERS.items()})


def turn_failures(turn: TurnRun) -> tuple[Failure, ...]:
    """Every expectation of a turn that was not met."""
    expect, answer = turn.spec.expect, turn.answer
    if answer is None:
        return (Failure("error", expect.outcome if expect else "", turn.error),)
    if expect is None:
        return ()
    failures = []
    if not outcome_met(expect, answer):
        failures.append(Failure("outcome", expect.outcome, answer.outcome))
    if expect.cite and not cites(expect, answer):
        failures.append(Failure("cite", " | ".join(expect.cite), ", ".join(_documents(answer))))
    for group, met in zip(expect.contain, met_groups(expect, answer), strict=True):
        if not met:
            failures.append(Failure("contain", " | ".join(group), ""))
    for unwanted in expect.absent:
        if matching.said(passages(answer), unwanted):
            failures.append(Failure("absent", "", unwanted))
    if expect.max_seconds is not None and turn.whole > expect.max_seconds:
        failures.append(Failure("seconds", f"{expect.max_seconds:g}", f"{turn.whole:.2f}"))
    return tuple(failures)


def outcome_met(expect: Expect, answer: Answer) -> bool:
    """Is the outcome of the class expected?"""
    return answer.outcome in OUTCOMES[expect.outcome]


def cites(expect: Expect, answer: Answer) -> bool:
    """Is one of the expected documents, or `document#statement`, cited in whichever language?"""
    cited = {*_documents(answer), *(c.parallel_id.casefold() for c in answer.citations)}
    return bool({_bare_id(wanted) for wanted in expect.cite} & cited)


def met_groups(expect: Expect, answer: Answer) -> tuple[bool, ...]:
    """For each group of `contain`: does the text, or a note, say one of its alternatives?"""
    told = [*passages(answer), *((note.text, answer.language) for note in answer.notes)]
    return tuple(
        any(matching.contained(told, wanted) for wanted in group) for group in expect.contain
    )


def outcome_correct(run: CaseRun, judge: Judge) -> float | None:
    """Share of the turns that answered, refused or chatted as expected; an error did not."""
    return _share(
        turn.answer is not None and outcome_met(turn.spec.expect, turn.answer)
        for turn in run.turns
        if turn.spec.expect
    )


def refusal_on_unanswerable(run: CaseRun, judge: Judge) -> float | None:
    """Share of refusals where one was expected."""
    return _refusals(run, "refuse")


def refusal_on_answerable(run: CaseRun, judge: Judge) -> float | None:
    """Share of refusals where an answer was expected."""
    return _refusals(run, "answer")


def groups_met(run: CaseRun, judge: Judge) -> float | None:
    """Share of the groups of `contain` that were met."""
    return _share(
        met
        for turn, answer in _answers(run)
        if turn.spec.expect
        for met in met_groups(turn.spec.expect, answer)
    )


def citation_hit(run: CaseRun, judge: Judge) -> float | None:
    """Share of the turns with `cite` that cite one of its documents or statements."""
    return _share(
        cites(turn.spec.expect, answer)
        for turn, answer in _answers(run)
        if turn.spec.expect and turn.spec.expect.cite
    )


def citation_precision(run: CaseRun, judge: Judge) -> float | None:
    """Share of the marks that support the sentence they stand in."""
    return _share(
        right
        for _, answer in _stated(run)
        for sentence in sentences(answer)
        for right in support.right_marks(sentence, answer, judge.evidence)
    )


def citation_recall(run: CaseRun, judge: Judge) -> float | None:
    """Share of the sentences that cite, and are supported by what they cite."""
    return _share(
        support.is_supported(sentence, sentence.citations, answer, judge.evidence)
        for _, answer in _stated(run)
        for sentence in sentences(answer)
        if sentence.is_claim
    )


def claims_unsupported(run: CaseRun, judge: Judge) -> float | None:
    """Share of the values and names in the text that nothing cited states."""
    return _share(
        not supported
        for _, answer in _stated(run)
        for supported in support.claims_supported(answer, judge.evidence)
    )


def reply_language(run: CaseRun, judge: Judge) -> float | None:
    """Share of the answers in the language wanted; one too short to tell is not scored."""
    spoken = [(turn.spec.lang, spoken_language(answer)) for turn, answer in _answers(run)]
    return _share(found == wanted for wanted, found in spoken if found)


def spoken_language(answer: Answer) -> str:
    """The language of what is not quoted from a document in another one; empty if unclear."""
    text = " ".join(matching.unmarked(answer.text).split())
    for citation in answer.citations:
        if citation.language != answer.language:
            quote = " ".join(matching.unmarked(citation.quote).split())
            text = re.sub(rf"[“«\"]\s*{re.escape(quote)}\s*[”»\"]", " ", text)
    found = language.detect(text)
    return found if found in LANGUAGES else language.detect_other(text) or ""


def superseded_as_current(run: CaseRun, judge: Judge) -> float | None:
    """1 when a sentence of a text cites a statement not valid on the day asked about."""
    if "past" in run.case.tags:
        return None
    told = [
        any(_is_invalid(c, run.case, answer, judge) for s in sentences(answer) for c in s.citations)
        for _, answer in _stated(run)
    ]
    return float(any(told)) if told else None


def is_consistent(runs: Sequence[CaseRun]) -> float | None:
    """1 when the same case in several languages got the same outcome, values and documents."""
    answered = [[answer for _, answer in _answers(run)] for run in runs]
    if len({run.case.lang for run in runs}) < 2 or any(
        len(answers) != len(run.case.turns) for answers, run in zip(answered, runs, strict=True)
    ):
        return None
    first, *others = answered
    return float(all(_all_agree(first, other) for other in others))


SCORERS: dict[str, Scorer] = {
    "outcome_correct": outcome_correct,
    "refusal_on_unanswerable": refusal_on_unanswerable,
    "refusal_on_answerable": refusal_on_answerable,
    "groups_met": groups_met,
    "citation_hit": citation_hit,
    "citation_precision": citation_precision,
    "citation_recall": citation_recall,
    "reply_language": reply_language,
    "superseded_as_current": superseded_as_current,
    "claims_unsupported": claims_unsupported,
}


def _answers(run: CaseRun) -> list[tuple[TurnRun, Answer]]:
    """The turns that were answered, in whatever way; one that failed says nothing to score."""
    return [
        (turn, turn.answer)
        for turn in run.turns
        if turn.answer is not None and turn.answer.outcome != "failed"
    ]


def _stated(run: CaseRun) -> list[tuple[TurnRun, Answer]]:
    """The turns whose answer states something, and so must cite."""
    return [(turn, a) for turn, a in _answers(run) if a.outcome in OUTCOMES["answer"]]


def _share(judged: Iterable[bool]) -> float | None:
    found = list(judged)
    return sum(found) / len(found) if found else None


def _refusals(run: CaseRun, expected: str) -> float | None:
    return _share(
        answer.outcome in OUTCOMES["refuse"]
        for turn, answer in _answers(run)
        if turn.spec.expect and turn.spec.expect.outcome == expected
    )


def _documents(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_bare_id(c.document_id) for c in answer.citations))


def _bare_id(document_id: str) -> str:
    return _SUFFIX.sub("", document_id.casefold())


def _is_invalid(citation: Citation, case: Case, answer: Answer, judge: Judge) -> bool:
    day = case.as_of or answer.as_of or judge.today
    since, until = citation.valid_from, citation.valid_until
    if day is None or (since is None and until is None):
        return citation.status == "past"
    return (until is not None and until < day) or (since is not None and since > day)


def _all_agree(answers: Sequence[Answer], others: Sequence[Answer]) -> bool:
    return len(answers) == len(others) and all(map(_agree, answers, others))


def _agree(a: Answer, b: Answer) -> bool:
    return (
        _outcome_class(a) == _outcome_class(b)
        and set(_documents(a)) == set(_documents(b))
        and not _only_in(a, b)
        and not _only_in(b, a)
    )


def _only_in(answer: Answer, other: Answer) -> bool:
    """Does the answer state a value that no passage of the other states?"""
    others = passages(other) or (("", other.language),)
    return any(
        set.intersection(
            *(set(values.values_equal(text, o, language, code)[0]) for o, code in others)
        )
        for text, language in passages(answer)
    )


def _outcome_class(answer: Answer) -> str:
    return next((name for name, group in OUTCOMES.items() if answer.outcome in group), "failed")


def _with_consistency(
    case: ScoredCase, consistent: dict[tuple[str, str], float | None]
) -> ScoredCase:
    match = _TRIPLE.fullmatch(case.case.id)
    value = consistent[(case.case.suite, match[1])] if match else None
    return replace(case, scores={**case.scores, "consistency": value})
