"""The examples in the docstrings of the readers are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ("read_page", "links", "page.charset", "visible.amounts", "visible.currencies")


@pytest.mark.parametrize("name", MODULES)
def test_every_example_prints_what_it_says(name: str) -> None:
    result = doctest.testmod(import_module(f"crawler.extract.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
