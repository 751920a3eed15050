"""Packages made to confuse whoever reads them: findings, never a crash."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from storage.base.settings import Settings
from storage.evidence.signing import office_key
from storage.evidence.warc import BrokenArchive, RecordReader, read_warc
from tests.storage.evidence.packages import (
    failures,
    read_files,
    redigested,
    rehashed,
    verify,
    zipped,
)


@pytest.fixture(scope="module")
def settings(office: Settings) -> Settings:
    """One office for all tests of this file: they only read what it made."""
    return office


HOSTILE_VALUES = [None, 0, "", [], {}, [[]], "\x00", "sha256:" + "0" * 64, ["evidence/text.txt"]]


@pytest.mark.parametrize("name", ["datapackage.json", "datapackage-digest.json"])
@pytest.mark.parametrize("value", HOSTILE_VALUES, ids=repr)
def test_strange_values_are_findings_and_never_a_crash(
    package: Path, settings: Settings, name: str, value: object
) -> None:
    files = read_files(package)
    record = json.loads(files[name])
    target = package.with_name("strange.wacz")
    for changed in ([value], *({**record, key: value} for key in record)):
        target.write_bytes(zipped({**files, name: json.dumps(changed).encode()}))
        assert failures(verify(target, settings))


@pytest.mark.parametrize("value", HOSTILE_VALUES, ids=repr)
def test_a_strange_manifest_is_a_finding_even_when_its_own_office_signs_it(
    package: Path, settings: Settings, value: object
) -> None:
    files = read_files(package)
    record = json.loads(files["evidence/manifest.json"])
    target = package.with_name("strange.wacz")
    for key in ("format", "signer", "members", "authorities", "warc", "page", "captured_at"):
        manifest = json.dumps({**record, key: value}).encode()
        signature = office_key(settings.home).sign(manifest)
        changed = {"evidence/manifest.json": manifest, "evidence/manifest.sig": signature}
        target.write_bytes(zipped(redigested(rehashed({**files, **changed}))))
        assert failures(verify(target, settings))


_EMPTY_RECORD = "Content-Length: 0\r\n\r\n\r\n"


@pytest.mark.parametrize(
    ("before", "piece", "times"),
    [
        ("", "a:\n", 100_000),
        ("", "a", 5_000_000),
        (_EMPTY_RECORD, "\n", 100_000),
        (_EMPTY_RECORD, "a", 5_000_000),
    ],
)
def test_a_head_longer_than_any_is_refused_before_it_is_kept(
    before: str, piece: str, times: int
) -> None:
    with pytest.raises(BrokenArchive, match="the head of a record"):
        read_warc(f"WARC/1.1\r\n{before}{piece * times}".encode())


def test_what_is_said_of_a_broken_record_does_not_repeat_the_record() -> None:
    with pytest.raises(BrokenArchive) as refused:
        read_warc(b"a" * 1_000_000)
    assert len(str(refused.value)) < 2000


def test_an_address_as_long_as_a_browser_asks_for_is_read_in_one_piece() -> None:
    line = b"WARC-Target-URI: http://example/" + b"a" * 2_000_000 + b"\r\n"
    assert RecordReader(io.BytesIO(line + b"b")).readline(3_000_000) == line
