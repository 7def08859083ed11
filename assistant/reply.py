"""What `ask` returns: evidence and the closest statements at once, the answer when asked for."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from assistant.answerability import Judgement
from assistant.explaining import explained, preferred
from assistant.refusals import Draft
from assistant.turnstile import Place
from assistant.types import Answer, Evidence, Query
from ingest import sentences


class Reply:
    """Evidence first, then the text in pieces, then `.answer`."""

    def __init__(
        self,
        query: Query,
        evidence: tuple[Evidence, ...],
        closest: Answer,
        draft: Draft,
        finish: "Callable[[Reply], Answer] | None" = None,
    ) -> None:
        """`finish` drives the model; without it the closest statements are the answer."""
        self.query, self.evidence, self.closest = query, evidence, closest
        self.judgement: Judgement | None = draft.judgement
        self.parts = draft.parts
        self.place: Place | None = None
        """In the line before the model."""
        self.model_view: dict[str, Any] = {}
        """What the model was asked and thought, for `explain`."""
        self.stopped = threading.Event()
        self._finish = finish
        self._lock = threading.Lock()
        self._answer = closest if finish is None else None

    @property
    def answer(self) -> Answer:
        """The checked answer; asks the model first, where there is one to ask."""
        with self._lock:
            if self._answer is None:
                assert self._finish is not None
                self._answer = self._finish(self)
            return self._answer

    @property
    def done(self) -> bool:
        """Is the answer there?"""
        return self._answer is not None

    @property
    def waiting(self) -> int:
        """How many questions the model answers before this one."""
        place = self.place
        return 0 if place is None or self.done else place.ahead

    def cancel(self) -> None:
        """The reader has left or has seen enough: the model stops, the closest statements stay."""
        self.stopped.set()

    def __iter__(self) -> Iterator[str]:
        """The answer's text in pieces that join to the whole."""
        text, position = self.answer.text, 0
        for _, end in sentences(text):
            yield text[position:end]
            position = end
        if position < len(text):
            yield text[position:]


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
        "model": reply.model_view,
        "candidates": [
            {
                "statement": item.chunk.parallel_id or item.chunk.document_id,
                "language": item.chunk.language,
                "matched_in": item.matched.language if item.matched else item.chunk.language,
                "score": round(item.score, 3),
                "part": item.part,
                **preferred(query, item, reply.evidence, reply.closest),
                "scores": {name: round(value, 3) for name, value in item.scores.items()},
                "replaced": item.before.parallel_id if item.before else "",
                "text": item.chunk.text,
            }
            for item in reply.evidence
        ],
    }
