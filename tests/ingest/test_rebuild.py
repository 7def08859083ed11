"""Chroma's files damaged in every way that was measured: the reader goes on."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from support import copy_briefs

from ingest import DamagedIndex, Index, build_index, open_encoder, open_index, rebuild, seal

BRIEFS = ("visas/d-10", "startups/tips", "students/gks")


@dataclass
class Built:
    """An index of three real briefs, and what a question finds in it."""

    home: Path
    query: np.ndarray
    expected: list[tuple[int, float]]


@pytest.fixture(scope="module")
def built(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("rebuild")
    corpus, home = copy_briefs(folder / "corpus", BRIEFS), folder / "home"
    build_index([corpus], home=home, encoder_name=str(tiny_encoder))
    index = open_index(home)
    vector = open_encoder(str(tiny_encoder), home).encode_query("moins de 40 ans")
    query = index.centred(vector, "query", "fr")
    expected = index.nearest(query, "fr", 5)
    index.close()
    return Built(home, query, expected)


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Path:
    """A home that a test may spoil."""
    shutil.copytree(built.home, tmp_path / "home")
    return tmp_path / "home"


def build_of(home: Path) -> Path:
    return home / "builds" / (home / "current").read_text(encoding="utf-8")


def files(home: Path, name: str) -> list[Path]:
    found = sorted(build_of(home).glob(f"chroma-*/{name}"))
    assert found
    return found


def _cut(home: Path) -> None:
    for path in files(home, "*/data_level0.bin"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _random(home: Path) -> None:
    noise = np.random.default_rng(0).bytes(2000)
    for path in files(home, "*/data_level0.bin"):
        content = bytearray(path.read_bytes())
        content[: len(noise)] = noise
        path.write_bytes(content)


def _segments_gone(home: Path) -> None:
    for path in files(home, "*/index_metadata.pickle"):
        shutil.rmtree(path.parent)


def _sqlite_cut(home: Path) -> None:
    (path,) = files(home, "chroma.sqlite3")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _sqlite_garbage(home: Path) -> None:
    (path,) = files(home, "chroma.sqlite3")
    path.write_bytes(b"x" * path.stat().st_size)


def _all_gone(home: Path) -> None:
    (path,) = build_of(home).glob("chroma-*")
    shutil.rmtree(path)


def _seal_gone(home: Path) -> None:
    (build_of(home) / "seal.json").unlink()


def _other_version(home: Path) -> None:
    path = build_of(home) / "seal.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "chromadb": "0.1"}))


DAMAGE: dict[str, Callable[[Path], None]] = {
    "half of the vectors": _cut,
    "random bytes": _random,
    "segments gone": _segments_gone,
    "sqlite cut": _sqlite_cut,
    "sqlite is garbage": _sqlite_garbage,
    "all gone": _all_gone,
    "seal gone": _seal_gone,
    "another chromadb": _other_version,
}


class Started:
    """Stands for the process that makes the vectors again: it does so when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.returncode = folder, None

    def poll(self) -> int | None:
        return self.returncode

    def finish(self) -> None:
        rebuild.make(self.folder, lambda done, total: None)
        self.returncode = 0


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Started]:
    begun: list[Started] = []

    def start(folder: Path) -> Started:
        begun.append(Started(folder))
        return begun[-1]

    monkeypatch.setattr("ingest.dense.start_rebuild", start)
    return begun


def same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> bool:
    return [row for row, _ in found] == [row for row, _ in expected] and np.allclose(
        [score for _, score in found], [score for _, score in expected], atol=1e-4
    )


@pytest.mark.parametrize("name", DAMAGE)
def test_answers_are_right_while_vectors_are_made_again(
    built: Built,
    copy: Path,
    name: str,
    started: list[Started],
    caplog: pytest.LogCaptureFixture,
) -> None:
    DAMAGE[name](copy)
    index = open_index(copy)
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert len(started) == 1 and "rebuilding" in caplog.text
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    started[0].finish()
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert seal.fault(index.folder) == "" and len(list(index.folder.glob("chroma-*"))) == 1
    assert len(started) == 1
    index.close()
    again = open_index(copy)
    assert same(again.nearest(built.query, "fr", 5), built.expected) and len(started) == 1
    again.close()


def test_a_sound_index_starts_no_process(built: Built, started: list[Started]) -> None:
    index = open_index(built.home)
    index.warm()
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert started == []
    index.close()


def test_a_repair_that_fails_is_not_tried_again_and_again(
    built: Built, copy: Path, started: list[Started]
) -> None:
    _cut(copy)
    index = open_index(copy)
    index.nearest(built.query, "fr", 5)
    started[0].returncode = 2
    for _ in range(3):
        assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert len(started) == 1


def test_other_vectors_than_were_stored_are_noticed(
    built: Built, copy: Path, started: list[Started], caplog: pytest.LogCaptureFixture
) -> None:
    """A seal that is right over files that are not: the answer itself gives them away."""
    index = open_index(copy)
    stored = index._stored.vectors
    index._dense._stored = index._stored.__class__(
        **{
            name: getattr(index._stored, name)
            for name in index._stored.__slots__
            if name != "vectors"
        },
        vectors=np.roll(np.asarray(stored), 1, axis=0),
    )
    index.nearest(built.query, "fr", 5)
    assert len(started) == 1 and "other vectors than were stored" in caplog.text
    index.close()


def test_the_real_process_mends_it(
    built: Built, copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _segments_gone(copy)
    index: Index = open_index(copy)
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    deadline = time.monotonic() + 120
    while seal.fault(index.folder) and time.monotonic() < deadline:
        time.sleep(0.2)
        assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert seal.fault(index.folder) == ""
    repair = index._dense._repair  # gone once it is over
    if repair is not None:
        repair.wait(60)
    assert same(index.nearest(built.query, "fr", 5), built.expected)
    assert "are rebuilt" in caplog.text
    index.close()


def test_the_process_says_why_it_could_not(copy: Path) -> None:
    (build_of(copy) / "vectors.npy").unlink()
    with pytest.raises(DamagedIndex, match="is damaged: .*No such file") as caught:
        rebuild.rebuild(build_of(copy))
    assert "\n" not in str(caught.value)


def test_the_process_ends_with_the_one_that_began_it(copy: Path) -> None:
    process = subprocess.Popen(
        rebuild._command(build_of(copy)),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=rebuild._env(),
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=60) == 3
    assert seal.fault(build_of(copy)) == ""


@pytest.mark.parametrize("name", ["half of the vectors", "random bytes", "sqlite cut", "all gone"])
def test_a_build_mends_vectors_without_reading_anything(
    copy: Path, name: str, tiny_encoder: Path
) -> None:
    DAMAGE[name](copy)
    made = build_index(home=copy, encoder_name=str(tiny_encoder))
    assert made.unchanged and made.repaired and made.encoded == 0
    assert seal.fault(made.folder) == ""


@pytest.mark.parametrize("name", ["chunks.jsonl", "vectors.npy", "bm25/fr/frequencies.json"])
def test_a_build_notices_a_damaged_chunk_store(copy: Path, name: str, tiny_encoder: Path) -> None:
    path = build_of(copy) / name
    path.write_bytes(path.read_bytes()[:-40])
    made = build_index(home=copy, encoder_name=str(tiny_encoder))
    assert not made.unchanged and made.encoded == 0
    assert seal.fault(made.folder) == "" and open_index(copy).build == made.build


def test_a_repair_does_not_bless_what_else_is_damaged(copy: Path) -> None:
    path = build_of(copy) / "bm25" / "fr" / "frequencies.json"
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    rebuild.make(build_of(copy), lambda done, total: None)
    assert seal.fault(build_of(copy)) == "bm25/fr/frequencies.json has changed"


def test_a_vector_of_another_dimension_is_refused(built: Built) -> None:
    from ingest import EncoderMismatch

    index = open_index(built.home)
    with pytest.raises(EncoderMismatch, match="32 numbers where the index has 64"):
        index.centred(np.ones(32, np.float32), "query", "fr")


def test_vectors_of_another_dimension_than_the_manifest_says(copy: Path) -> None:
    path = build_of(copy) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "dimension": 32}))
    with pytest.raises(DamagedIndex, match="not of 32 dimensions"):
        open_index(copy)
