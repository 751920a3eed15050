"""What a stranger sees of a package: nine ways to tamper with it, nine times found."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from warcio.archiveiterator import ArchiveIterator

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.settings import Settings
from storage.evidence.signing import office_key
from storage.evidence.trust import home_anchors, read_anchors
from storage.evidence.verification import verify_package
from tests.servers.timestamp_authority import TimestampAuthority, running_authority
from tests.storage.evidence.conftest import Take
from tests.storage.evidence.packages import (
    Files,
    failures,
    read_files,
    redigested,
    rehashed,
    verify,
    zipped,
)


def changed_page(files: Files) -> Files:
    return {**files, "evidence/page.html": files["evidence/page.html"].replace(b"<p>", b"<P>")}


def without(files: Files, *names: str) -> Files:
    return {name: data for name, data in files.items() if name not in names}


def unsigned(files: Files) -> Files:
    record = json.loads(files["datapackage-digest.json"])
    del record["signedData"]
    return {**files, "datapackage-digest.json": json.dumps(record).encode()}


def with_a_hidden_file(files: Files) -> bytes:
    """A second page between the files and the directory: some unpackers would find it."""
    data = zipped(files)
    hidden = zipped({"evidence/page.html": b"<p>forged</p>"})
    hidden = hidden[: hidden.index(b"PK\x01\x02")]
    end = data.rindex(b"PK\x05\x06")
    begin = int.from_bytes(data[end + 16 : end + 20], "little")
    moved = (begin + len(hidden)).to_bytes(4, "little")
    return data[:begin] + hidden + data[begin : end + 16] + moved + data[end + 20 :]


def flipped(data: bytes) -> bytes:
    place = len(data) // 3
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


TAMPERINGS: dict[str, Callable[[Files], bytes]] = {
    "flip a byte": lambda files: flipped(zipped(files)),
    "drop the archive": lambda files: zipped(without(files, "archive/data.warc.gz")),
    "drop the pages": lambda files: zipped(without(files, "pages/pages.jsonl")),
    "add a file": lambda files: zipped({**files, "evidence/more.txt": b"x"}),
    "change and hash again": lambda files: zipped(rehashed(changed_page(files))),
    "change, hash and digest again": lambda files: zipped(
        redigested(rehashed(changed_page(files)))
    ),
    "strip the digest": lambda files: zipped(without(files, "datapackage-digest.json")),
    "strip the signature": lambda files: zipped(unsigned(files)),
    "cut short": lambda files: zipped(files)[:-200],
    "drop the time-stamp": lambda files: zipped(
        redigested(rehashed(without(files, "timestamps/1.tsr")))
    ),
    "hide a file": with_a_hidden_file,
    "put a comment behind": lambda files: zipped(files) + b"more",
    "drop a picture everywhere": lambda files: zipped(
        redigested(rehashed(without(files, "evidence/image-01.png")))
    ),
}


@pytest.fixture(scope="module")
def settings(office: Settings) -> Settings:
    """One office for all tests of this file: they only read what it made."""
    return office


@pytest.fixture(scope="module")
def take(office_take: Take) -> Take:
    return office_take


def test_an_untouched_package_holds_in_every_check(package: Path, settings: Settings) -> None:
    checks = verify(package, settings)
    assert failures(checks) == {}
    assert str(checks[0].name) == "container"
    assert any(str(check.name) == "time-stamp 1" for check in checks)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(package: Path, settings: Settings, tampering: str) -> None:
    target = package.with_name("tampered.wacz")
    target.write_bytes(TAMPERINGS[tampering](read_files(package)))
    assert failures(verify(target, settings))


def test_the_mere_rewriting_of_the_container_is_no_tampering(
    package: Path, settings: Settings
) -> None:
    target = package.with_name("again.wacz")
    target.write_bytes(zipped(read_files(package)))
    assert failures(verify(target, settings)) == {}


def test_every_single_byte_counts(package: Path, settings: Settings) -> None:
    data = package.read_bytes()
    target = package.with_name("flipped.wacz")
    for place in range(0, len(data), max(len(data) // 60, 1)):
        target.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            failed = failures(verify(target, settings))
        except BadInput:
            continue
        assert failed or read_files(target) == read_files(package), place


def test_a_package_signed_by_a_stranger_shows_his_fingerprint(
    package: Path, settings: Settings, tmp_path: Path
) -> None:
    office_key(tmp_path / "stranger")
    stranger = home_anchors(tmp_path / "stranger")
    checks = verify_package(
        package,
        anchors=stranger,
        timestamp_anchors=read_anchors(Path(path) for path in settings.timestamp_anchors),
    )
    (anchor,) = home_anchors(settings.home)
    assert anchor.fingerprint(hashes.SHA256()).hex() in failures(checks)["signer"]


def test_a_token_under_the_signers_own_anchor_is_no_third_party(
    package: Path, settings: Settings
) -> None:
    anchors = home_anchors(settings.home)
    checks = verify_package(package, anchors=anchors, timestamp_anchors=anchors)
    assert "time-stamp 1" in failures(checks)


def test_a_token_of_another_authority_is_not_accepted(
    package: Path, settings: Settings, tmp_path: Path
) -> None:
    with running_authority(tmp_path) as stranger:
        anchors = read_anchors([stranger.root])
    checks = verify_package(package, anchors=home_anchors(settings.home), timestamp_anchors=anchors)
    assert set(failures(checks)) == {"time-stamp 1", "signature time"}


def test_without_an_authority_a_package_says_so_and_fails_only_where_a_stamp_is_wanted(
    take: Take, settings: Settings
) -> None:
    entry = take(stamped=False)
    assert entry.state == "captured"
    assert entry.package is not None
    lines = [check.line() for check in verify(entry.package, settings)]
    assert "time-stamp: ok, captured, not stamped" in lines
    chinese = [check.line(Language.CHINESE) for check in verify(entry.package, settings)]
    assert "时间戳：通过，已固证，未加盖时间戳" in chinese
    assert "time-stamp" in failures(verify(entry.package, settings, require_stamp=True))


@pytest.mark.parametrize("tampering", ["strip the signature", "change, hash and digest again"])
def test_an_unstamped_package_is_no_easier_to_forge(
    take: Take, settings: Settings, tampering: str
) -> None:
    package = take(stamped=False).package
    assert package is not None
    target = package.with_name("tampered.wacz")
    target.write_bytes(TAMPERINGS[tampering](read_files(package)))
    assert "signature" in failures(verify(target, settings))


def a_letter() -> bytes:
    """A ZIP of another kind, compressed as word processors do."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "示例" * 99)
    return target.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK", zipped({"readme.txt": b"x"}), a_letter()]
)
def test_a_file_that_is_no_package_is_bad_input(
    tmp_path: Path, settings: Settings, content: bytes
) -> None:
    target = tmp_path / "file.wacz"
    target.write_bytes(content)
    settings.folder("trust")
    if content == b"PK":
        assert failures(verify(target, settings))
        return
    with pytest.raises(BadInput, match=r"file\.wacz"):
        verify(target, settings)


def test_the_reference_validator_accepts_both_forms_of_package(take: Take) -> None:
    for entry in (take(), take(stamped=False)):
        process = subprocess.run(
            [sys.executable, "-m", "wacz", "validate", "-f", str(entry.package)],
            capture_output=True,
            text=True,
        )
        assert process.returncode == 0, process.stdout + process.stderr
        assert "is valid" in process.stdout


def test_openssl_alone_confirms_manifest_signature_and_time(
    package: Path, authority: TimestampAuthority, tmp_path: Path
) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    commands = [
        "sha256sum -c evidence/sha256sums.txt",
        "openssl x509 -in evidence/signer.pem -pubkey -noout -out key.pem",
        "openssl dgst -sha256 -verify key.pem -signature evidence/manifest.sig"
        " evidence/manifest.json",
        "openssl ts -verify -data evidence/manifest.json -in timestamps/1.tsr"
        f" -CAfile {authority.root}",
    ]
    for command in commands:
        process = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
        assert process.returncode == 0, process.stdout + process.stderr


def test_the_index_leads_to_the_page_as_a_replay_looks_it_up(package: Path) -> None:
    files = read_files(package)
    page = json.loads(files["pages/pages.jsonl"].splitlines()[1])
    for line in gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines():
        entry = json.loads(line.split(" ", 2)[2])
        if entry["url"] == page["url"]:
            begin = int(entry["offset"])
            cut = files["archive/data.warc.gz"][begin : begin + int(entry["length"])]
            record = next(iter(ArchiveIterator(io.BytesIO(cut))))
            assert record.content_stream().read() == files["evidence/page.html"]
            assert record.rec_headers.get_header("WARC-Date") == page["ts"]
            return
    raise AssertionError("the page is not in the index")
