"""Names in a question, with typing mistakes forgiven."""

import re
from collections import defaultdict
from functools import lru_cache

from ingest import Glossary, Term, fold

_SHORTEST = 5
_SHORTEST_HANGUL = 4
_SAFE = 6
"""Letters from which any slip is forgiven: "never" is not Naver, nor "topic" TOPIK. In a shorter
name only a letter too many or too few of a double one is."""
_PARTICLES = re.compile("(?:이?란|에서|에게|으로|[은는이가을를의에도와과로요])$")
_LONGEST_WORDS = 4


def forgiving_mentions(glossary: Glossary, question: str) -> tuple[Term, ...]:
    """The terms that a question names, exactly or nearly, in order and once each."""
    return tuple(dict.fromkeys(term for _, _, term in _mentions(glossary, question)))


def as_written(glossary: Glossary, question: str) -> dict[Term, str]:
    """The terms that a question names, each as it is written there."""
    return {term: question[start:end] for start, end, term in _mentions(glossary, question)}


def without_names(glossary: Glossary, question: str) -> str:
    """What is left of a question without the names in it."""
    for start, end, _ in reversed(_mentions(glossary, question)):
        question = f"{question[:start]} {question[end:]}"
    return question


@lru_cache(maxsize=64)
def _mentions(glossary: Glossary, question: str) -> tuple[tuple[int, int, Term], ...]:
    exact = [(m.start, m.end, m.term) for m in glossary.find(question)]
    nearly = [
        (start, end, term)
        for start, end, term in _near(glossary, question)
        if not any(start < b and a < end for a, b, _ in exact)
    ]
    return tuple(sorted([*exact, *nearly], key=lambda mention: mention[0]))


def _near(glossary: Glossary, question: str) -> list[tuple[int, int, Term]]:
    table = _table(glossary)
    names = glossary.names()
    found: list[tuple[int, int, Term]] = []
    for start, end, window in _windows(fold(question)):
        if window in names:
            continue
        bare = _PARTICLES.sub("", window)
        if best := _nearest(window, table) or _nearest(bare, table):
            found.append((start, end, names[best]))
    found.sort(key=lambda item: item[0] - item[1])
    kept: list[tuple[int, int, Term]] = []
    for start, end, term in found:
        if not any(start < b and a < end for a, b, _ in kept):
            kept.append((start, end, term))
    return kept


def _windows(text: str) -> list[tuple[int, int, str]]:
    """Runs of one to four words that are long enough to be a misspelt name."""
    spans: list[tuple[int, int]] = []
    position = 0
    for word in text.split(" "):
        stripped = word.strip("?!.,;:()'\"«»“”")
        if stripped:
            start = position + word.index(stripped)
            spans.append((start, start + len(stripped)))
        position += len(word) + 1
    windows = []
    for i in range(len(spans)):
        for j in range(i, min(i + _LONGEST_WORDS, len(spans))):
            window = text[spans[i][0] : spans[j][1]]
            hangul = any("가" <= c <= "힣" for c in window)
            if len(window) >= (_SHORTEST_HANGUL if hangul else _SHORTEST):
                windows.append((spans[i][0], spans[j][1], window))
    return windows


@lru_cache(maxsize=4)
def _table(glossary: Glossary) -> dict[tuple[str, int], tuple[str, ...]]:
    """Names by first character and length: a slip keeps the first and hardly changes the other."""
    table: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in glossary.names():
        hangul = any("가" <= c <= "힣" for c in name)
        digits = sum(c.isdigit() for c in name)
        # one wrong character in a code is another code
        if len(name) >= (_SHORTEST_HANGUL if hangul else _SHORTEST) and digits <= 1:
            table[name[0], len(name)].append(name)
    return {key: tuple(names) for key, names in table.items()}


def _nearest(window: str, table: dict[tuple[str, int], tuple[str, ...]]) -> str | None:
    hangul = any("가" <= c <= "힣" for c in window)
    if not window or hangul and len(window) < _SHORTEST_HANGUL:
        return None
    allowed = 1 if hangul or len(window) < 8 else 2
    best: tuple[int, str] | None = None
    for length in range(len(window) - allowed, len(window) + allowed + 1):
        for name in table.get((window[0], length), ()):
            if any(c.isdigit() for c in name if c not in window):
                continue
            if not hangul and len(name) < _SAFE and _single(name) != _single(window):
                continue
            distance = _distance(window, name, allowed)
            if distance <= allowed and (best is None or distance < best[0]):
                best = (distance, name)
    return best[1] if best else None


def _single(word: str) -> str:
    """A word with each double letter written once."""
    return re.sub(r"(.)\1", r"\1", word)


def _distance(a: str, b: str, limit: int) -> int:
    """Edits and swaps of neighbours between two words; `limit` + 1 when there are more."""
    previous: list[int] = []
    current = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, previous, current = previous, current, [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
    return current[-1]
