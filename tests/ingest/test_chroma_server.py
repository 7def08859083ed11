"""The same index on a real Chroma server gives the same answers."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from support import free_port

from ingest import DamagedIndex, build_index, open_encoder, open_index

QUESTIONS = {
    "fr": "moins de 40 ans",
    "en": "how many grants were given in 2025",
    "ko": "데모 장학금은 얼마를 지급합니까",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of `chroma run` on a free port."""
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    # as its console script does, which is not beside every interpreter
    script = "from chromadb.cli.cli import app; app()"
    command = [sys.executable, "-c", script, "run", "--path", str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/api/v2/heartbeat", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=2).read()
            return
        time.sleep(0.2)
    pytest.fail("chroma run does not answer")


def answers(home: Path, encoder_folder: Path) -> dict[str, list[tuple[str, float]]]:
    index, encoder = open_index(home), open_encoder(str(encoder_folder), home)
    found = {}
    for language, question in QUESTIONS.items():
        query = index.centred(encoder.encode_query(question), "query", language)
        found[language] = [
            (index.chunks[row].id, score) for row, score in index.nearest(query, language, 5)
        ]
    index.close()
    return found


def test_a_server_gives_the_answers_of_the_local_store(
    server: str, corpus: Path, tmp_path: Path, tiny_encoder: Path
) -> None:
    local, remote = tmp_path / "local", tmp_path / "remote"
    for home, url in ((local, ""), (remote, server)):
        made = build_index([corpus], home=home, encoder_name=str(tiny_encoder), chroma_url=url)
        assert made.chunks == 15
    assert open_index(remote).manifest.chroma_url == server
    assert not (made.folder / "chroma").exists()
    here, there = answers(local, tiny_encoder), answers(remote, tiny_encoder)
    for language in QUESTIONS:
        assert [name for name, _ in here[language]] == [name for name, _ in there[language]]
        scores = [[score for _, score in found[language]] for found in (here, there)]
        np.testing.assert_allclose(*scores, atol=1e-4)


def test_collections_of_pruned_builds_leave_the_server(
    server: str, corpus: Path, tmp_path: Path, tiny_encoder: Path
) -> None:
    import chromadb

    home = tmp_path / "home"
    made = [
        build_index(
            [corpus], home=home, encoder_name=str(tiny_encoder), chroma_url=server, force=True
        ).build
        for _ in range(3)
    ]
    client = chromadb.HttpClient(host="127.0.0.1", port=int(server.rsplit(":", 1)[1]))
    names = {collection.name for collection in client.list_collections()}
    client.close()
    kept = {path.name for path in (home / "builds").iterdir()}
    assert {f"injae-{name}-fr" in names for name in kept} == {True}
    assert not any(f"injae-{name}-fr" in names for name in set(made) - kept)


def test_a_server_that_is_not_there_publishes_nothing(
    corpus: Path, tmp_path: Path, tiny_encoder: Path
) -> None:
    home = tmp_path / "home"
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(DamagedIndex, match="check INJAE_CHROMA_URL") as caught:
        build_index([corpus], home=home, encoder_name=str(tiny_encoder), chroma_url=url)
    assert "\n" not in str(caught.value)
    assert not (home / "current").exists()
