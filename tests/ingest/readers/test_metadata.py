"""Title, publisher and date: what documents state, what a sidecar adds, what stays unknown."""

from pathlib import Path

import pytest
from document_builders import make_hwpx
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import metadata, read
from ingest.readers.types import Part, Reading
from ingest.types import Document

RELEASE = [
    [["보도자료", "새 사업"], ["배포일시", "2026. 3. 2.(월)"], ["보도시점", "2026. 3. 3. 조간"]],
    [["담당부서", "과학기술정보통신부 인공지능정책과", "책임자", "과장 홍길동"]],
    "외국인 연구자를 위한 시범 사업을 시작합니다.",
]  # fmt: skip
FILLER = "\n\n".join(f"본문 {n}번째 문단입니다." for n in range(60))

STATED = {
    "배포일시: 2026. 3. 2.(월) 14:00\n본문": ("", "2026-03-02"),
    "| 보도시점 | 2026년 3월 2일(월) 조간 |": ("", "2026-03-02"),
    "보도일시 '26. 3. 2. 12시": ("", "2026-03-02"),
    "법무부 공고 제2026-12호\n체류자격 안내": ("법무부", ""),
    "보도자료\n중소벤처기업부\n새 사업을 알립니다.": ("중소벤처기업부", ""),
    f"{FILLER}\n2026년 3월 2일\n법무부장관": ("법무부", "2026-03-02"),
    f"{FILLER}\n2026. 3. 2.\n정보통신기획평가원장": ("정보통신기획평가원", "2026-03-02"),
    "Séoul, le 2 mars 2026\nMadame, Monsieur,": ("", "2026-03-02"),
    "Publié le 2 mars 2026 par l'ambassade": ("", "2026-03-02"),
    "Communiqué de presse\nMinistère de la Culture\nTexte": ("Ministère de la Culture", ""),
    "Published: 2 March 2026\nText": ("", "2026-03-02"),
    "Seoul, March 2, 2026 - The ministry said": ("", "2026-03-02"),
    "Issued by: Ministry of Justice\nText": ("Ministry of Justice", ""),
}
UNSTATED = [
    "2026년 3월 2일부터 신청을 받습니다. 법무부가 심사합니다.",
    "Le 2 mars 2026, la loi a changé.",
    "Applications close on 2 March 2026. The Ministry of Justice decides.",
    "신청인 홍길동\n법무부장관 귀하",
    "년 월 일\n법무부장관",
    "배포일시: 2026. 13. 45.",
    "Update: 2026 was a good year for the date of publication.",
]


def stated(text: str) -> metadata.Stated:
    return metadata.of(Path("/nowhere/notice.pdf"), Reading((Part(text),), "x"), text)


@pytest.mark.parametrize("text", STATED)
def test_what_a_document_states_is_read(text: str) -> None:
    found = stated(text)
    assert (found.publisher, found.date) == STATED[text]


@pytest.mark.parametrize("text", UNSTATED)
def test_what_it_only_mentions_is_not(text: str) -> None:
    found = stated(text)
    assert (found.publisher, found.date) == ("", "")
    assert found.title == "notice" and found.warnings


@given(st.text(max_size=300))
def test_any_text_gives_a_date_of_the_calendar_or_none(text: str) -> None:
    found = stated(text)
    assert found.date == "" or metadata._iso(found.date) == found.date
    assert found.title and "\n" not in found.title


def write(folder: Path, sidecar: str = "", name: str = "notice.meta.toml") -> Document:
    if sidecar:
        (folder / name).write_text(sidecar, encoding="utf-8")
    path = folder / "notice.txt"
    path.write_text(f"한빛 사업 안내\n\n배포일시: 2026. 3. 2.\n\n{FILLER}", encoding="utf-8")
    return read(path)


def test_a_press_release_in_hwpx(tmp_path: Path) -> None:
    path = tmp_path / "release.hwpx"
    path.write_bytes(make_hwpx(RELEASE))
    document = read(path)
    assert (document.publisher, document.date) == ("과학기술정보통신부", "2026-03-02")
    assert document.sources[0].date == "2026-03-02"
    assert document.language == "ko" and document.parser == "hwp2markdown"


@pytest.mark.parametrize("name", ["notice.meta.toml", "notice.txt.meta.toml"])
def test_a_sidecar_adds_what_the_document_does_not_state(tmp_path: Path, name: str) -> None:
    document = write(tmp_path, 'publisher = "한빛 재단"\nurl = "https://e.kr/1"\n', name)
    assert document.publisher == "한빛 재단" and document.date == "2026-03-02"
    assert document.sources[0].url == "https://e.kr/1"
    assert not document.warnings


def test_a_sidecar_that_contradicts_is_said(tmp_path: Path) -> None:
    document = write(tmp_path, "date = 2026-04-01\n")
    assert document.date == "2026-03-02"
    assert document.warnings == ("the date in the .meta.toml file is not the one in the document",)


@pytest.mark.parametrize(
    ("sidecar", "warning"),
    [
        ("date = 'soon'", "`date` is not used (YYYY-MM-DD)"),
        ("language = 'de'", "`language` is not used (fr, en, ko)"),
        ("url = 'javascript:alert(1)'", "`url` is not used"),
        ("editor = 'x'", "`editor` is not used"),
        ("title = ", "cannot be read"),
    ],
)
def test_what_a_sidecar_gets_wrong_is_said(tmp_path: Path, sidecar: str, warning: str) -> None:
    document = write(tmp_path, sidecar)
    (said,) = document.warnings
    assert said.startswith("notice.meta.toml") and warning in said


def test_the_language_of_a_sidecar_is_believed(tmp_path: Path) -> None:
    assert write(tmp_path, "language = 'fr'").language == "fr"


@pytest.mark.parametrize(
    "title", ["Microsoft Word - a.docx", "untitled", "보 도 자 료", "notice.hwp", "", "제목 없음"]
)
def test_what_programs_write_is_no_title(title: str) -> None:
    reading = Reading((Part("Text."),), "x", title=title)
    assert metadata.of(Path("a.pdf"), reading, "Text.").title == "a"
