"""An answer in the reader's language from the statements that were picked, and from no other."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import claims, drafts
from assistant.claims.concepts import find_concepts
from assistant.errors import ModelError
from assistant.expectation import held
from assistant.llm import ChatModel, Prompt
from assistant.model_faults import CANCELLED
from assistant.prompts import again_prompt, write_prompt
from assistant.types import Citation, Evidence, Query
from ingest import Glossary, lexical, sentences, values

_LOCAL_MOST = 2
"""Statements that a small model writes from; with more it says what was not asked."""
_LOCAL = {"max_tokens": 160, "extra_body": {"repeat_penalty": 1.1}}
"""A small model goes round in circles without the penalty."""

_LOCAL_SHARE = 0.3
"""Of the words of a statement, those that a small model tells or was asked with, at least: of 23
answers read one by one, 6 of the 8 wrong ones tell less, and 3 of the 15 right ones."""
_PLACES = frozenset({"capital-region"})

_VERDICT = re.compile(r"\W*(?:yes|no|oui|non|네|예|아니요|아니오|아닙니다)\b", re.IGNORECASE)
"""A small model says yes to what its statements deny; measured, so its verdicts are not told."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote and what of it stands; `text` is empty when none does."""

    text: str
    dropped: int = 0
    """Sentences that the statements do not support."""
    cut: str = ""
    """Why the model broke off before its end: a reason of ModelError."""


def write(
    model: ChatModel,
    query: Query,
    citations: Sequence[Citation],
    evidence: Sequence[Evidence],
    glossary: Glossary,
    stop: threading.Event | None = None,
) -> Written:
    """Write, check and mark an answer; the citations are those of the quoted statements.

    Raises:
        ModelError: the model said nothing that could be kept.
    """
    most = _LOCAL_MOST if model.local else len(citations)
    citations, evidence = citations[:most], evidence[:most]
    quotes = [citation.quote for citation in citations]
    prompt = write_prompt(query.text, quotes, query.language, model.local)
    text, cut = _said(model, prompt, stop)
    if not cut and drafts.fault(text, query.language) == "wrong_language":
        text, cut = _said(model, again_prompt(prompt, query.language), stop)
    if cut:
        text = _whole_sentences(text)
    if drafts.fault(text, query.language) or (model.local and _VERDICT.match(text)):
        return Written("", cut=cut)
    sources = [source for citation in citations for source in citation.sources]
    clean = drafts.tidy(text, ())
    screened = claims.screen(
        clean, query.language, evidence, glossary, query.text, sources, private=prompt[0]
    )
    if screened.core_lost or not screened.text.strip():
        return Written("", len(screened.dropped), cut)
    if not tells_enough(screened.text, query.text, query.language, citations, model.local):
        return Written("", len(screened.dropped), cut)
    return Written(marked(screened.text, citations, query.language), len(screened.dropped), cut)


def tells_enough(
    text: str, question: str, language: str, citations: Sequence[Citation], local: bool
) -> bool:
    """Is what each sentence takes from its statement told with where it holds, and not in scraps?

    "KRW 100 million" is true outside the capital region only; and a small model that takes a word
    or two of a statement makes of them what it likes.
    """
    known = {citation.label: citation for citation in citations}
    told = set(lexical.terms(f"{text} {question}"))
    for start, end in sentences(text):
        citation = known[supporting(text[start:end], citations, language)]
        if citation.language != language:
            continue
        where = find_concepts(citation.quote, language).keys() & _PLACES
        if where - find_concepts(text[start:end], language).keys():
            return False
        stated = set(lexical.terms(citation.quote))
        if local and len(stated & told) < _LOCAL_SHARE * len(stated):
            return False
    return True


def told_share(text: str, query: Query, item: Evidence) -> float:
    """The share of a statement's values, of the kind that was asked for, that a text tells.

    1.0 where it holds none. "1 year", of a first stay, narrows a total of 3 years, and a yearly
    sum that of two years; that each is supported does not help.
    """
    given = held(item.chunk.text, query.wants, item.chunk.language) if query.wants else []
    said = values.find_values(text, query.language)
    told = [value for value in given if any(values.same(value, other) for other in said)]
    return len(told) / len(given) if given else 1.0


def marked(text: str, citations: Sequence[Citation], language: str) -> str:
    """Each sentence with the mark of the statement that supports it best."""
    parts, position = [], 0
    for start, end in sentences(text):
        label = supporting(text[start:end], citations, language)
        parts.append(f"{text[position:end].rstrip()} [{label}]")
        position = end
    return "".join(parts)


def supporting(sentence: str, citations: Sequence[Citation], language: str) -> str:
    """The label of the statement that shares most values and words with a sentence."""
    said = values.find_values(sentence, language)
    own = set(lexical.terms(sentence))

    def support(citation: Citation) -> float:
        given = values.find_values(citation.quote, citation.language)
        shared = sum(any(values.same(value, other) for other in given) for value in said)
        held = set(lexical.terms(citation.quote))
        return 2.0 * shared / max(1, len(said)) + len(own & held) / max(1, len(own))

    return max(citations, key=support).label


def _said(model: ChatModel, prompt: Prompt, stop: threading.Event | None) -> tuple[str, str]:
    """What the model said, and why it broke off; a model that said nothing raises."""
    text = ""
    try:
        for piece in model.stream(prompt, stop, **(_LOCAL if model.local else {})):
            text += piece.text
    except ModelError as error:
        if not text.strip() or error.reason == CANCELLED:
            raise
        return text, error.reason
    return text, ""


def _whole_sentences(text: str) -> str:
    """Without the sentence that was being said."""
    ends = [end for _, end in sentences(text)]
    if ends and text.rstrip()[-1:] in ".!?。…":
        return text
    return text[: ends[-2]] if len(ends) > 1 else ""
