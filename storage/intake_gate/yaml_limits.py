"""YAML of strangers within limits, told from its events before a node is made.

Aliases count as what they stand for: lists that name one another nine times, or mappings that merge one
another twice, are billions of nodes in a kilobyte.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind, check_size

_LIMITS = FILE_LIMITS[FileKind.YAML]


def check_yaml(text: str, where: str) -> None:
    """Raises BadInput for a document that would cost more than it may, or that contains itself.

    A document that is broken passes up to its fault: reading it names the place.
    """
    check_size(FileKind.YAML, len(text.encode("utf-8", "surrogatepass")), where)
    _check(text, where, yaml.CSafeLoader)


def may_be_worded(text: str, where: str) -> bool:
    """Whether a document in which libyaml saw a fault may be read again by the slow reader, for its words:
    a short one, within limits as that reader sees it, too. Raises BadInput."""
    if len(text) > _WORDED:
        return False
    _check(text, where, yaml.SafeLoader)
    return True


_WORDED = 2**18
"""Characters, chosen by hand: read in about a second."""


def _check(text: str, where: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> None:
    try:
        _count(yaml.parse(text, Loader=loader), where)
    except (yaml.YAMLError, ValueError):
        return


def _count(events: Iterator[yaml.Event], where: str) -> None:
    """Counts nodes; `sizes` holds those of the open collections, `anchors` of those that have a name."""
    sizes: list[int] = [0]
    names: list[str | None] = []
    anchors: dict[str, int] = {}
    for event in events:
        match event:
            case yaml.AliasEvent():
                if event.anchor in names:
                    raise BadInput("file.contains-itself", where=where)
                sizes[-1] += anchors.get(str(event.anchor), 1)
            case yaml.ScalarEvent():
                sizes[-1] += 1
                if event.anchor:
                    anchors[event.anchor] = 1
            case yaml.CollectionStartEvent():
                sizes.append(1)
                names.append(event.anchor)
            case yaml.CollectionEndEvent():
                size, name = sizes.pop(), names.pop()
                sizes[-1] += size
                if name:
                    anchors[name] = size
            case _:
                continue
        if sizes[-1] > _LIMITS.items:
            raise BadInput("file.items", where=where, most=_LIMITS.items)
        if len(names) > _LIMITS.depth:
            raise BadInput("file.depth", where=where, most=_LIMITS.depth)
