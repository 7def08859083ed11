"""Every word an asker sees, from `languages/<lang>.toml`, and the writing of dates."""

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ingest import LANGUAGES

_END = re.compile(r"[\s?!.,;:…~^ㅋㅎㅠㅜ\"'“”«»()]+$")


class Words:
    """The strings of one language."""

    def __init__(self, language: str) -> None:
        path = Path(__file__).parent / "languages" / f"{language}.toml"
        self.language = language
        self._tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        self._cues = {
            name: re.compile("|".join(f"(?:{cue})" for cue in cues))
            for name, cues in self._tables["cues"].items()
        }

    def __call__(self, key: str, **values: object) -> str:
        """The string at `table.key`, its places filled."""
        text: str = self.get(key)
        return text.format(**values) if values else text

    def get(self, key: str) -> Any:
        """The string or list at `table.key`."""
        table, _, name = key.partition(".")
        return self._tables[table][name]

    def cue(self, name: str, question: str) -> bool:
        """Does the plain form of a question carry this cue?"""
        return bool(self._cues[name].search(question))

    def spans(self, name: str, question: str) -> list[tuple[int, int]]:
        """Where a cue stands in a question: (start, end) of each place."""
        return [match.span() for match in self._cues[name].finditer(question)]

    def captured(self, name: str, question: str) -> str:
        """What the first group of a cue holds in the plain form of a question; empty if none."""
        match = self._cues[name].search(question)
        return next((group for group in match.groups() if group), "") if match else ""

    def table(self, name: str) -> dict[str, Any]:
        """A whole table: key -> string or list."""
        return self._tables[name]

    def date(self, day: date) -> str:
        """A day as it is written in this language."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        text: str = self.get("dates.format")
        return text.format(day=number, month=self._month(day.month), year=day.year)

    def partial_date(self, text: str) -> str:
        """An ISO year, month or day as it is written; `undated` when empty."""
        parts = [int(part) for part in text.split("-") if part.isdigit()]
        if len(parts) == 3:
            return self.date(date(parts[0], parts[1], parts[2]))
        if len(parts) == 2:
            form: str = self.get("dates.month_format")
            return form.format(month=self._month(parts[1]), year=parts[0])
        return str(parts[0]) if parts else self("page.undated")

    def _month(self, number: int) -> str:
        month: str = self.get("dates.months")[number - 1]
        return month


@cache
def words(language: str) -> Words:
    """The words of a language; English for one that has none."""
    return Words(language if language in LANGUAGES else "en")


def plain(text: str) -> str:
    """A question as cues read it: lower case, no accents, no end punctuation or emoji."""
    composed = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    kept = []
    for character in composed:
        if "가" <= character <= "힣" or "ㄱ" <= character <= "ㅣ":
            kept.append(character)
        elif unicodedata.category(character)[0] in "SC" and character not in "+<>=$^~":
            kept.append(" ")
        else:
            decomposed = unicodedata.normalize("NFD", character)
            kept.append("".join(c for c in decomposed if not unicodedata.combining(c)))
    return _END.sub("", re.sub(r"\s+", " ", "".join(kept)).strip())
