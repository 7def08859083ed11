"""Query -> Evidence: found in every language, scored so that no language outranks another.

Each language of the index is searched by itself. A chunk's score is how far it stands out among
the chunks of its own language (mean and spread of a sample of them, for this very question), so
that scores compare across languages; words that match count within the question's language only.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import judge_passages
from assistant.fusion import Candidate, Fusion
from assistant.timeline import Timeline
from assistant.types import Evidence, Query
from ingest import Encoder, Index, Subjects, language, lexical

CANDIDATES = 60
"""Nearest chunks taken from each language."""
SENTENCE_SHARE = {True: 0.5, False: 0.6}
"""Weight of the best sentence beside the whole chunk; more across languages (True: same)."""
LEXICAL_WEIGHT = 1.2
"""What a chunk with every word of the question gains, in standard deviations."""
NAME_WEIGHT = 1.8
"""What a document gains that the question names in its title."""
QUESTION_WEIGHT = 0.8
"""Weight of the nearest written question beside the statement itself."""
MASKED_SHARE = 0.7
"""Of that, the part that is compared without the names of what documents are about."""
_READ = 1500
"""Characters of a passage that the encoder reads."""
_PASSAGES = 3
"""Passages that are read for the question's words."""


class Retriever:
    """Searches one index with one encoder."""

    def __init__(
        self, index: Index, encoder: Encoder, timeline: Timeline, subjects: Subjects
    ) -> None:
        self.index, self.encoder, self.subjects = index, encoder, subjects
        self._fusion = Fusion(index, timeline)

    def retrieve(
        self,
        query: Query,
        limit: int = 10,
        *,
        collapse: bool = True,
        timings: dict[str, float] | None = None,
    ) -> tuple[Evidence, ...]:
        """The best evidence, best first.

        `collapse` puts one language in the place of parallel copies, and drops twins and
        whatever does not hold on the day asked about; evaluation of plain ranking goes without.
        """
        clock = _Clock(timings if timings is not None else {})
        vector = self.encoder.encode_query(query.text)
        clock.lap("encode")
        found = self._search(query, vector)
        if collapse:
            self._add_asked(query, vector, found)
        clock.lap("search")
        if collapse:
            result = self._fusion.collapsed(query, found, limit)
        else:
            result = self._fusion.ranked(found.values(), limit)
        clock.lap("fuse")
        return tuple(result)

    def answerability(self, query: Query, passages: Sequence[str]) -> float:
        """Probability that any of these passages answers; they need not be in the index."""
        if not passages:
            return 0.0
        code = language.detect(passages[0], query.asked_in)
        centred = self.index.centred(self.encoder.encode_query(query.text), "query", query.asked_in)
        vectors = self.encoder.encode_documents([passage[:_READ] for passage in passages])
        cosines = self.index.centred(vectors, "document", code) @ centred
        best = [passages[i] for i in np.argsort(-cosines)[:_PASSAGES]]
        return judge_passages(query, best, code, float(cosines.max()), self.index)

    def _search(self, query: Query, vector: NDArray[np.float32]) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        centred = self.index.centred(vector, "query", query.asked_in)
        for code in self.index.languages:
            own = code == query.asked_in
            share = SENTENCE_SHARE[own]
            mean, spread = self.index.distribution(centred, code, share)
            words = _lexical_shares(self.index, query, code)
            rows = {row for row, _ in self.index.nearest(centred, code, CANDIDATES)}
            rows |= set(sorted(words, key=lambda row: -words[row])[:CANDIDATES])
            for row in rows:
                found[row] = self._scored(query, centred, row, share, (mean, spread), words)
        return found

    def _add_asked(
        self, query: Query, vector: NDArray[np.float32], found: dict[int, Candidate]
    ) -> None:
        """Score statements by the questions written for them, in the question's language."""
        questions = self.index.questions(query.asked_in)
        if questions is None:
            return
        centred = self.index.centred(vector, "query", query.asked_in)
        masked_text = self.subjects.masked(query.text, query.asked_in)
        bare = centred
        if masked_text != query.text:
            bare = self.index.centred(
                self.encoder.encode_query(masked_text), "query", query.asked_in
            )
        whole, masked = questions.vectors @ centred, questions.masked @ bare
        asked = (1 - MASKED_SHARE) * _standing_out(whole) + MASKED_SHARE * _standing_out(masked)
        best: dict[str, int] = {}
        for place in np.argsort(-asked, kind="stable").tolist():
            best.setdefault(questions.statements[place], place)
        for rank, (statement, place) in enumerate(best.items()):
            fit = {
                "asked": float(asked[place]),
                "asked_cosine": float(whole[place]),
                "masked_cosine": float(masked[place]),
            }
            for row in self._versions(statement, query.language):
                if row not in found and rank < CANDIDATES:
                    found[row] = self._late(query, centred, row)
                if row in found:
                    found[row].scores |= fit
                    found[row].score += QUESTION_WEIGHT * fit["asked"]

    def _versions(self, statement: str, spoken: str) -> list[int]:
        """The rows of a statement, the reader's language first."""
        codes = sorted(self.index.languages, key=lambda code: code != spoken)
        chunks = [self.index.parallel(statement, code) for code in codes]
        return [self.index.row(chunk.id) for chunk in chunks if chunk is not None]

    def _about(self, query: Query) -> frozenset[str]:
        return self.subjects.documents(query.terms)

    def _late(self, query: Query, centred: NDArray[np.float32], row: int) -> Candidate:
        """A candidate that only its questions found."""
        code = self.index.chunks[row].language
        share = SENTENCE_SHARE[code == query.asked_in]
        distribution = self.index.distribution(centred, code, share)
        words = _lexical_shares(self.index, query, code)
        return self._scored(query, centred, row, share, distribution, words)

    def _scored(
        self,
        query: Query,
        centred: NDArray[np.float32],
        row: int,
        share: float,
        distribution: tuple[float, float],
        words: dict[int, float],
    ) -> Candidate:
        whole = self.index.cosine(centred, row)
        sentence, place = self.index.best_sentence(centred, row)
        mean, spread = distribution
        dense = ((1 - share) * whole + share * sentence - mean) / spread
        word = words.get(row, 0.0)
        name = float(self.index.chunks[row].document_id in self._about(query))
        return Candidate(
            row,
            dense + LEXICAL_WEIGHT * word + NAME_WEIGHT * name,
            {
                "dense": dense,
                "cosine": whole,
                "sentence": sentence,
                "best_sentence": place,
                "lexical": word,
                "name": name,
            },
        )


def _lexical_shares(index: Index, query: Query, code: str) -> dict[int, float]:
    """Row -> how much of the question's words it holds, 0 to 1.

    In another language only the names of the glossary can match, in that language's words.
    """
    names = [name for term in query.terms for name in (term.name(code), *term.aliases)]
    text = query.text if code == query.asked_in else ""
    wanted = lexical.terms(" ".join([text, *names]))
    scores = index.lexical(wanted, code)
    if not scores:
        return {}
    ideal = index.lexical_ideal(lexical.terms(text) or wanted, code)
    weight = 1.0 if code == query.asked_in else 0.3
    return {row: weight * min(1.0, score / ideal) for row, score in scores.items()}


def _standing_out(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each stands out among all, in standard deviations."""
    scaled: NDArray[np.float32] = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-3)
    return scaled


class _Clock:
    def __init__(self, timings: dict[str, float]) -> None:
        self.timings, self.last = timings, time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.timings[name] = self.timings.get(name, 0.0) + now - self.last
        self.last = now
