"""No mapping of anything (`dict[str, Any]`) goes from one room to another: JSON becomes a record at the door."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("storage", "crawler", "classifiers", "alerts", "console")
ANYTHING = re.compile(r"\b(?:dict|Mapping)\[(?:str|Any), Any\]")
DECODERS = re.compile(r"(?:^|\.)(?:to_json|from_json|from_manifest)$")
"""Where a record becomes JSON and JSON a record."""
AT_THE_EDGE = {
    "storage/files/yaml_values.py": "reads YAML key by key",
    "storage/evidence/package.py": "reads JSON of packages of others key by key",
    "storage/rights/import_records.py": "reads a rights file into records",
    "storage/tables/base.py": "maps types to columns",
    "crawler/browser/context_options.py": "arguments of Playwright",
    "crawler/browser/launch.py": "arguments of Playwright",
    "console/options/command_options.py": "arguments of typer",
    "console/options/list_output.py": "lines that a command prints",
    "console/web/rendering.py": "values of a query string",
    "console/words/audit_details.py": "what an act notes in the audit, which is open",
}


def _modules() -> dict[Path, ast.Module]:
    return {
        path.relative_to(ROOT): ast.parse(path.read_text("utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


def _types(node: ast.stmt) -> list[ast.expr | None]:
    match node:
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            return [node.returns, *(argument.annotation for argument in named)]
        case ast.AnnAssign(annotation=annotation):
            return [annotation]
        case _:
            return []


def _name(node: ast.stmt) -> str:
    return str(getattr(node, "name", None) or ast.unparse(getattr(node, "target", ast.Name("?"))))


def _open_names(tree: ast.Module) -> Iterator[str]:
    """Names whose type mentions a mapping of anything, of a member that of its class before it."""
    for node in tree.body:
        members = node.body if isinstance(node, ast.ClassDef) else [node]
        for member in members:
            if any(kind and ANYTHING.search(ast.unparse(kind)) for kind in _types(member)):
                inner = _name(member)
                if inner.startswith("_"):
                    continue
                yield f"{node.name}.{inner}" if isinstance(node, ast.ClassDef) else inner


def test_no_mapping_of_anything_crosses_a_room() -> None:
    modules = _modules()
    rooms: dict[tuple[str, str], set[Path]] = defaultdict(set)
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    rooms[node.module, alias.name].add(path.parent)
    crossing = [
        f"{path}: {name}"
        for path, tree in modules.items()
        for name in _open_names(tree)
        if rooms[".".join(path.with_suffix("").parts), name.partition(".")[0]] - {path.parent}
        and path.as_posix() not in AT_THE_EDGE
        and not DECODERS.search(name)
    ]
    assert not crossing, "give these a record: " + "; ".join(crossing)
