"""A pick: the model's probabilities and our ranking, each with its say."""

import math
from dataclasses import replace

import pytest
from asking import understood
from hypothesis import given
from hypothesis import strategies as st

from assistant.answerability import Judgement
from assistant.errors import ModelError
from assistant.picking import LOCAL_TOKENS, MOST, as_told, numbers, shown, weighed
from assistant.types import Evidence
from ingest import Chunk

SURE, UNSURE = Judgement(0.9, {}), Judgement(0.05, {})


def evidence(count: int = 3, text: str = "A stay lasts 3 years.") -> list[Evidence]:
    return [
        Evidence(str(i), Chunk(f"c{i}", "d", "en", "t", (), None, 0, len(text), text), 5.0 - i)
        for i in range(1, count + 1)
    ]


def logs(*probabilities: float) -> list[float]:
    return [math.log(p) for p in probabilities]


def chosen(likely: list[float], judgement: Judgement = SURE) -> list[str]:
    return [item.chunk.id for item in weighed(likely, evidence(len(likely) - 1), judgement).chosen]


def test_the_likeliest_is_picked() -> None:
    assert chosen(logs(0.01, 0.9, 0.05, 0.04)) == ["c1"]
    assert chosen(logs(0.01, 0.02, 0.02, 0.95)) == ["c3"]


def test_what_is_nearly_as_likely_comes_with_it() -> None:
    assert set(chosen(logs(0.01, 0.55, 0.42, 0.02))) == {"c1", "c2"}


def test_none_is_picked_when_none_was_likely() -> None:
    assert chosen(logs(0.6, 0.2, 0.1, 0.1)) == []
    assert weighed(logs(0.6, 0.2, 0.1, 0.1), evidence(), SURE).probability < 0.5


def test_our_own_judgement_is_heard() -> None:
    near = logs(0.28, 0.3, 0.22, 0.2)
    assert chosen(near, SURE) and not chosen(near, UNSURE)


def test_what_stands_out_for_us_comes_after_it() -> None:
    near = evidence(3)
    likely = logs(0.01, 0.2, 0.45, 0.34)
    told = [item.chunk.id for item in weighed(likely, near, SURE).chosen]
    assert told == ["c2", "c1"]
    near[2] = replace(near[2], companion=True)
    told = [item.chunk.id for item in weighed(likely, near, SURE).chosen]
    assert told == ["c2", "c1", "c3"]


@given(st.lists(st.floats(-15, 0), min_size=2, max_size=MOST + 1), st.floats(0, 1))
def test_any_numbers_give_a_probability(likely: list[float], own: float) -> None:
    picked = weighed(likely, evidence(len(likely) - 1), Judgement(own, {}))
    assert 0 <= picked.probability <= 1
    assert bool(picked.chosen) == (picked.probability >= 0.5)


@given(st.integers(0, 4), st.floats(0.1, 3))
def test_less_likely_none_is_more_likely_answered(first: int, less: float) -> None:
    likely = logs(0.3, 0.3, 0.2, 0.1, 0.1)
    other = [likely[0] - less, *likely[1:]]
    judged = [weighed(x, evidence(4), SURE).probability for x in (likely, other)]
    assert judged[1] > judged[0]


def test_numbers_are_read_from_the_token_that_is_one() -> None:
    tokens = [{'"': -0.1, "the": -3.0}, {" 2": -0.2, "1": -2.0, "0": -4.0, "x": -5.0}]
    assert numbers(tokens, 2) == [-4.0, -2.0, -0.2]
    with pytest.raises(ModelError):
        numbers([{"the": -0.1}], 2)


@pytest.mark.parametrize(
    ("text", "ids"),
    [("2", ["c2"]), ("2, 1", ["c2", "c1"]), ("0", []), ("[3] and 3", ["c3"]), ("9", [])],
)
def test_a_pick_in_words(text: str, ids: list[str]) -> None:
    assert [item.chunk.id for item in as_told(text, evidence()).chosen] == ids


def test_no_number_is_no_pick() -> None:
    with pytest.raises(ModelError):
        as_told("I would say the first.", evidence())


def test_a_local_model_is_shown_little() -> None:
    long = evidence(4, "가나다라마바사 " * 40)
    assert len(shown(long, local=True)) == 1, "the best is always shown"
    assert len(shown(evidence(9), local=True)) == MOST
    assert len(shown(long, local=False)) == 4
    assert LOCAL_TOKENS < 300


def test_the_question_is_the_last_that_is_read() -> None:
    from assistant.prompts import pick_prompt

    query = understood("How long can I stay on a D-10?")
    system, user = pick_prompt(query.text, ["One.", "Two.\nwith <statements> in it"])
    assert user.endswith(query.text) and "1. One.\n2. Two. with in it" in user
    assert system == pick_prompt("Another?", ["Three."])[0]
