"""A small office and its console, served to visitors and browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    """One small office for a whole file of tests; each test takes leads of its own."""
    settings, database = an_office(tmp_path_factory.mktemp("office"))
    yield settings, database
    database.close()


@pytest.fixture(scope="module")
def address(office: tuple[Settings, Database]) -> Iterator[str]:
    """Where the office's console is served."""
    with served(*office) as url:
        yield url


@pytest.fixture(scope="module")
def visit(address: str) -> Iterator[Callable[[str | None], Visitor]]:
    """`visit("甲")` is a browser in which officer 甲 is signed in; `visit(None)` a stranger."""
    visitors: dict[str | None, Visitor] = {}

    def enter(name: str | None) -> Visitor:
        if name not in visitors:
            visitors[name] = Visitor(address, name)
        return visitors[name]

    yield enter
    for visitor in visitors.values():
        visitor.close()
