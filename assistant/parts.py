"""A turn that asks two things -> its questions, so that each is searched and judged by itself."""

import re
from collections.abc import Iterator

from assistant.words import plain, words
from ingest import LANGUAGES, fold

_MOST = 3
_SHORTEST_WORDS, _SHORTEST_CHARACTERS = 2, 5
"""Below both, a piece ("Really?") asks nothing by itself."""
_ASKED = re.compile(r"(?<=[?？])\s+")
_HANGUL = re.compile("[가-힣]")


def split(question: str) -> tuple[str, ...]:
    """The questions of a turn in order; the turn as it is when it asks one, or too many."""
    pieces = _joined(piece for sentence in _ASKED.split(question) for piece in _conjoined(sentence))
    return pieces if 1 < len(pieces) <= _MOST else (question,)


def _conjoined(sentence: str) -> Iterator[str]:
    """Cut before "and how much": where a conjunction is followed by another question."""
    start = 0
    form = fold(sentence)
    cuts = sorted(
        {span for code in LANGUAGES for span in words(code).spans("second_question", form)}
    )
    for cut, resumed in cuts:
        if cut > start:
            yield sentence[start:cut].strip()
            start = resumed
    yield sentence[start:].strip()


def _joined(pieces: Iterator[str]) -> tuple[str, ...]:
    """What is no question by itself ("I am 30.") goes with the piece after it."""
    kept: list[str] = []
    waiting = ""
    for piece in pieces:
        piece = f"{waiting} {piece}".strip()
        if _is_question(piece):
            kept.append(piece)
            waiting = ""
        else:
            waiting = piece
    if waiting and kept:
        kept[-1] = f"{kept[-1]} {waiting}"
    return tuple(kept)


def _is_question(piece: str) -> bool:
    if len(piece.split()) < _SHORTEST_WORDS and len(_HANGUL.findall(piece)) < _SHORTEST_CHARACTERS:
        return False
    if piece.endswith(("?", "？")) and _HANGUL.search(piece):
        # the same ending asks and tells
        return True
    last = re.split(r"(?<=[.!;])\s+", piece)[-1]
    return any(words(code).cue("interrogative", plain(last)) for code in LANGUAGES)
