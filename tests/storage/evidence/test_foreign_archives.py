"""A web archive of another program: whole or not, signed or not, and what that is worth."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.evidence.foreign.web_archive import is_foreign, verify_web_archive
from storage.evidence.renewal.algorithms import AGES
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.wacz import INDEX
from storage.records.outside.check import Check
from tests.storage.evidence.packages import read_files, zipped

READER = Reader(at=datetime.now(UTC), anchors=(), ages=AGES)


@pytest.fixture(scope="module")
def archive(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our WARC, packed by the program `wacz` of Webrecorder."""
    folder = tmp_path_factory.mktemp("foreign")
    warc = folder / "data.warc.gz"
    warc.write_bytes(read_files(package)["archive/data.warc.gz"])
    target = folder / "foreign.wacz"
    command = [sys.executable, "-m", "wacz.main", "create", "-o", str(target), str(warc)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def faults(checks: tuple[Check, ...]) -> list[str]:
    return [check.name.text("en") for check in checks if not check.passed]


def test_its_index_names_the_records_that_ours_names(archive: Path, package: Path) -> None:
    def entries(compressed: bytes) -> list[tuple[str, str, str, str]]:
        lines = (line.split(" ", 2) for line in gzip.decompress(compressed).decode().splitlines())
        rows = ((key, second, json.loads(fields)) for key, second, fields in lines)
        return sorted((key, second, row["offset"], row["digest"]) for key, second, row in rows)

    theirs = zipfile.ZipFile(archive).read(INDEX)
    assert entries(theirs) == entries(read_files(package)[INDEX])


def test_an_archive_of_another_program_is_whole_and_worth_its_bearers_word(archive: Path) -> None:
    assert is_foreign(archive)
    checks = verify_web_archive(archive, READER)
    assert faults(checks) == []
    assert any("nobody signed it" in check.line("en") for check in checks)


def test_a_package_of_ours_is_no_foreign_one_even_without_its_manifest(
    package: Path, tmp_path: Path
) -> None:
    files = read_files(package)
    del files["evidence/manifest.json"]
    target = tmp_path / "robbed.wacz"
    target.write_bytes(zipped(files))
    assert not is_foreign(package)
    assert not is_foreign(target)


def test_a_changed_file_is_found(archive: Path, tmp_path: Path) -> None:
    files = read_files(archive)
    index = next(name for name in files if name.startswith("indexes/"))
    target = tmp_path / "changed.wacz"
    target.write_bytes(zipped({**files, index: files[index] + b"{}"}))
    assert faults(verify_web_archive(target, READER)) == ["members"]
    target.write_bytes(zipped({**files, "more.txt": b"x"}))
    assert faults(verify_web_archive(target, READER)) == ["members"]


def test_a_link_in_it_is_refused(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "link.wacz"
    with zipfile.ZipFile(target, "w") as made:
        for name, data in read_files(archive).items():
            made.writestr(name, data)
        entry = zipfile.ZipInfo("pages/link")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, b"/etc/passwd")
    assert faults(verify_web_archive(target, READER)) == ["container"]
