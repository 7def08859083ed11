"""The workshop: text here, the rest in a worker that can hang, die or fill up without harm."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from document_builders import make_docx, make_hwp, rezipped
from hostile_files import endless_text

from ingest.errors import BadBrief, UnreadableDocument
from ingest.readers import read
from ingest.worker import Workshop

WORDS = ["데모 장학금 안내", "외국인 유학생에게 매달 생활비를 지급합니다."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("\n\n".join(WORDS), encoding="utf-8")
    (tmp_path / "a.hwp").write_bytes(make_hwp(WORDS))
    (tmp_path / "b.docx").write_bytes(make_docx(WORDS))
    (tmp_path / "endless.pdf").write_bytes(endless_text())
    return tmp_path


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def worker_of(workshop: Workshop) -> int:
    assert workshop._worker is not None
    return workshop._worker.pid


def test_text_needs_no_worker_and_other_files_share_one(folder: Path) -> None:
    with Workshop() as workshop:
        assert workshop.read(folder / "a.txt", folder) == read(folder / "a.txt", folder)
        assert workshop._worker is None
        assert workshop.read(folder / "a.hwp", folder) == read(folder / "a.hwp", folder)
        pid = worker_of(workshop)
        assert workshop.read(folder / "b.docx", folder) == read(folder / "b.docx", folder)
        assert worker_of(workshop) == pid
    assert not alive(pid)


def test_a_bad_brief_is_still_a_bad_brief(folder: Path) -> None:
    (folder / "a.md").write_text("---\nid: x\n---\n", encoding="utf-8")
    with Workshop() as workshop, pytest.raises(BadBrief):
        workshop.read(folder / "a.md")


def test_a_hanging_file_is_given_up_and_the_next_is_read(folder: Path) -> None:
    with Workshop(seconds=2) as workshop:
        with pytest.raises(
            UnreadableDocument, match=r"endless\.pdf: took longer than 2 s, skipped"
        ):
            workshop.read(folder / "endless.pdf")
        assert workshop.read(folder / "a.hwp").text


def test_a_file_that_fills_the_memory_is_given_up(folder: Path) -> None:
    paragraphs = "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(100_000))
    crowded = rezipped(
        make_docx(WORDS),
        lambda name, data: (
            data.replace(b"<w:body>", b"<w:body>" + paragraphs.encode())
            if name == "word/document.xml"
            else data
        ),
    )
    (folder / "crowded.docx").write_bytes(crowded)
    with Workshop() as workshop:
        assert workshop.read(folder / "a.hwp").text
        pages = Path(f"/proc/{worker_of(workshop)}/statm").read_text().split()[0]
    at_rest = int(pages) * os.sysconf("SC_PAGE_SIZE")
    with Workshop(memory=at_rest + (48 << 20)) as workshop:
        assert workshop.read(folder / "a.hwp").text
        with pytest.raises(UnreadableDocument, match=r"crowded\.docx: "):
            workshop.read(folder / "crowded.docx")
        assert workshop.read(folder / "a.hwp").text


def test_a_dead_worker_is_replaced(folder: Path) -> None:
    with Workshop() as workshop:
        workshop.read(folder / "a.hwp")
        first = worker_of(workshop)
        os.kill(first, signal.SIGKILL)
        while alive(first):
            time.sleep(0.01)
        assert workshop.read(folder / "b.docx").text
        assert worker_of(workshop) != first


def test_a_worker_that_dies_at_a_file_is_one_line(folder: Path) -> None:
    with Workshop() as workshop:
        workshop.read(folder / "a.hwp")
        os.kill(worker_of(workshop), signal.SIGSTOP)
        request = workshop._ask
        os.kill(worker_of(workshop), signal.SIGKILL)
        with pytest.raises(UnreadableDocument, match=r"x: the reader broke on it"):
            request({"path": "x", "root": "."}, "x")


def test_parsers_know_no_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "a-secret")
    with Workshop() as workshop:
        workshop.read(folder / "a.hwp")
        environment = Path(f"/proc/{worker_of(workshop)}/environ").read_bytes()
    assert b"PYTHONPATH" in environment and b"a-secret" not in environment


def test_a_module_in_the_folder_that_is_read_is_not_imported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "docx.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(folder)
    with Workshop() as workshop:
        assert workshop.read(folder / "b.docx").parser == "python-docx"


def test_ctrl_c_leaves_no_worker_behind(folder: Path) -> None:
    command = [sys.executable, "-m", "ingest", "read", str(folder / "endless.pdf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        workers: list[int] = []
        while not workers and process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            workers = [int(pid) for pid in children.split()]
        # later on the file may have been refused already
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in errors, errors
    assert workers and not any(alive(pid) for pid in workers)
