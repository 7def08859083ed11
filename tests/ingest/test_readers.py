"""Readers: one contract for all, chosen by content; encodings, pages, and clear refusals."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from document_builders import make_docx, make_hwp, make_hwpx, make_ole, make_zip
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS, make_corpus, make_pdf

from ingest import Document
from ingest.errors import UnreadableDocument
from ingest.readers import _READERS, read, sniff

LINES = (
    "The Demo grant pays a stipend to foreign students.",
    "Applications close on 25 February every year.",
    "Ask the ministry for the form before that date.",
)
KOREAN = (
    "한국 정부 장학금 안내\n\n외국인 유학생에게 매달 생활비를 지급합니다. 신청은 2월에 받습니다."
)
HTML = (
    "<!DOCTYPE html><html><head>{meta}<title>Demo grant</title></head><body><nav>Menu</nav>"
    "<main><h1>Demo grant</h1><p>{text}</p><h2>Money</h2><p>" + " ".join(LINES) + "</p>"
    "<table><tr><th>Year</th><th>Places</th></tr><tr><td>2026</td><td>2000</td></tr></table>"
    "</main></body></html>"
)


def html(text: str = "", charset: str = "utf-8") -> bytes:
    meta = f'<meta charset="{charset}">'
    return HTML.format(meta=meta, text=text or LINES[0]).encode(charset)


SAMPLES: dict[str, bytes] = {
    "pdf": make_pdf([LINES, [f"Second page: {LINES[1]}"]], title="Demo grant"),
    "html": html(),
    "markdown": "# Demo grant\n\n{}\n\n## Money\n\n**{}** [link](https://e.kr)\n".format(
        *LINES
    ).encode(),
    "text": "\n\n".join(("Demo grant", *LINES)).encode(),
    "hwp": make_hwp(["Title: Demo grant", *LINES]),
    "hwpx": make_hwpx(["Title: Demo grant", *LINES]),
    "docx": make_docx(LINES, title="Demo grant"),
}
SUFFIX = {name: f".{name}" for name in SAMPLES} | {"markdown": ".md", "text": ".txt"}


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", _READERS)
def test_every_reader_keeps_the_contract(tmp_path: Path, name: str) -> None:
    document = read(write(tmp_path, f"Demo grant{SUFFIX[name]}", SAMPLES[name]))
    assert (document.id, document.title, document.language) == ("Demo-grant", "Demo grant", "en")
    assert document.kind == "passage" and document.parser and document.content_hash
    assert LINES[0] in document.text and unicodedata.is_normalized("NFC", document.text)
    assert document.blocks and not document.warnings
    for block in document.blocks:
        shown = document.text[block.start : block.end]
        assert shown and shown == shown.strip()
    assert all(a.end <= b.start for a, b in zip(document.blocks, document.blocks[1:], strict=False))


@pytest.mark.parametrize("name", _READERS)
def test_the_reader_is_chosen_by_content(tmp_path: Path, name: str) -> None:
    suffix = SUFFIX[name] if name in ("markdown", "text") else ".dat"
    assert sniff(tmp_path / f"file{suffix}", SAMPLES[name]) == name


@given(st.binary(min_size=1, max_size=400))
def test_no_bytes_break_the_sniffing_otherwise(data: bytes) -> None:
    for suffix in (".md", ".txt", ".html", ".pdf", ".hwp", ".docx", ""):
        try:
            assert sniff(Path(f"x{suffix}"), data) in _READERS
        except UnreadableDocument as error:
            assert str(error).startswith(f"x{suffix}: ")


def test_a_brief_is_read_as_a_brief(tmp_path: Path) -> None:
    path = make_corpus(tmp_path) / "briefs" / "students" / "demo.ko.md"
    assert read(path).parser == "brief"


def _directory(folder: Path) -> Path:
    (folder / "folder.txt").mkdir()
    return folder / "folder.txt"


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "text named pdf": (
        lambda f: write(f, "a.pdf", b"Just some text."),
        "not a PDF (looks like text)",
    ),
    "text named hwp": (
        lambda f: write(f, "a.hwp", b"Just some text."),
        "not an HWP file (looks like text)",
    ),
    "text named docx": (
        lambda f: write(f, "a.docx", b"Just some text."),
        "not a DOCX file (looks like text)",
    ),
    "HWP 3": (lambda f: write(f, "a.hwp", b"HWP Document File V3.00 \x1a\1\2\3"), "HWP 3"),
    "HWPML": (lambda f: write(f, "a.hwp", b"<?xml version='1.0'?><HWPML Version='2.8'>"), "HWPML"),
    "RTF": (lambda f: write(f, "a.doc", b"{\\rtf1 text}"), "RTF"),
    "locked HWP": (lambda f: write(f, "a.hwp", make_hwp(["x"], flags=3)), "password protected"),
    "locked DOCX": (
        lambda f: write(f, "a.docx", make_ole({"EncryptedPackage": b"x" * 99})),
        "password protected",
    ),
    "old Word": (lambda f: write(f, "a.doc", make_ole({"WordDocument": b"x" * 99})), "old Word"),
    "HWP of no text": (lambda f: write(f, "a.hwp", make_hwp([""])), "no text found"),
    "HWPX of no text": (lambda f: write(f, "a.hwpx", make_hwpx([""])), "no text found"),
    "spreadsheet": (lambda f: write(f, "a.xlsx", make_zip({"a": b"", "b": b""})), "another kind"),
    "empty": (lambda f: write(f, "a.txt", b""), "the file is empty"),
    "blank": (lambda f: write(f, "a.md", b" \n\t\n"), "the file is empty"),
    "invisible": (lambda f: write(f, "a.txt", "\u200b\u200b".encode()), "no text found"),
    "zip": (lambda f: write(f, "a.txt", b"PK\x03\x04" + bytes(99)), "damaged"),
    "binary": (lambda f: write(f, "a.txt", bytes(range(256))), "not a format"),
    "no text layer": (lambda f: write(f, "a.pdf", make_pdf([[], []])), "no text layer on its 2"),
    "cut short": (lambda f: write(f, "a.pdf", b"%PDF-1.4\n1 0 obj"), "not a readable PDF"),
    "device": (lambda f: Path("/dev/zero"), "not a regular file"),
    "gone": (lambda f: f / "a.txt", "No such file"),
    "folder": (_directory, "not a regular file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_line_with_the_file(tmp_path: Path, name: str) -> None:
    make, reason = REFUSED[name]
    path = make(tmp_path)
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path.name}: ")
    assert reason in str(caught.value) and "\n" not in str(caught.value)


def test_a_protected_pdf_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    with pytest.raises(UnreadableDocument, match=r"locked\.pdf: password protected"):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_korean_text_in_the_encodings_offices_use(
    tmp_path: Path, encoding: str, suffix: str
) -> None:
    document = read(write(tmp_path, f"안내{suffix}", KOREAN.encode(encoding)))
    assert document.language == "ko"
    assert document.text.startswith("한국 정부 장학금 안내") and "\ufeff" not in document.text


def test_french_text_in_an_old_windows_encoding(tmp_path: Path) -> None:
    text = "Le visa est délivré aux étudiants étrangers à Séoul, près de l'université."
    assert read(write(tmp_path, "a.txt", text.encode("cp1252"))).text == text


def test_decomposed_text_is_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", KOREAN)
    assert read(write(tmp_path, "a.txt", decomposed.encode())).text == KOREAN


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_html_in_its_charset(tmp_path: Path, charset: str) -> None:
    korean = "외국인 유학생에게 매달 생활비를 지급합니다."
    document = read(write(tmp_path, "a.html", html(korean, charset)))
    assert korean in document.text
    assert document.title == "Demo grant"
    assert "Menu" not in document.text


def test_html_keeps_headings_and_tables(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.html", html()))
    headings = {block.heading for block in document.blocks}
    assert ("Demo grant", "Money") in headings
    (table,) = [block for block in document.blocks if block.kind == "table"]
    assert "2026" in document.text[table.start : table.end]


def test_markdown_headings_nest_and_links_keep_their_words(tmp_path: Path) -> None:
    text = (
        "# A\n\n## B\n\none *two* [three](https://e.kr)\n\n# C\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"
    )
    document = read(write(tmp_path, "a.md", text.encode()))
    first, second = document.blocks
    assert (first.heading, first.kind) == (("A", "B"), "paragraph")
    assert document.text[first.start : first.end] == "one two three"
    assert (second.heading, second.kind) == (("C",), "table")


def pages_of(document: Document) -> dict[int, str]:
    return {page.number: document.text[page.start : page.end] for page in document.pages}


def test_pdf_pages_have_their_numbers_and_offsets(tmp_path: Path) -> None:
    words = ("first", "second", "third", "fourth")
    pages = [
        ("Running head", f"On the {w} page stands this.", f"- {n} -") for n, w in enumerate(words)
    ]
    document = read(write(tmp_path, "a.pdf", make_pdf(pages)))
    shown = pages_of(document)
    assert list(shown) == [1, 2, 3, 4]
    assert all(word in shown[number] for number, word in enumerate(words, 1))
    assert "Running head" not in document.text and "- 2 -" not in document.text
    assert document.pages[0].start == 0 and document.pages[-1].end == len(document.text)


def test_a_page_without_text_is_a_warning(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.pdf", make_pdf([LINES[:2], [], LINES[2:]], "Demo")))
    assert document.warnings == ("no text layer on page 2",)
    assert list(pages_of(document)) == [1, 3]


@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_the_guide_is_read_page_by_page(language: str) -> None:
    document = read(CORPUS / "guide" / f"where-to-start.{language}.pdf", CORPUS)
    assert (document.id, document.language) == ("where-to-start", language)
    assert len(document.pages) >= 6 and not document.warnings
    assert [page.number for page in document.pages] == sorted(p.number for p in document.pages)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("guide/where to start.txt", ("guide/where-to-start", "en")),
        ("guide/start.ko.txt", ("start", "ko")),
        ("v1.2.txt", ("v1.2", "en")),
    ],
)
def test_id_and_language_come_from_the_name(
    tmp_path: Path, name: str, expected: tuple[str, str]
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(SAMPLES["text"])
    document = read(path, tmp_path)
    assert (document.id, document.language) == expected
