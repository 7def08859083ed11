"""A suite kept in a spreadsheet: CSV -> the same nodes as a YAML suite."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals import schema
from evals.errors import BadSuite
from ingest import Node

REQUIRED = ("id", "lang", "question", "outcome")
COLUMNS = (*REQUIRED, "cite", "contain", "absent", "audience", "tags", "as_of", "max_seconds")


def read(text: str, path: Path) -> Node:
    """Rows -> one case of one turn each.

    Raises:
        BadSuite: no header, an unknown column, an empty cell that must be filled.
    """
    rows = list(_rows(text, path))
    if not rows:
        raise BadSuite(f"{path}:1: the file is empty; `injae-eval new` writes an example")
    line, header = rows[0]
    header = [name.strip().lower() for name in header]
    _check_header(header, line, path)
    cases = [
        _row_to_case(dict(zip(header, row, strict=False)), line, path) for line, row in rows[1:]
    ]
    fields = {"suite": Node(path.stem, 1, {}), "cases": Node(cases, line, {})}
    return Node(fields, 1, {})


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line where each starts; comments and empty rows are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadSuite(f"{path}:{line}: {error}") from error


def _delimiter(text: str) -> str:
    """A spreadsheet in France saves CSV with semicolons; the header tells."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    header = next(lines, "")
    return max(",;\t", key=header.count)


def _check_header(header: list[str], line: int, path: Path) -> None:
    for name in header:
        if name and name not in COLUMNS:
            hint = schema.nearest(name, list(COLUMNS))
            raise BadSuite(f"{path}:{line}: unknown column '{name}'; {hint}")
        if name and header.count(name) > 1:
            raise BadSuite(f"{path}:{line}: column '{name}' is given twice")
    for name in REQUIRED:
        if name not in header:
            raise BadSuite(f"{path}:{line}: column '{name}' is missing")


def _row_to_case(row: dict[str, str], line: int, path: Path) -> Node:
    """Groups are divided by `;`, alternatives by `|`; an empty cell is a key left out."""
    cells = {name: cell.strip() for name, cell in row.items() if name and cell.strip()}
    for name in REQUIRED:
        if name not in cells:
            raise BadSuite(f"{path}:{line}: '{name}' is empty")
    groups = [_split(group, "|") for group in _split(cells.get("contain", ""), ";")]
    expect = {
        "outcome": cells["outcome"],
        "cite": _split(cells.get("cite", "").replace(";", "|"), "|"),
        "contain": groups,
        "absent": _split(cells.get("absent", "").replace("|", ";"), ";"),
        "max_seconds": _number(cells.get("max_seconds")),
    }
    case = {
        "id": cells["id"],
        "lang": cells["lang"],
        "audience": cells.get("audience"),
        "tags": _split(cells.get("tags", "").replace("|", ";"), ";"),
        "as_of": cells.get("as_of"),
        "turns": [{"ask": cells["question"], "expect": _filled(expect)}],
    }
    return _from_plain(_filled(case), line)


def _split(cell: str, mark: str) -> list[str]:
    return [part.strip() for part in cell.split(mark) if part.strip()]


def _number(cell: str | None) -> float | str | None:
    try:
        return None if cell is None else float(cell.replace(",", "."))
    except ValueError:
        return cell


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [])}


def _from_plain(value: Any, line: int) -> Node:
    if isinstance(value, dict):
        return Node({key: _from_plain(item, line) for key, item in value.items()}, line, {})
    if isinstance(value, list):
        return Node([_from_plain(item, line) for item in value], line, {})
    return Node(value, line, {})
