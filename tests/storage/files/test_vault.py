"""Evidence that lies encrypted: nothing can be read of it, and everything works as before."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from alerts.letters.files.document_store import keep_document, read_document
from storage.base.errors import StoreUnavailable
from storage.base.message import Language
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.evidence.entries import Entry, authorities, enter, package_of, seal_waiting
from storage.evidence.visit import Occasion
from storage.files.backup import write_backup
from storage.files.raw_pages import keep_page
from storage.files.raw_pages import read_kept as read_page
from storage.files.restore import read_backup
from storage.files.uploads import keep_upload, kept_upload
from storage.files.vault import CLEAR, Vault, encrypt_all, is_encrypted, vault_of
from storage.listings.picture_files import keep_bytes, kept_bytes
from storage.outgoing.attachments import keep_attachment, read_attachment
from tests.databases import migrated_database
from tests.servers.timestamp_authority import TimestampAuthority
from tests.storage.evidence.conftest import stamped_by
from tests.storage.evidence.packages import failures, verify
from tests.storage.evidence.visits import visit


@pytest.fixture
def plain(tmp_path: Path, authority: TimestampAuthority) -> Settings:
    """An office that does not encrypt yet."""
    return stamped_by(authority, tmp_path / "home")


@pytest.fixture
def settings(plain: Settings, tmp_path: Path) -> Settings:
    """The same office with a key on another medium."""
    return plain.model_copy(update={"vault_key": tmp_path / "stick" / "vault.key"})


def take(settings: Settings) -> Entry:
    database = migrated_database(settings)
    try:
        stampers = authorities(settings)
        return enter(database, settings, visit(), Occasion(officer="li"), stampers=stampers)
    finally:
        database.close()


def lying(settings: Settings) -> list[Path]:
    return [path for path in (settings.home / "evidence").rglob("*") if path.is_file()]


def holds(settings: Settings, entry: Entry, tmp_path: Path) -> bool:
    """Whether the package, taken out, convinces a stranger."""
    assert entry.package is not None
    out = tmp_path / "out.wacz"
    out.write_bytes(vault_of(settings).read(entry.package))
    return failures(verify(out, settings)) == {}


def test_nothing_of_a_capture_lies_in_clear_and_the_package_is_whole_when_taken_out(
    settings: Settings, tmp_path: Path
) -> None:
    entry = take(settings)
    assert entry.state == "stamped"
    assert lying(settings)
    for path in lying(settings):
        assert is_encrypted(path)
        assert "示例".encode() not in path.read_bytes()
    assert holds(settings, entry, tmp_path)
    database = migrated_database(settings)
    assert all(check.passed for check in check_audit(database, settings))
    database.close()
    assert settings.vault_key is not None
    assert settings.vault_key.stat().st_mode & 0o077 == 0


def test_a_capture_that_waited_in_clear_is_sealed_encrypted(
    plain: Settings, settings: Settings, authority: TimestampAuthority, tmp_path: Path
) -> None:
    authority.lie = "error"
    assert take(plain).package is None
    authority.lie = ""
    database = migrated_database(settings)
    (entry,) = seal_waiting(database, settings)
    assert package_of(database, settings, entry.id) == entry.package
    database.close()
    assert entry.package is not None
    assert is_encrypted(entry.package)
    assert holds(settings, entry, tmp_path)


def test_what_lay_in_clear_is_encrypted_once_and_stays_readable(
    plain: Settings, settings: Settings, tmp_path: Path
) -> None:
    entry = take(plain)
    attachment = keep_attachment(plain, "证明.png", b"\x89PNG\r\n\x1a\n...")
    assert holds(settings, entry, tmp_path)  # a key does not shut out what lies in clear
    count = len(lying(settings)) + 1
    assert [encrypt_all(settings), encrypt_all(settings)] == [count, 0]
    assert holds(settings, entry, tmp_path)
    assert read_attachment(settings, attachment.sha256).startswith(b"\x89PNG")
    with pytest.raises(StoreUnavailable, match="HUBIAO_VAULT_KEY"):
        read_attachment(plain, attachment.sha256)


def test_without_its_key_or_with_another_nothing_opens_and_the_line_says_so(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    vault_of(settings).write(path, b"secret")
    with pytest.raises(StoreUnavailable, match="has to name its key"):
        CLEAR.read(path)
    with pytest.raises(StoreUnavailable, match="another key"):
        Vault(key=b"k" * 32).read(path)
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(StoreUnavailable, match="does not open"):
        vault_of(settings).read(path)
    path.write_bytes(raw[:20])
    with pytest.raises(StoreUnavailable, match="does not open"):
        vault_of(settings).read(path)


def test_a_package_is_opened_as_a_file_however_it_lies(settings: Settings, tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", "b")
    for name, vault in (("clear", CLEAR), ("closed", vault_of(settings))):
        vault.write(tmp_path / name, target.getvalue())
        with vault_of(settings).open(tmp_path / name) as file, zipfile.ZipFile(file) as archive:
            assert archive.read("a") == b"b"


def test_what_lies_in_clear_may_begin_as_an_encrypted_file_would(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    for words in (b"HUBIAO-VAULT-1\nno vault", b"HUBIAO-CLEAR-1\n", b"HUBIAO-VAULT-1\n" * 2):
        CLEAR.write(path, words)
        assert CLEAR.read(path) == words
        with CLEAR.open(path) as file:
            assert file.read() == words
        assert vault_of(settings).read(path) == words


def test_letters_pictures_pages_and_uploads_lie_encrypted_too(
    plain: Settings, settings: Settings
) -> None:
    letter = keep_document(settings, 7, b"PK a letter", ".docx")
    picture = keep_bytes(settings, b"a picture")
    upload = keep_upload(settings, b"a table")
    page = keep_page(settings.folder("pages"), b"<html>", vault_of(settings))
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    assert len(files) == 4
    assert all(is_encrypted(path) for path in files)
    assert read_document(settings, 7, letter) == b"PK a letter"
    assert kept_bytes(settings, picture) == b"a picture"
    assert kept_upload(settings, upload) == b"a table"
    assert read_page(settings.folder("pages"), page, vault_of(settings)) == b"<html>"
    with pytest.raises(StoreUnavailable, match="HUBIAO_VAULT_KEY"):
        read_document(plain, 7, letter)


def test_letters_pictures_and_pages_that_lay_in_clear_are_converted(
    plain: Settings, settings: Settings
) -> None:
    letter = keep_document(plain, 7, b"PK a letter", ".docx")
    keep_bytes(plain, b"a picture")
    keep_page(plain.folder("pages"), b"<html>")
    assert encrypt_all(settings) == 3
    assert read_document(settings, 7, letter) == b"PK a letter"


def test_a_backup_brings_an_encrypted_installation_back_and_names_the_key_it_lacks(
    settings: Settings, tmp_path: Path
) -> None:
    letter = keep_document(settings, 7, b"PK a letter", ".docx")
    database = migrated_database(settings)
    summary = write_backup(database, settings, tmp_path / "b.tar.gz")
    database.close()
    assert f"need the key {settings.vault_key}" in summary.text(Language.ENGLISH)
    restored = settings.model_copy(update={"home": tmp_path / "new"})
    read_backup(restored, tmp_path / "b.tar.gz")
    assert read_document(restored, 7, letter) == b"PK a letter"
    assert not list((tmp_path / "new").rglob("vault.key"))
