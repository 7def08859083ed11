"""Drafts made from the corpus by rule: faithful in other words, or with one thing altered."""

import random
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from support import CORPUS

from ingest import Chunk, Glossary, SourceRef, read_document, values
from ingest.chunking import chunk

LANGUAGES = ("fr", "en", "ko")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


@dataclass(frozen=True)
class Stated:
    """A statement of the corpus in one language, with what it rests on."""

    chunk: Chunk
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Draft:
    """A sentence as a model may write it, and the statement it was given."""

    text: str
    language: str
    evidence: Stated
    altered: str = ""
    """What was altered; empty in a faithful one."""


@cache
def glossary() -> Glossary:
    return Glossary.load(CORPUS / "glossary.csv")


@cache
def statements() -> tuple[dict[str, Stated], ...]:
    """Every statement in its three languages."""
    found: dict[str, dict[str, Stated]] = {}
    for path in sorted((CORPUS / "briefs").rglob("*.md")):
        document = read_document(path, CORPUS)
        for piece in chunk(document):
            if piece.kind == "statement":
                rests = tuple(s for s in document.sources if s.id in piece.source_ids)
                found.setdefault(piece.parallel_id, {})[piece.language] = Stated(piece, rests)
    return tuple(row for row in found.values() if len(row) == 3)


def faithful(count: int, seed: int) -> list[Draft]:
    """Drafts that say what their statement says: half of them across languages."""
    chance = random.Random(seed)
    drafts = []
    while len(drafts) < count:
        row = chance.choice(statements())
        spoken = LANGUAGES[len(drafts) % 3]
        given = spoken if len(drafts) % 2 else chance.choice([x for x in LANGUAGES if x != spoken])
        text = reworded(row[spoken].chunk.text, spoken, chance)
        drafts.append(Draft(text, spoken, row[given]))
    return drafts


def reworded(text: str, language: str, chance: random.Random) -> str:
    """The same in another order and with other ways to write numbers, dates and names."""
    for rewrite in (_renumber, _alias, _reorder, _lead):
        if chance.random() < 0.6:
            text = rewrite(text, language, chance)
    return text


def _renumber(text: str, language: str, chance: random.Random) -> str:
    found = values.find_values(text, language)
    # "2 years, and then 2 more": a length that another leans on keeps its form
    alone = sum(v.kind == "duration" for v in found) == 1 and not re.search(r"[+]| \d+[ .,]", text)
    found = [v for v in found if _other_form(v, language) and (alone or v.kind != "duration")]
    found = [v for v in found if not text.startswith(("부터", "~"), v.end)]
    if not found:
        return text
    value = chance.choice(found)
    return text[: value.start] + _other_form(value, language) + text[value.end :]


def _other_form(value: values.Value, language: str) -> str:
    normal = value.value
    if value.kind == "money" and isinstance(normal, tuple) and normal[0] == "KRW":
        return _won(Decimal(str(normal[1])), language)
    if value.kind == "duration" and isinstance(normal, tuple) and normal[1] == "month":
        months = int(Decimal(str(normal[0])))
        if months % 12 or not months or not value.text[0].isdigit():
            return ""
        return f"{months}" + {"en": " months", "fr": " mois", "ko": "개월"}[language]
    if value.kind == "date" and isinstance(normal, tuple) and None not in normal:
        year, month, day = (int(str(part)) for part in normal)
        if not re.match(r"(?:19|20)\d\d|\d{1,2} |[A-Z]", value.text) or str(year) not in value.text:
            return ""
        if language == "ko":
            return f"{year}. {month}. {day}." if value.text.endswith("일") else ""
        name = MONTHS[language].split()[month - 1]
        return f"{name} {day}, {year}" if language == "en" else f"{day:02}/{month:02}/{year}"
    return ""


def _won(amount: Decimal, language: str) -> str:
    if amount < 10_000 or amount != int(amount):
        return ""
    if language == "en":
        billions = (amount / 10**9).normalize()
        return f"{int(amount):,} won" if amount < 10**10 else f"₩{billions:,f} billion"
    if language == "fr":
        return f"{int(amount):,}".replace(",", " ") + " wons"
    return f"{int(amount):,}원"


def _alias(text: str, language: str, chance: random.Random) -> str:
    mentions = [m for m in glossary().find(text) if m.term.kind in ("organisation", "university")]
    if not mentions or language == "ko":
        return text
    mention = chance.choice(mentions)
    short = [a for a in mention.term.aliases if re.fullmatch(r"[A-Z]{3,6}", a)]
    if not short or short[0] in text:
        return text
    return text[: mention.start] + short[0] + text[mention.end :]


def _reorder(text: str, language: str, chance: random.Random) -> str:
    if language == "ko" or text.count(". ") or not text.endswith("."):
        return text
    opening = re.match(
        r"((?:In|Since|Until|As of|Under|En|Depuis|Jusqu'au|Au) [^,;()]{4,60}), ", text
    )
    if not opening:
        return text
    rest = text[opening.end() : -1]
    return f"{rest[0].upper()}{rest[1:]}, {opening[1][0].lower()}{opening[1][1:]}."


_LEADS = {
    "en": (
        "According to the documents, ",
        "In short: ",
        "Yes. ",
        "Based on the statements provided, ",
    ),
    "fr": ("D'après les documents, ", "En résumé : ", "Oui. ", "Selon les textes fournis, "),
    "ko": ("자료에 따르면 ", "요약하면, ", "네. ", "제공된 문서에 따르면, "),
}


_OPENINGS = set(
    "The A An In Since Until As Under For On At It According To You From No Each By Depuis Le La "
    "Les Un Une En Au Selon Pour Dans Jusqu'au Aucune Chaque Il Ce Cette".split()
)


def _lead(text: str, language: str, chance: random.Random) -> str:
    lead = chance.choice(_LEADS[language])
    first = text.split()[0]
    if lead.rstrip().endswith(","):
        if language != "ko" and first not in _OPENINGS:
            return text
        text = text[0].lower() + text[1:]
    return lead + text
