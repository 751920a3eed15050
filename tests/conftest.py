"""Real servers that several rooms test against, each started once and only when asked for."""

from __future__ import annotations

import gc
import itertools
import os
from collections import Counter
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from console.demo.market.market import Market, running_market
from storage.base.database import open_database
from storage.base.message import Language
from storage.base.settings import Settings
from tests.databases import begin_as_template, migrated_file, spare_the_disk
from tests.dialects import share_statements
from tests.examples import MANY, USUAL, examples
from tests.memory_files import keep_files_in_memory
from tests.servers.postgres import fresh_database, running_postgres
from tests.servers.smtp import Relay, running_relay
from tests.servers.timestamp_authority import TimestampAuthority, running_authority

_numbers = itertools.count(1)
_seconds: Counter[str] = Counter()
"""What the reports of each file's tests took."""
DEAR_FILES = Path(__file__).with_name("dear_files.txt")
DEAR_SECONDS = 2
"""Of a worker; chosen by hand: cheaper files fill the end of a run in any order."""

hypothesis.settings.register_profile("loaded-machine", examples(USUAL, MANY))
hypothesis.settings.load_profile("loaded-machine")
"""An example's time depends on what else runs; where time is what is tested, the test measures it."""


def pytest_configure(config: pytest.Config) -> None:
    """Messages are English, whatever the locale of the machine; temporary files are in memory."""
    keep_files_in_memory(config)
    os.environ["HUBIAO_LANG"] = Language.ENGLISH
    spare_the_disk()
    begin_as_template()
    share_statements()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """All that collecting makes stays: nothing of it is looked through for garbage until its end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Look for cyclic garbage among what the tests make, not again and again in all modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_databases` once on SQLite and once on PostgreSQL."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the dearest files, so that no worker waits for the other at the end.

    A file is one worker's (`--dist loadfile`): what a module's fixtures start (an office, its
    console, a browser) starts once.
    """
    items.sort(key=lambda item: -_costs().get(_file_of(item), 0.0))


def _file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


@cache
def _costs() -> dict[str, float]:
    """Seconds of the files that take `DEAR_SECONDS` and more, as `--write-dear-files` measured them."""
    lines = DEAR_FILES.read_text(encoding="utf-8").splitlines()
    return {path: float(seconds) for seconds, path in map(str.split, lines)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-dear-files",
        action="store_true",
        help="write tests/dear_files.txt from what this run's files took (make test PYTEST=--write-dear-files)",
    )


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In the process that hears of all workers, put the files' seconds down, the dearest first."""
    if not session.config.getoption("--write-dear-files") or hasattr(session.config, "workerinput"):
        return
    seconds = {
        path: cost for path, cost in {**_costs(), **_seconds}.items() if cost >= DEAR_SECONDS
    }
    dear = sorted(seconds.items(), key=lambda item: (-round(item[1]), item[0]))
    root = session.config.rootpath
    lines = (f"{cost:.0f} {path}\n" for path, cost in dear if (root / path).exists())
    DEAR_FILES.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of the maintenance database of a PostgreSQL server of this test run's own."""
    with running_postgres() as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of a PostgreSQL database without tables."""
    with fresh_database(postgres_server, f"empty_{next(_numbers)}") as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated database without rows; PostgreSQL copies it by its files."""
    with fresh_database(postgres_server, "migrated") as url:
        open_database(Settings(database_url=url), migrate=True).close()
        yield "migrated"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """URL of a migrated PostgreSQL database without rows."""
    name = f"hubiao_{next(_numbers)}"
    with fresh_database(postgres_server, name, template=postgres_template) as url:
        yield url


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite", or what the test's mark or parameter says."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """URL of a migrated database without rows."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{migrated_file(tmp_path / 'hubiao.db')}"


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """URL of a database without tables."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("empty_postgres_url"))
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def smtp_relay(tmp_path: Path) -> Iterator[Relay]:
    """A mail relay with STARTTLS and AUTH on a free port."""
    folder = tmp_path / "relay"
    folder.mkdir()
    with running_relay(folder) as relay:
        yield relay


@pytest.fixture(scope="session")
def shared_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimestampAuthority]:
    with running_authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture
def authority(shared_authority: TimestampAuthority) -> Iterator[TimestampAuthority]:
    """An honest RFC 3161 authority; set `lie` to make it dishonest for one test."""
    shared_authority.asked = 0
    yield shared_authority
    shared_authority.lie = ""


@pytest.fixture(scope="session")
def market_server() -> Iterator[Market]:
    """The demonstration market's process; ask for `market` unless you only need its addresses."""
    with running_market() as market:
        yield market


@pytest.fixture
def market(market_server: Market) -> Iterator[Market]:
    """The demonstration market on its first day, and back on it afterwards."""
    market_server.move_to(0)
    yield market_server
    market_server.move_to(0)
