"""A crawl begins without what it does not use: its start is paid anew by every run."""

from __future__ import annotations

import subprocess
import sys

import pytest

_UNUSED = ("alembic", "playwright", "sklearn", "scipy", "numpy", "classifiers", "alerts")
"""Packages that cost much to import and that fetching and reading pages does not ask."""


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    """The modules that a process holds once it could begin to crawl."""
    program = "import sys, console.commands.crawls.crawl, crawler.spiders.site; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return frozenset(answer.stdout.split())


@pytest.mark.parametrize("package", _UNUSED)
def test_a_crawl_begins_without(package: str, imported: frozenset[str]) -> None:
    assert not {name for name in imported if name.partition(".")[0] == package}


def test_a_crawl_begins_without_the_readers_of_pages(imported: frozenset[str]) -> None:
    assert "crawler.extract.page.page" in imported
    assert not {"crawler.extract.read_page", "crawler.templates.host_templates"} & imported


def test_a_crawl_begins_with_its_own_tables_alone(imported: frozenset[str]) -> None:
    assert "storage.tables.crawling" in imported
    assert "storage.tables.whole" not in imported
