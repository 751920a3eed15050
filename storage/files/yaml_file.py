"""YAML (and with it JSON) read safely, with the place of an error in one line."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from storage.base.errors import BadInput


class _StrictLoader(yaml.SafeLoader):
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


def load_yaml(text: str, where: str) -> Any:
    """The document in `text`. Raises BadInput with line and column where it is broken."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (a SafeLoader)
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
