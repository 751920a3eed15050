"""YAML (and with it JSON) read safely, with the place of an error in one line."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from storage.base.errors import BadInput


class MarkedMapping(dict[Hashable, Any]):
    """A mapping that knows its place in the file: its first line, and the line of each key."""

    line: int = 0
    key_lines: Mapping[str, int] = MappingProxyType({})


class _StrictKeys(yaml.constructor.SafeConstructor):
    """A key that stands twice is an error: plain YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in keys and name != "<<":
                raise yaml.constructor.ConstructorError(
                    None, None, f"key '{name}' stands twice", key.start_mark
                )
            keys.add(name)
        return super().construct_mapping(node, deep)


class _StrictLoader(_StrictKeys, yaml.SafeLoader):
    """Safe, with the wording of errors that people are shown."""


class _OwnLoader(_StrictKeys, yaml.CSafeLoader):
    """The same by libyaml: seven times as fast, errors worded otherwise."""


class _MarkedLoader(_StrictLoader):
    """Gives each mapping as a MarkedMapping."""

    def construct_marked(self, node: yaml.MappingNode) -> Iterator[MarkedMapping]:
        values = MarkedMapping()
        yield values
        values.update(self.construct_mapping(node))
        values.line = node.start_mark.line + 1
        values.key_lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


_MarkedLoader.add_constructor("tag:yaml.org,2002:map", _MarkedLoader.construct_marked)


def load_yaml(text: str, where: str) -> Any:
    """The document in `text`. Raises BadInput with line and column where it is broken."""
    return _load(text, where, _StrictLoader)


def load_own_yaml(text: str, where: str) -> Any:
    """As `load_yaml`, faster, for files of the product itself; the wording of an error may differ."""
    return _load(text, where, _OwnLoader)


def load_marked_yaml(text: str, where: str) -> Any:
    """As `load_yaml`, each mapping a MarkedMapping: for readers that name the line of a fault."""
    return _load(text, where, _MarkedLoader)


def _load(text: str, where: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> Any:
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            raise BadInput("yaml.broken", where=where, reason=error.problem) from error
        raise BadInput(
            "yaml.broken-at",
            where=where,
            line=mark.line + 1,
            column=mark.column + 1,
            reason=error.problem,
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise BadInput("yaml.broken", where=where, reason=reason[:200]) from error
