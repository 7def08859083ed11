"""A draft, sentence by sentence: what is not in the evidence is taken out before it is shown."""

import re
from collections.abc import Sequence

from assistant.claims.checking import faults
from assistant.claims.ground import Ground, ground
from assistant.claims.reading import Reading, read
from assistant.claims.types import Claim, Dropped, Screened
from assistant.expectation import expected_kind, holds
from assistant.types import Evidence
from ingest import Chunk, Glossary, SourceRef, fold, sentences

_LETTERS = re.compile(r"[^\W\d_]")
_SUBSTANCE = 8
"""Letters below which a sentence without a value or a name says nothing."""
_META = re.compile(
    r"^(?:hello|hi|bonjour|bonsoir|안녕|yes|no|oui|non|네|아니요|sure|of course|bien sûr|물론)\b"
    r".{0,30}$"
    r"|\b(?:hope (?:this|that) helps|feel free|let me know|happy to help|any other question"
    r"|here (?:is|are)|according to the (?:documents|statements|evidence|sources)[,:.]?$"
    r"|n'hésitez pas|voici|j'espère|à votre disposition|selon les documents[,:.]?$)"
    r"|도움이 되|궁금한 점|문의해 ?주|말씀해 ?주|알려 ?드리|다음과 같습니다[.:]?$",
    re.IGNORECASE,
)


def screen(
    draft: str,
    language: str,
    statements: Sequence[Evidence | Chunk],
    glossary: Glossary,
    question: str = "",
    sources: Sequence[SourceRef] = (),
    private: str = "",
) -> Screened:
    """The sentences of a draft that its evidence supports.

    Args:
        draft: text in `language`, with or without citation labels.
        statements: what the model was given.
        question: its years and codes may be said again, not asserted.
        sources: who published the statements; their names and dates may be told.
        private: text that may not be repeated, such as the instructions of the model.
    """
    found = ground(statements, glossary, question, sources)
    kept: list[Reading] = []
    dropped: list[Dropped] = []
    text, position = "", 0
    for start, end in sentences(draft):
        reading = read(draft[start:end], language, glossary)
        claims = faults(reading, found, glossary)
        if private and _repeats(reading, private, found):
            claims = (Claim("leak", reading.text[:60]),)
        if claims:
            dropped.append(Dropped(draft[start:end], claims[0].reason, claims[0].text))
        else:
            kept.append(reading)
            text += draft[position:end]
        position = end
    if dropped:
        text = re.sub(r"\n{3,}", "\n\n", text)
    return Screened(text.strip(), tuple(dropped), _lost(kept, dropped, question, language, found))


_RUN = 5
"""Words in a row that make a sentence a copy of the private text."""


def _repeats(reading: Reading, private: str, found: Ground) -> bool:
    spoken, secret = (" ".join(_tokens(text)) for text in (reading.text, private))
    if len(spoken) >= _SUBSTANCE and f" {spoken} " in f" {secret} ":
        return True
    told = _runs(reading.text) & _runs(private)
    return bool(told) and not any(told <= _runs(known.text) for known in found.readings)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _runs(text: str) -> set[tuple[str, ...]]:
    tokens = _tokens(text)
    return {tuple(tokens[i : i + _RUN]) for i in range(len(tokens) - _RUN + 1)}


def _lost(
    kept: list[Reading], dropped: list[Dropped], question: str, language: str, found: Ground
) -> bool:
    if not any(_has_substance(reading) for reading in kept):
        return True
    wanted = expected_kind(question) if question and dropped else ""
    if not wanted:
        return False
    fell = any(holds(item.sentence, wanted, language) for item in dropped)
    return fell and not any(holds(reading.text, wanted, language) for reading in kept)


def _has_substance(reading: Reading) -> bool:
    if _META.search(reading.text.strip()):
        return False
    if reading.figures or reading.mentions:
        return True
    return len(_LETTERS.findall(reading.text)) >= _SUBSTANCE
