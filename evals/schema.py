"""Check what was read from a suite against `suite.schema.json`, keeping file and line."""

import difflib
import functools
import json
from datetime import date
from pathlib import Path
from typing import Any

from evals.errors import BadSuite
from ingest import Node

SCHEMA = Path(__file__).with_name("suite.schema.json")

_ARTICLES = {
    "array": "a list",
    "object": "keys with values",
    "string": "text",
    "number": "a number",
}


def check(node: Node, path: Path) -> None:
    """Hold a whole suite against the schema.

    Raises:
        BadSuite: the first thing that is wrong, with file, line and the nearest known key.
    """
    _check(node, _schema(), "the file", path)


def nearest(word: str, known: list[str]) -> str:
    """'; did you mean "x"?' or the list of what is known."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean '{close[0]}'?" if close else f"known: {', '.join(known)}"


@functools.cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def _check(node: Node, rule: dict[str, Any], name: str, path: Path) -> None:
    if "$ref" in rule:
        rule = _schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    problem = _wrong_type(node.value, rule["type"]) or _wrong_value(node.value, rule)
    if problem:
        raise BadSuite(f"{path}:{node.line}: {name}: {problem}")
    if rule["type"] == "object":
        _check_keys(node, rule, name, path)
    elif rule["type"] == "array":
        for item in node.value:
            _check(item, rule["items"], name, path)


def _check_keys(node: Node, rule: dict[str, Any], name: str, path: Path) -> None:
    known = list(rule["properties"])
    for key, child in node.value.items():
        if key not in rule["properties"]:
            line = node.key_lines.get(key, child.line)
            raise BadSuite(f"{path}:{line}: unknown key '{key}' in {name}; {nearest(key, known)}")
        _check(child, rule["properties"][key], f"'{key}'", path)
    for key in rule["required"]:
        if key not in node.value:
            raise BadSuite(f"{path}:{node.line}: '{key}' is missing in {name}")


def _wrong_type(value: Any, wanted: str) -> str:
    fits = {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
    }
    if fits[wanted]:
        return ""
    found = "nothing" if value is None else _ARTICLES.get(_json_type(value), str(value))
    quote = (
        " (put it in quotes)" if wanted == "string" and not isinstance(value, dict | list) else ""
    )
    return f"expected {_ARTICLES[wanted]}, found {found}{quote}"


def _json_type(value: Any) -> str:
    return "object" if isinstance(value, dict) else "array" if isinstance(value, list) else ""


def _wrong_value(value: Any, rule: dict[str, Any]) -> str:
    if "enum" in rule and value not in rule["enum"]:
        return f"'{value}' is not one of {', '.join(rule['enum'])}; {nearest(value, rule['enum'])}"
    if rule.get("format") == "date" and not _is_date(value):
        return f"'{value}' is not a day written as 2026-11-21"
    if "exclusiveMinimum" in rule and not value > rule["exclusiveMinimum"]:
        return f"expected more than {rule['exclusiveMinimum']}, found {value}"
    least = rule.get("minItems", rule.get("minLength", 0))
    if isinstance(value, str | list) and len(value) < least:
        return "must not be empty"
    return ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
