"""Names and aliases: matched as people type them, each belonging to one thing."""

import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS

from ingest import Glossary, IngestError, Term, fold

HEADER = "id,kind,ko,en,fr,aliases,note\n"


@pytest.fixture(scope="module")
def real() -> Glossary:
    return Glossary.load(CORPUS / "glossary.csv")


@pytest.fixture(scope="module")
def small() -> Glossary:
    return Glossary(
        [
            Term("gks", "program", "정부초청외국인장학", "Global Korea Scholarship", "bourse GKS"),
            Term("d-8-4", "visa", "기술창업비자", "D-8-4", "visa D-8-4", ("D84",)),
            Term("d-8-4-s", "visa", "특별비자", "Startup visa (D-8-4(S))", "D-8-4(S)", ("D-8-4S",)),
            Term(
                "mss", "organisation", "중소벤처기업부", "Ministry of SMEs", "", ("중기부", "MSS")
            ),
            Term(
                "edu", "organisation", "교육부", "Ministry of Education", "ministère de l'Éducation"
            ),
        ]
    )


def ids(glossary: Glossary, text: str) -> list[str]:
    return [mention.term.id for mention in glossary.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("중기부가 추천합니다", ["mss"]),
        ("중기부에서는 교육부와 함께", ["mss", "edu"]),
        ("정부초청 외국인 장학은?", []),
        ("기술창업비자를 받으려면", ["d-8-4"]),
        ("What is the D-8-4?", ["d-8-4"]),
        ("the D-8-4(S) visa", ["d-8-4-s"]),
        ("the D-8-4S", ["d-8-4-s"]),
        ("the D-8-4-1", []),
        ("the D-8-44", []),
        ("AD-8-4", []),
        ("global  korea\nscholarship", ["gks"]),
        ("BOURSE GKS", ["gks"]),
        ("ministere de l’education", ["edu"]),
        ("MSSX and XMSS", []),
        ("MSS는", ["mss"]),
        ("startup visa", ["d-8-4-s"]),
    ],
)
def test_names_are_found_as_typed(small: Glossary, text: str, expected: list[str]) -> None:
    assert ids(small, text) == expected


def test_a_mention_has_the_words_of_the_text(small: Glossary) -> None:
    text = "Le Ministère de l’Éducation, et la MSS."
    for mention in small.find(text):
        assert text[mention.start : mention.end] == mention.text
    assert small.find(text)[0].text == "Ministère de l’Éducation"


@given(st.text(max_size=100))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text("한국eéÉÎ’'–- ", max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luton Technologies, c'est qui ?", "뤼튼테크놀로지스"),
        ("뤼튼은 어떤 회사예요?", "뤼튼테크놀로지스"),
        ("Who is Wrtn?", "뤼튼테크놀로지스"),
        ("중기부", "중소벤처기업부"),
        ("MSS", "중소벤처기업부"),
        ("MOTIE", "산업통상부"),
        ("MOTIR", "산업통상부"),
        ("과기정통부는", "과학기술정보통신부"),
    ],
)
def test_aliases_of_the_real_glossary(real: Glossary, text: str, expected: str) -> None:
    assert [mention.term.ko for mention in real.find(text)] == [expected]


def test_the_special_visa_is_not_the_ordinary_one(real: Glossary) -> None:
    (special,), (ordinary,) = real.find("D-8-4(S)"), real.find("D-8-4")
    assert special.term.id != ordinary.term.id
    assert special.term.id == "startup-korea-special-visa" and ordinary.term.id == "d-8-4"


def test_no_name_belongs_to_two_rows(real: Glossary) -> None:
    owners = defaultdict(set)
    for term in real.terms:
        for name in filter(None, term.names()):
            owners[fold(unicodedata.normalize("NFC", name))].add(term.id)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_every_row_is_whole(real: Glossary) -> None:
    assert len(real.by_id) == len(real.terms)
    assert all(term.ko and term.en and term.fr for term in real.terms)
    for term in real.terms:
        assert term.id in {mention.term.id for mention in real.find(term.ko)}, term.id


def test_the_name_in_a_language(real: Glossary) -> None:
    term = real.by_id["mss"]
    assert (term.name("ko"), term.name("fr"), term.name("en"), term.name("de")) == (
        "중소벤처기업부",
        term.fr,
        term.en,
        term.en,
    )


def test_no_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert Glossary.load(tmp_path / "glossary.csv").find("MSS") == []


@pytest.mark.parametrize(
    ("content", "line"), [("id,en\n", 1), (HEADER + "a,k,ㄱ,A,A,,\n,k,ㄴ,B,B,,\n", 3)]
)
def test_errors_name_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(IngestError, match=rf"glossary\.csv:{line}: "):
        Glossary.load(path)
