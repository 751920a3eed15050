"""The wheel holds the product whole: every module and data file of the tree, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("storage", "crawler", "classifiers", "alerts", "console")
PROJECT_FILES = ("pyproject.toml", "setup.py", "README.md", "LICENSE")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what a wheel is built from, with workshop folders that must stay out."""
    copy = tmp_path / "tree"
    for package in (*PRODUCT, "tools", "benchmarks"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for name in PROJECT_FILES:
        shutil.copy(ROOT / name, copy / name)
    (copy / "tests").mkdir()
    (copy / "tests" / "__init__.py").touch()
    return copy


def _build(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    return subprocess.run(
        [*command, "--wheel-dir", tree.parent, "."], cwd=tree, capture_output=True, text=True
    )


def test_the_wheel_holds_every_file_of_the_product_and_no_other(tree: Path) -> None:
    files = {
        str(path.relative_to(tree))
        for package in PRODUCT
        for path in (tree / package).rglob("*")
        if path.is_file()
    }
    built = _build(tree)
    assert built.returncode == 0, built.stderr
    (wheel,) = tree.parent.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        members = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert members == files
    assert {"console/static/vendor/htmx.min.js", "console/demo/rights.yml"} <= members


def test_no_wheel_is_built_without_the_front_end(tree: Path) -> None:
    shutil.rmtree(tree / "console" / "static" / "vendor")
    built = _build(tree)
    assert built.returncode != 0
    assert "console/static/vendor is empty: run 'make setup' first" in built.stderr
    assert list(tree.parent.glob("*.whl")) == []
