"""Query -> Evidence: found in every language, scored so that no language outranks another.

Each language of the index is searched by itself. A chunk's score is how far it stands out among
the chunks of its own language (mean and spread of a sample of them, for this very question), so
that scores compare across languages; words that match count within the question's language only.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import judge_passages
from assistant.fusion import Candidate, Fusion
from assistant.timeline import Timeline
from assistant.types import Evidence, Query
from ingest import AskedQuestions, Encoder, Index, Reranker, Subjects, language, lexical

CANDIDATES = 60
"""Nearest chunks taken from each language."""
SENTENCE_SHARE = {True: 0.5, False: 0.6}
"""Weight of the best sentence beside the whole chunk; more across languages (True: same)."""
LEXICAL_WEIGHT = 1.2
"""What a chunk with every word of the question gains, in standard deviations."""
NAME_WEIGHT = 1.8
"""What a document gains that the question names in its title."""
QUESTION_WEIGHT = 2.4
"""Weight of the nearest written question beside the statement itself."""
_UNASKED = 2.0
"""How far the nearest written question stands out where none of them is meant; text that has no
written questions is compared on even terms."""
MASKED_SHARE = 0.5
"""Of that, the part that is compared without the names of what documents are about."""
RERANKED = 10
"""Pieces of evidence that a cross-encoder reads, where there is one."""
RERANK_SHARE = 0.6
"""Weight of what it says beside the search."""
_READ = 1500
"""Characters of a passage that the encoder reads."""
_WORD_ROWS = 2000
"""Chunks of a language, the best first, whose matching words are looked at."""


class Retriever:
    """Searches one index with one encoder."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        timeline: Timeline,
        subjects: Subjects,
        reranker: Reranker | None = None,
    ) -> None:
        self.index, self.encoder, self.subjects = index, encoder, subjects
        self._reranker = reranker
        self._fusion = Fusion(index, timeline)

    def retrieve(
        self,
        query: Query,
        limit: int = 10,
        *,
        collapse: bool = True,
        timings: dict[str, float] | None = None,
    ) -> tuple[Evidence, ...]:
        """The best evidence, best first; of a turn with several questions, theirs in turn.

        `collapse` puts one language in the place of parallel copies, and drops twins and
        whatever does not hold on the day asked about; evaluation of plain ranking goes without.
        """
        if query.parts and collapse:
            found = [self.retrieve(part, limit, timings=timings) for part in query.parts]
            items = [replace(e, part=n) for n, part in enumerate(found) for e in part]
            return tuple(replace(item, label=str(i)) for i, item in enumerate(items, 1))
        clock = _Clock(timings if timings is not None else {})
        vector = self.encoder.encode_query(query.text)
        questions = self.index.questions(query.asked_in) if collapse else None
        bare = self._bare(query, vector) if questions else vector
        clock.lap("encode")
        search = self._search(query, vector)
        if questions:
            self._add_asked(search, questions, bare)
        clock.lap("search")
        if collapse:
            result = self._fusion.collapsed(query, search.found, limit)
        else:
            result = self._fusion.ranked(search.found.values(), limit)
        clock.lap("fuse")
        if self._reranker is not None and result:
            result = reranked(query, result, self._reranker)
            clock.lap("rerank")
        return tuple(result)

    def answerability(self, query: Query, passages: Sequence[str]) -> float:
        """Probability that any of these passages answers; they need not be in the index."""
        if not passages:
            return 0.0
        code = language.detect(passages[0], query.asked_in)
        vector = self.encoder.encode_query(query.text)
        vectors = self.encoder.encode_documents([passage[:_READ] for passage in passages])
        centred = self.index.centred(vector, "query", query.asked_in)
        cosines = self.index.centred(vectors, "document", code) @ centred
        return judge_passages(
            query, passages, code, float((vectors @ vector).max()), float(cosines.max())
        )

    def _search(self, query: Query, vector: NDArray[np.float32]) -> "_Search":
        search = _Search(self.index, query, vector, self.subjects.documents(query.terms))
        for code in self.index.languages:
            words = search.view(code).words
            near = {row for row, _ in self.index.nearest(search.centred, code, CANDIDATES)}
            search.find(near.union(nlargest(CANDIDATES, words, key=words.__getitem__)))
        return search

    def _bare(self, query: Query, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vector of a question without the names of what it is about."""
        masked = self.subjects.masked(query.text, query.asked_in)
        return vector if masked == query.text else self.encoder.encode_query(masked)

    def _add_asked(
        self, search: "_Search", questions: AskedQuestions, bare: NDArray[np.float32]
    ) -> None:
        """Score statements by the questions written for them, in the question's language."""
        centred = self.index.centred(bare, "query", search.query.asked_in)
        whole, masked = questions.likeness(search.centred, centred)
        asked = (1 - MASKED_SHARE) * _standing_out(whole) + MASKED_SHARE * _standing_out(masked)
        best: dict[str, int] = {}
        for place in np.argsort(-asked, kind="stable").tolist():
            best.setdefault(questions.statements[place], place)
        first = islice(best, CANDIDATES)
        search.find(row for statement in first for row in self.index.versions(statement))
        for statement, place in best.items():
            fit = {
                "asked": float(asked[place]),
                "asked_cosine": float(whole[place]),
                "masked_cosine": float(masked[place]),
            }
            for row in self.index.versions(statement):
                if row in search.found:
                    search.found[row].scores |= fit
                    search.found[row].score += QUESTION_WEIGHT * (fit["asked"] - _UNASKED)


@dataclass(frozen=True, slots=True)
class _View:
    """What scores in one language are measured by, for one question."""

    share: float
    mean: float
    spread: float
    words: dict[int, float]


class _Search:
    """The candidates of one question."""

    def __init__(
        self, index: Index, query: Query, vector: NDArray[np.float32], about: frozenset[str]
    ) -> None:
        self.index, self.query, self._about = index, query, about
        self.centred = index.centred(vector, "query", query.asked_in)
        self.found: dict[int, Candidate] = {}
        self._views: dict[str, _View] = {}

    def view(self, code: str) -> _View:
        """The measure of a language, made once."""
        if code not in self._views:
            share = SENTENCE_SHARE[code == self.query.asked_in]
            mean, spread = self.index.distribution(self.centred, code, share)
            words = _lexical_shares(self.index, self.query, code)
            self._views[code] = _View(share, mean, spread, words)
        return self._views[code]

    def find(self, rows: Iterable[int]) -> None:
        """Score chunks, but for those that were found before."""
        new: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            if row not in self.found:
                new[self.index.chunks[row].language].append(row)
        for code, some in new.items():
            self._score(code, some)

    def _score(self, code: str, rows: Sequence[int]) -> None:
        view = self.view(code)
        cosines = self.index.cosines(self.centred, rows, code).tolist()
        sentences, places = self.index.best_sentences(self.centred, rows, code)
        measured = zip(rows, cosines, sentences.tolist(), places.tolist(), strict=True)
        for row, whole, sentence, place in measured:
            dense = ((1 - view.share) * whole + view.share * sentence - view.mean) / view.spread
            word = view.words.get(row, 0.0)
            name = float(self.index.chunks[row].document_id in self._about)
            score = dense + LEXICAL_WEIGHT * word + NAME_WEIGHT * name
            scores = {
                "dense": dense,
                "cosine": whole,
                "sentence": sentence,
                "best_sentence": place,
                "lexical": word,
                "name": name,
            }
            self.found[row] = Candidate(row, score, scores)


def reranked(query: Query, evidence: Sequence[Evidence], reranker: Reranker) -> list[Evidence]:
    """The first pieces of evidence in the order that a cross-encoder and the search agree on."""
    first, rest = evidence[:RERANKED], evidence[RERANKED:]
    read = reranker.scores(query.text, [item.chunk.embedded_text() for item in first])
    fused = np.asarray([item.score for item in first], np.float32)
    agreed = (1 - RERANK_SHARE) * _standing_out(fused) + RERANK_SHARE * _standing_out(read)
    # on the scale of the search, as what is told depends on how far a score is below the best
    scores = fused.mean() + agreed * fused.std()
    moved = [
        replace(item, score=float(score), scores=item.scores | {"rerank": float(value)})
        for item, score, value in zip(first, scores, read, strict=True)
    ]
    ordered = [*sorted(moved, key=lambda item: -item.score), *rest]
    return [replace(item, label=str(i)) for i, item in enumerate(ordered, 1)]


def _lexical_shares(index: Index, query: Query, code: str) -> dict[int, float]:
    """Row -> how much of the question's words it holds, 0 to 1.

    In another language only the names of the glossary can match, in that language's words.
    """
    names = [name for term in query.terms for name in (term.name(code), *term.aliases)]
    text = query.text if code == query.asked_in else ""
    wanted = lexical.terms(" ".join([text, *names]))
    scores = index.lexical(wanted, code, _WORD_ROWS)
    if not scores:
        return {}
    ideal = index.lexical_ideal(lexical.terms(text) or wanted, code)
    weight = 1.0 if code == query.asked_in else 0.3
    return {row: weight * min(1.0, score / ideal) for row, score in scores.items()}


def _standing_out(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each stands out among all, in standard deviations."""
    scaled: NDArray[np.float32] = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-6)
    return scaled


class _Clock:
    def __init__(self, timings: dict[str, float]) -> None:
        self.timings, self.last = timings, time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.timings[name] = self.timings.get(name, 0.0) + now - self.last
        self.last = now
