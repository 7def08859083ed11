"""Briefs: offsets, attributes, and errors that name file and line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS, FIRST_STATEMENT, make_corpus

from ingest import Block, Document
from ingest.errors import BadBrief
from ingest.readers.briefs import is_brief, read_brief

REAL = sorted((CORPUS / "briefs").rglob("*.md"))


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "corpus") / "briefs" / "students" / "demo.fr.md"


def read(path: Path) -> Document:
    return read_brief(path, path.read_text(encoding="utf-8"))


def statements(document: Document) -> dict[str, str]:
    return {block.anchor: document.text[block.start : block.end] for block in document.blocks}


def blocks(document: Document) -> dict[str, Block]:
    return {block.anchor: block for block in document.blocks}


def test_front_matter_becomes_the_document(brief: Path) -> None:
    document = read(brief)
    assert (document.id, document.language, document.key) == ("demo", "fr", "demo.fr")
    assert (document.title, document.date, document.area) == (
        "Bourse Demo",
        "2026-01-15",
        "students",
    )
    assert (document.audience, document.issuers) == (("student",), ("mss",))
    assert (document.kind, document.parser) == ("statement", "brief")
    assert document.contact is not None and document.contact.phone == "1345"
    (source,) = document.sources
    assert (source.id, source.kind, source.date) == ("paper", "press", "2026-01-15")


def test_offsets_are_the_statements_as_shown(brief: Path) -> None:
    document = read(brief)
    shown = statements(document)
    assert shown["age"] == "Pour la bourse Demo, il faut avoir moins de 40 ans."
    assert list(shown) == ["grant", "old-grant", "age", "pass-mark", "count"]
    assert "{#" not in document.text and "sources=" not in document.text
    assert document.text.startswith("Bourse Demo\n\nArgent\n\n")


def test_attributes_become_validity_flags_and_conditions(brief: Path) -> None:
    found = blocks(read(brief))
    assert found["grant"].validity.since == date(2026, 1, 1)
    assert found["old-grant"].validity.until == date(2025, 12, 31)
    assert found["old-grant"].validity.replaced_by == "demo#grant"
    assert found["age"].conditions == ("age<40",)
    assert found["age"].source_ids == ("paper",)
    assert found["pass-mark"].flags == {"disputed"}
    assert found["count"].flags == {"gap"}
    assert {block.heading for block in found.values()} == {("Argent",)}
    assert found["grant"].line == FIRST_STATEMENT


def test_validity_is_inclusive_at_both_ends(brief: Path) -> None:
    found = blocks(read(brief))
    old, new = found["old-grant"].validity, found["grant"].validity
    assert old.holds_on(date(2025, 12, 31)) and not new.holds_on(date(2025, 12, 31))
    assert new.holds_on(date(2026, 1, 1)) and old.ended_before(date(2026, 1, 1))


def test_confidence_and_replacement_in_another_brief(brief: Path) -> None:
    text = brief.read_text(encoding="utf-8")
    text = text.replace("replaced-by=#grant", "replaced-by=tips#general-2026")
    text = text.replace(" gap}", " confidence=unverified}")
    found = blocks(read_brief(brief, text))
    assert found["old-grant"].validity.replaced_by == "tips#general-2026"
    assert found["count"].flags == {"unverified"}


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(brief: Path) -> None:
    text = brief.read_text(encoding="utf-8")
    windows = "\ufeff" + text.replace("\n", "\r\n")
    assert is_brief(windows)
    assert read_brief(brief, windows) == read(brief)


@pytest.mark.parametrize("text", ["", "# Title\n\nid: x", "---\ntitle: no id\n---\n", "---\nid: x"])
def test_other_markdown_is_no_brief(text: str) -> None:
    assert not is_brief(text)


FAULTS = {
    "YAML": ("audience: [student]", "audience: [student", None, "front matter is not YAML"),
    "no list": ("issuers: [mss]", "issuers: mss", 6, "`issuers` must be a list"),
    "no mapping": ('{name: "1345", phone: "1345"}', '"1345"', 8, "`contact` must be a dict"),
    "as_of": ("2026-01-15\ncontact", "January\ncontact", 7, "expected YYYY-MM-DD"),
    "source kind": ("kind: press", "kind: rumour", 10, "'rumour' is not gov, press, firm or blog"),
    "source date": ("date: 2026-01-15,", "date: 15/01/2026,", 10, "source date '15/01/2026'"),
    "source keys": ('publisher: "P", ', "", 10, "a source needs id, title, publisher and kind"),
    "from": ("from=2026-01-01", "from=2026-1-1", FIRST_STATEMENT, "from='2026-1-1' is not a day"),
    "bullet": ("- Jusqu", "* Jusqu", FIRST_STATEMENT + 1, "neither '## heading {#anchor}' nor"),
    "no anchor": (" {#age ", " {", FIRST_STATEMENT + 2, "neither"),
    "attribute": ("disputed}", "color=red}", FIRST_STATEMENT + 3, "attribute 'color=red'"),
    "repeated": (
        "sources=paper disputed",
        "sources=paper sources=x",
        FIRST_STATEMENT + 3,
        "attribute",
    ),
    "twice": ("{#count", "{#age", FIRST_STATEMENT + 4, f"on line {FIRST_STATEMENT + 2}"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_error_names_file_and_line(brief: Path, name: str) -> None:
    old, new, line, message = FAULTS[name]
    text = brief.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadBrief) as caught:
        read_brief(brief, text.replace(old, new, 1))
    said = str(caught.value)
    assert said.startswith(f"{brief}:{line}: " if line else f"{brief}:")
    assert message in said and "\n" not in said


@given(st.text(max_size=300))
def test_no_text_breaks_the_parser_otherwise(text: str) -> None:
    whole = f"---\nid: x\n{text}"
    for candidate in (text, whole, f"---\nid: x\n---\n{text}"):
        try:
            read_brief(Path("x.fr.md"), candidate)
        except BadBrief as error:
            assert str(error).startswith("x.fr.md:")


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_real_statement_is_its_line(path: Path) -> None:
    document = read(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for block in document.blocks:
        raw = lines[block.line - 1]
        statement = document.text[block.start : block.end]
        assert raw.startswith(f"- {statement} {{#{block.anchor}")
