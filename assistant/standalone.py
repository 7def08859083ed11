"""A follow-up made standalone by a model, and believed only if nothing new came into it."""

import threading
from collections.abc import Sequence

from assistant import drafts
from assistant.errors import ModelError
from assistant.llm import ChatModel
from assistant.prompts import standalone_prompt
from assistant.types import Query, Turn
from ingest import Glossary, lexical, values

_TURNS = 4
_LONGEST = 300
_TURN_CHARACTERS = 400
_KNOWN_SHARE = 0.6
"""Of the words of the new question, those that the conversation must hold."""


def rewritten(
    model: ChatModel,
    query: Query,
    history: Sequence[Turn],
    glossary: Glossary,
    stop: threading.Event,
) -> str:
    """The whole question; empty when the rules' reading stays."""
    if model.local or not history or query.kind != "question":
        # measured: the rules read follow-ups as well as the small model, and at once
        return ""
    earlier = [f"- {turn.text[:_TURN_CHARACTERS]}" for turn in history[-_TURNS:]]
    try:
        said, _ = model.complete(standalone_prompt(query.question, earlier, query.asked_in), stop)
    except ModelError:
        return ""
    text = " ".join(drafts.tidy(said, ()).split())
    known = " ".join([query.question, query.text, *(turn.text for turn in history[-_TURNS:])])
    return text if is_faithful(text, known, query.asked_in, glossary) else ""


def is_faithful(text: str, known: str, language: str, glossary: Glossary) -> bool:
    """Does a question bring no name, number or code that the conversation does not hold?"""
    if not text or len(text) > _LONGEST or drafts.fault(text, language):
        return False
    named = {mention.term.id for mention in glossary.find(known)}
    if any(mention.term.id not in named for mention in glossary.find(text)):
        return False
    given = values.find_values(known)
    if any(
        not any(values.same(value, other) for other in given) for value in values.find_values(text)
    ):
        return False
    own = set(lexical.terms(text))
    return len(own & set(lexical.terms(known))) >= _KNOWN_SHARE * len(own)
