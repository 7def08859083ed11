"""The vector cache: no text is encoded twice, even after a crash."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import IngestError
from ingest.vectors import VectorCache


class CountingEncoder:
    """A vector a text that one can compute by eye, and a record of what was asked."""

    def __init__(self, fingerprint: str = "counting", fails_at: int = 0) -> None:
        self.fingerprint, self.fails_at = fingerprint, fails_at
        self.asked: list[str] = []

    def encode_query(self, text: str) -> np.ndarray:
        return self.encode_queries([text])[0]

    def encode_queries(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        return -self.encode_documents(texts, progress)

    def encode_documents(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        self.asked += texts
        if self.fails_at and len(self.asked) >= self.fails_at:
            raise KeyboardInterrupt
        if callable(progress):
            progress(len(texts))
        return np.asarray([[len(text), 1] for text in texts], np.float32)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def silent(count: int) -> None:
    """No progress."""


def test_nothing_is_encoded_twice(tmp_path: Path, encoder: CountingEncoder) -> None:
    cache = VectorCache(tmp_path, encoder)
    found = cache.encode(["aa", "b", "aa"], "document", silent)
    assert sorted(encoder.asked) == ["aa", "b"]
    np.testing.assert_array_equal(found["aa"], [2, 1])
    again = cache.encode(["aa", "b", "ccc"], "document", silent)
    assert sorted(encoder.asked) == ["aa", "b", "ccc"]
    np.testing.assert_array_equal(again["b"], [1, 1])


def test_vectors_survive_the_process(tmp_path: Path, encoder: CountingEncoder) -> None:
    VectorCache(tmp_path, encoder).encode(["a", "b"], "document", silent)
    later = CountingEncoder()
    cache = VectorCache(tmp_path, later)
    assert cache.missing(["a", "b", "c", "c"], "document") == 1
    assert set(cache.encode(["a", "b"], "document", silent)) == {"a", "b"}
    assert later.asked == []


def test_roles_and_encoders_do_not_mix(tmp_path: Path, encoder: CountingEncoder) -> None:
    cache = VectorCache(tmp_path, encoder)
    cache.encode(["a"], "document", silent)
    assert cache.missing(["a"], "query") == 1
    np.testing.assert_array_equal(cache.encode(["a"], "query", silent)["a"], [-1, -1])
    assert VectorCache(tmp_path, CountingEncoder("other")).missing(["a"], "document") == 1


def test_missing_before_there_is_a_cache(tmp_path: Path, encoder: CountingEncoder) -> None:
    assert VectorCache(tmp_path, encoder).missing(["a", "a", "b"], "document") == 2
    assert not (tmp_path / "encoders").exists()


def test_what_was_encoded_before_a_crash_is_kept(tmp_path: Path) -> None:
    texts = [f"text {number:04}" for number in range(600)]
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, CountingEncoder(fails_at=500)).encode(texts, "document", silent)
    later = CountingEncoder()
    done: list[int] = []
    VectorCache(tmp_path, later).encode(texts, "document", done.append)
    assert len(later.asked) == sum(done) == 600 - 256


def test_no_text_is_no_work(tmp_path: Path, encoder: CountingEncoder) -> None:
    assert dict(VectorCache(tmp_path, encoder).encode([], "query", silent)) == {}
    assert encoder.asked == []


def test_a_broken_cache_is_a_one_line_error(tmp_path: Path, encoder: CountingEncoder) -> None:
    (tmp_path / "encoders").mkdir()
    (tmp_path / "encoders" / "vectors.sqlite").write_bytes(b"this is no database" * 100)
    cache = VectorCache(tmp_path, encoder)
    assert cache.missing(["a"], "document") == 1
    with pytest.raises(IngestError, match=r"vectors\.sqlite cannot be used.*delete that file"):
        cache.encode(["a"], "document", silent)
