"""A follow-up made standalone: what earlier turns said of its subject is put in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.names import as_written, forgiving_mentions
from assistant.types import Turn
from assistant.words import plain, words
from ingest import LANGUAGES, Subjects, Term

_TURNS = 4
"""How far back a subject is looked for."""
_SHORT_WORDS, _SHORT_CHARACTERS = 4, 14
"""A question this short says too little by itself."""
_LONG_NAME = 45
"""Characters beyond which an official name drowns what is asked of it."""
_LEANING_WORDS = 9
"""One this short, which names nothing, leans on the turn before."""
_NAMED_KINDS = frozenset({"program", "visa", "law", "company", "organisation", "person"})
_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)"


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question as it is searched, and the subjects that earlier turns gave it."""

    text: str
    carried: tuple[Term, ...] = ()


def standalone(
    question: str,
    history: Sequence[Turn],
    own: Sequence[Term],
    subjects: Subjects,
    spoken: str,
) -> Standalone:
    """The question with its subject; as it is when it has one of its own."""
    form = plain(question)
    words_in = len(question.split())
    short = words_in <= _SHORT_WORDS or len(question) <= _SHORT_CHARACTERS
    elliptical = _cue("follow_up", form)
    before, terms = _before(history, subjects)
    if not before:
        return Standalone(question)
    if again := _same_at_another_time(question, form, before, short):
        return Standalone(again, terms)
    named = [term for term in own if term.kind in _NAMED_KINDS]
    if named:
        if not (short and elliptical):
            return _with_subject(question, own, before, terms, subjects, spoken, elliptical)
        replaced = _substituted(before, named[0], subjects, spoken)
        return Standalone(replaced) if replaced else Standalone(f"{before} {question}")
    if not (elliptical or short or words_in <= _LEANING_WORDS):
        return Standalone(question)
    if not terms:
        return Standalone(f"{before} {question}" if elliptical else question)
    return Standalone(f"{_names(terms, spoken, before, subjects)}: {question}", terms)


def _with_subject(
    question: str,
    own: Sequence[Term],
    before: str,
    terms: tuple[Term, ...],
    subjects: Subjects,
    spoken: str,
    elliptical: bool,
) -> Standalone:
    """A follow-up may name a detail ("and permanent residence?") of what it is still about."""
    if subjects.documents(own) or not (terms and elliptical):
        return Standalone(question)
    return Standalone(f"{_names(terms, spoken, before, subjects)}: {question}", terms)


def _names(terms: Sequence[Term], spoken: str, before: str, subjects: Subjects) -> str:
    """The subjects in the language spoken; as they were written where the name is a sentence."""
    written = as_written(subjects.glossary, before)
    return ", ".join(
        written.get(term, name) if len(name := term.name(spoken)) > _LONG_NAME else name
        for term in terms
    )


def _before(history: Sequence[Turn], subjects: Subjects) -> tuple[str, tuple[Term, ...]]:
    """The nearest earlier question that names a subject, else the last one and its answer's."""
    asked = [turn.text for turn in history if turn.role == "user"]
    for text in list(reversed(asked))[:_TURNS]:
        terms = tuple(t for t in forgiving_mentions(subjects.glossary, text) if _leads(t))
        if terms:
            return text, terms
    answers = [turn.text for turn in history if turn.role == "assistant"]
    for text in list(reversed(answers))[:1]:
        for mention in subjects.glossary.find(text):
            if subjects.documents([mention.term]):
                return asked[-1] if asked else "", (mention.term,)
    return (asked[-1] if asked else ""), ()


def _leads(term: Term) -> bool:
    return term.kind in _NAMED_KINDS


def _same_at_another_time(question: str, form: str, before: str, short: bool) -> str:
    """ "And in 2026?" and "And today?" ask the earlier question of another day."""
    if match := re.fullmatch(r"\D{0,12}((?:19|20)\d{2})\D{0,8}", question):
        replaced, count = re.subn(_YEAR, match[1], before)
        return replaced if count else f"{before} {match[1]}"
    if short and _cue("today_words", form):
        # what remains of "In 2024, ..." still asks the same
        return f"{re.sub(_YEAR, '', before)} {question}"
    return ""


def _substituted(before: str, term: Term, subjects: Subjects, spoken: str) -> str:
    """The earlier question asked of another thing: "What did A want?" + "And B?"."""
    mentions = subjects.glossary.find(before)
    alike = [m for m in mentions if m.term.kind == term.kind]
    for mention in alike or [m for m in mentions if _leads(m.term)]:
        return before[: mention.start] + term.name(spoken) + before[mention.end :]
    return ""


def _cue(name: str, form: str) -> bool:
    return any(words(code).cue(name, form) for code in LANGUAGES)
