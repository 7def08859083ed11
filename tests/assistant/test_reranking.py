"""An optional cross-encoder orders the first candidates; a missing one is told in one line."""

from pathlib import Path

import numpy as np
import pytest
from asking import TODAY
from support import make_tiny_reranker

from assistant import Assistant, Settings
from assistant.retrieval import RERANKED
from ingest import EncoderUnavailable, open_reranker

QUESTIONS = (
    "How long can I stay on a D-10?",
    "Combien de temps peut-on rester avec un D-10 ?",
    "D-10 비자로 얼마나 체류할 수 있나요?",
)


@pytest.fixture(scope="module")
def reranker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_reranker(tmp_path_factory.mktemp("reranker") / "tiny")


@pytest.fixture(scope="module")
def with_reranker(small_home: Path, reranker_folder: Path) -> Assistant:
    return Assistant.open(Settings(home=small_home, reranker=str(reranker_folder)))


def test_a_text_has_one_score_whoever_stands_beside_it(reranker_folder: Path) -> None:
    reranker = open_reranker(str(reranker_folder))
    texts = ["The D-10 can be extended to 3 years.", "The GKS pays tuition.", "팁스는 8억 원"]
    scores = reranker.scores(QUESTIONS[0], texts)
    assert scores.shape == (3,) and len(set(scores.tolist())) == 3
    assert np.allclose(scores[1], reranker.scores(QUESTIONS[0], texts[1:2])[0], atol=1e-4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_first_candidates_are_read_and_ordered(
    assistant: Assistant, with_reranker: Assistant, question: str
) -> None:
    plain = assistant.retrieve(question, as_of=TODAY)
    read = with_reranker.retrieve(question, as_of=TODAY)
    assert {e.chunk.id for e in read} == {e.chunk.id for e in plain}
    assert [e.label for e in read] == [str(i) for i in range(1, len(read) + 1)]
    first = read[:RERANKED]
    assert all("rerank" in e.scores for e in first) and "rerank" not in plain[0].scores
    assert [e.score for e in first] == sorted((e.score for e in first), reverse=True)


def test_what_it_says_moves_candidates(assistant: Assistant, with_reranker: Assistant) -> None:
    orders = [
        [[e.chunk.id for e in one.retrieve(question, as_of=TODAY)] for question in QUESTIONS]
        for one in (assistant, with_reranker)
    ]
    assert orders[0] != orders[1]


def test_a_missing_reranker_is_one_line(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable) as error:
        Assistant.open(Settings(home=small_home, reranker=str(tmp_path / "nothing")))
    assert "INJAE_RERANKER" in str(error.value) and "\n" not in str(error.value)


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INJAE_RERANKER", "some/cross-encoder")
    assert Settings.from_env().reranker == "some/cross-encoder"
    assert Settings().reranker == ""
