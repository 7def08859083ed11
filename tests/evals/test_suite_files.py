"""Suites: what is read, and what is said of a file that breaks the format."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from evals.errors import BadSuite
from evals.examples import write_examples
from evals.schema import SCHEMA
from evals.suite import Expect, load_suite, load_suites

WHOLE = """\
suite: tiny
cases:
  - id: visa-001
    audience: founder
    lang: fr
    tags: [superseded, numbers]
    facts: [V-12]
    as_of: 2026-11-21
    turns:
      - ask: "Combien de temps ?"
        expect:
          outcome: answer
          cite: [startup-korea-special-visa]
          contain: [["6 mois", "six mois"], ["recommand"]]
          absent: ["80 points"]
          max_seconds: 5
"""
CASE = "suite: s\ncases:\n  - id: a\n    lang: fr\n"
TURN = CASE + "    turns:\n      - ask: x\n        expect: {outcome: answer"

BROKEN = [
    ("", 1, "empty"),
    ("suite: s\n", 1, "'cases' is missing"),
    ("suite: s\ncases: []\n", 2, "must not be empty"),
    ("- a\n", 1, "expected keys with values, found a list"),
    ("suite: s\nsuit: x\ncases: []\n", 2, "unknown key 'suit' in the file; did you mean 'suite'?"),
    (CASE + "    audiance: founder\n", 5, "did you mean 'audience'?"),
    (CASE + "    audience: founders\n", 5, "did you mean 'founder'?"),
    (CASE + "    lang: ko\n", 5, "'lang' is given twice, first on line 4"),
    (CASE + "    as_of: 21/11/2026\n    turns: []\n", 5, "not a day written as 2026-11-21"),
    (CASE + "    as_of: 2026-13-45\n    turns: []\n", 5, "not a day written as 2026-11-21"),
    (CASE + "    turns:\n      - asks: x\n", 6, "did you mean 'ask'?"),
    (CASE + "    turns:\n      - ask: x\n", 3, "'expect' is missing in every turn"),
    (TURN + ", contains: []}\n", 7, "did you mean 'contain'?"),
    (TURN + ", contain: [6 mois]}\n", 7, "expected a list"),
    (TURN + ", contain: [[2025]]}\n", 7, "expected text, found 2025 (put it in quotes)"),
    (TURN + ", contain: [[]]}\n", 7, "must not be empty"),
    (TURN + ", max_seconds: 0}\n", 7, "expected more than 0"),
    (TURN + ", max_seconds: soon}\n", 7, "expected a number"),
    (CASE + "    turns:\n      - ask: x\n        expect: {outcome: refused}\n", 7, "'refuse'"),
    (TURN + "}\n  - id: a\n    lang: en\n    turns: []\n", 10, "must not be empty"),
    (
        TURN + "}\n  - id: a\n    lang: en\n    turns: [{ask: x, expect: {outcome: chat}}]\n",
        8,
        "id 'a' is taken, on line 3",
    ),
    ("suite: s\ncases: &c\n  - *c\n", 3, "aliases (*c) are not read"),
    ("suite: [s\n", 2, "expected ',' or ']'"),
    ("suite: !!python/object:os.system x\n", 1, "could not determine a constructor"),
]


def written(folder: Path, text: str, name: str = "s.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    suite = load_suite(written(tmp_path, WHOLE))
    case = suite.cases[0]
    assert (suite.name, case.id, case.audience, case.suite) == (
        "tiny",
        "visa-001",
        "founder",
        "tiny",
    )
    assert case.tags == ("superseded", "numbers") and str(case.as_of) == "2026-11-21"
    assert case.turns[0].expect == Expect(
        "answer",
        ("startup-korea-special-visa",),
        (("6 mois", "six mois"), ("recommand",)),
        ("80 points",),
        5.0,
    )


def test_a_turn_may_switch_language(tmp_path: Path) -> None:
    text = WHOLE + "      - ask: 그럼요?\n        lang: ko\n"
    turns = load_suite(written(tmp_path, text)).cases[0].turns
    assert [turn.lang for turn in turns] == ["fr", "ko"] and turns[1].expect is None


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN)
def test_an_error_names_file_line_and_nearest_key(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadSuite) as caught:
        load_suite(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ") and problem in message and "\n" not in message


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN)
def test_the_schema_for_editors_agrees(text: str, line: int, problem: str) -> None:
    beyond_a_schema = ("given twice", "is taken", "every turn", "aliases", "constructor", "','")
    if not any(part in problem for part in beyond_a_schema):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        data = json.loads(
            json.dumps(yaml.load(text, yaml.BaseLoader if "as_of" in text else yaml.SafeLoader))
        )
        checker = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.FormatChecker(["date"])
        )
        assert not checker.is_valid(data)


def test_the_schema_accepts_what_is_read(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    data = yaml.safe_load(WHOLE.replace("2026-11-21", '"2026-11-21"'))
    jsonschema.validate(data, schema)


CSV = """\
# a comment
id,lang,question,outcome,cite,contain,absent,audience,tags,as_of,max_seconds
visa-001,fr,Combien de temps ?,answer,startup-korea-special-visa,6 mois|six mois;recommand,\
80 points,founder,superseded;numbers,2026-11-21,5
"""


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv_is_the_same_suite(tmp_path: Path, delimiter: str) -> None:
    from_yaml = load_suite(written(tmp_path, WHOLE.replace("    facts: [V-12]\n", "")))
    from_csv = load_suite(written(tmp_path, CSV.replace(",", delimiter), "tiny.csv"))
    assert from_csv.cases == from_yaml.cases
    assert from_csv.hash == from_yaml.hash


def test_csv_as_a_french_spreadsheet_saves_it(tmp_path: Path) -> None:
    head = "\ufeffid;lang;question;outcome;contain\r\n"
    text = head + 'a;fr;"Deux\r\nlignes ?";answer;"6 mois|six;x"\r\n'
    case = load_suite(written(tmp_path, text, "s.csv")).cases[0]
    assert case.turns[0].ask == "Deux\nlignes ?"
    assert case.turns[0].expect == Expect("answer", (), (("6 mois", "six"), ("x",)))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "empty"),
        ("id,lang,question\n", 1, "column 'outcome' is missing"),
        ("id,lang,question,outcome,contains\n", 1, "did you mean 'contain'?"),
        ("id,lang,question,outcome,id\n", 1, "column 'id' is given twice"),
        ("id,lang,question,outcome\n", 1, "must not be empty"),
        ("id,lang,question,outcome\na,fr,,answer\n", 2, "'question' is empty"),
        ("id,lang,question,outcome\na,fr,x,answer\n\nb,de,x,answer\n", 4, "'de' is not one of"),
        ('id,lang,question,outcome\na,fr,"x\ny",answer\nb,fr,x,no\n', 4, "'no' is not one of"),
        ('id,lang,question,outcome\na,fr,"x,answer\n', 2, "unexpected end of data"),
        ("id,lang,question,outcome,max_seconds\na,fr,x,answer,soon\n", 2, "expected a number"),
    ],
)
def test_csv_errors_name_the_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    path = written(tmp_path, text, "s.csv")
    with pytest.raises(BadSuite) as caught:
        load_suite(path)
    assert str(caught.value).startswith(f"{path}:{line}: ") and problem in str(caught.value)


def test_a_file_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes("id,lang,question,outcome\na,ko,비자,answer\n".encode("cp949"))
    with pytest.raises(BadSuite, match="not UTF-8"):
        load_suite(path)


def test_folders_are_read_and_names_are_unique(tmp_path: Path) -> None:
    written(tmp_path, WHOLE, "a.yaml")
    assert [suite.name for suite in load_suites([tmp_path, tmp_path / "a.yaml"])] == ["tiny"]
    written(tmp_path, WHOLE, "b.yaml")
    with pytest.raises(BadSuite, match="called 'tiny', as is"):
        load_suites([tmp_path])
    with pytest.raises(BadSuite, match="no suite in this folder"):
        load_suites([Path(__file__).parent])
    with pytest.raises(BadSuite, match="cannot be read"):
        load_suites([tmp_path / "missing.yaml"])


def test_the_examples_are_suites(tmp_path: Path) -> None:
    paths = write_examples(tmp_path / "new")
    assert len(load_suite(paths[0]).cases) == 5
    assert len(load_suite(paths[1]).cases) == 4
    assert json.loads(paths[2].read_text(encoding="utf-8"))["title"]


def test_our_own_suites_are_suites() -> None:
    assert load_suites([SCHEMA.parent / "suites"])
