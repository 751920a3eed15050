"""Backup of a whole installation: database, evidence, keys, mailbox, documents."""

from __future__ import annotations

import os
import re
import sqlite3
import tarfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from storage.base.atomic_file import is_partial, replacing, scratch_folder
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.settings import Settings
from storage.files.backup_archive import (
    ASIDE,
    DATABASE_MEMBER,
    ENCRYPTED_SUFFIX,
    UNREADABLE,
    phrase_of,
    reading_archive,
    writing_archive,
)
from storage.files.key_file import KEY_FOLDER
from storage.files.leftovers import clear_leftovers
from storage.files.office_use import USE_FILE

BACKUPS = "backups"
"""Folder of the backups that an administrator made in the console."""
_LEFT_OUT = frozenset({"hubiao.db", "hubiao.db-wal", "hubiao.db-shm", "cache", BACKUPS, USE_FILE})
_CHUNK = 1 << 20
"""Bytes that are read at once when a backup is verified."""
_STAMP = len("hubiao-20260101-000000")
_NAME = re.compile(r"hubiao-\d{8}-\d{6}\.tar\.gz(\.age)?")


@dataclass(frozen=True, kw_only=True)
class KeptBackup:
    """One backup in the data folder."""

    name: str
    size: int
    """Bytes."""
    made_at: datetime
    is_encrypted: bool
    """Whether it opens with a pass phrase alone."""


def kept_backups(settings: Settings) -> list[KeptBackup]:
    """The finished backups, newest first."""
    return backups_in(settings.home / BACKUPS)


def backups_in(folder: Path) -> list[KeptBackup]:
    """The finished backups of a folder, newest first; none where it cannot be read."""
    try:
        archives = [path for path in folder.glob("hubiao-*.tar.gz*") if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    backups = []
    for path in sorted(archives, key=lambda path: path.name[:_STAMP], reverse=True):
        with suppress(OSError):  # another process drops the oldest meanwhile
            status = path.stat()
            backups.append(
                KeptBackup(
                    name=path.name,
                    size=status.st_size,
                    made_at=datetime.fromtimestamp(status.st_mtime, UTC),
                    is_encrypted=path.suffix == ENCRYPTED_SUFFIX,
                )
            )
    return backups


def find_backup(settings: Settings, name: str) -> Path:
    """The file of one kept backup. Raises NotFound."""
    path = settings.home / BACKUPS / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound("backup.unknown", name=name)
    return path


def find_any_backup(settings: Settings, name: str) -> Path:
    """The file of one backup, of the data folder or of the office's place. Raises NotFound."""
    place = settings.backup_place
    if place is not None and _NAME.fullmatch(name) and (place / name).is_file():
        return place / name
    return find_backup(settings, name)


def next_backup(settings: Settings, at: datetime) -> Path:
    """Where the next backup is written."""
    return settings.folder(BACKUPS) / backup_name(settings, at)


def backup_name(settings: Settings, at: datetime) -> str:
    """The name of a backup that is made at this moment; it shows whether a pass phrase closes it."""
    suffix = ENCRYPTED_SUFFIX if settings.backup_passphrase else ""
    return f"hubiao-{at:%Y%m%d-%H%M%S}.tar.gz{suffix}"


def write_backup(
    database: Database,
    settings: Settings,
    target: Path,
    *,
    with_keys: bool | None = None,
    phrase: str | None = None,
) -> Message:
    """Archive the data folder with a consistent copy of the SQLite database in it.

    Writers may go on meanwhile. What was written is read again as a whole before it gets its name. On
    PostgreSQL the database belongs to pg_dump. The file is for its owner only; without keys, who has it
    can neither sign as the office nor read its sealed secrets; with a pass phrase it is an age file. Keys
    and phrase are those of the settings where they are None. Raises Refused, StoreUnavailable.
    """
    if not database.is_sqlite:
        raise Refused("backup.postgresql")
    clear_leftovers(settings)
    phrase = phrase or phrase_of(settings)
    with_keys = settings.backup_keys if with_keys is None else with_keys
    try:
        with (
            replacing(target) as partial,
            scratch_folder(settings.folder("cache"), "backup") as scratch,
        ):
            copy = scratch / DATABASE_MEMBER
            _copy_database(Path(str(database.engine.url.database)), copy)
            partial.touch(mode=0o600)
            names = _pack(settings, copy, partial, phrase, with_keys=with_keys)
            _verify(partial, names, scratch / "verified.db", phrase)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=message_of(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable("database.damaged", path=database.engine.url.database) from error
    key = _key_elsewhere(settings)
    return Message(
        "done.backup-key-apart" if key else "done.backup",
        {"file": target, "size": target.stat().st_size, "key": key},
    )


def _pack(
    settings: Settings, copy: Path, target: Path, phrase: str | None, *, with_keys: bool
) -> set[str]:
    """Write the archive. Returns the names of its members. Raises OSError."""
    left_out = _LEFT_OUT if with_keys else _LEFT_OUT | {KEY_FOLDER}
    with writing_archive(target, phrase) as archive:
        archive.add(copy, DATABASE_MEMBER)
        for path in sorted(settings.home.iterdir()):
            if path.name.startswith(ASIDE):
                continue
            if path.name not in left_out and path.resolve() != target.resolve():
                archive.add(path, f"home/{path.name}", filter=_without_leftovers)
        return set(archive.getnames())


def _verify(archive_file: Path, names: set[str], scratch: Path, phrase: str | None = None) -> None:
    """Read every byte again (gzip and age hold checksums) and open the copy of the database.

    Raises StoreUnavailable.
    """
    try:
        with reading_archive(archive_file, phrase) as archive:
            read = set()
            for member in archive:
                read.add(member.name)
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    continue
                with scratch.open("ab") if member.name == DATABASE_MEMBER else _nowhere() as copy:
                    while chunk := content.read(_CHUNK):
                        copy.write(chunk)
    except (*UNREADABLE, BadInput) as error:
        raise StoreUnavailable("backup.not-verified", reason=message_of(error)) from error
    if read != names:
        raise StoreUnavailable("backup.not-verified", reason=Message("backup.incomplete"))
    with closing(sqlite3.connect(scratch)) as copied:
        state = copied.execute("PRAGMA quick_check").fetchone()[0]
    if state != "ok":
        raise StoreUnavailable("backup.not-verified", reason=state)


def _without_leftovers(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leaves out what is half written, or what a killed command left."""
    return None if is_partial(member.name) else member


def _nowhere() -> IO[bytes]:
    return open(os.devnull, "wb")  # noqa: PTH123  closed by its user


def _key_elsewhere(settings: Settings) -> Path | None:
    """The key of an encrypted installation that lies apart, as it should: without it a backup is
    not whole."""
    key = settings.vault_key
    if key is None or key.resolve().is_relative_to(settings.home.resolve()):
        return None
    return key


def _copy_database(source: Path, target: Path) -> None:
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()
