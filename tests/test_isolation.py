"""The shared fixtures: no network, a home of one's own, encoders and an index that work."""

import os
import socket
from pathlib import Path

import pytest

from ingest import PACKAGED, open_encoder, open_index


@pytest.mark.parametrize("address", ["192.0.2.1", "example.org", "0.0.0.0"])
def test_no_test_reaches_the_network(address: str) -> None:
    for ask in ("connect", "connect_ex"):
        with (
            socket.socket() as client,
            pytest.raises(OSError, match=f"no network; '{address}'"),
        ):
            getattr(client, ask)((address, 80))


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as listener, socket.socket() as client:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client.connect(listener.getsockname())


def test_settings_of_the_machine_do_not_count(own_home: Path) -> None:
    assert os.environ["INJAE_HOME"] == str(own_home)
    allowed = {"INJAE_HOME", "INJAE_REQUIRE_ALL"}
    assert {name for name in os.environ if name.startswith("INJAE_")} <= allowed
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.parametrize(
    ("language", "question", "brief"),
    [
        ("en", "How long can I stay on a D-10 visa?", "d-10"),
        ("fr", "Quel âge maximum pour la bourse GKS ?", "gks"),
        ("ko", "팁스는 얼마까지 지원하나요?", "tips"),
    ],
)
def test_the_small_index_answers(
    small_home: Path, language: str, question: str, brief: str
) -> None:
    index, encoder = open_index(small_home), open_encoder(PACKAGED, small_home, queries_only=True)
    query = index.centred(encoder.encode_query(question), "query", language)
    found = [index.chunks[row].document_id for row, _ in index.nearest(query, language, 3)]
    assert brief in found
    assert "where-to-start.en" in index.documents
    assert index.manifest.fingerprint == encoder.fingerprint
