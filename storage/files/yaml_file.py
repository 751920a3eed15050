"""YAML (and with it JSON) read safely, with the place of an error in one line.

Documents of people pass `storage.intake_gate.yaml_limits` first. They are read by libyaml, which is seven
times as fast; only the words of a fault are those of the slow reader, as far as the document is short.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from storage.base.errors import BadInput
from storage.intake_gate.yaml_limits import check_yaml, may_be_worded

_LONGEST_NUMBER = 400
"""Characters of a number, chosen by hand: a longer one would be no double and takes long to print."""


class MarkedMapping(dict[Hashable, Any]):
    """A mapping that knows its place in the file: its first line, and the line of each key."""

    line: int = 0
    key_lines: Mapping[str, int] = MappingProxyType({})


class _Strict(yaml.constructor.SafeConstructor):
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


def _number(loader: Any, node: yaml.ScalarNode) -> Any:
    if len(node.value) > _LONGEST_NUMBER:
        raise yaml.constructor.ConstructorError(
            None, None, "a number of too many digits", node.start_mark
        )
    return loader.construct_yaml_int(node)


def _marked(loader: Any, node: yaml.MappingNode) -> Iterator[MarkedMapping]:
    values = MarkedMapping()
    yield values
    values.update(loader.construct_mapping(node))
    values.line = node.start_mark.line + 1
    values.key_lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


class _StrictLoader(_Strict, yaml.SafeLoader):
    """Safe, with the wording of errors that people are shown."""


class _FastLoader(_Strict, yaml.CSafeLoader):
    """The same by libyaml: seven times as fast, errors worded otherwise."""


class _MarkedLoader(_Strict, yaml.SafeLoader):
    """Marked mappings, with the wording of errors that people are shown."""


class _FastMarkedLoader(_Strict, yaml.CSafeLoader):
    """Marked mappings by libyaml."""


_INTEGER, _MAPPING = "tag:yaml.org,2002:int", "tag:yaml.org,2002:map"
_StrictLoader.add_constructor(_INTEGER, _number)
_FastLoader.add_constructor(_INTEGER, _number)
_MarkedLoader.add_constructor(_INTEGER, _number)
_MarkedLoader.add_constructor(_MAPPING, _marked)
_FastMarkedLoader.add_constructor(_INTEGER, _number)
_FastMarkedLoader.add_constructor(_MAPPING, _marked)


def load_yaml(text: str, where: str) -> Any:
    """The document in `text`. Raises BadInput with line and column where it is broken, and for one that
    would cost more than a document may."""
    return _load_foreign(text, where, _FastLoader, _StrictLoader)


def load_own_yaml(text: str, where: str) -> Any:
    """As `load_yaml`, faster, for files of the product itself; the wording of an error may differ."""
    return _load(text, where, _FastLoader)


def load_marked_yaml(text: str, where: str) -> Any:
    """As `load_yaml`, each mapping a MarkedMapping: for readers that name the line of a fault."""
    return _load_foreign(text, where, _FastMarkedLoader, _MarkedLoader)


def _load_foreign(
    text: str, where: str, fast: type[yaml.CSafeLoader], worded: type[yaml.SafeLoader]
) -> Any:
    check_yaml(text, where)
    try:
        return _load(text, where, fast)
    except BadInput:
        if may_be_worded(text, where):
            return _load(text, where, worded)
        raise


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
    except Exception as error:  # a tag's constructor raises whatever a strange value makes it raise
        reason = " ".join(str(error).split())
        raise BadInput("yaml.broken", where=where, reason=reason[:200]) from error
