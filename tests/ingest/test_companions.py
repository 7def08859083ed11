"""Statements told together: small groups that share no member, whichever is found first."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.companions import MOST, companions
from ingest.types import Chunk, Validity

NOW, OLD = Validity(), Validity(until=date(2025, 10, 28))


def statement(name: str, validity: Validity = NOW, gap: bool = False) -> Chunk:
    flags = frozenset({"gap"} if gap else ())
    document = name.split("#")[0]
    return Chunk(
        name, document, "en", "Title", (), None, 0, 4, "Text",
        kind="statement", validity=validity, flags=flags, parallel_id=name,
    )  # fmt: skip


def told(
    chunks: list[Chunk], vectors: list[list[float]], named: NDArray[np.float32] | None = None
) -> dict[str, list[str]]:
    """The groups of statements that have one question each; `named` are those with their names."""
    rows: NDArray[np.float32] = np.asarray(vectors, np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return companions(
        chunks, [c.parallel_id for c in chunks], rows if named is None else named, rows
    )


NEAR = [[1, 0, 0, 0], [0.8, 0.6, 0, 0], [0, 0, 1, 0]]


def test_statements_with_like_questions_are_told_together() -> None:
    groups = told([statement("tips#a"), statement("tips#b"), statement("tips#c")], NEAR)
    assert groups == {"tips#a": ["tips#b"], "tips#b": ["tips#a"]}


@pytest.mark.parametrize(
    "other",
    [statement("tips#b", OLD), statement("tips#b", gap=True), statement("gks#b")],
    ids=["replaced", "gap", "another document"],
)
def test_some_are_never_told_together(other: Chunk) -> None:
    assert told([statement("tips#a"), other, statement("tips#c")], NEAR) == {}


def test_two_documents_that_repeat_each_other_are() -> None:
    same = [[1, 0, 0, 0], [0.99, 0.1, 0, 0]]
    assert told([statement("tips#a"), statement("gks#b")], same)["gks#b"] == ["tips#a"]


def test_two_documents_of_which_the_same_is_asked_by_name_are_not() -> None:
    chunks = [statement("tips#what"), statement("gks#what")]
    named = np.asarray([[1, 0, 0, 0], [0.5, 0.8, 0, 0]], np.float32)
    assert told(chunks, [[1, 0, 0, 0], [1, 0, 0, 0]], named) == {}


def test_without_questions_there_are_no_companions() -> None:
    nothing = np.empty((0, 4), np.float32)
    assert companions([statement("tips#a")], [], nothing, nothing) == {}


@given(st.lists(st.lists(st.integers(1, 9), min_size=4, max_size=4), min_size=2, max_size=12))
def test_groups_are_small_and_share_no_member(vectors: list[list[float]]) -> None:
    groups = told([statement(f"tips#{i}") for i in range(len(vectors))], vectors)
    for name, others in groups.items():
        assert 1 <= len(others) < MOST and name not in others
        assert all({name, *others} == {other, *groups[other]} for other in others)
