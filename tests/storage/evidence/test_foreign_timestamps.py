"""A time-stamp that somebody else hands in: each line says what it is worth, and what it lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.evidence.foreign.timestamp_file import verify_timestamp
from storage.evidence.renewal.algorithms import AGES
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.record import make_timestamp, write_record
from storage.evidence.renewal.token import token_of
from storage.evidence.timestamp_authority import Authority
from storage.evidence.trust import read_anchors
from storage.net.address_policy import AddressPolicy
from storage.records.outside.check import Check
from tests.servers.timestamp_authority import TimestampAuthority

CONTENT = "一段示例视频".encode()


@pytest.fixture(scope="module")
def stamped(shared_authority: TimestampAuthority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """video.mp4 with its time-stamp beside it."""
    folder = tmp_path_factory.mktemp("foreign")
    authority = Authority(
        url=shared_authority.url,
        anchors=read_anchors([shared_authority.root]),
        policy=AddressPolicy(allow=("127.0.0.0/8",)),
    )
    (folder / "video.mp4").write_bytes(CONTENT)
    path = folder / "video.mp4.tsr"
    path.write_bytes(authority.stamp(CONTENT).raw)
    return path


def lines(
    path: Path, authority: TimestampAuthority | None, data: Path | None = None, at: int = 0
) -> tuple[Check, ...]:
    anchors = read_anchors([authority.root]) if authority else ()
    moment = datetime(at, 1, 1, tzinfo=UTC) if at else datetime.now(UTC)
    return verify_timestamp(path, data, Reader(at=moment, anchors=anchors, ages=AGES))


def faults(checks: tuple[Check, ...]) -> list[str]:
    return [check.name.text("en") for check in checks if not check.passed]


def test_a_foreign_time_stamp_holds_with_its_file(
    stamped: Path, shared_authority: TimestampAuthority
) -> None:
    checks = lines(stamped, shared_authority)
    assert faults(checks) == []
    assert "existed at that time" in checks[3].line("en")


def test_a_token_without_an_answer_around_it_is_read_too(
    stamped: Path, shared_authority: TimestampAuthority, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.tsr"
    alone.write_bytes(token_of(stamped.read_bytes()))
    assert faults(lines(alone, shared_authority, stamped.with_suffix(""))) == []


def test_its_authority_may_be_unknown_and_its_file_another_or_missing(
    stamped: Path, shared_authority: TimestampAuthority, tmp_path: Path
) -> None:
    assert faults(lines(stamped, None)) == ["authority"]
    changed = tmp_path / "other.mp4"
    assert faults(lines(stamped, shared_authority, changed)) == ["file"]
    changed.write_bytes(CONTENT + b"!")
    assert faults(lines(stamped, shared_authority, changed)) == ["file"]


def test_it_proves_nothing_after_its_authority_ended(
    stamped: Path, shared_authority: TimestampAuthority
) -> None:
    assert faults(lines(stamped, shared_authority, at=2046)) == ["proof on 2046-01-01"]


@pytest.mark.parametrize("content", [b"", b"no token", b"\x30\x03\x02\x01\x00"])
def test_what_is_no_time_stamp_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tsr"
    path.write_bytes(content)
    assert faults(lines(path, None)) == ["token"]


@pytest.mark.parametrize(
    ("identifier", "fault"),
    [("2a8648ce3d0201", "token"), ("2a8648ce3d040302", "authority")],
    ids=["key", "signature"],
)
def test_a_certificate_of_an_unknown_algorithm_fails_a_line_and_does_not_end_the_reading(
    stamped: Path,
    shared_authority: TimestampAuthority,
    tmp_path: Path,
    identifier: str,
    fault: str,
) -> None:
    oid = bytes.fromhex(identifier)
    path = tmp_path / "unknown.tsr"
    path.write_bytes(stamped.read_bytes().replace(oid, oid[:-1] + b"\x7f"))
    assert fault in faults(lines(path, shared_authority, stamped.with_suffix("")))


def test_a_foreign_evidence_record_is_read_with_its_file(
    stamped: Path, shared_authority: TimestampAuthority
) -> None:
    timestamp = make_timestamp("sha256", (), token_of(stamped.read_bytes()))
    record = stamped.with_suffix(".ers")
    record.write_bytes(write_record([(timestamp,)], ["sha256"]))
    assert faults(lines(record, shared_authority)) == []
    assert faults(lines(record, shared_authority, stamped)) != []
