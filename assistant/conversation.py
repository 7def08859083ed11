"""The main path on one screen: Assistant.ask -> understanding -> retrieval -> quoting -> Reply."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from assistant import foreign, guard, quoting
from assistant.answerability import answer_threshold
from assistant.answering import Answering, Found, can_help
from assistant.citations import cite
from assistant.engine import Engine
from assistant.llm import ChatModel, chain, retriever, runnable
from assistant.opening import Opened, open_build
from assistant.reply import Reply, explain
from assistant.settings import MODES, Settings
from assistant.standalone import rewritten
from assistant.types import Answer, Evidence, Mode, Query, Turn, as_plain
from assistant.understanding import clean_question, understand
from ingest import Glossary, Index, corpus_folder, published_folder

__all__ = ["Assistant", "Reply", "explain"]


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


class Assistant:
    """Answers questions from the published index; safe to share between threads."""

    def __init__(self, settings: Settings, chat: Any = None) -> None:
        """`chat` is a chat model of LangChain's to use instead of the one the settings name."""
        self.settings = settings
        self._lock = threading.Lock()
        self._open: Opened | None = None
        self._glossary = Glossary.load(corpus_folder() / "glossary.csv")
        given = ChatModel(chat, type(chat).__name__) if chat is not None else None
        self.engine = Engine(settings, given)
        self._answering = Answering(self.engine, self._glossary, settings.max_statements)
        self._chain = chain(
            ("understand", self._understand),
            ("retrieve", self._retrieve),
            ("quote", self._quote),
        )

    @classmethod
    def open(cls, settings: Settings | None = None, chat: Any = None) -> "Assistant":
        """Open the published index.

        Raises:
            NoIndex, DamagedIndex: there is none, or it cannot be read.
            EncoderUnavailable: its encoder is not on this machine.
        """
        assistant = cls(settings or Settings.from_env(), chat)
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
        mode: str = "",
    ) -> Reply:
        """Answer one question; the evidence and the closest statements are there at once.

        Raises:
            BadQuestion: empty, too long, or without words.
            IndexUnavailable: the index went away.
        """
        started = time.perf_counter()
        chosen = language if language != "auto" else self.settings.language
        state = _State(question, tuple(history), chosen, as_of, {})
        found = self._found(self._chain.invoke(state))
        state.timings["total"] = time.perf_counter() - started
        closest = self._answer(found, found.draft, "quote", state.timings)
        wanted = self._mode(mode)
        if wanted == "quote" or not can_help(found):
            return Reply(found.query, found.evidence, closest, found.draft)

        def finish(reply: Reply) -> Answer:
            return self._finished(reply, found, state, wanted, started)

        return Reply(found.query, found.evidence, closest, found.draft, finish)

    @property
    def mode(self) -> str:
        """What the mode "auto" stands for now."""
        return self._mode("auto")

    def modes(self) -> tuple[str, ...]:
        """The modes that can be had now."""
        return self.engine.modes

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

    def as_runnable(self) -> Any:
        """A Runnable of LangChain's: question and history in, streamed messages out."""
        return runnable(self.ask)

    def as_retriever(self, limit: int = 6) -> Any:
        """A BaseRetriever of LangChain's; its documents carry what a citation needs."""

        def find(question: str) -> Iterator[tuple[str, dict[str, Any]]]:
            query = self.understood(question)
            opened = self._current()
            for item in opened.retriever.retrieve(query, limit):
                data = as_plain(cite(item, opened.index, query))
                yield data.pop("quote"), data | {"score": round(item.score, 4)}

        return retriever(find)

    def warm(self) -> None:
        """Open all that the first question would otherwise wait for."""
        opened = self._current()
        opened.index.warm()
        opened.retriever.encoder.encode_query("warm")

    def close(self) -> None:
        """Let go of the index and stop the model."""
        self.engine.close()
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
        draft = foreign.glossed(draft, state.query, state.evidence, self._glossary)
        state.timings["quote"] = time.perf_counter() - started
        return replace(state, draft=draft)

    def _mode(self, wanted: str) -> Mode:
        mode = wanted or self.settings.mode
        if mode not in MODES:
            raise ValueError(f"mode {mode!r}; expected one of {', '.join(MODES)}")
        return cast(Mode, self.engine.mode if mode == "auto" else mode)

    def _found(self, state: _State) -> Found:
        assert state.query is not None and state.draft is not None
        return Found(state.query, state.evidence, state.draft)

    def _finished(
        self, reply: Reply, found: Found, state: _State, mode: Mode, started: float
    ) -> Answer:
        """Drive the model; what it made standalone is searched again."""

        def again(model: ChatModel) -> Found | None:
            text = rewritten(model, found.query, state.history, self._glossary, reply.stopped)
            if not text:
                return None
            fresh = _State(text, (), found.query.language, state.as_of, state.timings)
            better = self._found(self._chain.invoke(fresh))
            query = replace(better.query, question=found.query.question)
            return Found(query, better.evidence, better.draft) if can_help(better) else None

        index = self._current().index
        result = self._answering.answer(
            found, mode, index, reply.stopped, lambda place: setattr(reply, "place", place), again
        )
        timings = state.timings | result.timings | {"total": time.perf_counter() - started}
        reply.query, reply.evidence = result.found.query, result.found.evidence
        reply.judgement, reply.model_view = result.draft.judgement, result.view()
        return self._answer(result.found, result.draft, result.mode, timings)

    def _answer(
        self, found: Found, draft: quoting.Draft, mode: Mode, timings: dict[str, float]
    ) -> Answer:
        query = found.query
        return Answer(
            question=query.question,
            language=query.language,
            text=draft.text,
            outcome=draft.outcome,
            citations=draft.citations,
            notes=draft.notes,
            as_of=_day_of(query, draft),
            mode=mode,
            model="" if mode == "quote" else self.engine.name,
            build=self._current().index.build,
            contact=draft.contact,
            timings={name: round(seconds, 6) for name, seconds in timings.items()},
        )

    def _current(self) -> Opened:
        """The published build, opened again when another one has taken its place."""
        folder = published_folder(self.settings.home)
        with self._lock:
            if self._open is None or self._open.index.folder != folder:
                # the old index is left to those who are still reading it
                self._open = open_build(self.settings, self._glossary)
            return self._open


def _day_of(query: Query, draft: quoting.Draft) -> date:
    """The day the answer holds on: today, unless something it cites held only then."""
    held_then = any(
        (citation.valid_until and citation.valid_until < query.today)
        for citation in draft.citations
    )
    return query.as_of if held_then or not draft.citations else query.today
