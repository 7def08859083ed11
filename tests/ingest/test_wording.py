"""Questions meet by what they ask for; what language and wording do to a vector is unlearned."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.types import LANGUAGES
from ingest.wording import Meeting, meeting

DIMENSION, ANSWERS, EACH = 24, 60, 4
Vectors = NDArray[np.float32]


def unit(vectors: Vectors) -> Vectors:
    """Rows at length 1."""
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


class World:
    """Answers on ten dimensions; wording on four others, and each language turns them its way."""

    def __init__(self) -> None:
        self.draw = np.random.default_rng(20261122)
        self.answers = self.draw.normal(size=(ANSWERS, DIMENSION))
        self.answers[:, 10:] = 0
        self.turns = {x: np.linalg.qr(self.draw.normal(size=(4, 4)))[0] for x in LANGUAGES}

    def ask(self, answers: list[int], wording: NDArray[np.float64], language: str) -> Vectors:
        """Vectors of questions for some answers, in a wording that a language turns its own way."""
        vectors = self.answers[answers] + self.draw.normal(scale=0.1, size=(1, DIMENSION))
        vectors[:, 10:14] += 3 * wording @ self.turns[language]
        return unit(vectors)

    def written(self) -> tuple[dict[str, Vectors], list[str]]:
        """Some questions for each answer, in the languages."""
        answers = [i for i in range(ANSWERS) for _ in range(EACH)]
        wording = self.draw.normal(size=(len(answers), 4))
        asked = {language: self.ask(answers, wording, language) for language in LANGUAGES}
        return asked, [str(answer) for answer in answers]


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def learned(world: World) -> tuple[Meeting, list[str], dict[str, Vectors]]:
    asked, owners = world.written()
    return meeting(asked, owners), owners, asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_in_new_words_finds_what_it_asks_for(
    world: World, learned: tuple[Meeting, list[str], dict[str, Vectors]], language: str
) -> None:
    met, owners, asked = learned
    wanted = list(range(ANSWERS))
    new = world.ask(wanted, world.draw.normal(size=(ANSWERS, 4)), language)
    found = [int(owners[i]) for i in met.likeness(new, language).argmax(axis=1)]
    plainly = [int(owners[i]) for i in (new @ asked[language].T).argmax(axis=1)]
    right = sum(one == other for one, other in zip(found, wanted, strict=True))
    assert right >= 0.9 * ANSWERS
    assert right > sum(one == other for one, other in zip(plainly, wanted, strict=True))


def test_a_question_and_its_translation_meet_in_one_place(
    learned: tuple[Meeting, list[str], dict[str, Vectors]],
) -> None:
    met, owners, asked = learned
    for language in LANGUAGES:
        likeness = met.likeness(asked[language], language)
        found = likeness.argmax(axis=1)
        assert np.mean([owners[i] == owner for i, owner in zip(found, owners, strict=True)]) > 0.95
    assert np.allclose(np.linalg.norm(met.places, axis=1), 1, atol=1e-5)


def test_a_few_questions_teach_nothing_and_are_averaged() -> None:
    rows = np.eye(DIMENSION, dtype=np.float32)[:3]
    met = meeting(dict.fromkeys(LANGUAGES, rows), ["a", "b", "c"])
    for language in (*LANGUAGES, "de"):
        assert np.allclose(met.likeness(rows, language), np.eye(3), atol=1e-6)


def test_one_question_is_compared_like_many() -> None:
    rows = np.eye(DIMENSION, dtype=np.float32)[:3]
    met = meeting(dict.fromkeys(LANGUAGES, rows), ["a", "b", "c"])
    assert np.array_equal(met.likeness(rows[1], "fr"), met.likeness(rows, "fr")[1])
