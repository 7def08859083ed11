"""What flows through ingest: Page -> Document -> Chunk. All frozen."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

LANGUAGES = ("fr", "en", "ko")
"""The languages that questions are answered in; a document in any other is "und"."""

Flag = Literal["disputed", "gap", "unverified"]
Kind = Literal["statement", "passage"]


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a statement holds; both ends inclusive, None is open."""

    since: date | None = None
    until: date | None = None
    replaced_by: str | None = None
    """The parallel id (`brief#anchor`) of the statement that took its place."""

    def holds_on(self, day: date) -> bool:
        """Is the statement in force on `day`?"""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def ended_before(self, day: date) -> bool:
        """Had the statement stopped holding by `day`?"""
        return self.until is not None and self.until < day


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What a statement rests on: a page or paper that somebody published."""

    id: str
    title: str
    publisher: str
    date: str
    """ISO year, month or day; empty when the page is undated."""
    url: str
    kind: Literal["gov", "press", "firm", "blog", ""]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask."""

    name: str
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document: offsets into its text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A statement, paragraph or table of a document, with what its author said of it."""

    start: int
    end: int
    heading: tuple[str, ...] = ()
    kind: Literal["statement", "paragraph", "table"] = "paragraph"
    anchor: str = ""
    validity: Validity = Validity()
    flags: frozenset[Flag] = frozenset()
    source_ids: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its whole text, how it is divided, and what it states of itself."""

    id: str
    """Without the language: the three versions of a brief share it."""
    language: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    kind: Kind = "passage"
    pages: tuple[Page, ...] = ()
    path: str = ""
    content_hash: str = ""
    sources: tuple[SourceRef, ...] = ()
    publisher: str = ""
    date: str = ""
    area: str = ""
    audience: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    contact: Contact | None = None
    parser: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Id and language: unique in an index."""
        return f"{self.id}.{self.language}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is embedded, searched and quoted: `document.text[start:end]`."""

    id: str
    document_id: str
    language: str
    title: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    kind: Kind = "passage"
    validity: Validity = Validity()
    flags: frozenset[Flag] = frozenset()
    source_ids: tuple[str, ...] = ()
    parallel_id: str = ""
    """`document#anchor` of a statement, the same in every language; empty for a passage."""
    conditions: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = field(default=())
    """Offsets of its sentences into `text`; one pair when it is a single sentence."""

    @property
    def document_key(self) -> str:
        """The key of the document that it was cut from."""
        return f"{self.document_id}.{self.language}"

    def embedded_text(self) -> str:
        """The text that is encoded: title and heading give a short statement its subject."""
        return "\n".join(part for part in (self.title, " > ".join(self.heading), self.text) if part)
