"""Statements that are told together, whatever the language of the question.

Two statements whose written questions are alike get mixed up: a wording, or a language, finds one
of them first and the next wording the other. Told together they make the same answer every time.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.questions import Question
from ingest.types import Chunk

Vectors = NDArray[np.float32]

MOST = 3
"""Statements told together, at most."""
_ALIKE = 0.65
"""Mean cosine of their questions from which two statements belong together: on our suites 0.4 to
0.8 agree across languages as well, and the higher it is, the less is told beside the point."""
_ALIKE_ELSEWHERE = 0.85
"""The same for statements of two documents, which must nearly repeat each other."""


def companions(
    chunks: Sequence[Chunk],
    questions: Sequence[Question],
    masked: Vectors,
    centres: Mapping[str, Vectors],
) -> dict[str, list[str]]:
    """Parallel id -> the ids of the statements told with it.

    `masked` are the raw vectors of `questions` without the names of what documents are about,
    which all questions about one program share. Groups have no member in common, so it makes no
    difference which one is found.
    """
    told = {c.parallel_id: c for c in chunks if c.parallel_id and "gap" not in c.flags}
    names = sorted({q.statement for q in questions} & set(told))
    alike = _likeness(names, questions, masked, centres)
    groups = {name: [name] for name in names}
    place = {name: i for i, name in enumerate(names)}
    for one, other in _pairs([told[name] for name in names], alike):
        left, right = groups[names[one]], groups[names[other]]
        if left is right or len(left) + len(right) > MOST:
            continue
        across = np.ix_([place[name] for name in left], [place[name] for name in right])
        if alike[across].mean() < _ALIKE:
            continue
        left += right
        groups |= dict.fromkeys(left, left)
    return {name: [x for x in group if x != name] for name, group in groups.items() if group[1:]}


def _pairs(chunks: Sequence[Chunk], alike: Vectors) -> list[tuple[int, int]]:
    """Pairs of statements that may be told together, the most alike first."""
    ones, others = np.nonzero(np.triu(alike >= _ALIKE, 1))
    found = [
        (float(alike[i, j]), i, j)
        for i, j in zip(ones.tolist(), others.tolist(), strict=True)
        if _may_join(chunks[i], chunks[j], float(alike[i, j]))
    ]
    return [(i, j) for _, i, j in sorted(found, key=lambda pair: (-pair[0], pair[1:]))]


def _may_join(one: Chunk, other: Chunk, alike: float) -> bool:
    """An old rule is not told beside one that holds."""
    near = one.document_id == other.document_id or alike >= _ALIKE_ELSEWHERE
    return near and (one.validity.until is None) == (other.validity.until is None)


def _likeness(
    names: Sequence[str],
    questions: Sequence[Question],
    masked: Vectors,
    centres: Mapping[str, Vectors],
) -> Vectors:
    """(names, names): cosine of the nearest questions of two statements, a mean over languages."""
    place = {name: i for i, name in enumerate(names)}
    languages = sorted({question.language for question in questions})
    total = np.zeros((len(names), len(names)), np.float32)
    for language in languages:
        rows = [
            i for i, q in enumerate(questions) if q.language == language and q.statement in place
        ]
        owners = np.asarray([place[questions[i].statement] for i in rows])
        centred = masked[rows] - centres[f"query.{language}"]
        centred /= np.linalg.norm(centred, axis=1, keepdims=True)
        total += _nearest(centred @ centred.T, owners, len(names))
    mean: Vectors = total / np.float32(max(1, len(languages)))
    return mean


def _nearest(cosines: Vectors, owners: NDArray[np.int64], count: int) -> Vectors:
    """The highest cosine between any question of one statement and any of another."""
    order = np.argsort(owners, kind="stable")
    present, starts = np.unique(owners[order], return_index=True)
    blocks = cosines[np.ix_(order, order)]
    highest = np.maximum.reduceat(np.maximum.reduceat(blocks, starts, axis=0), starts, axis=1)
    full = np.zeros((count, count), np.float32)
    full[np.ix_(present, present)] = np.maximum(highest, 0)
    return full
