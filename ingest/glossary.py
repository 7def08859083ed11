"""Official names and their aliases across languages, and where they stand in a text."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import IngestError

_Tree = dict[str, Any]

_HEADER = ("id", "kind", "ko", "en", "fr", "aliases", "note")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing with its name in three languages and what people call it."""

    id: str
    kind: str
    ko: str
    en: str
    fr: str
    aliases: tuple[str, ...] = ()
    note: str = ""

    def name(self, language: str) -> str:
        """The official name in a language; English for any other."""
        return {"ko": self.ko, "fr": self.fr}.get(language, self.en)

    def names(self) -> tuple[str, ...]:
        """Every way it is written."""
        return tuple(dict.fromkeys((self.ko, self.en, self.fr, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text."""

    term: Term
    start: int
    end: int
    text: str


class Glossary:
    """All terms, and a matcher over their names."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.by_id = {term.id: term for term in self.terms}
        self._by_name: dict[str, Term] = {}
        for term in self.terms:
            for name in term.names():
                for variant in _variants(name):
                    self._by_name.setdefault(variant, term)
        self._pattern = _pattern(self._by_name)

    @classmethod
    def load(cls, path: Path) -> "Glossary":
        """Read `glossary.csv`.

        Raises:
            IngestError: with file and line.
        """
        if not path.exists():
            return cls(())
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != _HEADER:
                raise IngestError(f"{path}:1: header must be {','.join(_HEADER)}")
            return cls(_term(path, number, row) for number, row in enumerate(rows, 2))

    def find(self, text: str) -> list[Mention]:
        """Names in `text`, longest first where they overlap, in order."""
        if self._pattern is None:
            return []
        folded = fold(text)
        return [
            Mention(self._by_name[_key(m.group())], m.start(), m.end(), text[m.start() : m.end()])
            for m in self._pattern.finditer(folded)
        ]

    def names(self) -> dict[str, Term]:
        """Folded name -> term, for whoever matches with typos forgiven."""
        return self._by_name


def fold(text: str) -> str:
    """Case and accents removed, length kept, so that offsets hold."""
    folded = []
    for character in text:
        if "가" <= character <= "힣":
            folded.append(character)
            continue
        plain = unicodedata.normalize("NFD", character)[0].lower()
        folded.append({"’": "'", "‐": "-", "‑": "-", "–": "-"}.get(plain, plain[0]))
    return "".join(folded)


def _term(path: Path, line: int, row: dict[str, str]) -> Term:
    if not row["id"] or not row["en"]:
        raise IngestError(f"{path}:{line}: a glossary row needs id and en")
    aliases = tuple(a.strip() for a in row["aliases"].split("|") if a.strip())
    identity, kind, ko, en, fr = (row[key].strip() for key in ("id", "kind", "ko", "en", "fr"))
    return Term(identity, kind, ko, en, fr, aliases, row["note"] or "")


def _key(name: str) -> str:
    return re.sub(r"[\s·]+", " ", name)


def _variants(name: str) -> set[str]:
    """A name as typed: with and without spaces in Korean, without a bracketed code."""
    folded = _key(fold(unicodedata.normalize("NFC", name.strip())))
    variants = {folded}
    if re.search("[가-힣]", folded):
        variants.add(folded.replace(" ", ""))
    bare = re.sub(r"\s*\([^()]*(?:\([^()]*\))?[^()]*\)\s*$", "", folded)
    if bare != folded and len(bare) > 3 and not re.fullmatch(r"[a-z]-\d(-\d)?", bare):
        variants.add(bare)
    return {v for v in variants if len(v) > 1}


def _pattern(names: dict[str, Term]) -> "re.Pattern[str] | None":
    """One expression for all names; written as a tree, or a search would try a thousand names."""
    if not names:
        return None
    tree: _Tree = {}
    for name in names:
        node = tree
        for character in name:
            node = node.setdefault(character, {})
        node[""] = {}
    before = r"(?:(?<![a-z0-9가-힣])(?=[\x00-\x7f])|(?<![가-힣])(?=[^\x00-\x7f]))"
    # particles follow a Korean name without a space; a code must not run on
    after = r"(?:(?<=[^\x00-\x7f])|(?![a-z0-9]|-\d|-[a-z]\b|\(s\)))"
    return re.compile(f"{before}{_alternatives(tree)}{after}")


def _alternatives(node: _Tree) -> str:
    """The longest continuation first, so that a name wins over its own beginning."""
    ends = "" in node
    branches = [
        (r"[\s·]+" if character == " " else re.escape(character)) + _alternatives(below)
        for character, below in sorted(node.items())
        if character
    ]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "|".join(branches)
    if not ends:
        return body if len(branches) == 1 else f"(?:{body})"
    return f"(?:{body})?"
