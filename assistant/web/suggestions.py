"""Questions to ask next, from the evidence at hand; each one is known to be answered."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from assistant.conversation import Assistant
from assistant.types import Answer, Evidence
from ingest import Chunk, Index, InjaeError

_MOST = 3
_TRIED = 8
"""Questions that are tried before fewer are shown: each try is a search."""
_REMEMBERED = 4096


class Suggestions:
    """Suggests questions of the corpus and remembers which of them are answered."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._answered: OrderedDict[tuple[str, str], bool] = OrderedDict()
        self._lock = Lock()

    def after(
        self, answer: Answer, evidence: Sequence[Evidence], asked: Sequence[str]
    ) -> tuple[str, ...]:
        """Up to three questions that this answer leaves open, none asked before."""
        if answer.outcome not in ("answered", "partly_answered", "refused_gap"):
            return ()
        try:
            return self._after(answer, evidence, asked)
        except InjaeError:
            return ()  # the answer stands without them

    def _after(
        self, answer: Answer, evidence: Sequence[Evidence], asked: Sequence[str]
    ) -> tuple[str, ...]:
        index = self._assistant.index
        known = {question.casefold() for question in asked}
        chosen: list[str] = []
        tried = 0
        for chunk in _neighbours(answer, evidence, index):
            question = _question(index, chunk, answer.language)
            if not question or question.casefold() in known:
                continue
            known.add(question.casefold())
            tried += 1
            if self._is_answered(question, chunk, answer):
                chosen.append(question)
            if len(chosen) == _MOST or tried == _TRIED:
                break
        return tuple(chosen)

    def _is_answered(self, question: str, chunk: Chunk, answer: Answer) -> bool:
        """Is the question answered by the statement that it was written for?"""
        key = (answer.build, question)
        with self._lock:
            if key in self._answered:
                return self._answered[key]
        reply = self._assistant.ask(question, (), answer.language, **_quoting(self._assistant))
        found = reply.answer
        cited = {citation.parallel_id for citation in found.citations}
        good = found.outcome == "answered" and chunk.parallel_id in cited
        with self._lock:
            self._answered[key] = good
            while len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)
        return good


def _quoting(assistant: Assistant) -> dict[str, Any]:
    """Nothing is generated only to see whether a question is worth showing."""
    return {"mode": "quote"} if hasattr(assistant, "modes") else {}


def _neighbours(answer: Answer, evidence: Sequence[Evidence], index: Index) -> Iterator[Chunk]:
    """Statements near the answer: found for the question but not quoted, then of its document."""
    cited = {citation.parallel_id for citation in answer.citations}
    documents = {citation.document_id for citation in answer.citations}
    day = answer.as_of
    seen = set(cited)
    found = [item.chunk for item in evidence if item.chunk.document_id in documents]
    for citation in answer.citations:
        key = f"{citation.document_id}.{citation.language}"
        row = [chunk for chunk in index.chunks if chunk.document_key == key]
        found += sorted(row, key=lambda chunk: abs(chunk.start - citation.start))
    for chunk in found:
        if not chunk.parallel_id or chunk.parallel_id in seen or "gap" in chunk.flags:
            continue
        seen.add(chunk.parallel_id)
        if day is None or chunk.validity.holds_on(day):
            yield chunk


def _question(index: Index, chunk: Chunk, language: str) -> str:
    """The first question written for a statement; empty when there is none."""
    asked = index.questions(language)
    if asked is None or chunk.parallel_id not in asked.statements:
        return ""
    return asked.texts[asked.statements.index(chunk.parallel_id)]
