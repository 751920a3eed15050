"""The wheel holds the product whole: every module and data file of the tree, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("storage", "crawler", "classifiers", "alerts", "console")
PROJECT_FILES = ("pyproject.toml", "setup.py", "README.md", "LICENSE")


RIGHTS = """
holders:
  - {id: h, name: 示例持有人}
rights:
  - {id: r, text: 天赋河套, kind: trademark, holder: h, goods: [面粉], classes: [30]}
"""


def _copy_tree(copy: Path) -> Path:
    """What a wheel is built from, with workshop folders that must stay out."""
    for package in (*PRODUCT, "tools", "benchmarks"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for name in PROJECT_FILES:
        shutil.copy(ROOT / name, copy / name)
    (copy / "tests").mkdir()
    (copy / "tests" / "__init__.py").touch()
    return copy


def _pip(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "-q", *arguments, "--no-deps", "--no-build-isolation"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy_tree(tmp_path_factory.mktemp("source") / "tree")


@pytest.fixture(scope="module")
def wheel(tree: Path) -> Path:
    built = _pip(tree, "wheel", "--wheel-dir", tree.parent, ".")
    assert built.returncode == 0, built.stderr
    (path,) = tree.parent.glob("*.whl")
    return path


def test_the_wheel_holds_every_file_of_the_product_and_no_other(wheel: Path) -> None:
    files = {
        str(path.relative_to(ROOT))
        for package in PRODUCT
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name[0] != "."
    }
    with zipfile.ZipFile(wheel) as archive:
        members = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert members == files
    assert {"console/static/vendor/htmx.min.js", "console/demo/rights.yml"} <= members


@pytest.mark.slow
@pytest.mark.timeout(600)  # compiles and loads the whole program anew
def test_the_program_works_where_the_wheel_is_installed(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    # What is never imported need not be compiled.
    install = _pip(tmp_path, "install", "--no-compile", "--target", installed, wheel)
    assert install.returncode == 0, install.stderr
    (tmp_path / "rights.yml").write_text(RIGHTS, "utf-8")
    listing = {"url": "https://a.example/1", "title": "天赋河套面粉 5kg", "shop": "示例粮油店"}
    (tmp_path / "listings.jsonl").write_text(json.dumps(listing) + "\n", "utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(installed),
        "HUBIAO_HOME": str(tmp_path / "home"),
        "HUBIAO_LANG": "en",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "console", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert str(tmp_path / "home") in run("init")
    assert "echarts.min.js, htmx.min.js" in run("doctor")
    assert json.loads(run("score", "listings.jsonl", "--rights", "rights.yml"))["right"] == "r"


def test_no_wheel_is_built_without_the_front_end(tree: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(tree, tmp_path / "bare", ignore=shutil.ignore_patterns("vendor"))
    # As pip does it, but for the folder of its own that pip makes first.
    command = [sys.executable, "setup.py", "-q", "bdist_wheel", "--dist-dir", str(tmp_path)]
    built = subprocess.run(command, cwd=bare, capture_output=True, text=True)
    assert built.returncode != 0
    assert "console/static/vendor is empty: run 'make setup' first" in built.stderr
    assert list(tmp_path.glob("*.whl")) == []
