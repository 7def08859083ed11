"""HWP, HWPX, DOCX and HTML: tables, merged cells, what one parser loses, what menus add."""

from pathlib import Path

import pytest
from document_builders import make_docx, make_hwp, make_hwpx, make_zip, rezipped
from hypothesis import given
from hypothesis import strategies as st

from ingest import Document
from ingest.chunking import MAX_CHARACTERS, chunk
from ingest.readers import read
from ingest.readers.tables import parse_rows, row_groups, table_parts

TABLE = [["사업", "대상", "금액"], ["데모", "유학생", "500만 원"], ["시범", "연구자", "300만 원"]]
PROSE = "외국인 유학생에게 매달 생활비를 지급하는 사업입니다."


def written(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def tables_of(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == "table"]


@pytest.mark.parametrize("kind", ["hwpx", "docx"])
def test_a_table_is_kept_row_by_row(tmp_path: Path, kind: str) -> None:
    make = make_hwpx if kind == "hwpx" else make_docx
    document = written(tmp_path, f"a.{kind}", make([PROSE, TABLE, PROSE]))
    assert tables_of(document) == [
        "| 사업 | 대상 | 금액 |\n| 데모 | 유학생 | 500만 원 |\n| 시범 | 연구자 | 300만 원 |"
    ]


def test_an_hwp_file_of_many_paragraphs_is_read_whole(tmp_path: Path) -> None:
    lines = [f"{n}번째 문단은 {n * 7}명을 뽑는다는 내용입니다." for n in range(3000)]
    document = written(tmp_path, "a.hwp", make_hwp(lines))
    assert document.parser == "hwp2markdown"
    assert all(line in document.text for line in lines)


def test_where_the_two_hwp_readers_disagree_the_fuller_one_is_used(tmp_path: Path) -> None:
    document = written(tmp_path, "a.hwpx", make_hwpx([PROSE, TABLE * 4], table_element="grid"))
    assert document.parser == "extract-hwp"
    assert any(x.startswith("hwp2markdown lost") for x in document.warnings)
    assert all(cell in document.text for row in TABLE for cell in row)


def test_an_hwp_file_that_only_one_reader_can_read_says_so(tmp_path: Path) -> None:
    spoiled = rezipped(
        make_hwpx([PROSE, PROSE]),
        lambda name, data: b"<broken" if name.endswith("hpf") else data,
    )
    document = written(tmp_path, "a.hwpx", spoiled)
    assert PROSE in document.text
    assert "extract-hwp could not read it; text may be missing" in document.warnings


def test_stars_and_brackets_of_a_form_are_its_own(tmp_path: Path) -> None:
    line = "※ *표시는 필수 [ ]예 [√]아니요 `기타` (1)(2)"
    assert line in written(tmp_path, "a.hwp", make_hwp([PROSE, line, PROSE])).text


def test_folders_may_be_written_with_backslashes(tmp_path: Path) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(make_hwpx([PROSE, PROSE]))) as archive:
        members = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    assert PROSE in written(tmp_path, "a.hwpx", make_zip(members)).text


def docx_with(tmp_path: Path, old: bytes, new: bytes) -> Document:
    data = rezipped(
        make_docx(["AAA", "BBB", TABLE]),
        lambda name, content: (
            content.replace(old, new, 1) if name == "word/document.xml" else content
        ),
    )
    return written(tmp_path, "a.docx", data)


def test_merged_cells_are_told_once(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(3, 3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "500만 원"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "사업과 대상"
    inner = table.cell(2, 1).add_table(1, 1)
    inner.cell(0, 0).text = "안쪽 표"
    document.save(str(tmp_path / "a.docx"))
    (shown,) = tables_of(read(tmp_path / "a.docx"))
    assert shown.count("500만 원") == 1 and shown.count("사업과 대상") == 1
    assert "연구자" in shown and "안쪽 표" in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"AAA", b"AAA</w:t></w:r><w:ins w:id='1'><w:r><w:t>added</w:t></w:r></w:ins><w:r><w:t>"),
        (
            b"<w:sectPr",
            b"<w:sdt><w:sdtContent><w:p><w:r><w:t>added</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            b"<w:sectPr",
        ),
    ],
)
def test_forms_and_tracked_insertions_are_read(tmp_path: Path, old: bytes, new: bytes) -> None:
    assert "added" in docx_with(tmp_path, old, new).text


def test_headings_of_a_docx_are_headings(tmp_path: Path) -> None:
    document = written(tmp_path, "a.docx", make_docx(["# 첫째", PROSE, "# 둘째", PROSE]))
    assert [block.heading for block in document.blocks] == [("첫째",), ("둘째",)]
    assert document.title == "첫째"


def test_a_heading_with_nothing_under_it_is_found_too(tmp_path: Path) -> None:
    document = written(tmp_path, "a.md", b"# A\n\n## Only a heading\n\n## Another\n")
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "Only a heading",
        "Another",
    ]


MENU = "".join(f'<li><a href="/{n}">Menu entry number {n}</a></li>' for n in range(12))


def test_a_page_set_in_tables_is_read_without_its_menu(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Grade {n}</td><td>{n}00,000 won</td></tr>" for n in range(1, 9))
    page = (
        "<html><head><title>Grades</title></head><body><table><tr><td><ul>" + MENU + "</ul></td>"
        "<td><div>Pay by grade</div><table>" + rows + "</table></td></tr></table></body></html>"
    )
    document = written(tmp_path, "a.html", page.encode("utf-16"))
    assert "| Grade 8 | 800,000 won |" in document.text
    assert "Menu entry" not in document.text and document.title == "Grades"


def test_dates_and_publishers_of_a_page_are_those_it_declares(tmp_path: Path) -> None:
    body = f"<body><p>{PROSE * 5}</p><footer>2019.01.01 Copyright</footer></body>"
    declared = (
        '<meta property="article:published_time" content="2026-03-02T09:00:00+09:00">'
        '<meta name="dc.publisher" content="한빛 재단">'
    )
    document = written(tmp_path, "a.html", f"<html><head>{declared}</head>{body}".encode())
    assert (document.date, document.publisher) == ("2026-03-02", "한빛 재단")
    bare = written(tmp_path, "b.html", f"<html><head></head>{body}".encode())
    assert (bare.date, bare.publisher) == ("", "")


def test_a_long_table_opens_each_chunk_with_its_header(tmp_path: Path) -> None:
    rows = [["번호", "내용"], *([str(n), f"{n}번째 줄의 내용입니다."] for n in range(200))]
    document = written(tmp_path, "a.hwpx", make_hwpx([PROSE, rows]))
    pieces = [piece for piece in chunk(document) if "번째 줄" in piece.text]
    assert len(pieces) > 3
    for piece in pieces:
        assert "| 번호 | 내용 |" in piece.text and len(piece.text) <= MAX_CHARACTERS
        assert document.text[piece.start : piece.end] == piece.text
    assert all(sum(f"| {n} |" in piece.text for piece in pieces) == 1 for n in range(200))


CELLS = st.text("ab |\\가\n", max_size=6)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8), st.integers(9, 60)
)
def test_tables_lose_no_letter(rows: list[list[str]], limit: int) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalpha())

    parts = table_parts(rows)
    wanted = letters("".join(cell for row in rows for cell in row))
    assert letters("".join(part.text for part in parts)) == wanted
    for part in parts:
        if part.kind == "table":
            header, *_ = part.text.split("\n")
            groups = row_groups(part.text, limit)
            told = [groups[0], *(g.removeprefix(header) for g in groups[1:])]
            assert letters("".join(told)) == wanted


def test_cells_of_markdown_keep_their_bars_and_breaks() -> None:
    assert parse_rows(["| a\\|b | c<br>d |", "|---|:-:|", "| 1 | |"]) == [
        ["a|b", "c\nd"],
        ["1", ""],
    ]
