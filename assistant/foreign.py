"""Quotes in a language the reader may not know: a checked translation, or a gloss, beside them."""

import threading
from collections.abc import Sequence
from dataclasses import replace

from assistant import drafts, glosses
from assistant.citations import evidence_of
from assistant.errors import ModelError
from assistant.llm import ChatModel
from assistant.prompts import translate_prompt
from assistant.quoting import Draft
from assistant.types import Citation, Evidence, Note, Query
from assistant.words import words
from ingest import LANGUAGES, Glossary

_MOST = 2
"""Quotes of one answer that a model translates."""


def glossed(draft: Draft, query: Query, evidence: Sequence[Evidence], glossary: Glossary) -> Draft:
    """With a line in the reader's language for each quote in another, as far as rules can."""
    speech = words(query.language)
    notes = []
    for citation in _foreign(draft, query):
        item = evidence_of(citation, evidence)
        line = glosses.gloss(item.chunk, query.language, glossary, speech) if item else ""
        if line:
            notes.append(Note("gloss", line, (citation.label,)))
    return replace(draft, notes=(*draft.notes, *notes)) if notes else draft


def translated(
    model: ChatModel, draft: Draft, query: Query, glossary: Glossary, stop: threading.Event
) -> Draft:
    """With a machine translation, marked as one, in the place of each gloss that it can replace."""
    notes = list(draft.notes)
    for citation in _foreign(draft, query)[:_MOST]:
        text = translation(model, citation, query.language, glossary, stop)
        if text:
            label = (citation.label,)
            told = words(query.language)("models.translated", text=text)
            notes = [n for n in notes if not (n.kind == "gloss" and n.labels == label)]
            notes.append(Note("machine_translation", told, label))
    return replace(draft, notes=tuple(notes))


def translation(
    model: ChatModel,
    citation: Citation,
    language: str,
    glossary: Glossary,
    stop: threading.Event,
) -> str:
    """The quote in the reader's language; empty where the model cannot be trusted with it."""
    if model.local or citation.language not in LANGUAGES:
        # measured: the small model turns Korean into Japanese and Seoul into Namur
        return ""
    try:
        said, _ = model.complete(
            translate_prompt(citation.quote, citation.language, language), stop
        )
    except ModelError:
        return ""
    text = " ".join(drafts.tidy(said, ()).split())
    if drafts.fault(text, language):
        return ""
    faults = glosses.translation_faults(citation.quote, citation.language, text, language, glossary)
    return "" if faults else text


def _foreign(draft: Draft, query: Query) -> list[Citation]:
    return [c for c in draft.citations if c.language != query.language]
