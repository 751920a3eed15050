"""Names say what a thing is: words that stand for anything are refused as names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VAGUE = frozenset(
    (
        *("found", "shown", "told", "given", "wanted", "one", "own", "said", "known", "kept"),
        *("had", "done", "other", "others", "such", "heard", "seen", "harvest", "sighting"),
        *("stated", "rest"),
    )
)
"""Participles and pronouns: a reader learns nothing from them (CONTRIBUTING.md, names)."""
CLEAN = (
    "storage",
    "crawler",
    "classifiers",
    "alerts",
    "console",
    "tools",
    "benchmarks",
    "docs",
    "tests",
)
"""Folders without a vague name: all of them."""
PRODUCT = CLEAN[:5]
PUBLISHED = ROOT / "console/api/records.py"
"""Its classes name the schemas of the API's document, which programs of others know."""


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module makes: variables, parameters, functions, classes, attributes, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case _:
                pass


def vague_names(folder: Path) -> list[str]:
    """Places of vague names under a folder, as file:line name."""
    return [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sorted(folder.rglob("*.py") if folder.is_dir() else [folder])
        if not {".venv", "migrations", "node_modules"} & set(path.parts)
        for line, name in names(ast.parse(path.read_text(encoding="utf-8")))
        if name.strip("_").lower() in VAGUE
    ]


@pytest.mark.parametrize("folder", CLEAN)
def test_no_name_stands_for_anything(folder: str) -> None:
    assert vague_names(ROOT / folder) == []


def test_no_two_classes_of_the_product_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for folder in PRODUCT:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path == PUBLISHED:
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        places = vague_names(ROOT / argument)
        sys.stdout.write("\n".join([*places, f"{argument}: {len(places)} vague names", ""]))
