"""What a killed ingest, a full disk and a swap under load leave: an index that answers."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import ROOT

from ingest import IngestError, build_index, open_encoder, open_index, published_folder, seal

_BUILD = """
import sys
from pathlib import Path
from ingest import build_index
build_index([Path(sys.argv[1])], home=Path(sys.argv[2]), encoder_name=sys.argv[3])
"""
KILLS = 20
QUESTIONS = 1000


def notice(folder: Path, number: int, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:03}.en.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty notices."""
    for number in range(40):
        notice(tmp_path / "notices", number, f"Notice {number} pays {number} million won.\n" * 9)
    return tmp_path / "notices"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def start(folder: Path, home: Path, encoder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", _BUILD, str(folder), str(home), str(encoder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def held(home: Path) -> tuple[str, list[str]]:
    """The build that is published and the ids of its chunks; it answers, too."""
    index = open_index(home)
    assert seal.fault(index.folder) == ""
    query = index.centred(np.asarray(index._stored.vectors[0]), "document", "en")
    assert index.nearest(query, "en", 1)[0][1] == pytest.approx(1, abs=1e-3)
    index.close()
    return index.build, [chunk.id for chunk in index.chunks]


def test_a_build_by_the_real_process(
    processes: None, folder: Path, home: Path, tiny_encoder: Path
) -> None:
    made = build_index([folder], home=home, encoder_name=str(tiny_encoder))
    assert made.documents == 40 and len(held(home)[1]) == made.chunks
    assert len(list(made.folder.glob("chroma-*"))) == 1


@pytest.mark.slow
def test_killed_at_random_points(folder: Path, home: Path, tiny_encoder: Path) -> None:
    began = time.monotonic()
    assert start(folder, home, tiny_encoder).wait() == 0
    whole = time.monotonic() - began
    before, dice = held(home), random.Random(6)
    killed = 0
    for number in range(KILLS):
        notice(folder, 100 + number, f"Later notice {number} is about another grant.")
        process = start(folder, home, tiny_encoder)
        time.sleep(dice.uniform(0.1, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed += 1
        after = held(home)
        if after[0] == before[0]:
            assert after == before
        before = after
    assert killed >= KILLS // 2
    assert start(folder, home, tiny_encoder).wait() == 0
    ids = held(home)[1]
    fresh = build_index([folder], home=home.with_name("fresh"), encoder_name=str(tiny_encoder))
    assert sorted(ids) == sorted(held(home.with_name("fresh"))[1]) and len(ids) == fresh.chunks
    assert len(set(ids)) == len(ids)
    assert not list((home / "builds").glob("*.partial"))
    assert len(list((home / "builds").iterdir())) <= 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here; that takes root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("real", [False, True], ids=["here", "process"])
def test_a_full_disk_leaves_the_index(
    small_disk: Path,
    folder: Path,
    tiny_encoder: Path,
    real: bool,
    request: pytest.FixtureRequest,
) -> None:
    if real:
        request.getfixturevalue("processes")
    home = small_disk / "home"
    notice(small_disk / "few", 0, "One small notice.")
    build_index([small_disk / "few"], home=home, encoder_name=str(tiny_encoder))
    before = held(home)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"x" * (room - (200 << 10)))
    with pytest.raises(IngestError, match="disk full; the published index is unchanged") as caught:
        build_index([folder], home=home, encoder_name=str(tiny_encoder))
    assert "\n" not in str(caught.value)
    assert held(home) == before
    (small_disk / "ballast").unlink()


@pytest.mark.slow
def test_questions_while_an_index_is_swapped(
    folder: Path, home: Path, tiny_encoder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_index([folder], home=home, encoder_name=str(tiny_encoder))
    vector = open_encoder(str(tiny_encoder), home).encode_query("notice won")
    asked: list[int] = []
    errors: list[Exception] = []

    def ask() -> None:
        index = open_index(home)
        while (len(asked) < QUESTIONS or len(set(asked)) < 3) and not errors:
            try:
                if published_folder(home) != index.folder:
                    index = open_index(home)
                found = index.nearest(index.centred(vector, "query", "en"), "en", 3)
                assert len(found) == 3 and index.lexical(["notice"], "en")
                # a whole index: every notice once
                assert len(index.documents) == len(index.chunks)
                asked.append(len(index.chunks))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    swaps = 0
    while any(thread.is_alive() for thread in threads):
        notice(folder, 200 + swaps, f"Swapped in as number {swaps}.")
        build_index(home=home, encoder_name=str(tiny_encoder))
        swaps += 1
    for thread in threads:
        thread.join()
    assert errors == [] and len(asked) >= QUESTIONS and swaps
    assert "rebuilding" not in caplog.text


def test_a_second_ingest_is_told_which_one_runs(
    folder: Path, home: Path, tiny_encoder: Path
) -> None:
    process = start(folder, home, tiny_encoder)
    try:
        deadline = time.monotonic() + 60
        while not (home / "ingest.lock").exists() or not (home / "ingest.lock").read_text():
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(IngestError, match=rf"another ingest is running \(pid {process.pid}\)"):
            build_index([folder], home=home, encoder_name=str(tiny_encoder))
    finally:
        process.kill()
        process.wait()
