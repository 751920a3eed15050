"""Every refusal that a room may raise, read from its source: what an officer could be told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import storage.base.errors as errors

NAMES = frozenset(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.HubiaoError)
)


@dataclass(frozen=True, kw_only=True)
class Raised:
    """One place that raises a refusal with words of its own."""

    place: str
    """file:line"""
    sample: str
    """The words, an example in place of each value."""


def raised_in(folder: Path, example: str) -> Iterator[Raised]:
    """The refusals of all modules under a folder; `example` stands for each value in them."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                called = node.exc
                named = isinstance(called.func, ast.Name) and called.func.id in NAMES
                words = _words(called.args[0], example) if named and called.args else None
                if words:
                    yield Raised(
                        place=f"{folder.name}/{path.relative_to(folder)}:{node.lineno}",
                        sample=words,
                    )


def _words(node: ast.expr, example: str) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else example for part in node.values)
        return "".join(map(str, parts))
    return None
