"""Files of JSON lines, read with file and line where something is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.errors import BadFolder


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, object) of a file of JSON lines.

    Raises:
        BadFolder: with file and line.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    value = json.loads(line)
                    if not isinstance(value, dict):
                        raise BadFolder(f"{path}:{number}: expected an object")
                    yield number, value
    except OSError as error:
        raise BadFolder(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise BadFolder(f"{path}: not JSON lines in UTF-8 ({error})") from error


def text_field(fields: dict[str, Any], name: str, path: Path, number: int) -> str:
    """A field that must be there and be text.

    Raises:
        BadFolder: it is not.
    """
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadFolder(f"{path}:{number}: '{name}' is missing or is not text")
    return value
