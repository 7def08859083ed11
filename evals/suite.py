"""Suites as evaluators write them, in YAML or CSV -> Suite."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from evals import schema, spreadsheet
from evals.errors import BadSuite
from ingest import Node, YamlError, parse_yaml_nodes

SUFFIXES = (".yaml", ".yml", ".csv")


@dataclass(frozen=True, slots=True)
class Expect:
    """What an answer must do; empty means that it is not asked."""

    outcome: Literal["answer", "refuse", "chat"]
    cite: tuple[str, ...] = ()
    contain: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    max_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class TurnSpec:
    """One question of a case, the language of the reply wanted, and what is expected of it."""

    ask: str
    lang: str
    expect: Expect | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation with its expectations."""

    id: str
    lang: str
    turns: tuple[TurnSpec, ...]
    suite: str = ""
    audience: str = ""
    tags: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one file."""

    name: str
    path: Path
    cases: tuple[Case, ...]

    @property
    def hash(self) -> str:
        """The same for the same cases, however they are written down."""
        cases = [{**dataclasses.asdict(case), "suite": ""} for case in self.cases]
        text = json.dumps(cases, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_suites(paths: Sequence[Path]) -> tuple[Suite, ...]:
    """Read suite files, and every suite of the folders among `paths`.

    Raises:
        BadSuite: a file cannot be read or breaks the format, or two suites share a name.
    """
    suites: dict[str, Suite] = {}
    for path in _files(paths):
        suite = load_suite(path)
        if suite.name in suites:
            raise BadSuite(
                f"{path}:1: the suite is called '{suite.name}', as is {suites[suite.name].path}"
            )
        suites[suite.name] = suite
    return tuple(suites.values())


def load_suite(path: Path) -> Suite:
    """Read one suite.

    Raises:
        BadSuite: the file cannot be read or breaks the format.
    """
    read = spreadsheet.read if path.suffix.lower() == ".csv" else _read_yaml
    root = read(_text(path), path)
    schema.check(root, path)
    _check_cases(root.value["cases"].value, path)
    plain = root.plain()
    return Suite(
        plain["suite"], path, tuple(_case(case, plain["suite"]) for case in plain["cases"])
    )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        found = (
            sorted(p for p in path.iterdir() if p.suffix in SUFFIXES) if path.is_dir() else [path]
        )
        if not found:
            raise BadSuite(f"{path}: no suite in this folder ({', '.join(SUFFIXES)})")
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSuite(f"{path}:1: not UTF-8; save it as UTF-8 (in Excel: 'CSV UTF-8')") from error
    except OSError as error:
        raise BadSuite(f"{path}: cannot be read ({error.strerror or error})") from error


def _check_cases(cases: list[Node], path: Path) -> None:
    """What a schema cannot say: ids are unique, and something is expected of every case."""
    lines: dict[str, int] = {}
    for case in cases:
        id_node = case.value["id"]
        if id_node.value in lines:
            first = lines[id_node.value]
            raise BadSuite(f"{path}:{id_node.line}: id '{id_node.value}' is taken, on line {first}")
        lines[id_node.value] = id_node.line
        if not any("expect" in turn.value for turn in case.value["turns"].value):
            raise BadSuite(f"{path}:{case.line}: 'expect' is missing in every turn")


def _case(plain: dict[str, Any], suite: str) -> Case:
    return Case(
        id=plain["id"],
        lang=plain["lang"],
        turns=tuple(_turn(turn, plain["lang"]) for turn in plain["turns"]),
        suite=suite,
        audience=plain.get("audience", ""),
        tags=tuple(plain.get("tags", ())),
        facts=tuple(plain.get("facts", ())),
        as_of=date.fromisoformat(plain["as_of"]) if "as_of" in plain else None,
    )


def _turn(plain: dict[str, Any], lang: str) -> TurnSpec:
    expect = plain.get("expect")
    return TurnSpec(plain["ask"], plain.get("lang", lang), expect and _expect(expect))


def _expect(plain: dict[str, Any]) -> Expect:
    return Expect(
        outcome=plain["outcome"],
        cite=tuple(plain.get("cite", ())),
        contain=tuple(tuple(group) for group in plain.get("contain", ())),
        absent=tuple(plain.get("absent", ())),
        max_seconds=float(plain["max_seconds"]) if "max_seconds" in plain else None,
    )


def _read_yaml(text: str, path: Path) -> Node:
    try:
        root = parse_yaml_nodes(text)
    except YamlError as error:
        raise BadSuite(f"{path}:{error.line}: {error}") from error
    if root is None:
        raise BadSuite(f"{path}:1: the file is empty; `injae-eval new` writes an example")
    return root
