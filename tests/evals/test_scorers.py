"""Every scorer against cases worked by hand: right, wrong, not to be scored."""

from dataclasses import replace
from datetime import date

import pytest
from eval_builders import DAY, answer, asked, citation, ran, scored

from evals.scoring import Judge, cites, score, spoken_language
from evals.support import Evidence
from evals.types import CaseRun

SIX = citation("Le titulaire a 6 mois pour créer sa société.")
OLD = citation("L'accord de 80 points suffisait.", valid_until=date(2025, 10, 28), status="past")
TO_COME = citation("Le plafond passe à 3 ans.", valid_from=DAY)
SAID = "Le titulaire a 6 mois pour créer sa société. [1]"
REFUSED = {"outcome": "refused_no_evidence"}

TABLE = [
    ("outcome_correct", ran(answer(SAID, SIX)), 1.0),
    ("outcome_correct", ran(answer(SAID, SIX, outcome="partly_answered")), 1.0),
    ("outcome_correct", ran(answer("Rien.", **REFUSED)), 0.0),
    ("outcome_correct", ran(answer("Rien.", **REFUSED), spec=asked("refuse")), 1.0),
    ("outcome_correct", ran(answer("Bonjour !", outcome="greeting"), spec=asked("chat")), 1.0),
    ("outcome_correct", ran(answer("", outcome="failed")), 0.0),
    ("outcome_correct", ran("NoIndex: none"), 0.0),
    ("outcome_correct", ran(answer(SAID, SIX), answer("Rien.", **REFUSED)), 0.5),
    ("refusal_on_unanswerable", ran(answer("Rien.", **REFUSED), spec=asked("refuse")), 1.0),
    ("refusal_on_unanswerable", ran(answer(SAID, SIX), spec=asked("refuse")), 0.0),
    ("refusal_on_unanswerable", ran(answer(SAID, SIX)), None),
    ("refusal_on_unanswerable", ran("Error", spec=asked("refuse")), None),
    ("refusal_on_answerable", ran(answer("Rien.", **REFUSED)), 1.0),
    ("refusal_on_answerable", ran(answer(SAID, SIX)), 0.0),
    ("refusal_on_answerable", ran(answer("Rien.", **REFUSED), spec=asked("refuse")), None),
    ("groups_met", ran(answer(SAID, SIX), spec=asked(contain=(("6개월",), ("an",)))), 0.5),
    ("groups_met", ran(answer(SAID, SIX), spec=asked(contain=(("x", "société"),))), 1.0),
    ("groups_met", ran(answer(SAID, SIX)), None),
    ("groups_met", ran("Error", spec=asked(contain=(("6 mois",),))), None),
    ("citation_hit", ran(answer(SAID, SIX), spec=asked(cite=("gks", "tips"))), 1.0),
    ("citation_hit", ran(answer(SAID, SIX), spec=asked(cite=("TIPS.ko",))), 1.0),
    ("citation_hit", ran(answer(SAID, SIX), spec=asked(cite=("gks",))), 0.0),
    ("citation_hit", ran(answer("Rien.", **REFUSED), spec=asked(cite=("tips",))), 0.0),
    ("citation_hit", ran(answer(SAID, SIX)), None),
    ("citation_recall", ran(answer(SAID, SIX)), 1.0),
    ("citation_recall", ran(answer(SAID + " Il faut aussi payer.", SIX)), 0.5),
    ("citation_recall", ran(answer("En bref : le délai est de 6 mois. [1]", SIX)), 1.0),
    ("citation_recall", ran(answer("Le délai est de 7 mois. [1]", SIX)), 0.0),
    ("citation_recall", ran(answer("Voici ce qui est dit :\n" + SAID, SIX)), 1.0),
    ("citation_recall", ran(answer("Rien.", **REFUSED)), None),
    ("citation_recall", ran(answer("", SIX)), None),
    ("citation_precision", ran(answer(SAID, SIX)), 1.0),
    ("citation_precision", ran(answer("Le délai est de 7 mois. [1]", SIX)), 0.0),
    ("citation_precision", ran(answer(SAID.replace("[1]", "[1][7]"), SIX)), 0.5),
    ("citation_precision", ran(answer("Le titulaire a du temps.", SIX)), None),
    ("claims_unsupported", ran(answer("Il a 6 mois et 500 millions de wons. [1]", SIX)), 0.5),
    ("claims_unsupported", ran(answer("Six mois, dit le 1345. [1]", SIX)), 0.5),
    (
        "claims_unsupported",
        ran(answer("Six mois, dit le 1345. [1]", SIX, contact={"phone": "1345"})),
        0.0,
    ),
    ("claims_unsupported", ran(answer("Au 21 novembre 2026, six mois. [1]", SIX)), 0.0),
    ("claims_unsupported", ran(answer("Le titulaire a du temps. [1]", SIX)), None),
    ("reply_language", ran(answer(SAID, SIX)), 1.0),
    ("reply_language", ran(answer("You have six months to set up the company.")), 0.0),
    ("reply_language", ran(answer("Sie haben sechs Monate Zeit, um die Firma zu gründen.")), 0.0),
    ("reply_language", ran(answer("TIPS")), None),
    ("reply_language", ran("Error"), None),
    ("superseded_as_current", ran(answer(SAID, SIX)), 0.0),
    ("superseded_as_current", ran(answer("L'accord de 80 points suffisait. [1]", OLD)), 1.0),
    ("superseded_as_current", ran(answer(SAID, SIX, replace(OLD, label="2"))), 0.0),
    (
        "superseded_as_current",
        ran(answer("L'accord de 80 points suffisait. [1]", OLD), tags=("past",)),
        None,
    ),
    (
        "superseded_as_current",
        ran(answer("L'accord de 80 points suffisait. [1]", OLD), as_of=date(2025, 10, 28)),
        0.0,
    ),
    (
        "superseded_as_current",
        ran(
            answer("Le plafond passe à 3 ans. [1]", TO_COME),
            as_of=date(2026, 11, 20),
        ),
        1.0,
    ),
    ("superseded_as_current", ran(answer("Rien.", **REFUSED)), None),
]


@pytest.mark.parametrize(("name", "run", "expected"), TABLE)
def test_scorer(name: str, run: CaseRun, expected: float | None) -> None:
    assert scored(run)[0].scores[name] == expected


def triple(**answers: str) -> list[CaseRun]:
    """The same case in several languages."""
    return [
        ran(
            answer(text, citation(text.removesuffix(" [1]"), language=code), language=code),
            spec=asked(lang=code),
            id=f"limit-{code}",
            lang=code,
        )
        for code, text in answers.items()
    ]


FR, EN, KO = (
    "Le plafond est de 500 millions de wons. [1]",
    "The limit is KRW 500 million. [1]",
    "한도는 5억 원입니다. [1]",
)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (triple(fr=FR, en=EN, ko=KO), 1.0),
        (triple(fr=FR, en=EN.replace("500", "800"), ko=KO), 0.0),
        (triple(fr=FR, ko=KO), 1.0),
        (triple(fr=FR), None),
        ([*triple(fr=FR, en=EN), ran("Error", id="limit-ko", lang="ko")], None),
    ],
)
def test_consistency(runs: list[CaseRun], expected: float | None) -> None:
    assert {case.scores["consistency"] for case in scored(*runs)} == {expected}


def test_consistency_asks_for_the_same_documents_and_outcome() -> None:
    text = "Aucune source ne le dit."
    french = ran(answer(text, **REFUSED), id="a-fr")
    english = ran(answer("No source says so.", language="en", **REFUSED), id="a-en", lang="en")
    assert scored(french, english)[0].scores["consistency"] == 1.0
    other = ran(
        answer("No source.", citation("x", document="gks"), language="en"), id="a-en", lang="en"
    )
    assert scored(french, other)[0].scores["consistency"] == 0.0


def test_a_case_outside_a_triple_has_no_consistency() -> None:
    assert scored(ran(answer(SAID, SIX)))[0].scores["consistency"] is None


@pytest.mark.parametrize(
    ("run", "checks"),
    [
        (ran(answer(SAID, SIX), spec=asked(contain=(("6 mois",),), absent=("80",))), []),
        (ran(answer(SAID, SIX), spec=asked("refuse")), ["outcome"]),
        (ran(answer(SAID, SIX), spec=asked(cite=("gks",))), ["cite"]),
        (ran(answer(SAID, SIX), spec=asked(contain=(("7 mois",), ("x",)))), ["contain", "contain"]),
        (ran(answer(SAID, SIX), spec=asked(absent=("6개월",))), ["absent"]),
        (ran(answer(SAID, SIX), spec=asked(max_seconds=0.5)), ["seconds"]),
        (ran("NoIndex: none"), ["error"]),
    ],
)
def test_failures(run: CaseRun, checks: list[str]) -> None:
    case = scored(run)[0]
    assert [failure.check for turn in case.failures for failure in turn] == checks
    assert case.passed is not checks or not checks


def test_meaning_is_compared_where_nothing_is_quoted() -> None:
    run = ran(answer("Il dispose de six mois. [1]", SIX))
    near = Judge(Evidence(lambda a, b, c, d: 0.9))
    far = Judge(Evidence(lambda a, b, c, d: 0.1))
    assert score([run], near)[0].scores["citation_recall"] == 1.0
    assert score([run], far)[0].scores["citation_recall"] == 0.0
    quoted = ran(answer(SAID, SIX))
    assert score([quoted], far)[0].scores["citation_recall"] == 1.0


def test_names_are_compared_by_what_they_stand_for() -> None:
    def names(text: str) -> frozenset[str]:
        known = {"ministère des PME": "mss", "중기부": "mss", "KOTRA": "kotra"}
        return frozenset(found for name, found in known.items() if name in text)

    judge = Judge(Evidence(names=names))
    quote = citation("중기부가 6개월을 준다.", language="ko")
    right = ran(answer("Le ministère des PME donne six mois. [1]", quote))
    wrong = ran(answer("KOTRA donne six mois. [1]", quote))
    assert score([right], judge)[0].scores["citation_recall"] == 1.0
    assert score([wrong], judge)[0].scores["citation_recall"] == 0.0
    assert score([wrong], judge)[0].scores["claims_unsupported"] == 0.5


def test_two_citations_may_support_a_sentence_together() -> None:
    limit = citation("Le plafond est de 500 millions de wons.", "2")
    text = "Il a six mois et 500 millions de wons. [1][2]"
    case = scored(ran(answer(text, SIX, limit)))[0]
    assert (case.scores["citation_precision"], case.scores["citation_recall"]) == (1.0, 1.0)
    spare = citation("Le dossier est en coréen.", "3")
    case = scored(ran(answer(text.replace("[2]", "[2][3]"), SIX, limit, spare)))[0]
    assert case.scores["citation_precision"] == pytest.approx(2 / 3)


def test_a_quote_in_another_language_does_not_make_the_reply_foreign() -> None:
    quote = "외국인 창업자는 6개월 안에 회사를 세워야 한다."
    shown = answer(f"En coréen : « {quote} » [1]", citation(quote, language="ko"))
    assert spoken_language(shown) == "fr"
    bare = answer(f"{quote} [1]", citation(quote, language="ko"))
    assert spoken_language(bare) == "ko"


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        (("tips",), True),
        (("tips.fr",), True),
        (("tips#general",), True),
        (("gks#age", "TIPS#general"), True),
        (("tips#volume",), False),
        (("gks",), False),
    ],
)
def test_a_document_or_one_of_its_statements_is_cited(wanted: tuple[str, ...], met: bool) -> None:
    said = answer("Oui. [1]", citation("Oui.", parallel_id="tips#general"))
    expect = asked(cite=wanted).expect
    assert expect is not None and cites(expect, said) is met
