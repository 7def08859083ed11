"""YAML -> plain values, or nodes that know their lines; the only file that imports yaml."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from ingest.errors import InjaeError


class YamlError(InjaeError):
    """Text that is not YAML; `line` is where it stops making sense, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Node:
    """A value as read, and the line where it stands."""

    value: Any
    """A scalar, a list of nodes, or a dict from name to node."""
    line: int
    key_lines: dict[str, int]
    """The line of each key, when the value is a dict."""

    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _Loader(yaml.SafeLoader):
    """Safe loading; dates stay the text they were written as, and there are no aliases.

    A short file with aliases can stand for an endless one.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            problem = f"aliases (*{event.anchor}) are not read; write it out"
            raise yaml.composer.ComposerError(None, None, problem, event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(text: str) -> Any:
    """Plain data; None for a text that holds none.

    Raises:
        YamlError: with the line.
    """
    root = parse_yaml_nodes(text)
    return None if root is None else root.plain()


def parse_yaml_nodes(text: str) -> Node | None:
    """The same with the line of each value and key; None for a text that holds none.

    Raises:
        YamlError: not YAML, a key given twice, an alias; with the line.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
        return None if root is None else _node(root, _Loader(""))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(f"{error.reason} (#x{error.character:04x})", line) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise YamlError(problem, mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise YamlError("nested too deeply", 1) from error


def _node(node: yaml.Node, loader: _Loader) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loader)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item, loader) for item in node.value], line, {})
    try:
        value = loader.construct_object(node)
    except ValueError:
        # a number with more digits than Python reads, or a `!!int` that is none
        value = node.value
    # a day that is tagged as one is text as well
    return Node(value.isoformat() if isinstance(value, date) else value, line, {})


def _mapping(node: yaml.MappingNode, loader: _Loader) -> Node:
    children: dict[str, Node] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in children:
            raise YamlError(f"'{key}' is given twice, first on line {key_lines[key]}", line)
        children[key], key_lines[key] = _node(value_node, loader), line
    return Node(children, node.start_mark.line + 1, key_lines)
