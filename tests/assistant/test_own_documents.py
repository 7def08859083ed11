"""Questions answered from documents of one's own, as offices write them."""

from pathlib import Path

import pytest
from document_builders import make_hwp, make_hwpx
from support import ROOT, make_corpus

from assistant import Assistant, Settings
from ingest import build_index

SPACES = ROOT / "tests" / "data" / "korean_latin_spaces.pdf"
TABLE = [
    ["구분", "내용"],
    ["담당부서", "한빛정책과"],
    ["지원 대상", "국내 대학원 석사과정 외국인 유학생"],
    ["지원 금액", "학기마다 320만 원"],
]


@pytest.fixture(scope="module")
def assistant(packaged_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("own")
    (folder / "새벽 장학사업.hwpx").write_bytes(
        make_hwpx(["새벽 장학사업 안내", "새벽 장학사업의 내용은 다음 표와 같습니다.", TABLE])
    )
    (folder / "노을 연수과정.hwp").write_bytes(
        make_hwp(
            ["노을 연수과정 안내", "노을 연수과정은 매년 9월에 시작하며 여섯 달 동안 이어집니다."]
        )
    )
    home = tmp_path_factory.mktemp("home") / "injae"
    home.mkdir()
    (home / "encoders").symlink_to(packaged_home / "encoders")
    build_index([make_corpus(folder / "corpus"), folder, SPACES], home=home)
    return Assistant.open(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("한빛 시범 장학금은 생활비를 매달 얼마 주나요?", "백이십만 원"),
        ("한빛 시범 장학금 추천서는 언제까지 제출해야 하나요?", "2월 말까지"),
        ("새벽 장학사업의 담당부서는 어디인가요?", "한빛정책과"),
        ("노을 연수과정은 언제 시작하나요?", "9월"),
    ],
)
def test_a_fact_of_an_own_document_is_answered(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = assistant.ask(question).answer
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert told in quotes and answer.outcome in ("answered", "partly_answered")
