"""The harmless part of a question that also tries to turn the assistant."""

import re

from assistant.words import plain, words
from ingest import LANGUAGES, sentences

_WRAPPED = re.compile(r"\[[^\]]*\]|<[^>]*>|\{[^}]*\}|```.*?```", re.DOTALL)
_CLAUSE = re.compile(
    r"[,;]?\s+(?:and )?then\s+|[,;]\s*(?:puis|ensuite)\s+|\s+puis\s+|다음에\s+|그리고\s+|[;\n]+"
)
_ENOUGH = 6
"""Letters below which nothing is left to answer."""


def harmless_part(question: str) -> str:
    """What is left of a question without the clauses that carry an instruction; may be empty."""
    # what stood between two marks is a clause of its own
    open_text = _WRAPPED.sub("\n", question)
    clauses = [
        clause.strip()
        for start, end in sentences(open_text)
        for clause in _CLAUSE.split(open_text[start:end])
    ]
    kept = [clause for clause in clauses if clause and not is_unsafe(clause)]
    part = " ".join(kept)
    return part if sum(character.isalpha() for character in part) >= _ENOUGH else ""


def is_unsafe(text: str) -> bool:
    """Does the text carry a cue of injection or of a crime, in any of the languages?"""
    form = plain(text)
    return any(words(code).cue(name, form) for code in LANGUAGES for name in ("unsafe", "crime"))
