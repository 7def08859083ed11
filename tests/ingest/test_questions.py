"""Questions written beside the corpus: each leads to a statement, each statement has some."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from support import CORPUS, make_corpus

from ingest import LANGUAGES, Document, IngestError, read_document
from ingest.language import detect
from ingest.questions import Question, questions_for

HEADER = "statement,en,fr,ko\n"
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]|(?<!\w)'.*'(?!\s)")
FILES = sorted((CORPUS / "questions").glob("*.csv"))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [read_document(path) for path in sorted((CORPUS / "briefs").rglob("*.en.md"))]


@pytest.fixture(scope="module")
def statements(documents: list[Document]) -> set[str]:
    return {f"{d.id}#{block.anchor}" for d in documents for block in d.blocks}


@pytest.fixture(scope="module")
def questions(documents: list[Document]) -> tuple[Question, ...]:
    return questions_for(documents, [CORPUS])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_whole_and_leads_to_a_statement(path: Path, statements: set[str]) -> None:
    for line, row in enumerate(rows(path), 2):
        assert row["statement"] in statements, f"{path}:{line}"
        assert all(row[language].strip() for language in LANGUAGES), f"{path}:{line}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_questions_are_in_their_language(path: Path) -> None:
    wrong = [
        f"{path.name}:{line} {language}: {row[language]}"
        for line, row in enumerate(rows(path), 2)
        for language in LANGUAGES
        # a name may be quoted in its own language
        if detect(_QUOTED.sub("", row[language]), language) != language
    ]
    assert wrong == []


def test_every_statement_has_a_question(
    questions: tuple[Question, ...], statements: set[str]
) -> None:
    assert statements - {question.statement for question in questions} == set()


def test_no_question_is_asked_twice_for_one_statement(questions: tuple[Question, ...]) -> None:
    counts = Counter((q.statement, q.language, q.text) for q in questions)
    assert [key for key, count in counts.items() if count > 1] == []


def test_the_three_languages_of_a_row_share_its_number(questions: tuple[Question, ...]) -> None:
    versions: dict[int, set[tuple[str, str]]] = {}
    for question in questions:
        versions.setdefault(question.row, set()).add((question.statement, question.language))
    for found in versions.values():
        assert {language for _, language in found} == set(LANGUAGES)
        assert len({statement for statement, _ in found}) == 1


def write(folder: Path, content: str) -> Path:
    root = make_corpus(folder / "corpus")
    (root / "questions").mkdir()
    (root / "questions" / "x.csv").write_text(content, encoding="utf-8")
    return root


def read(root: Path) -> tuple[Question, ...]:
    return questions_for([read_document(root / "briefs/students/demo.fr.md")], [root])


def test_questions_of_documents_at_hand(tmp_path: Path) -> None:
    root = write(tmp_path, HEADER + "demo#age,How old?,Quel âge ?,몇 살?\nother#x,a,b,c\n")
    assert [(q.language, q.text, q.row) for q in read(root)] == [
        ("fr", "Quel âge ?", 1),
        ("en", "How old?", 1),
        ("ko", "몇 살?", 1),
    ]


@pytest.mark.parametrize(
    ("content", "line"), [("statement,en\n", 1), (HEADER + "demo#age,a,b,c\ndemo#age,a,,c\n", 3)]
)
def test_errors_name_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(IngestError, match=rf"x\.csv:{line}: ") as caught:
        read(write(tmp_path, content))
    assert "\n" not in str(caught.value)
