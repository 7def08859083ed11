"""Search terms in three scripts, and BM25 over them."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexical import LexicalIndex, terms

TEXTS = (
    "La bourse GKS verse 1 200 000 wons par mois aux étudiants en master.",
    "Le visa D-10 permet de chercher un emploi pendant trois ans.",
    "Le visa D-8-4(S) est recommandé par le ministère des PME.",
    "",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("장학금", ["장학", "학금"]),
        ("돈", ["돈"]),
        ("D-8-4(S) visa", ["d84s", "visa"]),
        ("D-8-4S", ["d84s"]),
        ("KRW 1,200,000", ["krw", "1200000"]),
        ("2.64", ["2.64"]),
        ("l'étudiant étranger", ["etudiant", "etranger"]),
        ("jusqu’aux bourses", ["bourse"]),
        ("the grants and the visa", ["grant", "visa"]),
        ("TIPS를", ["tip", "를"]),
        ("?!…", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@given(st.text(max_size=80))
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert terms(unicodedata.normalize("NFD", composed)) == terms(composed)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize(
    ("question", "best"),
    [("bourse des étudiants", 0), ("chercher emploi", 1), ("visa D-8-4(S)", 2), ("d-8-4s", 2)],
)
def test_the_text_with_the_words_scores_highest(
    index: LexicalIndex, question: str, best: int
) -> None:
    scores = index.scores(terms(question))
    assert scores.shape == (len(TEXTS),)
    assert int(np.argmax(scores)) == best and scores[3] == 0


@pytest.mark.parametrize("question", ["", "zzz", "장학금"])
def test_nothing_in_common_scores_zero(index: LexicalIndex, question: str) -> None:
    assert not index.scores(terms(question)).any()


def test_rare_terms_weigh_more(index: LexicalIndex) -> None:
    weights = index.weights(["visa", "bourse", "absent"])
    assert weights["visa"] < weights["bourse"] < weights["absent"]
    assert index.ideal(["visa", "bourse"]) == pytest.approx(weights["visa"] + weights["bourse"])
    assert index.ideal([]) > 0


def test_a_saved_index_gives_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "fr")
    loaded = LexicalIndex.load(tmp_path / "fr")
    for question in ("visa", "bourse GKS étudiants", "rien"):
        found = terms(question)
        np.testing.assert_array_equal(loaded.scores(found), index.scores(found))
        assert loaded.weights(found) == index.weights(found)
