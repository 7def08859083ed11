"""What flows through an answer: Turn, Query -> Evidence -> Answer. All frozen."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ingest import Chunk, SourceRef, Term

Outcome = Literal[
    "answered",
    "partly_answered",
    "refused_no_evidence",
    "refused_gap",
    "refused_out_of_scope",
    "refused_personal_decision",
    "refused_unsafe",
    "greeting",
    "asked_back",
    "failed",
]
Status = Literal["current", "past", "disputed", "gap", "unverified"]
Mode = Literal["quote", "check", "write"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    text: str


Kind = Literal[
    "question",
    "list",
    "greeting",
    "thanks",
    "bye",
    "capabilities",
    "too_broad",
    "personal",
    "unsafe",
]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that a question insists on."""

    kind: Literal["code", "country", "nationality", "region", "university", "name", "age"]
    value: str
    """Its code, or its id in the word files or the glossary."""
    text: str
    """As the reader is told of it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood."""

    question: str
    """As asked."""
    text: str
    """Standalone: what earlier turns said of its subject is put in."""
    language: str
    """Of the reply."""
    asked_in: str
    """Language of the question itself, when another reply language was chosen."""
    kind: Kind
    as_of: date
    """The day whose rules are wanted."""
    today: date
    terms: tuple[Term, ...] = ()
    """Names of the glossary that it mentions, or that earlier turns did."""
    years: tuple[int, ...] = ()
    carried: tuple[Term, ...] = ()
    """Those of `terms` that come from earlier turns."""
    wants: str = ""
    """The kind of value asked for: money, percent, duration, date, age, count; or none."""
    topic: str = ""
    """Of a question that is too broad or asks for a list: visa, money, study or general."""
    audience: tuple[str, ...] = ()
    bare: str = ""
    """`text` without the names of the glossary: what is asked of them."""
    constraints: tuple[Constraint, ...] = ()
    parts: tuple["Query", ...] = ()
    """The questions of a turn that asks more than one; each is searched and judged by itself."""

    @property
    def about_past(self) -> bool:
        """Is it asked about a day before today?"""
        return self.as_of < self.today


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chunk that bears on the question, and how it was found."""

    label: str
    chunk: Chunk
    score: float
    scores: dict[str, float] = field(default_factory=dict)
    """dense, sentence, lexical, exact ... by name, for `--explain` and the retrieval report."""
    before: Chunk | None = None
    """The statement that this one replaced, in the same language."""
    matched: Chunk | None = None
    """The chunk that matched, when its parallel in the reader's language stands in for it."""
    companion: bool = False
    """Is it told together with the best, whatever its own score?"""
    part: int = 0
    """The question of the turn that it was found for."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands."""

    label: str
    document_id: str
    title: str
    page: int | None
    heading: tuple[str, ...]
    quote: str
    start: int
    end: int
    language: str
    kind: Literal["statement", "passage"]
    sources: tuple[SourceRef, ...]
    status: Status
    valid_from: date | None
    valid_until: date | None
    parallel_id: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know beside the answer."""

    kind: Literal[
        "changed",
        "disputed",
        "gap",
        "unverified",
        "weak_source",
        "machine_translation",
        "gloss",
        "model",
        "not_covered",
    ]
    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets; `text` carries `[1]` marks that point to `citations`."""

    question: str
    language: str
    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    as_of: date | None = None
    mode: Mode = "quote"
    model: str = ""
    build: str = ""
    contact: dict[str, str] | None = None
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage: understand, encode, search, fuse, quote, total."""

    def to_json(self) -> dict[str, Any]:
        """Plain data for `--json` and the REST face; dates in ISO form."""
        return as_plain(self)


def as_plain(record: Any) -> dict[str, Any]:
    """A dataclass as plain data; dates in ISO form."""
    return _plain(dataclasses.asdict(record))  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
