"""YAML changed in place (改写 YAML): what is not changed keeps its comments, order and way of writing."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from storage.base.errors import BadInput
from storage.files.yaml_file import load_yaml

_WIDTH = 4096
"""Columns before a line is folded: never, since a folded pattern is hard to read."""
Path = tuple[str, ...]
"""Keys from the top of the document down to a value."""


def edit_yaml(text: str, changes: Mapping[Path, object], where: str) -> str:
    """The document with some values set; None takes a key away, and a mapping that is empty then.

    A value that equals the present one is left as it is written. Raises BadInput for a broken document.
    """
    present = load_yaml(text, where) or {}
    if not isinstance(present, dict):
        raise BadInput("yaml.no-mapping", key=where)
    editor = _editor()
    try:
        document = editor.load(text) or CommentedMap()
    except YAMLError as error:
        raise BadInput("yaml.broken", where=where, reason=str(error)[:200]) from error
    for path, value in changes.items():
        if _value_at(present, path) != value:
            _set(document, path, value)
    written = io.StringIO()
    editor.dump(document, written)
    return written.getvalue()


def _editor() -> YAML:
    editor = YAML(typ="rt")
    editor.preserve_quotes = True
    editor.width = _WIDTH
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor


def _value_at(document: Any, path: Path) -> object:
    value = document
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _set(document: CommentedMap, path: Path, value: object) -> None:
    above = document
    for key in path[:-1]:
        if not isinstance(above.get(key), dict):
            if value is None:
                return
            above[key] = CommentedMap()
        above = above[key]
    if value is not None:
        above[path[-1]] = _node(value)
        return
    above.pop(path[-1], None)
    if not above and len(path) > 1:
        _set(document, path[:-1], None)


def _node(value: object) -> object:
    """As one writes it by hand: mappings in a line, lists of texts in a line, lists of mappings one a line."""
    if isinstance(value, Mapping):
        mapping = CommentedMap((key, _node(item)) for key, item in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = CommentedSeq([_node(item) for item in value])
        if not any(isinstance(item, CommentedMap) or "\\" in str(item) for item in items):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str) and ("\\" in value or "{" in value):
        return SingleQuotedScalarString(value)
    return value
