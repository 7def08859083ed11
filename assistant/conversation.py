"""The main path on one screen: Assistant.ask -> understanding -> retrieval -> quoting -> Reply."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant import guard, quoting
from assistant.answerability import Judgement, answer_threshold
from assistant.explaining import explained, preferred
from assistant.llm import chain
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.timeline import Timeline
from assistant.types import Answer, Evidence, Query, Turn
from assistant.understanding import clean_question, understand
from ingest import (
    PACKAGED,
    EncoderMismatch,
    Glossary,
    Index,
    corpus_folder,
    open_encoder,
    open_index,
    open_reranker,
    published_folder,
    sentences,
)


@dataclass(frozen=True, slots=True)
class _State:
    """What passes through the chain; each step returns a fuller copy."""

    question: str
    history: tuple[Turn, ...]
    language: str
    as_of: date | None
    timings: dict[str, float]
    query: Query | None = None
    evidence: tuple[Evidence, ...] = ()
    draft: quoting.Draft | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    index: Index
    retriever: Retriever


class Reply:
    """Evidence first, then the text in pieces, then `.answer`."""

    def __init__(self, query: Query, evidence: tuple[Evidence, ...], answer: Answer) -> None:
        self.query, self.evidence, self.answer = query, evidence, answer
        self.judgement: Judgement | None = None
        self.parts: tuple[tuple[str, Judgement], ...] = ()

    def __iter__(self) -> Iterator[str]:
        """The answer's text in pieces that join to the whole."""
        text, position = self.answer.text, 0
        for _, end in sentences(text):
            yield text[position:end]
            position = end
        if position < len(text):
            yield text[position:]


class Assistant:
    """Answers questions from the published index; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._open: _Opened | None = None
        self._glossary = Glossary.load(corpus_folder() / "glossary.csv")
        self._chain = chain(
            ("understand", self._understand),
            ("retrieve", self._retrieve),
            ("quote", self._quote),
        )

    @classmethod
    def open(cls, settings: Settings | None = None) -> "Assistant":
        """Open the published index.

        Raises:
            NoIndex, DamagedIndex: there is none, or it cannot be read.
            EncoderUnavailable: its encoder is not on this machine.
        """
        assistant = cls(settings or Settings.from_env())
        assistant._current()
        return assistant

    @property
    def index(self) -> Index:
        """The build that questions are answered from now."""
        return self._current().index

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: str = "auto",
        as_of: date | None = None,
    ) -> Reply:
        """Answer one question.

        Raises:
            BadQuestion: empty, too long, or without words.
            IndexUnavailable: the index went away.
        """
        started = time.perf_counter()
        chosen = language if language != "auto" else self.settings.language
        state = _State(question, tuple(history), chosen, as_of, {})
        state = self._chain.invoke(state)
        query, draft = state.query, state.draft
        assert query is not None and draft is not None
        state.timings["total"] = time.perf_counter() - started
        answer = Answer(
            question=query.question,
            language=query.language,
            text=draft.text,
            outcome=draft.outcome,
            citations=draft.citations,
            notes=draft.notes,
            as_of=_day_of(query, draft),
            mode="quote",
            build=self._current().index.build,
            contact=draft.contact,
            timings={name: round(seconds, 6) for name, seconds in state.timings.items()},
        )
        reply = Reply(query, state.evidence, answer)
        reply.judgement, reply.parts = draft.judgement, draft.parts
        return reply

    def understood(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: str = "auto",
        as_of: date | None = None,
    ) -> Query:
        """The question as it is understood, without an answer."""
        text = clean_question(question, self.settings.max_characters)
        subjects = self._current().retriever.subjects
        return understand(text, history, subjects, reply_language=language, as_of=as_of)

    def retrieve(
        self,
        question: str,
        *,
        language: str = "auto",
        as_of: date | None = None,
        limit: int = 10,
        collapse: bool = True,
    ) -> tuple[Evidence, ...]:
        """The evidence alone; `collapse=False` keeps parallel copies, for plain ranking."""
        query = self.understood(question, (), language, as_of)
        return self._current().retriever.retrieve(query, limit, collapse=collapse)

    def answerability(
        self, question: str, passages: Sequence[str], language: str = "auto"
    ) -> float:
        """Probability that any of these passages answers the question."""
        query = self.understood(question, (), language)
        return self._current().retriever.answerability(query, passages)

    def answer_threshold(self, language: str) -> float:
        """The probability from which a question is answered; the same in every language."""
        return answer_threshold()

    def warm(self) -> None:
        """Open all that the first question would otherwise wait for."""
        opened = self._current()
        opened.index.warm()
        opened.retriever.encoder.encode_query("warm")

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            if self._open:
                self._open.index.close()
            self._open = None

    def _understand(self, state: _State) -> _State:
        started = time.perf_counter()
        text = clean_question(state.question, self.settings.max_characters)
        query = self._query(text, state)
        if guard.is_unsafe(state.question):  # in a disguise that the rules do not read
            query = replace(query, kind="unsafe")
        if query.kind == "unsafe" and (part := guard.harmless_part(text)):
            query = replace(self._query(part, state), question=text)
        state.timings["understand"] = time.perf_counter() - started
        return replace(state, query=query)

    def _query(self, text: str, state: _State) -> Query:
        subjects = self._current().retriever.subjects
        return understand(
            text, state.history, subjects, reply_language=state.language, as_of=state.as_of
        )

    def _retrieve(self, state: _State) -> _State:
        assert state.query is not None
        if state.query.kind not in ("question", "list", "personal"):
            return state
        evidence = self._current().retriever.retrieve(state.query, timings=state.timings)
        return replace(state, evidence=evidence)

    def _quote(self, state: _State) -> _State:
        assert state.query is not None
        started = time.perf_counter()
        index = self._current().index
        draft = quoting.quote(state.query, state.evidence, index, self.settings.max_statements)
        state.timings["quote"] = time.perf_counter() - started
        return replace(state, draft=draft)

    def _current(self) -> _Opened:
        """The published build, opened again when another one has taken its place."""
        folder = published_folder(self.settings.home)
        with self._lock:
            if self._open is None or self._open.index.folder != folder:
                # the old index is left to those who are still reading it
                self._open = _opened(self.settings, self._glossary)
            return self._open


def _day_of(query: Query, draft: quoting.Draft) -> date:
    """The day the answer holds on: today, unless something it cites held only then."""
    held_then = any(
        (citation.valid_until and citation.valid_until < query.today)
        for citation in draft.citations
    )
    return query.as_of if held_then or not draft.citations else query.today


def _opened(settings: Settings, glossary: Glossary) -> _Opened:
    home = settings.home
    index = open_index(home)
    name = index.manifest.encoder
    encoder = open_encoder(name, home, queries_only=True)
    if encoder.fingerprint != index.manifest.fingerprint:
        raise EncoderMismatch(
            f"the index was built with another version of {name or PACKAGED}; "
            "run `injae-ingest build` to build it again"
        )
    subjects = index.subjects(glossary)
    reranker = open_reranker(settings.reranker) if settings.reranker else None
    return _Opened(index, Retriever(index, encoder, Timeline(index), subjects, reranker))


def explain(reply: Reply) -> dict[str, Any]:
    """How a question was understood and what was found for it, as plain data."""
    query = reply.query
    return {
        "question": query.question,
        "searched": query.text,
        "language": query.language,
        "kind": query.kind,
        "as_of": query.as_of.isoformat(),
        "names": [term.id for term in query.terms],
        "years": list(query.years),
        **explained(query, reply.judgement, reply.parts),
        "answerable": None if reply.judgement is None else round(reply.judgement.probability, 3),
        "features": {} if reply.judgement is None else reply.judgement.features,
        "candidates": [
            {
                "statement": item.chunk.parallel_id or item.chunk.document_id,
                "language": item.chunk.language,
                "matched_in": item.matched.language if item.matched else item.chunk.language,
                "score": round(item.score, 3),
                "part": item.part,
                **preferred(query, item, reply.evidence, reply.answer),
                "scores": {name: round(value, 3) for name, value in item.scores.items()},
                "replaced": item.before.parallel_id if item.before else "",
                "text": item.chunk.text,
            }
            for item in reply.evidence
        ],
    }
