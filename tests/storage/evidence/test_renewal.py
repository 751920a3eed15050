"""Evidence is renewed before its authority or its algorithm ends, and still proves its time in 2046."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.evidence.entries import authorities, enter
from storage.evidence.renewal.algorithms import read_ages
from storage.evidence.renewal.daily import TURN, overdue, renew
from storage.evidence.renewal.proof_checks import record_path, with_record
from storage.evidence.renewal.record import read_record, write_record
from storage.evidence.renewal.token import read_token, response_of
from storage.evidence.trust import home_anchors, read_anchors
from storage.evidence.verification import verify_package
from storage.evidence.visit import Occasion
from storage.records.outside.check import Check
from tests.databases import migrated_database
from tests.servers.timestamp_authority import TimestampAuthority, running_authority
from tests.storage.evidence.by_hand import blocks
from tests.storage.evidence.visits import visit

AUTHORITIES = ((2026, 2032), (2030, 2045), (2037, 2060))
"""The years of three authorities that follow upon one another."""
NO_MORE_SHA256 = "sha256=2040-01-01"


def day(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[TimestampAuthority]]:
    with ExitStack() as stack:
        running = []
        for years in AUTHORITIES:
            folder = tmp_path_factory.mktemp("authority")
            authority = stack.enter_context(running_authority(folder, years=years))
            authority.by_process_clock = True
            running.append(authority)
        yield running


def office(home: Path, servers: list[TimestampAuthority], number: int) -> Settings:
    """The office while it asks the authority of that number; it trusts those before still."""
    return Settings(
        home=home,
        allow_addresses=("127.0.0.0/8",),
        timestamp_urls=(servers[number].url,),
        timestamp_anchors=tuple(str(server.root) for server in servers[: number + 1]),
        algorithm_ends=(NO_MORE_SHA256,),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def database(home: Path, servers: list[TimestampAuthority]) -> Iterator[Database]:
    opened = migrated_database(office(home, servers, 0))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def packages(home: Path, servers: list[TimestampAuthority], database: Database) -> list[Path]:
    """Three captures of 2026, as they lie in 2046: three authorities, two hashes."""
    first = office(home, servers, 0)
    with time_machine.travel(day("2026-11-29")):
        made = [take(database, first, f"示例商品 {number}") for number in range(3)]
        assert renew(database, first).initial == 3
    with time_machine.travel(day("2031-03-01")):
        second = office(home, servers, 1)
        with database.read() as session:
            assert overdue(session, second, day("2031-12-01")) == 3
        assert renew(database, second, dry_run=True).token == 3
        assert renew(database, second).token == 3
        assert renew(database, second).total == 0
    with time_machine.travel(day("2039-06-01")):
        third = office(home, servers, 2)
        assert renew(database, third).hash == 3
        assert renew(database, third).total == 0
    return made


def take(database: Database, settings: Settings, title: str) -> Path:
    stampers = authorities(settings)
    page = visit(title=title)
    entry = enter(database, settings, page, Occasion(officer="li"), stampers=stampers)
    assert entry.package is not None
    return entry.package


@pytest.fixture(scope="module")
def stranger(
    packages: list[Path], home: Path, servers: list[TimestampAuthority], database: Database
) -> Path:
    """A capture of 2040 that was never renewed."""
    with time_machine.travel(day("2040-01-01")):
        return take(database, office(home, servers, 2), "另一件示例商品")


def judged(
    package: Path, home: Path, servers: list[TimestampAuthority], at: str
) -> tuple[Check, ...]:
    return verify_package(
        package,
        anchors=home_anchors(home),
        timestamp_anchors=read_anchors(server.root for server in servers),
        at=day(at),
        ages=read_ages([NO_MORE_SHA256]),
    )


def proof(checks: tuple[Check, ...]) -> str:
    return checks[-1].line("en")


def test_in_2046_a_capture_of_2026_is_proved_through_its_renewals(
    packages: list[Path], home: Path, servers: list[TimestampAuthority]
) -> None:
    with time_machine.travel(day("2046-11-29")):
        for package in packages:
            checks = judged(package, home, servers, "2046-11-29")
            assert [check.line("en") for check in checks if not check.passed] == []
    lines = [check.line("en") for check in checks][-4:]
    assert lines[0].startswith("renewal 1.1: ok, SHA256 tree stamped 2026-11-29")
    assert lines[1].startswith("renewal 1.2: ok, SHA256 tree stamped 2031-03-01")
    assert lines[2].startswith("renewal 2.1: ok, SHA512 tree stamped 2039-06-01")
    assert lines[3].startswith("proof on 2046-11-29: ok, the time 2026-11-29T00:00:0")


def test_a_stranger_follows_the_renewals_to_2046_with_openssl_alone(
    packages: list[Path], home: Path, servers: list[TimestampAuthority], tmp_path: Path
) -> None:
    shutil.copy(packages[0], tmp_path / "package.wacz")
    shutil.copy(record_path(packages[0]), tmp_path / "package.wacz.ers")
    for number, server in enumerate(servers, 1):
        shutil.copy(server.root, tmp_path / f"authority-{number}.pem")
    shutil.copy(servers[0].root, tmp_path / "authority.pem")
    steps = blocks("bash")
    taken = [step for step in steps if "asn1parse" in step or "lists" in step]
    program = "\n".join(["set -euo pipefail", "mkdir opened; cd opened", *taken, *blocks("sh")])
    outcome = subprocess.run(["bash", "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert (outcome.stdout + outcome.stderr).count("Verification: OK") == 3


def test_without_its_record_the_line_says_what_ended_and_when(
    packages: list[Path], home: Path, servers: list[TimestampAuthority], tmp_path: Path
) -> None:
    alone = tmp_path / "alone.wacz"
    alone.write_bytes(packages[0].read_bytes())
    assert ": ok," in proof(judged(alone, home, servers, "2031-12-01"))
    broken = proof(judged(alone, home, servers, "2046-11-29"))
    assert "proved no longer since 2032-01-01" in broken
    assert "CN=Test TSA" in broken


@pytest.mark.parametrize(
    ("links", "since"), [(1, "2032-01-01"), (2, "2040-01-01")], ids=["first only", "no new hash"]
)
def test_a_chain_that_stops_early_proves_until_its_last_link_ends(
    packages: list[Path],
    home: Path,
    servers: list[TimestampAuthority],
    tmp_path: Path,
    links: int,
    since: str,
) -> None:
    copy = tmp_path / "short.wacz"
    copy.write_bytes(packages[0].read_bytes())
    first, _ = read_record(record_path(packages[0]).read_bytes()).chains
    record_path(copy).write_bytes(write_record([first[:links]], ["sha256"]))
    assert f"proved no longer since {since}" in proof(judged(copy, home, servers, "2046-11-29"))


def test_the_record_of_other_packages_proves_nothing(
    packages: list[Path],
    stranger: Path,
    home: Path,
    servers: list[TimestampAuthority],
    tmp_path: Path,
) -> None:
    copy = tmp_path / "other.wacz"
    copy.write_bytes(stranger.read_bytes())
    record_path(copy).write_bytes(record_path(packages[0]).read_bytes())
    lines = [check.line("en") for check in judged(copy, home, servers, "2046-11-29")]
    assert any("renewal 1.1: FAILED, its hash tree does not cover" in line for line in lines)
    assert "archive time-stamp 1.1 does not hold" in lines[-1]


def test_every_changed_byte_of_a_record_is_found(
    packages: list[Path], home: Path, servers: list[TimestampAuthority], tmp_path: Path
) -> None:
    copy = tmp_path / "changed.wacz"
    copy.write_bytes(packages[0].read_bytes())
    record = record_path(packages[0]).read_bytes()
    for place in range(7, len(record), len(record) // 24):
        changed = bytearray(record)
        changed[place] ^= 0x41
        record_path(copy).write_bytes(changed)
        checks = judged(copy, home, servers, "2046-11-29")
        assert not all(check.passed for check in checks), place


def test_on_the_day_before_the_capture_nothing_was_stamped(
    packages: list[Path], home: Path, servers: list[TimestampAuthority]
) -> None:
    line = proof(judged(packages[0], home, servers, "2026-11-01"))
    assert "nothing was stamped before 2026-11-29" in line


def test_openssl_accepts_every_archive_time_stamp(
    packages: list[Path], servers: list[TimestampAuthority], tmp_path: Path
) -> None:
    """An outside verifier, at the time of each token, with the digest that the tree leads to."""
    record = read_record(record_path(packages[0]).read_bytes())
    timestamps = [timestamp for chain in record.chains for timestamp in chain]
    for server, timestamp in zip(servers, timestamps, strict=True):
        token = read_token(timestamp.token)
        answer = tmp_path / "answer.tsr"
        answer.write_bytes(response_of(timestamp.token))
        command = ["openssl", "ts", "-verify", "-in", str(answer), "-CAfile", str(server.root)]
        moment = str(int(token.moment.timestamp()))
        run = subprocess.run(
            [*command, "-digest", token.imprint.hex(), "-attime", moment],
            capture_output=True,
            text=True,
        )
        assert "Verification: OK" in run.stdout, run.stderr


def test_a_package_leaves_with_its_record_where_it_has_one(
    packages: list[Path], stranger: Path
) -> None:
    record = record_path(packages[0])
    names = {"evidence/1.wacz": packages[0], "evidence/1.wacz.ers": record}
    assert with_record(packages[0], "evidence/1.wacz") == names
    assert with_record(stranger, "2.wacz") == {"2.wacz": stranger}


def test_a_second_renewal_at_the_same_time_is_refused(
    stranger: Path, home: Path, servers: list[TimestampAuthority], database: Database
) -> None:
    settings = office(home, servers, 2)
    with time_machine.travel(day("2040-01-02")), turn(database, settings, TURN) as ours:
        assert ours
        assert renew(database, settings, dry_run=True).initial == 1
        with pytest.raises(Refused, match="another renewal is under way"):
            renew(database, settings)
    assert not record_path(stranger).exists()
