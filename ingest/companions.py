"""Statements that are told together, whatever the language of the question.

Two statements whose written questions are alike get mixed up: a wording, or a language, finds one
of them first and the next wording the other. Told together they make the same answer every time.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.questions import Question
from ingest.types import Chunk, Validity
from ingest.wording import Meeting

Vectors = NDArray[np.float32]

MOST = 3
"""Statements told together, at most."""
_ALIKE = 0.75
"""Mean cosine of their questions from which two statements belong together: on our suites 0.4 to
0.8 agree across languages as well, and the higher it is, the less is told beside the point."""
_ALIKE_ELSEWHERE = 0.9
"""The same for statements of two documents, which must nearly repeat each other."""


def companions(
    chunks: Sequence[Chunk], owners: Sequence[str], whole: Vectors, masked: Vectors
) -> dict[str, list[str]]:
    """Parallel id -> the ids of the statements told with it.

    Row i of `whole` is where a question for `owners[i]` meets its translations, of `masked` the
    same without the names of what documents are about: those all questions about one program
    share. Groups have no member in common, so it makes no difference which one is found.
    """
    told = {c.parallel_id: c for c in chunks if c.parallel_id and "gap" not in c.flags}
    names = sorted({*owners} & set(told))
    alike = _likeness(names, owners, masked)
    # "what is it" is asked of everything: elsewhere the names have to be alike as well
    documents = np.asarray([told[name].document_id for name in names])
    elsewhere = documents[:, None] != documents[None, :]
    named = _likeness(names, owners, whole)
    alike[elsewhere & (np.minimum(alike, named) < _ALIKE_ELSEWHERE)] = 0
    groups = {name: [name] for name in names}
    place = {name: i for i, name in enumerate(names)}
    for one, other in _pairs([told[name].validity for name in names], alike):
        left, right = groups[names[one]], groups[names[other]]
        if left is right or len(left) + len(right) > MOST:
            continue
        across = np.ix_([place[name] for name in left], [place[name] for name in right])
        if alike[across].mean() < _ALIKE:
            continue
        left += right
        groups |= dict.fromkeys(left, left)
    return {name: [x for x in group if x != name] for name, group in groups.items() if group[1:]}


def companions_of(
    chunks: Sequence[Chunk],
    questions: Sequence[Question],
    meetings: tuple[Meeting, Meeting] | None,
) -> dict[str, list[str]]:
    """`companions` of written questions; none where there are none."""
    if meetings is None:
        return {}
    owners = list({question.row: question.statement for question in questions}.values())
    return companions(chunks, owners, *(meeting.places for meeting in meetings))


def _pairs(held: Sequence[Validity], alike: Vectors) -> list[tuple[int, int]]:
    """Pairs of statements that may be told together, the most alike first.

    An old rule is not told beside one that holds.
    """
    ones, others = np.nonzero(np.triu(alike >= _ALIKE, 1))
    found = [
        (float(alike[i, j]), i, j)
        for i, j in zip(ones.tolist(), others.tolist(), strict=True)
        if (held[i].until is None) == (held[j].until is None)
    ]
    return [(i, j) for _, i, j in sorted(found, key=lambda pair: (-pair[0], pair[1:]))]


def _likeness(names: Sequence[str], owners: Sequence[str], places: Vectors) -> Vectors:
    """(names, names): cosine of the nearest questions of two statements."""
    number = {name: i for i, name in enumerate(names)}
    rows = [i for i, owner in enumerate(owners) if owner in number]
    asked = np.asarray([number[owners[i]] for i in rows], np.int64)
    return _nearest(places[rows] @ places[rows].T, asked, len(names))


def _nearest(cosines: Vectors, owners: NDArray[np.int64], count: int) -> Vectors:
    """The highest cosine between any question of one statement and any of another."""
    order = np.argsort(owners, kind="stable")
    present, starts = np.unique(owners[order], return_index=True)
    blocks = cosines[np.ix_(order, order)]
    highest = np.maximum.reduceat(np.maximum.reduceat(blocks, starts, axis=0), starts, axis=1)
    full: Vectors = np.zeros((count, count), np.float32)
    full[np.ix_(present, present)] = np.maximum(highest, 0)
    return full
