"""What changed between two builds: documents and statements added, removed, reworded.

The files are read as plain JSON lines, so that a build of another format can be compared too.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.errors import DamagedIndex
from ingest.home import published_folder

_COMPARED = ("text", "validity", "flags", "source_ids", "conditions")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, or a passage, as it stands in a build."""

    id: str
    """`document#anchor`, or of a passage its document and words."""
    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """One statement before and after."""

    before: Statement
    after: Statement


@dataclass(frozen=True, slots=True)
class Changes:
    """The way from an older build to a newer one."""

    older: str
    newer: str
    documents_added: tuple[str, ...] = ()
    """Titles, with the language."""
    documents_removed: tuple[str, ...] = ()
    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()
    changed: tuple[Rewording, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Do both builds say the same?"""
        return not (
            self.documents_added
            or self.documents_removed
            or self.added
            or self.removed
            or self.changed
        )


def last_changes(home: Path) -> Changes | None:
    """What the published build changed; None when no earlier one is kept.

    Raises:
        NoIndex, DamagedIndex: nothing is published, or a build cannot be read.
    """
    newer = published_folder(home)
    others = [f for f in newer.parent.iterdir() if f != newer and _is_whole(f)]
    # two builds of one second have names in no order
    older = max(others, key=lambda f: (f / "chunks.jsonl").stat().st_mtime_ns, default=None)
    return compare_builds(older, newer) if older else None


@lru_cache(maxsize=2)
def compare_builds(older: Path, newer: Path) -> Changes:
    """Compare two build folders; they never change, so it is done once.

    Raises:
        DamagedIndex: one of them cannot be read.
    """
    documents = [_documents(folder) for folder in (older, newer)]
    before, after = (_statements(folder) for folder in (older, newer))
    shared = before.keys() & after.keys()
    return Changes(
        older.name,
        newer.name,
        tuple(documents[1][key] for key in sorted(documents[1].keys() - documents[0].keys())),
        tuple(documents[0][key] for key in sorted(documents[0].keys() - documents[1].keys())),
        _sorted(after[key][1] for key in after.keys() - shared),
        _sorted(before[key][1] for key in before.keys() - shared),
        tuple(
            Rewording(before[key][1], after[key][1])
            for key in sorted(shared)
            if before[key][0] != after[key][0]
        ),
    )


def _documents(folder: Path) -> dict[tuple[str, str], str]:
    return {
        (row["id"], row["language"]): f"{row['title']} ({row['language']})"
        for row in _rows(folder / "documents.jsonl")
    }


def _statements(folder: Path) -> dict[tuple[str, str], tuple[list[Any], Statement]]:
    """By id and language: what is compared, and the statement."""
    found = {}
    for row in _rows(folder / "chunks.jsonl"):
        # a passage has no name of its own: other words are another passage
        name = row.get("parallel_id") or f"{row['document_id']}: {row['text']}"
        statement = Statement(name, row["language"], row["title"], row["text"])
        compared = [_plain(row.get(key)) for key in _COMPARED]
        found[name, row["language"]] = (compared, statement)
    return found


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        reason = f"{path.parent.name}: {path.name} cannot be read"
        raise DamagedIndex(f"the builds cannot be compared ({reason})") from error


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("documents.jsonl", "chunks.jsonl"))


def _sorted(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda s: (s.language, s.id)))
