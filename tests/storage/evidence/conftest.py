"""A data folder with an open database, and packages stamped by the tests' authority."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.entries import Entry, authorities, enter
from storage.evidence.visit import Occasion
from tests.databases import migrated_database
from tests.servers.timestamp_authority import TimestampAuthority
from tests.storage.evidence.visits import visit


def stamped_by(authority: TimestampAuthority, home: Path) -> Settings:
    """The settings of a data folder whose captures are stamped by that authority."""
    return Settings(
        home=home,
        allow_addresses=("127.0.0.0/8",),
        timestamp_urls=(authority.url,),
        timestamp_anchors=(str(authority.root),),
    )


@pytest.fixture
def settings(tmp_path: Path, authority: TimestampAuthority, database_url: str) -> Settings:
    settings = stamped_by(authority, tmp_path / "home")
    return settings.model_copy(update={"database_url": database_url})


Take = Callable[..., Entry]


def taker(database: Database, settings: Settings) -> Take:
    """Enters a made-up visit; `stamped=False` as if no authority were configured."""

    def make(*, stamped: bool = True, lead: int | None = None, **details: str) -> Entry:
        stampers = authorities(settings) if stamped else ()
        occasion = Occasion(officer="li", lead=lead)
        return enter(database, settings, visit(**details), occasion, stampers=stampers)

    return make


@pytest.fixture
def take(database: Database, settings: Settings) -> Take:
    return taker(database, settings)


@pytest.fixture(scope="session")
def office(
    tmp_path_factory: pytest.TempPathFactory, shared_authority: TimestampAuthority
) -> Settings:
    """An office whose folder tests only read."""
    return stamped_by(shared_authority, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def office_take(office: Settings) -> Iterator[Take]:
    opened = migrated_database(office)
    yield taker(opened, office)
    opened.close()


@pytest.fixture(scope="session")
def package(office_take: Take) -> Path:
    """A stamped package of that office."""
    path = office_take().package
    assert path is not None
    return path
