"""BM25 over the chunks of one language; the only file that imports bm25s.

Search terms: character bigrams inside Hangul (they equal a morphological analyser in Korean
retrieval, measured), whole words without accents elsewhere, codes and numbers as one term.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import DamagedIndex

_TOKEN = re.compile(
    r"[a-z]+-?\d+(?:-[a-z0-9]+)*(?:\([a-z0-9]+\))?|\d+(?:[.,]\d+)*|[가-힣]+|[^\W\d_가-힣]+",
    re.IGNORECASE,
)
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_STOP = frozenset(
    "a an the of to in on at for by and or is are was were be do does did i you it its this that"
    " what which who how when where can with from as my your me we they there"
    " le la les un une des du de et ou en au aux est sont ce cette ces il elle on je vous nous que"
    " qui quoi quel quelle quels quelles dans sur par pour avec se sa son ses mon ma mes ne pas y"
    " a-t-il est-ce".split()
)


def terms(text: str) -> list[str]:
    """The search terms of a text, in order, repeats kept."""
    text = _ELISION.sub(" ", unicodedata.normalize("NFC", text)).casefold()
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if "가" <= token[0] <= "힣":
            found += _bigrams(token)
        elif token[0].isdigit():
            found.append(re.sub(r"[.,](?=\d{3}\b)", "", token))
        elif any(character.isdigit() for character in token):
            found.append(re.sub(r"[-()]", "", token))
        elif token not in _STOP:
            found.append(_stem(token))
    return found


class LexicalIndex:
    """BM25 scores of all chunks of one language for a question."""

    def __init__(self, model: Any, frequencies: dict[str, int], size: int) -> None:
        self._model, self._frequencies, self.size = model, frequencies, size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index texts; the position of a text is its number in `scores`."""
        import bm25s

        model = bm25s.BM25(method="lucene")
        # an empty text would be refused
        tokens = [terms(text) or ["∅"] for text in texts]
        model.index(tokens, show_progress=False)
        frequencies = Counter(term for found in tokens for term in set(found))
        return cls(model, dict(frequencies), len(texts))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open what `save` wrote.

        Raises:
            DamagedIndex: a file is missing or unreadable.
        """
        import bm25s

        try:
            model = bm25s.BM25.load(str(folder), load_corpus=False, mmap=False)
            record = json.loads((folder / "frequencies.json").read_text(encoding="utf-8"))
            return cls(model, record["frequencies"], record["size"])
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise DamagedIndex(
                f"the word index {folder} is damaged ({type(error).__name__}); "
                "run `injae-ingest build` to rebuild it"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index below `folder`."""
        self._model.save(str(folder), show_progress=False)
        record = {"size": self.size, "frequencies": self._frequencies}
        (folder / "frequencies.json").write_text(json.dumps(record), encoding="utf-8")

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """One score a text, 0 where nothing matches."""
        known = [term for term in query if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self.size, np.float32)
        return np.asarray(self._model.get_scores(known), np.float32)

    def weights(self, query: Sequence[str]) -> dict[str, float]:
        """Inverse document frequency of each term; one that stands nowhere counts as rarest."""
        return {
            term: math.log(1 + (self.size - n + 0.5) / (n + 0.5))
            for term in query
            for n in (self._frequencies.get(term, 0),)
        }

    def ideal(self, query: Sequence[str]) -> float:
        """About what a text of mean length scores that holds every term once."""
        return max(1e-6, sum(self.weights(query)[term] for term in query))


def _bigrams(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]


def _stem(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain[:-1] if len(plain) > 3 and plain.endswith(("s", "x")) else plain
