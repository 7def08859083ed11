"""PDF pages by three ways: lost Korean spaces, cut words, columns, scans with and without OCR."""

import re
import shutil
import zlib
from pathlib import Path

import pytest
from hostile_files import pdf_of
from support import CORPUS, ROOT, make_pdf

from ingest.cleaning import looks_garbled, paragraphs, spacing_lost, with_joined_words
from ingest.errors import UnreadableDocument
from ingest.pdf_pages import page_picture
from ingest.readers import read

SPACES = ROOT / "tests" / "data" / "korean_latin_spaces.pdf"
SCANNED = (
    "The Demo grant pays a monthly stipend to foreign students in Korea.",
    "Applications close on 25 February of every year without exception.",
    "Ask the ministry for the form before that date and sign it twice.",
)


def write(folder: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def scan(pages: int = 1, blank: int = 0) -> bytes:
    """The picture of a page of text, as often as wanted, as a scanner would write it."""
    source = make_pdf([[f"{line}" for line in SCANNED]])
    pixels = page_picture(source, 1)
    height, width = pixels.shape
    image = zlib.compress(pixels.tobytes())
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages + blank))
    shown = [b"/Resources << /XObject << /I 3 0 R >> >> /Contents 4 0 R"] * pages + [b""] * blank
    call = b"q 595 0 0 842 0 0 cm /I Do Q"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages + blank, kids),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 "
            b"/ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n"
            % (width, height, len(image)) + image + b"\nendstream",
            b"<< /Length %d >>\nstream\n" % len(call) + call + b"\nendstream",
            *(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " + rest + b" >>"
                for rest in shown
            ),
        ]
    )  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_korean_spaces_in_a_latin_font_are_found_again() -> None:
    from pypdf import PdfReader

    assert spacing_lost(PdfReader(SPACES).pages[0].extract_text())
    document = read(SPACES)
    assert document.parser == "pdfplumber" and not spacing_lost(document.text)
    assert "매달 생활비 백이십만 원을 지급하는 제도입니다." in document.text
    assert "지도교수의 추천서를 받아 2월 말까지 학교에 제출해야 하며" in document.text
    assert (document.date, document.language) == ("2026-03-02", "ko")
    (page,) = document.pages
    assert document.text[page.start : page.end] == document.text


@pytest.mark.parametrize("language", ["en", "fr", "ko"])
def test_good_pages_are_not_read_twice(language: str) -> None:
    document = read(CORPUS / "guide" / f"where-to-start.{language}.pdf", CORPUS)
    assert document.parser == "pypdf"


def test_the_korean_guide_keeps_its_words() -> None:
    source = (CORPUS / "guide" / "where-to-start.ko.html").read_text(encoding="utf-8")
    source = re.sub(r"(?s)<(style|head)\b.*?</\1>", "", source)
    source = re.sub(r"</?(?:strong|em|a|span)\b[^>]*>", "", source)
    wanted = words(re.sub(r"<[^>]+>", " ", source))
    found = set(words(read(CORPUS / "guide" / "where-to-start.ko.pdf").text))
    assert sum(word in found for word in wanted) >= 0.98 * len(wanted)


def joined(*lines: str) -> str:
    (page,) = with_joined_words(["\n".join(lines)])
    (text,) = paragraphs(page)
    return text


def test_a_word_cut_at_the_end_of_a_line_is_joined_where_lines_keep_their_spaces() -> None:
    lines = (
        "외국인 유학생에게 매달 생활비를 지",
        "급하는 제도이며 학교의 추천서를 ",
        "받아 신청하는 사람을 뽑습니다",
    )
    text = joined(*lines)
    assert "생활비를 지급하는 제도이며" in text and "추천서를 받아" in text


def test_a_word_known_from_elsewhere_is_joined_and_others_keep_their_space() -> None:
    lines = (
        "장학생은 매달 생활비를 받으며 등록금도 지원",
        "받습니다 그리고 대학은 장학생의 생활",
        "비를 학기마다 정산합니다",
    )
    text = joined(*lines)
    assert "지원 받습니다" in text and "생활비를 학기마다" in text


def test_two_columns_are_told_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left {n} of the first column" for n in range(20)]
    right = [f"right {n} of the second column" for n in range(20)]
    stream = "BT /F1 9 Tf 12 TL 50 780 Td\n" + "".join(f"({line}) Tj T*\n" for line in left)
    stream += "ET\nBT /F1 9 Tf 12 TL 320 780 Td\n"
    stream += "".join(f"({line}) Tj T*\n" for line in right) + "ET"
    data = pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream.encode()),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
    from ingest.readers.pdf_layout import texts_by_layout

    for text in (read(write(tmp_path, data)).text, texts_by_layout(data, [1])[1]):
        assert words(text) == words(" ".join([*left, *right]))


def test_a_scan_without_ocr_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = write(tmp_path, scan(pages=3), "scan.pdf")
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert str(caught.value) == ("scan.pdf: no text layer on its 3 pages; install OCR (tesseract)")


def test_pages_that_are_scans_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import PdfReader, PdfWriter

    monkeypatch.setenv("PATH", str(tmp_path))
    writer = PdfWriter()
    for source in (make_pdf([SCANNED], title="Demo"), scan(pages=2)):
        for page in PdfReader(write(tmp_path, source)).pages:
            writer.add_page(page)
    writer.add_metadata({"/Title": "Demo"})
    writer.write(tmp_path / "mixed.pdf")
    document = read(tmp_path / "mixed.pdf")
    assert document.warnings == ("no text layer on pages 2-3; install OCR (tesseract)",)
    assert [page.number for page in document.pages] == [1]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scan_is_read_by_ocr_and_says_so(tmp_path: Path) -> None:
    document = read(write(tmp_path, scan(), "scan.en.pdf"))
    assert document.parser == "tesseract" and document.language == "en"
    assert "OCR read page 1; letters and numbers may be wrong" in document.warnings
    wanted = words(" ".join(SCANNED))
    found = words(document.text)
    assert sum(word in found for word in wanted) >= 0.8 * len(wanted)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("한국정부는외국인유학생에게매달생활비를지급합니다신청은이월에받습니다", True),
        ("한국 정부는 외국인 유학생에게 매달 생활비를 지급합니다. 신청은 2월에 받습니다.", False),
        ("과학기술정보통신부인공지능정책과", False),
        ("The visa lasts six months and can be extended.", False),
    ],
)
def test_lost_spaces_are_told_from_long_names(text: str, lost: bool) -> None:
    assert spacing_lost(text) is lost


def test_an_old_korean_encoding_read_as_latin_is_garbled() -> None:
    korean = "외국인 유학생에게 매달 생활비를 지급합니다. 신청은 이월에 받습니다. "
    assert looks_garbled(korean.encode("cp949").decode("latin-1") * 2)
