"""The model's part of an answer: pick, write from the picked alone, check; the quote otherwise."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from assistant import foreign, quoting
from assistant.citations import evidence_of
from assistant.engine import Engine
from assistant.errors import ModelError
from assistant.llm import ChatModel
from assistant.model_faults import CANCELLED
from assistant.picking import Pick, pick
from assistant.turnstile import Place
from assistant.types import Citation, Evidence, Mode, Note, Query
from assistant.words import words
from assistant.writing import told_share, write
from ingest import Glossary, Index


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found without a model."""

    query: Query
    evidence: tuple[Evidence, ...]
    draft: quoting.Draft


@dataclass(frozen=True, slots=True)
class Result:
    """An answer before it is dated, what made it, and what the model thought."""

    found: Found
    draft: quoting.Draft
    mode: Mode
    timings: dict[str, float]
    pick: Pick | None = None

    def view(self) -> dict[str, Any]:
        """What the model thought, as plain data."""
        if self.pick is None:
            return {}
        return {
            "picked": [item.chunk.parallel_id or item.chunk.id for item in self.pick.chosen],
            "probability": round(self.pick.probability, 3),
            "odds": None if self.pick.odds is None else round(self.pick.odds, 3),
        }


def can_help(found: Found) -> bool:
    """Is there something that a model could choose among, or say better?"""
    query, judgement = found.query, found.draft.judgement
    if judgement is None or not found.evidence or query.kind == "personal" or query.parts:
        return False
    # what nobody speaks of stays unspoken of, whatever a model makes of the rest
    if judgement.unmet or judgement.features.get("other_year"):
        return False
    if found.draft.outcome == "refused_gap":
        return False
    return not judgement.missing_years or len(judgement.missing_years) < len(query.years)


class Answering:
    """Turns what was found into the answer of a mode."""

    def __init__(self, engine: Engine, glossary: Glossary, most: int) -> None:
        self._engine, self._glossary, self._most = engine, glossary, most

    def answer(
        self,
        found: Found,
        mode: Mode,
        index: Index,
        stop: threading.Event,
        waiting: Callable[[Place], None],
        again: Callable[[ChatModel], Found | None] = lambda model: None,
    ) -> Result:
        """The answer; whatever the model does wrong, the quoted statements remain.

        `again` may find better with a question that the model made standalone.
        """
        clock = _Clock()
        try:
            with self._engine.turn(stop, waiting) as model:
                clock.lap("wait")
                found = again(model) or found
                clock.lap("standalone")
                picked = self._picked(model, found, stop)
                clock.lap("pick")
                draft = self._quoted(found, picked, index)
                made: Mode = "check"
                if mode == "write" and draft.outcome == "answered":
                    draft, made = self._written(model, found, picked, draft, stop)
                    clock.lap("write")
                if made == "check":
                    draft = foreign.glossed(draft, found.query, found.evidence, self._glossary)
                    draft = foreign.translated(model, draft, found.query, self._glossary, stop)
                    clock.lap("translate")
        except ModelError as error:
            return Result(found, _with_reason(found, error), "quote", clock.timings)
        return Result(found, draft, made, clock.timings, picked)

    def _picked(self, model: ChatModel, found: Found, stop: threading.Event) -> Pick:
        assert found.draft.judgement is not None
        return pick(model, found.query, found.evidence, found.draft.judgement, stop)

    def _quoted(self, found: Found, picked: Pick, index: Index) -> quoting.Draft:
        assert found.draft.judgement is not None
        judgement = found.draft.judgement
        chosen = quoting.with_companions(picked.chosen, found.evidence, index)[: self._most]
        return quoting.quote_picked(found.query, chosen, found.evidence, index, judgement)

    def _written(
        self,
        model: ChatModel,
        found: Found,
        picked: Pick,
        quoted: quoting.Draft,
        stop: threading.Event,
    ) -> tuple[quoting.Draft, Mode]:
        """The model's wording of the quoted statements; those themselves where it fails."""
        query, speech = found.query, words(found.query.language)
        items = [evidence_of(citation, found.evidence) for citation in quoted.citations]
        cited = [item for item in items if item is not None]
        try:
            written = write(model, query, quoted.citations, cited, self._glossary, stop)
        except ModelError as error:
            if error.reason == CANCELLED:
                raise
            return _noted(quoted, "model", speech(f"provider.{error.reason}")), "check"
        shares = {item.chunk.id: told_share(written.text, query, item) for item in cited}
        leading = (picked.chosen[0].chunk.id, found.evidence[0].chunk.id)
        if not written.text or any(shares.get(leader, 1.0) < 1.0 for leader in leading):
            return _noted(quoted, "model", speech("models.not_written")), "check"
        passed_over = [item for item in cited if shares[item.chunk.id] == 0.0]
        beside = [c for c in quoted.citations if evidence_of(c, passed_over)]
        lines = [written.text, *(quoting.quoted_line(c, query, speech) for c in beside)]
        text = " ".join(lines)
        draft = replace(quoted, text=text, citations=_used(quoted, text))
        if written.cut:
            draft = _noted(draft, "model", speech("models.interrupted"))
        elif written.dropped:
            draft = _noted(draft, "model", speech("models.part_dropped"))
        return draft, "write"


def _used(quoted: quoting.Draft, text: str) -> tuple[Citation, ...]:
    """The citations that a written answer carries; a note keeps its own."""
    noted = {label for note in quoted.notes for label in note.labels}
    return tuple(c for c in quoted.citations if f"[{c.label}]" in text or c.label in noted)


def _noted(draft: quoting.Draft, kind: str, text: str) -> quoting.Draft:
    return replace(draft, notes=(*draft.notes, Note(kind, text)))  # type: ignore[arg-type]


def _with_reason(found: Found, error: ModelError) -> quoting.Draft:
    """The quoted answer, and why it is no more than that."""
    if error.reason == CANCELLED:
        return found.draft
    speech = words(found.query.language)
    return _noted(found.draft, "model", speech(f"provider.{error.reason}"))


class _Clock:
    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.timings[name] = round(now - self._last, 6)
        self._last = now
