"""How an answer's text is cut, and which sentence cites what."""

import pytest
from eval_builders import answer, citation

from evals.sentences import passages, printable, sentences

A = citation("Le délai est de six mois. Il court dès l'arrivée.", "1")
B = citation("2026. 3. 2.부터 신청을 받는다.", "2", language="ko")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une phrase. [1] Une autre. [2]", [("Une phrase.", "1"), ("Une autre.", "2")]),
        ("Une phrase [1]. Une autre [1, 2].", [("Une phrase.", "1"), ("Une autre.", "12")]),
        ("Une phrase.[1][2] Une autre.", [("Une phrase.", "12"), ("Une autre.", "")]),
        ("- Un point [1]\n- Un autre", [("Un point", "1"), ("Un autre", "")]),
        ("« Une citation » [1] La suite.", [("« Une citation »", "1"), ("La suite.", "")]),
        ("2026. 3. 2.부터 신청을 받는다. [2]", [("2026. 3. 2.부터 신청을 받는다.", "2")]),
        ("", []),
        ("[1]", []),
    ],
)
def test_marks_belong_to_what_stands_before(text: str, expected: list[tuple[str, str]]) -> None:
    found = sentences(answer(text, A, B))
    assert [(s.text, "".join(c.label for c in s.citations)) for s in found] == expected


def test_a_quote_of_two_sentences_shares_its_mark() -> None:
    first, second = sentences(answer(A.quote + " [1]", A))
    assert first.citations == second.citations == (A,)
    own, _ = sentences(answer("Ce que je pense, moi. Il court dès l'arrivée. [1]", A))
    assert own.citations == ()


def test_a_foreign_quote_is_a_passage_of_its_language() -> None:
    text = f"Le délai est de six mois. [1] En coréen : « {B.quote} » [2]"
    assert [language for _, language in passages(answer(text, A, B))] == ["fr", "ko"]


def test_unknown_labels_are_kept() -> None:
    assert sentences(answer("Une phrase. [9]", A))[0].unknown == ("9",)


def test_printable_drops_what_xml_cannot_hold() -> None:
    assert printable("a\x00b\ufffec\ud800\nd") == "abc\nd"
