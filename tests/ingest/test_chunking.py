"""Chunks: exact offsets, nothing lost, nothing too long; sentences in three languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS

from ingest import Block, Document, Page, sentences
from ingest.chunking import MAX_CHARACTERS, chunk
from ingest.readers import read

PROSE = "Le visa D-10 dure 3 ans. 한국 정부는 2026. 3. 2. 발표했습니다! Is it so? e.g. a\nb “Oui.”"
WORDS = PROSE.split(" ")
PARAGRAPH = st.lists(st.sampled_from([*WORDS, "mot" * 300, "\n"]), min_size=1, max_size=120).map(
    " ".join
)
KINDS = st.sampled_from(["paragraph", "paragraph", "table", "statement"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of random blocks under a few headings, on a few pages."""
    text, blocks, starts = "", [], []
    for number in range(draw(st.integers(1, 6))):
        body = draw(PARAGRAPH).strip() or "x"
        if number % 2 == 0:
            starts.append(len(text))
        heading = (draw(st.sampled_from("AB")),)
        kind = draw(KINDS)
        anchor = f"s{number}" if kind == "statement" else ""
        blocks.append(Block(len(text), len(text) + len(body), heading, kind, anchor))
        text += body + "\n\n"
    ends = [*starts[1:], len(text)]
    pages = tuple(Page(n, s, e) for n, (s, e) in enumerate(zip(starts, ends, strict=True), 1))
    return Document("d", "fr", "T", text, tuple(blocks), pages=pages)


def inked(text: str) -> str:
    return "".join(text.split())


@given(documents())
def test_offsets_are_exact(document: Document) -> None:
    for piece in chunk(document):
        assert document.text[piece.start : piece.end] == piece.text
        assert piece.text == piece.text.strip() or piece.kind == "statement"
        for start, end in piece.sentences:
            assert piece.text[start:end].strip() == piece.text[start:end] != ""


@given(documents())
def test_nothing_is_lost_or_repeated(document: Document) -> None:
    pieces = chunk(document)
    written = "".join(document.text[block.start : block.end] for block in document.blocks)
    assert inked("".join(piece.text for piece in pieces)) == inked(written)
    assert all(a.end <= b.start for a, b in zip(pieces, pieces[1:], strict=False))


@given(documents())
def test_no_chunk_is_above_the_limit(document: Document) -> None:
    assert all(len(p.text) <= MAX_CHARACTERS for p in chunk(document) if p.kind == "passage")


@given(documents())
def test_a_chunk_stays_under_one_heading_and_on_one_page(document: Document) -> None:
    for piece in chunk(document):
        inside = [b for b in document.blocks if b.start < piece.end and piece.start < b.end]
        assert {block.heading for block in inside} == {piece.heading}
        page = next(page for page in document.pages if page.start <= piece.start < page.end)
        assert piece.page == page.number
        assert piece.end <= page.end


@given(documents())
def test_ids_are_unique_and_the_same_each_time(document: Document) -> None:
    ids = [piece.id for piece in chunk(document)]
    assert len(set(ids)) == len(ids)
    assert ids == [piece.id for piece in chunk(document)]


@given(st.text("ab. !?…\n가나다。»)”1", max_size=200))
def test_sentences_cover_all_but_spaces(text: str) -> None:
    spans = sentences(text)
    assert inked("".join(text[start:end] for start, end in spans)) == inked(text)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


ONE = [
    "M. Dupont et Mme. Kim vivent à Séoul.",
    "The visa (e.g. a D-10) lasts six months.",
    "설명회는 2026. 3. 2. 열립니다.",
    "시행일(2025. 10. 29.)부터 적용합니다.",
    "La moyenne est de 2.64 sur 4.",
    "Le montant atteint 3,5 millions de wons, cf. le guide.",
    "Wrtn Technologies Inc. was founded in 2021.",
    "See No. 12 of the notice.",
    "Dr. Lee et J. P. Park signent.",
    "Ask at www.hikorea.go.kr before noon.",
]
TWO = [
    "Il dure un an. Il se renouvelle.",
    "It lasts a year! Who may apply?",
    "장학금을 지급합니다. 신청은 2월에 받습니다.",
    "Le total est de 40. Il faut 60.",
    "« Oui. » Elle accepte.",
    "(It ended in 2025.) A new rule holds.",
    "한국어로 된 문장。 다음 문장입니다.",
    "Première ligne\nSeconde ligne",
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text: str) -> None:
    assert [text[s:e] for s, e in sentences(text)] == [text]


@pytest.mark.parametrize("text", TWO)
def test_two_sentences(text: str) -> None:
    assert len(sentences(text)) == 2


def test_short_paragraphs_under_a_heading_are_joined() -> None:
    body = "\n\n".join(f"Paragraphe numéro {n}, assez court." for n in range(4))
    size = body.index("\n\n")
    blocks = tuple(Block(n * (size + 2), n * (size + 2) + size, ("H",)) for n in range(4))
    (piece,) = chunk(Document("d", "fr", "T", body, blocks))
    assert piece.text == body
    assert piece.embedded_text() == f"T\nH\n{body}"


@pytest.mark.parametrize("name", ["visas/d-10.ko", "students/gks.fr", "startups/tips.en"])
def test_a_statement_is_a_chunk_with_its_parallel_id(name: str) -> None:
    document = read(CORPUS / "briefs" / f"{name}.md")
    pieces = chunk(document)
    assert [p.parallel_id for p in pieces] == [f"{document.id}#{b.anchor}" for b in document.blocks]
    for piece, block in zip(pieces, document.blocks, strict=True):
        assert (piece.kind, piece.validity) == ("statement", block.validity)
        assert (piece.flags, piece.source_ids) == (block.flags, block.source_ids)


def test_the_guide_is_cut_page_by_page() -> None:
    document = read(Path(CORPUS / "guide" / "where-to-start.fr.pdf"))
    pieces = chunk(document)
    assert {piece.page for piece in pieces} == {page.number for page in document.pages}
    assert len(pieces) >= len(document.pages)
    for piece in pieces:
        assert document.text[piece.start : piece.end] == piece.text
        assert len(piece.text) <= MAX_CHARACTERS
