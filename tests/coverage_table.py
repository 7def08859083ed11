"""Which statements carry which fact: `python tests/coverage_table.py` prints the table."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
_HEADER = ["fact", "statements", "reason"]


@dataclass(frozen=True)
class Row:
    """A fact, the statements that carry it, or why there are none."""

    area: str
    line: int
    fact: str
    statements: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"coverage-{self.area}.csv:{self.line}: {self.fact}"


def read(folder: Path = DATA) -> list[Row]:
    """All rows, area by area."""
    rows = []
    for path in sorted(folder.glob("coverage-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != _HEADER:
                raise ValueError(f"{path}:1: header must be {','.join(_HEADER)}")
            area = path.stem.removeprefix("coverage-")
            for line, row in enumerate(reader, 2):
                statements = tuple((row["statements"] or "").split())
                rows.append(Row(area, line, row["fact"], statements, row["reason"] or ""))
    return rows


def faults(rows: Iterable[Row], known: set[str]) -> list[str]:
    """Statements that do not exist, facts told twice in an area, facts left out without reason."""
    rows = list(rows)
    found = [
        f"{row}: no statement {name}"
        for row in rows
        for name in row.statements
        if name not in known
    ]
    found += [
        f"{row}: neither statement nor reason" for row in rows if not (row.statements or row.reason)
    ]
    twice = Counter((row.area, row.fact) for row in rows)
    return found + [f"{row}: stands twice" for row in rows if twice[row.area, row.fact] > 1]


def table(rows: Iterable[Row]) -> str:
    """Fact id -> statements of all areas, or the reason it was left out."""
    facts: dict[str, list[str]] = {}
    for row in rows:
        told = [*row.statements] or [f"({row.reason})"]
        facts.setdefault(row.fact, []).extend(told)
    return "\n".join(f"{fact:<6} {' '.join(told)}" for fact, told in sorted(facts.items()))


if __name__ == "__main__":
    read_rows = read()
    print(table(read_rows))
    carried = len({row.fact for row in read_rows if row.statements})
    print(f"\n{len({row.fact for row in read_rows})} facts, {carried} carried by statements")
