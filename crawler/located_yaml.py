"""YAML read together with the line of every key, so that a message can point at the place to correct.

Belongs here: parsing a mapping into plain values and lines. Does not belong here: what the keys mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer, ComposerError
from yaml.constructor import SafeConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.resolver import Resolver

_TYPES = {yaml.SequenceNode: "a list", yaml.ScalarNode: "a single value", yaml.MappingNode: "a mapping"}
KeyPath = tuple[str | int, ...]


class LocatedYamlError(ValueError):
    """Text that is no mapping in YAML; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Located:
    """A document: `value` as plain dicts, lists and scalars; `lines` from key path to line, from 1."""

    value: dict[str, Any]
    lines: dict[KeyPath, int]
    repeated: list[tuple[KeyPath, int]] = field(default_factory=list)
    """Keys that occur twice in one mapping, with the line of the later one, whose value was not taken."""

    def line(self, path: KeyPath) -> int:
        """Line of the longest known part of a path."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """Safe, without aliases (a document could refer to itself) and with words kept as words.

    YAML 1.1 reads `no` as false, which would take away Norway and Norwegian. The events are libyaml's: the whole
    registry is read at the start of every command, and PyYAML's own scanner takes nine times as long for it.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class declares it without ClassVar
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
        ]
        for first, resolvers in Resolver.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        for part in (Composer, SafeConstructor, Resolver):
            part.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            problem = "aliases are not read; write the value out"
            mark = self.get_event().start_mark  # type: ignore[union-attr]  # one was just seen
            raise ComposerError(problem=problem, problem_mark=mark)  # type: ignore[arg-type]  # a mark of libyaml
        return super().compose_node(parent, index)


def read_located(path: Path) -> Located:
    """One file as values and lines.

    An empty file, or one of comments only, is an empty mapping.

    Raises:
        LocatedYamlError: no YAML, not UTF-8, or something else than a mapping at the top.
        OSError: the file can't be read.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        loader = _Loader(text)
        node = loader.get_single_node()
    except UnicodeDecodeError as error:
        raise LocatedYamlError(1, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # libyaml places what is missing at the end behind the last line.
        line = min(mark.line, text.count("\n")) + 1 if mark else 1
        raise LocatedYamlError(line, f"no valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise LocatedYamlError(1, f"no valid YAML: {error}") from error
    if node is None:
        return Located({}, {})
    if not isinstance(node, yaml.MappingNode):
        raise LocatedYamlError(node.start_mark.line + 1, f"{_TYPES[type(node)]} at the top, not a mapping")
    found = Located({}, {})
    found.value.update(_mapping(loader, node, (), found))
    return found


def _mapping(loader: _Loader, node: yaml.MappingNode, path: KeyPath, found: Located) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, line, value in _items(node):
        here = (*path, key)
        if key in values:
            # YAML itself takes the later one without a word.
            found.repeated.append((here, line))
            continue
        found.lines[here] = line
        values[key] = _value(loader, value, here, found)
    return values


def _items(node: yaml.MappingNode) -> Iterator[tuple[str, int, yaml.Node]]:
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise LocatedYamlError(key.start_mark.line + 1, f"{_TYPES[type(key)]} as a key, not a word")
        # As written and not as YAML reads it: a key `12` is a word here.
        yield key.value, key.start_mark.line + 1, value


def _value(loader: _Loader, node: yaml.Node, path: KeyPath, found: Located) -> Any:  # noqa: ANN401 - YAML's values
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, found)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            found.lines[(*path, index)] = child.start_mark.line + 1
        return [_value(loader, child, (*path, index), found) for index, child in enumerate(node.value)]
    try:
        # It may raise for what looked like a number: `0b_` fits YAML's pattern of integers.
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        line = node.start_mark.line + 1
        raise LocatedYamlError(line, f"value {node.value!r} can't be read: {error}") from error
