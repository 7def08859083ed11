"""Tables as Markdown rows: what is empty is left out, a box of one cell is no table."""

import re
from collections.abc import Sequence

from ingest.readers.types import Part

MAX_HEADER = 200
"""A longer first row is text set in a table, not the names of its columns."""
MIN_FILLED = 0.5
"""With fewer cells filled the grid lays out a form; then empty cells say nothing."""

_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:-]*-[\s|:-]*$")


def table_parts(rows: Sequence[list[str]], page: int | None = None) -> list[Part]:
    """A table as one part; one of a single column as its paragraphs, none when it is empty.

    Cells may hold several lines.
    """
    filled = _without_empty(rows)
    if not filled:
        return []
    if all(len(row) == 1 for row in filled):
        return [Part(row[0], page=page) for row in filled]
    return [Part("\n".join(_as_row(row) for row in filled), "table", page=page)]


def parse_rows(lines: Sequence[str]) -> list[list[str]]:
    """The cells of Markdown rows, without the rule under the header."""
    return [_cells(line) for line in lines if not _RULE.match(line)]


def row_groups(table: str, limit: int) -> list[str]:
    """A table of Markdown rows cut into groups below `limit` characters where it can be.

    Each group opens with the header row, so that a row can be understood without the rest.
    """
    header, *rows = table.split("\n")
    if len(table) <= limit or not rows:
        return [table]
    opening = [header] if len(header) <= MAX_HEADER else []
    rows = rows if opening else [header, *rows]
    groups: list[list[str]] = [[]]
    for row in rows:
        if groups[-1] and len("\n".join([*opening, *groups[-1], row])) > limit:
            groups.append([])
        groups[-1].append(row)
    return ["\n".join([*opening, *group]) for group in groups]


def _without_empty(rows: Sequence[list[str]]) -> list[list[str]]:
    filled = [[cell.strip() for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    width = max((len(row) for row in filled), default=0)
    kept = [n for n in range(width) if any(n < len(row) and row[n] for row in filled)]
    rows = [[row[n] if n < len(row) else "" for n in kept] for row in filled]
    cells = [cell for row in rows for cell in row]
    if sum(map(bool, cells)) < MIN_FILLED * len(cells):
        return [[cell for cell in row if cell] for row in rows]
    return rows


def _as_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [_BREAK.sub("\n", cell.replace("\\|", "|")).strip() for cell in _CELL_END.split(inner)]
