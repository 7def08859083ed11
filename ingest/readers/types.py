"""What a reader hands over: the parts of a file in reading order, before cleaning."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import UnreadableDocument

MAX_CHARACTERS = 5_000_000
"""Of one document: a thousand pages and more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph or table as the file gives it."""

    text: str
    kind: Literal["heading", "paragraph", "table"] = "paragraph"
    level: int = 0
    """Of a heading, 1 is the highest."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one file, with what it states of itself."""

    parts: tuple[Part, ...]
    parser: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    warnings: tuple[str, ...] = ()


Reader = Callable[[Path, bytes], Reading]


def refuse_endless(path: Path, characters: int) -> None:
    """Stop before more work is put into a text that nobody wrote.

    Raises:
        UnreadableDocument: it is longer than any document.
    """
    if characters > MAX_CHARACTERS:
        raise UnreadableDocument(f"{path.name}: more than {MAX_CHARACTERS:,} characters; split it")
