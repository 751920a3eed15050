"""Forgers who know how a package is made: each piece made to fit again, by a key that is not ours
or with a time-stamp that belongs elsewhere."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.evidence.entries import authorities
from storage.evidence.package_sealing import signed_data
from storage.evidence.signing import OfficeKey, fingerprint, office_key
from storage.evidence.timestamp_authority import Authority, NotStamped
from storage.evidence.wacz import sha256
from tests.servers.timestamp_authority import running_authority
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
from tests.storage.evidence.visits import picture


@pytest.fixture(scope="module")
def settings(office: Settings) -> Settings:
    """One office for all tests of this file: they only read what it made."""
    return office


@pytest.fixture(scope="module")
def take(office_take: Take) -> Take:
    return office_take


def swapped_records(files: Files) -> Files:
    """Two records of the archive in each other's place, every record whole."""
    data = files["archive/data.warc.gz"]
    begins = [0]
    iterator = ArchiveIterator(io.BytesIO(data))
    for record in iterator:
        record.content_stream().read()
        iterator.read_to_end(record)
        begins.append(begins[-1] + iterator.get_record_length())
    pieces = [data[a:b] for a, b in itertools.pairwise(begins)]
    assert len(pieces) >= 4
    assert b"".join(pieces) == data
    pieces[1], pieces[3] = pieces[3], pieces[1]
    return {**files, "archive/data.warc.gz": b"".join(pieces)}


def another_title(files: Files) -> Files:
    pages = files["pages/pages.jsonl"].decode().replace("天赋河套", "无关商品")
    assert pages != files["pages/pages.jsonl"].decode()
    return {**files, "pages/pages.jsonl": pages.encode()}


def another_picture(files: Files) -> Files:
    return {**files, "evidence/screenshot.png": picture(9, grey=20)}


def another_index(files: Files) -> Files:
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).replace(b"shop.example", b"else.example")
    return {**files, "indexes/index.cdx.gz": gzip.compress(lines, mtime=0)}


def a_way_out(files: Files) -> Files:
    return {**files, "../../outside.txt": b"x"}


CHANGES: dict[str, Callable[[Files], Files]] = {
    "two records swapped": swapped_records,
    "another title in the page list": another_title,
    "another picture": another_picture,
    "another index": another_index,
    "a name that leads out of the folder": a_way_out,
    "an empty folder": lambda files: {**files, "evidence/more/": b""},
    "nothing in the archive": lambda files: {**files, "archive/data.warc.gz": b""},
    "no exchanges": lambda files: {k: v for k, v in files.items() if "exchanges" not in k},
}


def manifest_made_to_fit(files: Files, key: OfficeKey) -> Files:
    """The manifest lists what is there now and is signed by `key`."""
    record = json.loads(files["evidence/manifest.json"])
    listed = {entry["path"] for entry in record["members"]}
    changed = {path: data for path, data in files.items() if path in listed}
    record["members"] = [
        {"path": path, "sha256": sha256(data), "bytes": len(data)} for path, data in changed.items()
    ]
    record["signer"] = fingerprint(key.certificate)
    manifest = json.dumps(record).encode()
    return {
        **files,
        "evidence/manifest.json": manifest,
        "evidence/manifest.sig": key.sign(manifest),
        "evidence/signer.pem": key.chain_pem.encode(),
    }


def signed_again(files: Files, key: OfficeKey, stampers: tuple[Authority, ...]) -> Files:
    """Data package, digest and signature made anew, with a token that an honest authority gives."""
    fitting = redigested(rehashed(files))
    record = json.loads(fitting["datapackage-digest.json"])
    created = record["signedData"]["created"]
    record["signedData"] = signed_data(record["hash"], created, key, stampers)
    return {**fitting, "datapackage-digest.json": json.dumps(record).encode()}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_though_every_list_was_made_to_fit(
    package: Path, settings: Settings, tmp_path: Path, change: str
) -> None:
    target = tmp_path / "changed.wacz"
    changed = CHANGES[change](read_files(package))
    for files in (changed, rehashed(changed), redigested(rehashed(changed))):
        target.write_bytes(zipped(files))
        assert failures(verify(target, settings))
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize("change", [another_picture, another_title, swapped_records])
def test_a_stranger_who_signs_and_stamps_everything_again_is_only_a_stranger(
    package: Path, settings: Settings, tmp_path: Path, change: Callable[[Files], Files]
) -> None:
    stranger = office_key(tmp_path / "stranger")
    stampers = authorities(settings)
    files = manifest_made_to_fit(change(read_files(package)), stranger)
    files = {**files, "timestamps/1.tsr": stampers[0].stamp(files["evidence/manifest.json"]).raw}
    target = tmp_path / "forged.wacz"
    target.write_bytes(zipped(signed_again(files, stranger, stampers)))
    failed = failures(verify(target, settings))
    assert set(failed) == {"signer"}
    assert fingerprint(stranger.certificate) in failed["signer"]
    assert fingerprint(stranger.anchor) in failed["signer"]


def test_the_office_itself_cannot_change_what_was_stamped(
    package: Path, settings: Settings, tmp_path: Path
) -> None:
    key = office_key(settings.home)
    files = manifest_made_to_fit(another_picture(read_files(package)), key)
    target = tmp_path / "changed.wacz"
    target.write_bytes(zipped(signed_again(files, key, authorities(settings))))
    assert set(failures(verify(target, settings))) == {"time-stamp 1"}


def test_a_token_over_another_manifest_is_no_token(
    package: Path, take: Take, settings: Settings, tmp_path: Path
) -> None:
    other_package = take(title="另一件商品 示例").package
    assert other_package is not None
    borrowed = read_files(other_package)["timestamps/1.tsr"]
    files = {**read_files(package), "timestamps/1.tsr": borrowed}
    target = tmp_path / "borrowed.wacz"
    target.write_bytes(
        zipped(signed_again(files, office_key(settings.home), authorities(settings)))
    )
    assert set(failures(verify(target, settings))) == {"time-stamp 1"}


def test_two_files_of_one_name_are_found(package: Path, settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "twice.wacz"
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        warnings.simplefilter("ignore")
        for name, data in read_files(package).items():
            archive.writestr(name, data)
        archive.writestr("evidence/screenshot.png", picture(9))
    assert failures(verify(target, settings)) == {"container": "two files in it have the same name"}


def test_an_authority_whose_certificate_is_over_stamps_nothing(tmp_path: Path) -> None:
    with running_authority(tmp_path, ended=True) as authority:
        office = Settings(
            home=tmp_path,
            allow_addresses=("127.0.0.0/8",),
            timestamp_urls=(authority.url,),
            timestamp_anchors=(str(authority.root),),
        )
        (stamper,) = authorities(office)
        with pytest.raises(NotStamped, match="expired"):
            stamper.stamp(b"manifest")


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 4096, b"<html></html>", b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_package_is_bad_input(
    tmp_path: Path, settings: Settings, content: bytes
) -> None:
    target = tmp_path / "some.wacz"
    target.write_bytes(content)
    with pytest.raises(BadInput, match=r"some\.wacz"):
        verify(target, settings)


def test_a_folder_is_no_package(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(BadInput):
        verify(tmp_path, settings)
