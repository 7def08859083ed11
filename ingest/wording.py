"""Where questions with the same answer meet, whatever their wording and language.

The questions written for the statements are known in three languages, and often several ask for
one statement. Two linear maps are learned from them: one for each language, that predicts where a
question's vector and its two translations lie on average (ridge regression), and one that shrinks
the directions in which questions for one statement still differ (within-class covariance
normalisation; Hatch, Kajarekar and Stolcke 2006). On 100 questions written without sight of these
the nearest written question asks for the right statement 83 times in 100 instead of 68, and for the
same one in the three languages 72 times instead of 47.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.encoders import Vectors
from ingest.types import LANGUAGES

_RIDGE = 1.0
_SHRINKAGE = 1.0
"""Of the mean variance, added in every direction. With both, 0.5 to 3 are alike."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The place where questions meet, and how vectors of each language get there."""

    places: Vectors
    """(questions, dimension): where a written question and its translations meet, at length 1."""
    ways: Mapping[str, Vectors]
    """Language -> (dimension, dimension): what its centred vectors are multiplied by."""

    def likeness(self, centred: Vectors, language: str) -> Vectors:
        """Cosine of each written question with one, or with each of several, in a language."""
        way = self.ways.get(language)
        moved = centred if way is None else centred @ way
        cosines: Vectors = _unit(moved) @ self.places.T
        return cosines


def meeting(centred: Mapping[str, Vectors], owners: Sequence[str]) -> Meeting:
    """Learn it from questions; row i of each language asks the same, and for `owners[i]`.

    Fewer questions than dimensions teach nothing: their vectors are averaged as they are.
    """
    mean = np.mean([centred[language] for language in LANGUAGES], axis=0)
    count, dimension = mean.shape
    if count < dimension:
        same = np.eye(dimension, dtype=np.float32)
        return Meeting(_unit(mean), dict.fromkeys(LANGUAGES, same))
    ways = {language: _ridge(centred[language], mean) for language in LANGUAGES}
    moved = np.concatenate([centred[language] @ ways[language] for language in LANGUAGES])
    scale = _within_scale(moved, list(owners) * len(LANGUAGES))
    ways = {language: (way @ scale).astype(np.float32) for language, way in ways.items()}
    met = np.mean([_unit(centred[language] @ ways[language]) for language in LANGUAGES], axis=0)
    return Meeting(_unit(met), ways)


def _ridge(vectors: Vectors, target: Vectors) -> Vectors:
    penalty = _RIDGE * np.eye(vectors.shape[1])
    solved: Vectors = np.linalg.solve(vectors.T @ vectors + penalty, vectors.T @ target)
    return solved


def _within_scale(vectors: Vectors, owners: Sequence[str]) -> Vectors:
    """The inverse root of the covariance of what asks for the same."""
    dimension = vectors.shape[1]
    names, place = np.unique(np.asarray(owners, dtype=str), return_inverse=True)
    means = np.zeros((len(names), dimension))
    np.add.at(means, place, vectors)
    apart = vectors - (means / np.bincount(place)[:, None])[place]
    within = apart.T @ apart / max(1, len(owners) - len(names))
    within += max(_SHRINKAGE * np.trace(within) / dimension, 1e-9) * np.eye(dimension)
    variances, directions = np.linalg.eigh(within)
    scale: Vectors = (directions * variances**-0.5) @ directions.T
    return scale


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
