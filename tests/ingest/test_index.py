"""A published index: what it finds, and how it says that it cannot be read."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from support import copy_briefs

from ingest import DamagedIndex, Encoder, Index, NoIndex, build_index, open_encoder, open_index
from ingest.lexical import terms

BRIEFS = ("visas/d-10", "startups/tips", "students/gks")


@dataclass
class Built:
    """An index of three real briefs, and the encoder that built it."""

    home: Path
    index: Index
    encoder: Encoder

    def query(self, text: str, language: str) -> np.ndarray:
        return self.index.centred(self.encoder.encode_query(text), "query", language)


@pytest.fixture(scope="module")
def built(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("index")
    corpus, home = copy_briefs(folder / "corpus", BRIEFS), folder / "home"
    rows = "statement,en,fr,ko\ngks#age,How old may I be?,À quel âge ?,몇 살까지 되나요?\n"
    (corpus / "questions").mkdir()
    (corpus / "questions" / "students.csv").write_text(rows, encoding="utf-8")
    build_index([corpus], home=home, encoder_name=str(tiny_encoder))
    return Built(home, open_index(home), open_encoder(str(tiny_encoder), home))


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Path:
    """A home that a test may spoil."""
    shutil.copytree(built.home, tmp_path / "home")
    return tmp_path / "home"


def test_it_holds_the_three_briefs_in_three_languages(built: Built) -> None:
    index = built.index
    assert index.languages == ("en", "fr", "ko")
    assert {f"{name}.{x}" for name in ("d-10", "tips", "gks") for x in index.languages} == set(
        index.documents
    )
    assert index.build == index.folder.name == index.manifest.build
    assert index.manifest.counts["chunks"] == len(index.chunks)
    assert sum(index.manifest.languages.values()) == len(index.chunks)


def test_chunks_are_the_text_of_their_documents(built: Built) -> None:
    for row, chunk in enumerate(built.index.chunks):
        document = built.index.documents[chunk.document_key]
        assert document.text[chunk.start : chunk.end] == chunk.text
        assert built.index.row(chunk.id) == row


@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_a_statement_is_nearest_to_its_own_words(built: Built, language: str) -> None:
    for chunk in built.index.chunks:
        if chunk.document_key != f"gks.{language}":
            continue
        (row, score), *_ = built.index.nearest(built.query(chunk.text, language), language, 3)
        found = built.index.chunks[row]
        assert found.language == language
        assert found.id == chunk.id or built.index.cosines(
            built.query(chunk.text, language), [built.index.row(chunk.id)], language
        ) == pytest.approx([score], abs=0.1)


def test_chroma_gives_the_cosines_of_the_stored_vectors(built: Built) -> None:
    query = built.query("moins de 40 ans", "fr")
    found = built.index.nearest(query, "fr", 5)
    rows = built.index.rows("fr").tolist()
    exact = dict(zip(rows, built.index.cosines(query, rows, "fr").tolist(), strict=True))
    best = sorted(exact, key=lambda row: -exact[row])[:5]
    assert [row for row, _ in found] == best
    assert [score for _, score in found] == pytest.approx([exact[row] for row in best], abs=1e-4)


def test_asking_for_more_than_there_is_gives_all(built: Built) -> None:
    found = built.index.nearest(built.query("visa", "ko"), "ko", 10_000)
    assert sorted(row for row, _ in found) == sorted(built.index.rows("ko").tolist())


def test_a_language_without_documents_finds_nothing(built: Built) -> None:
    assert built.index.nearest(built.query("x", "de"), "de", 3) == []
    assert built.index.lexical(["x"], "de") == {}
    assert built.index.term_weights(["x"], "de") == {}
    assert built.index.rows("de").size == 0


def test_lexical_scores_are_by_row(built: Built) -> None:
    scores = built.index.lexical(terms("2,64/4,0 CGPA"), "fr")
    best = max(scores, key=lambda row: scores[row])
    assert built.index.chunks[best].parallel_id == "gks#france-cgpa"
    assert {built.index.chunks[row].language for row in scores} == {"fr"}
    assert built.index.lexical_ideal(terms("CGPA"), "fr") > 0


def test_the_parallel_statement(built: Built) -> None:
    for language in ("fr", "en", "ko"):
        found = built.index.parallel("gks#age", language)
        assert found is not None and (found.language, found.parallel_id) == (language, "gks#age")
    assert built.index.parallel("gks#age", "de") is None
    rows = built.index.versions("gks#age")
    assert {built.index.chunks[row].language for row in rows} == {"fr", "en", "ko"}
    assert not built.index.versions("gks#nothing")


def test_the_best_sentence_of_a_chunk(built: Built) -> None:
    for chunk in built.index.chunks:
        if len(chunk.sentences) < 2:
            continue
        start, end = chunk.sentences[-1]
        query = built.encoder.encode_documents([chunk.text[start:end]])[0]
        query = built.index.centred(query, "sentence", chunk.language)
        rows = [built.index.row(chunk.id), int(built.index.rows(chunk.language)[0])]
        scores, best = built.index.best_sentences(query, rows, chunk.language)
        assert best[0] == len(chunk.sentences) - 1 and scores[0] == pytest.approx(1, abs=1e-3)
        alone, _ = built.index.best_sentences(query, rows[1:], chunk.language)
        assert scores[1] == pytest.approx(alone[0], abs=1e-6)


def test_the_distribution_of_scores(built: Built) -> None:
    query = built.query("visa", "en")
    mean, deviation = built.index.distribution(query, "en", 0.0)
    cosines = built.index.cosines(query, built.index.rows("en").tolist(), "en")
    assert mean == pytest.approx(np.mean(cosines), abs=1e-3)
    assert deviation == pytest.approx(np.std(cosines), abs=1e-3)


def test_written_questions_lead_to_their_statements(built: Built) -> None:
    for language in ("fr", "en", "ko"):
        asked = built.index.questions(language)
        assert asked is not None and asked.statements == ("gks#age",)
        whole, masked = asked.likeness(built.query("age", language), built.query("age", language))
        assert whole.shape == masked.shape == (1,)
    assert built.index.questions("de") is None


def test_it_can_be_warmed_closed_and_asked_again(built: Built) -> None:
    index = open_index(built.home)
    index.warm()
    index.close()
    assert index.nearest(built.query("visa", "fr"), "fr", 1)
    index.close()


def test_no_index_says_what_to_do(tmp_path: Path) -> None:
    for home in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoIndex, match="run `injae-ingest build`") as caught:
            open_index(home)
        assert str(home) in str(caught.value) and "\n" not in str(caught.value)


def current(home: Path) -> Path:
    return home / "builds" / (home / "current").read_text(encoding="utf-8")


def _cut(name: str) -> Callable[[Path], None]:
    def spoil(home: Path) -> None:
        path = current(home) / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return spoil


def _gone(name: str) -> Callable[[Path], None]:
    return lambda home: (current(home) / name).unlink()


def _fewer_chunks(home: Path) -> None:
    path = current(home) / "chunks.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _other_format(home: Path) -> None:
    path = current(home) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 0}), encoding="utf-8")


def _pointer(content: bytes) -> Callable[[Path], None]:
    return lambda home: (home / "current").write_bytes(content) and None


SPOILED: dict[str, Callable[[Path], None]] = {
    "manifest cut": _cut("manifest.json"),
    "manifest gone": _gone("manifest.json"),
    "another format": _other_format,
    "chunks cut": _cut("chunks.jsonl"),
    "chunks gone": _gone("chunks.jsonl"),
    "a chunk gone": _fewer_chunks,
    "documents cut": _cut("documents.jsonl"),
    "vectors cut": _cut("vectors.npy"),
    "vectors gone": _gone("vectors.npy"),
    "centres cut": _cut("centres.npz"),
    "pointer to nowhere": _pointer(b"20200101-000000-abc"),
    "empty pointer": _pointer(b""),
    "binary pointer": _pointer(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_damaged_index_is_one_line_that_says_what_to_do(copy: Path, name: str) -> None:
    SPOILED[name](copy)
    with pytest.raises(DamagedIndex) as caught:
        open_index(copy)
    said = str(caught.value)
    assert "injae-ingest build" in said and "\n" not in said


@pytest.mark.parametrize("missing", ["", "frequencies.json", "params.index.json"])
def test_a_lost_word_index_is_one_line(copy: Path, missing: str) -> None:
    path = current(copy) / "bm25" / "fr" / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(DamagedIndex) as caught:
        open_index(copy).lexical(["visa"], "fr")
    assert "\n" not in str(caught.value)
