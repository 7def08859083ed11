"""What a citation shows, and what is said beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from asking import TODAY, understood

from assistant import Assistant, Evidence
from assistant.citations import cite, contact_line, contact_of, notes_for, status_of
from assistant.words import words
from ingest import Chunk

CODES = ("fr", "en", "ko")


@pytest.fixture(scope="session")
def found(assistant: Assistant) -> Callable[[str], Evidence]:
    """The evidence that a statement makes, by its id and language: `d-10#what.en`."""

    def evidence(name: str) -> Evidence:
        parallel_id, _, language = name.rpartition(".")
        chunk = assistant.index.parallel(parallel_id, language)
        assert chunk is not None, name
        return Evidence("1", chunk, 1.0)

    return evidence


@pytest.mark.parametrize("language", CODES)
def test_a_quote_stands_in_its_document(
    assistant: Assistant, found: Callable[[str], Evidence], language: str
) -> None:
    item = found(f"d-10#total-stay.{language}")
    citation = cite(item, assistant.index, understood("How long?"))
    document = assistant.index.documents[item.chunk.document_key]
    assert document.text[citation.start : citation.end] == citation.quote == item.chunk.text
    assert (citation.document_id, citation.language, citation.kind) == (
        "d-10",
        language,
        "statement",
    )
    assert citation.title == document.title and citation.heading == item.chunk.heading
    assert (citation.valid_from, citation.valid_until) == (date(2025, 10, 29), None)
    assert [source.publisher for source in citation.sources] == ["Korea JoongAng Daily"]


def test_a_passage_is_cited_by_page_and_may_be_narrowed(assistant: Assistant) -> None:
    chunk = next(c for c in assistant.index.chunks if c.kind == "passage" and len(c.sentences) > 2)
    start, end = chunk.sentences[1]
    item = Evidence("2", chunk, 1.0)
    citation = cite(item, assistant.index, understood("How?"), chunk.text[start:end])
    document = assistant.index.documents[chunk.document_key]
    assert citation.kind == "passage" and citation.page == chunk.page is not None
    assert document.text[citation.start : citation.end] == chunk.text[start:end]
    assert citation.sources == () and citation.label == "2"


@pytest.mark.parametrize(
    ("name", "day", "status"),
    [
        ("d-10#total-stay", TODAY, "current"),
        ("d-10#total-stay", date(2025, 10, 28), "past"),
        ("d-10#old-total-stay", TODAY, "past"),
        ("d-10#old-total-stay", date(2025, 10, 28), "current"),
        ("d-10#d-10-t-stay", TODAY, "disputed"),
        ("tips#foreign-founders", TODAY, "gap"),
    ],
)
def test_how_a_statement_stands(
    found: Callable[[str], Evidence], name: str, day: date, status: str
) -> None:
    assert status_of(found(f"{name}.en").chunk, day) == status


@pytest.mark.parametrize("language", CODES)
def test_what_changed_is_said_in_the_language_of_the_reader(
    assistant: Assistant, found: Callable[[str], Evidence], language: str
) -> None:
    old = found(f"d-10#old-total-stay.{language}").chunk
    item = replace(found(f"d-10#total-stay.{language}"), before=old)
    query = understood("D-10", language=language)
    notes = notes_for([item], assistant.index, query, words(language))
    assert [(note.kind, note.labels) for note in notes] == [("changed", ("1",))]
    assert old.text in notes[0].text
    past = replace(query, as_of=date(2025, 11, 1))
    assert notes_for([item], assistant.index, past, words(language)) == []


def test_disputes_are_told_once_for_all(
    assistant: Assistant, found: Callable[[str], Evidence]
) -> None:
    first = found("d-10#d-10-t-stay.en")
    second = replace(found("tips#global-ceiling-2026.en"), label="2")
    notes = notes_for([first, second], assistant.index, understood("How much?"), words("en"))
    assert [(n.kind, n.labels) for n in notes if n.kind == "disputed"] == [("disputed", ("1", "2"))]


def test_a_private_page_alone_is_a_weak_source(
    assistant: Assistant, found: Callable[[str], Evidence]
) -> None:
    notes = notes_for(
        [found("d-10#family-f-3.fr")], assistant.index, understood("Combien ?"), words("fr")
    )
    assert [note.kind for note in notes] == ["weak_source"] and "1345" in notes[0].text


@pytest.mark.parametrize("language", CODES)
def test_another_language_is_said(
    assistant: Assistant, found: Callable[[str], Evidence], language: str
) -> None:
    other = "ko" if language == "en" else "en"
    query = understood("D-10", language=language)
    notes = notes_for([found(f"d-10#what.{other}")], assistant.index, query, words(language))
    assert len(notes) == 1 and words(language)(f"names.{other}") in notes[0].text


def test_whom_to_ask(assistant: Assistant) -> None:
    document = assistant.index.documents["d-10.en"]
    contact = contact_of(document)
    assert contact is not None and set(contact) == {"name", "phone", "url"}
    line = contact_line(document, words("en"))
    assert line == f"{contact['name']} (1345, https://www.hikorea.go.kr)"
    assert contact_of(None) is None and contact_line(None, words("en")) == ""


def test_chunks_are_frozen(assistant: Assistant) -> None:
    chunk: Chunk = assistant.index.chunks[0]
    with pytest.raises(AttributeError):
        chunk.text = "x"  # type: ignore[misc]
