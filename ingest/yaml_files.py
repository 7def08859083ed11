"""YAML with line numbers; the only file that imports yaml."""

from typing import Any

import yaml

from ingest.errors import InjaeError

Lines = dict[tuple[str | int, ...], int]
"""Path of keys and list positions -> line, from 1."""


class YamlError(InjaeError):
    """Text that is not YAML; `line` is where it stops making sense, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Safe loading, with dates left as the text they were written as."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(text: str) -> Any:
    """Plain data; dates stay strings.

    Raises:
        YamlError: with the line.
    """
    return parse_yaml_with_lines(text)[0]


def parse_yaml_with_lines(text: str) -> tuple[Any, Lines]:
    """Plain data, and the line of each key and list item.

    Raises:
        YamlError: with the line.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise YamlError(str(problem), mark.line + 1 if mark else 1) from error
    finally:
        loader.dispose()
    lines: Lines = {}
    if node:
        _collect(node, (), lines)
    return data, lines


def _collect(node: yaml.Node, path: tuple[str | int, ...], lines: Lines) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, str(key.value))
            lines[place] = key.start_mark.line + 1
            _collect(value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _collect(item, (*path, position), lines)
