"""Forty people against five programs: every verdict is right, or "cannot tell"; none is wrong."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from asking import TODAY
from shelf import Shelf, shelf

from assistant.eligibility import Assessment, assess, facts_of
from assistant.profile import FACTS, Profile, profile_of
from assistant.programs import PROGRAMS
from assistant.words import words

BRIEFS = shelf(
    "visas/startup-korea-special-visa",
    "visas/top-tier-visa",
    "visas/k-star",
    "students/gks",
    "startups/tips",
)
M, N, U = "met", "not_met", "open"

# what no fact of a person can settle today: amounts reckoned on an old base, blogs, closed rules
TOP_OPEN = {
    "income": U, "income-waiver": U, "language-test-dropped": U, "old-language-test": U,
    "fields-launch": U,
}  # fmt: skip
SCHOLAR = {"korean": False, "korean_parent": False, "age": 27, "average": 91, "top_fifth": True}
EXPERT = {
    "degree": "doctor", "top_university": True, "experience": 12, "top_company_years": 6,
    "research_years": 2, "top_institute_years": 1, "income": 250_000_000, "field": "ai",
    "job_offer": True, "language_test": True,
}  # fmt: skip
EXPERT_FOUND = {
    "degree": M, "experience": M, "research": N, "contract": M, "fields-2026": M, **TOP_OPEN,
}  # fmt: skip
GRADUATE = {"degree": "master", "field": "ai", "school": "first", "recommended": True}
STAR = {"degree-level": M, "stem-field": M, "no-job-offer": M, "president": M}
ASKED = {"nationality": M, "age": M, "grade": M}


def case(program: str, given: dict[str, Any], found: dict[str, str], **changed: Any) -> Any:
    """A person: what is given, but for what is changed; None is not said."""
    facts = {name: v for name, v in {**given, **changed}.items() if v is not None}
    return pytest.param(program, Profile(**facts), found, id=f"{program}-{changed or 'whole'}"[:70])


PEOPLE = [
    case("gks", SCHOLAR, ASKED),
    case("gks", SCHOLAR, ASKED, age=39),
    case("gks", SCHOLAR, {**ASKED, "age": N}, age=40),
    case("gks", SCHOLAR, {**ASKED, "age": N}, age=61),
    case("gks", SCHOLAR, {**ASKED, "age": U}, age=None),
    case("gks", SCHOLAR, {**ASKED, "nationality": N}, korean=True),
    case("gks", SCHOLAR, {**ASKED, "nationality": N}, korean_parent=True),
    case("gks", SCHOLAR, {**ASKED, "nationality": U}, korean_parent=None),
    case("gks", SCHOLAR, {**ASKED, "nationality": N}, korean=True, korean_parent=None),
    case("gks", SCHOLAR, ASKED, average=80, top_fifth=False),
    case("gks", SCHOLAR, ASKED, average=71, top_fifth=True),
    case("gks", SCHOLAR, {**ASKED, "grade": N}, average=79.9, top_fifth=False),
    case("gks", SCHOLAR, {**ASKED, "grade": U}, average=79, top_fifth=None),
    case("gks", {}, {"nationality": U, "age": U, "grade": U}),
    case("top-tier-visa", EXPERT, EXPERT_FOUND),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "degree": N}, degree="bachelor"),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "degree": N}, top_university=False),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "degree": U}, top_university=None),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "degree": U}, degree="graduate"),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "experience": N}, experience=7.5),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "experience": N}, top_company_years=2),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "experience": U}, top_company_years=None),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "research": M}, research_years=5,
         top_institute_years=3),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "research": N}, research_years=9,
         top_institute_years=0),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "contract": N}, job_offer=False),
    case("top-tier-visa", EXPERT, EXPERT_FOUND, income=90_000_000),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "fields-2026": U}, field="semiconductors"),
    case("top-tier-visa", EXPERT, {**EXPERT_FOUND, "fields-2026": U}, field="other"),
    case("top-tier-visa", {}, {
        "degree": U, "experience": U, "research": U, "contract": U, "fields-2026": U, **TOP_OPEN,
    }),
    case("k-star", GRADUATE, STAR),
    case("k-star", GRADUATE, STAR, degree="doctor", field="stem"),
    case("k-star", GRADUATE, {**STAR, "degree-level": N}, degree="bachelor"),
    case("k-star", GRADUATE, {**STAR, "degree-level": U}, degree="graduate"),
    case("k-star", GRADUATE, {**STAR, "stem-field": N}, field="other"),
    case("k-star", GRADUATE, {**STAR, "president": U}, school="other"),
    case("k-star", GRADUATE, {**STAR, "president": N}, school="none", recommended=None),
    case("k-star", GRADUATE, {**STAR, "president": N}, recommended=False),
    case("k-star", GRADUATE, {**STAR, "president": U}, recommended=None),
    case("k-star", {}, {"degree-level": U, "stem-field": U, "no-job-offer": M, "president": U}),
    case("startup-korea-special-visa", {}, {"no-degree": M}),
    case("startup-korea-special-visa", {"degree": "none", "age": 19}, {"no-degree": M}),
    case("tips", {"company_age": 3}, {"global-age-2024": U}),
    case("tips", {"company_age": 12}, {"global-age-2024": U}),
    case("tips", {}, {"global-age-2024": U}),
]  # fmt: skip


def found(program: str, profile: Profile, language: str = "en", day: date = TODAY) -> Assessment:
    assessment = assess(BRIEFS, program, profile, language, day)
    assert assessment is not None
    return assessment


def test_there_are_forty_people() -> None:
    assert len(PEOPLE) >= 40


@pytest.mark.parametrize(("program", "profile", "expected"), PEOPLE)
@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_each_verdict(
    program: str, profile: Profile, expected: dict[str, str], language: str
) -> None:
    assessment = found(program, profile, language)
    assert {f.anchor: f.verdict for f in assessment.findings} == expected
    assert {f.chunk.language for f in assessment.findings} == {language}


@pytest.mark.parametrize(("program", "profile", "expected"), PEOPLE)
def test_an_open_condition_says_why(
    program: str, profile: Profile, expected: dict[str, str]
) -> None:
    for finding in found(program, profile).findings:
        assert bool(finding.reason) == (finding.verdict == "open")
        assert bool(finding.missing) <= (finding.by_facts == "open")
        for language in ("fr", "en", "ko"):
            if finding.reason:
                assert words(language)(f"form.why_{finding.reason}")
            for fact in finding.missing:
                assert words(language)(f"form.fact_{fact}")


def test_missing_facts_settle_it() -> None:
    open_ones = {f.anchor: f.missing for f in found("gks", Profile()).findings}
    assert open_ones == {
        "nationality": ("korean", "korean_parent"),
        "age": ("age",),
        "grade": ("average", "top_fifth"),
    }


def test_doubtful_and_old_conditions_never_decide() -> None:
    by_anchor = {f.anchor: f for f in found("top-tier-visa", Profile(**EXPERT)).findings}
    reasons = {name: by_anchor[name].reason for name in TOP_OPEN}
    assert reasons == {
        "income": "base",
        "income-waiver": "base",
        "language-test-dropped": "weak",
        "old-language-test": "past",
        "fields-launch": "past",
    }
    assert by_anchor["income"].by_facts == "met"
    assert found("tips", Profile(company_age=3)).findings[0].reason == "period"


def test_while_the_amount_was_in_force_it_decides() -> None:
    then = date(2025, 9, 1)
    rich, poor = Profile(income=200_000_000), Profile(income=149_864_999)
    for profile, expected in ((rich, M), (poor, N)):
        findings = found("top-tier-visa", profile, day=then).findings
        verdicts = {finding.anchor: finding.verdict for finding in findings}
        assert (verdicts["income"], verdicts["income-waiver"]) == (expected, expected)
    tips = found("tips", Profile(company_age=8), day=date(2024, 9, 1))
    assert tips.findings[0].verdict == "not_met"


@pytest.mark.parametrize("mark", ["disputed", "gap", "unverified"])
def test_a_marked_condition_never_decides(mark: str) -> None:
    chunks = tuple(
        replace(c, flags=frozenset({mark})) if c.conditions else c for c in BRIEFS.chunks
    )
    marked = Shelf(BRIEFS.documents, chunks)
    assessment = assess(marked, "gks", Profile(age=70), "en", TODAY)
    assert assessment is not None
    assert {(f.verdict, f.reason) for f in assessment.findings} == {("open", mark)}
    by_facts = {f.anchor: f.by_facts for f in assessment.findings}
    assert by_facts["age"] == "not_met"


def test_an_unknown_condition_is_open() -> None:
    for condition in ("age<many", "university:top-7", "degree:phd", "grade~80"):
        chunks = tuple(
            replace(c, conditions=(condition,)) if c.conditions else c for c in BRIEFS.chunks
        )
        other = Shelf(BRIEFS.documents, chunks)
        assessment = assess(other, "gks", Profile(**SCHOLAR), "en", TODAY)
        assert assessment is not None
        assert {(f.verdict, f.reason) for f in assessment.findings} == {("open", "unknown")}


def test_how_conditions_hang_together_is_said_by_a_statement() -> None:
    links = {link.kind: link for link in found("top-tier-visa", Profile(), "fr").links}
    assert links["instead"].anchors == ("experience", "research")
    assert links["waives"].anchors == ("income-waiver", "degree", "experience", "research")
    assert "disputed" in links["unclear"].chunk.flags
    assert {link.chunk.language for link in links.values()} == {"fr"}
    assert found("gks", Profile()).links == ()


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=lambda program: program.id)
def test_the_rules_name_what_is_in_the_corpus(program: Any) -> None:
    anchors = {
        chunk.parallel_id.partition("#")[2]: chunk
        for chunk in BRIEFS.chunks
        if chunk.document_id == program.id
    }
    conditions = {name for name, chunk in anchors.items() if chunk.conditions}
    assert conditions
    assert {name for pair in program.instead for name in pair} <= conditions
    assert {
        n for waiver, waived in program.waivers.items() for n in (waiver, *waived)
    } <= conditions
    assert set(program.rests_on) | set(program.only_in) <= conditions
    named = {*program.besides, *program.rests_on.values(), *(s for s, _ in program.unclear)}
    assert named <= set(anchors)
    assert conditions.isdisjoint(program.besides)


def test_every_condition_of_the_corpus_is_understood() -> None:
    for program in PROGRAMS:
        for finding in found(program, Profile()).findings:
            assert finding.reason != "unknown", finding.chunk.conditions


def test_a_program_asks_for_its_own_facts_only() -> None:
    assert facts_of(BRIEFS, "gks") == ("korean", "korean_parent", "age", "average", "top_fifth")
    assert facts_of(BRIEFS, "k-star") == ("degree", "field", "school", "recommended")
    assert facts_of(BRIEFS, "tips") == ("company_age",)
    assert facts_of(BRIEFS, "startup-korea-special-visa") == ()
    assert set(facts_of(BRIEFS, "top-tier-visa")) <= set(FACTS)


def test_a_program_that_is_not_indexed() -> None:
    assert assess(shelf("students/gks"), "tips", Profile(), "en", TODAY) is None


def test_answers_become_facts() -> None:
    answers = {"age": 27, "korean": "no", "top_fifth": "", "degree": "master", "income": None}
    assert profile_of(answers) == (Profile(age=27.0, korean=False, degree="master"), ())


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("150000000", 150e6), ("150 000 000", 150e6), ("150,000,000", 150e6),
        ("150.000.000", 150e6), ("150\u202f000\u202f000", 150e6), ("149865000.5", 149865000.5),
        (" 0 ", 0.0), ("149,865", 149865.0),
    ],
)  # fmt: skip
def test_a_number_as_people_write_it(answer: str, value: float) -> None:
    assert profile_of({"income": answer}) == (Profile(income=value), ())
    assert profile_of({"experience": "7,5"}) == (Profile(experience=7.5), ())


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("age", -3), ("age", "old"), ("age", "-27"), ("income", "1e9"), ("age", "27.5.1"), 
        ("age", 4000), ("age", True), ("age", float("nan")),
        ("degree", "phd"), ("korean", "perhaps"), ("average", 101), ("shoe_size", 42),
        ("income", -1), ("korean", 3),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_and_left_out(name: str, answer: object) -> None:
    assert profile_of({name: answer, "field": "ai"}) == (Profile(field="ai"), (name,))


def test_nothing_promises() -> None:
    """No word of the form tells anybody that they will get it."""
    promise = re.compile(
        r"you (will|qualify|are eligible|can apply)|vous (obtiendrez|aurez|êtes éligible)"
        r"|(자격이 있습니다|받을 수 있습니다|합격하실|합격됩)",
        re.IGNORECASE,
    )
    for language in ("fr", "en", "ko"):
        table = words(language)._tables["form"]
        assert not [text for text in table.values() if promise.search(str(text))]
