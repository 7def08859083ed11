"""YAML as plain data or as nodes with their lines; what is refused names its line."""

import pytest

from ingest import YamlError, parse_yaml, parse_yaml_nodes

SHARED = "a: &x [1]\nb: *x\n"
REFUSED = [
    ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice, first on line 1"),
    (SHARED, 2, "aliases (*x) are not read"),
    ("a: [1\nb: 2\n", 2, "expected ',' or ']'"),
    ("a: 1\n---\nb: 2\n", 2, "but found another document"),
    ("a: !!python/object:os.system x\n", 1, "could not determine a constructor"),
    ("a: 1\nb: \u0007\n", 2, "special characters are not allowed"),
    ("[" * 4000, 1, "nested too deeply"),
]


def test_days_stay_as_they_are_written() -> None:
    text = "day: 2026-11-21\nno_day: 2026-13-45\ntagged: !!timestamp 2026-11-21\n"
    assert parse_yaml(text) == {
        "day": "2026-11-21",
        "no_day": "2026-13-45",
        "tagged": "2026-11-21",
    }


def test_other_scalars_are_values() -> None:
    assert parse_yaml("[1, 2.5, true, null, '1', 인재]") == [1, 2.5, True, None, "1", "인재"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_a_text_without_a_value_is_none(text: str) -> None:
    assert parse_yaml(text) is None and parse_yaml_nodes(text) is None


def test_nodes_know_their_lines() -> None:
    root = parse_yaml_nodes("a: 1\nb:\n  - x\n  - c: y\n")
    assert root is not None and root.key_lines == {"a": 1, "b": 2}
    second = root.value["b"].value[1]
    assert (second.line, second.key_lines) == (4, {"c": 4})
    assert root.plain() == {"a": 1, "b": ["x", {"c": "y"}]}


@pytest.mark.parametrize(("text", "line", "problem"), REFUSED)
def test_what_is_refused_names_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert problem in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.line == line
