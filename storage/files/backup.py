"""Backup and restore of a whole installation: database, evidence, keys, mailbox, documents."""

from __future__ import annotations

import gzip
import os
import re
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from storage.base.atomic_file import replacing
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.settings import Settings
from storage.files.tar_extraction import extract_data

DATABASE_MEMBER = "hubiao.db"
BACKUPS = "backups"
"""Folder of the backups that an administrator made in the console."""
_LEFT_OUT = frozenset({"hubiao.db", "hubiao.db-wal", "hubiao.db-shm", "cache", BACKUPS})
_CHUNK = 1 << 20
"""Bytes that are read at once when a backup is verified."""
_NAME = re.compile(r"hubiao-\d{8}-\d{6}\.tar\.gz")


@dataclass(frozen=True, kw_only=True)
class KeptBackup:
    """One backup in the data folder."""

    name: str
    size: int
    """Bytes."""
    made_at: datetime


def kept_backups(settings: Settings) -> list[KeptBackup]:
    """The finished backups, newest first."""
    return backups_in(settings.home / BACKUPS)


def backups_in(folder: Path) -> list[KeptBackup]:
    """The finished backups of a folder, newest first; none where it cannot be read."""
    try:
        archives = [path for path in folder.glob("*.tar.gz") if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    return [
        KeptBackup(
            name=path.name,
            size=path.stat().st_size,
            made_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        )
        for path in sorted(archives, reverse=True)
    ]


def find_backup(settings: Settings, name: str) -> Path:
    """The file of one kept backup. Raises NotFound."""
    path = settings.home / BACKUPS / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound("backup.unknown", name=name)
    return path


def next_backup(settings: Settings, at: datetime) -> Path:
    """Where the next backup is written."""
    return settings.folder(BACKUPS) / backup_name(at)


def backup_name(at: datetime) -> str:
    """The name of a backup that is made at this moment."""
    return f"hubiao-{at:%Y%m%d-%H%M%S}.tar.gz"


def write_backup(database: Database, settings: Settings, target: Path) -> Message:
    """Archive the data folder with a consistent copy of the SQLite database in it.

    Writers may go on meanwhile. What was written is read again as a whole before it gets its name. On
    PostgreSQL the database belongs to pg_dump. Raises Refused, StoreUnavailable.
    """
    if not database.is_sqlite:
        raise Refused("backup.postgresql")
    try:
        with (
            replacing(target) as partial,
            tempfile.TemporaryDirectory(dir=settings.folder("cache")) as scratch,
        ):
            copy = Path(scratch) / DATABASE_MEMBER
            _copy_database(Path(str(database.engine.url.database)), copy)
            with tarfile.open(partial, "w:gz") as archive:
                archive.add(copy, DATABASE_MEMBER)
                for path in sorted(settings.home.iterdir()):
                    if path.name not in _LEFT_OUT and path.resolve() != partial.resolve():
                        archive.add(path, f"home/{path.name}")
                names = set(archive.getnames())
            _verify(partial, names, Path(scratch) / "verified.db")
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=message_of(error)) from error
    key = _key_elsewhere(settings)
    return Message(
        "done.backup-key-apart" if key else "done.backup",
        {"file": target, "size": target.stat().st_size, "key": key},
    )


def _verify(archive_file: Path, names: set[str], scratch: Path) -> None:
    """Read every byte again (gzip holds a checksum) and open the copy of the database.

    Raises StoreUnavailable.
    """
    try:
        with tarfile.open(archive_file, "r:gz") as archive:
            read = set()
            for member in archive:
                read.add(member.name)
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    continue
                with scratch.open("ab") if member.name == DATABASE_MEMBER else _nowhere() as copy:
                    while chunk := content.read(_CHUNK):
                        copy.write(chunk)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise StoreUnavailable("backup.not-verified", reason=message_of(error)) from error
    if read != names:
        raise StoreUnavailable("backup.not-verified", reason=Message("backup.incomplete"))
    with closing(sqlite3.connect(scratch)) as copied:
        state = copied.execute("PRAGMA quick_check").fetchone()[0]
    if state != "ok":
        raise StoreUnavailable("backup.not-verified", reason=state)


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


def read_backup(settings: Settings, source: Path) -> Message:
    """Unpack a backup into an empty data folder. Raises BadInput, Refused over a database."""
    home = settings.folder(".")
    if (home / DATABASE_MEMBER).exists():
        raise Refused("backup.database-exists", path=home / DATABASE_MEMBER)
    try:
        with tarfile.open(source, "r:gz") as archive:
            names = archive.getnames()
            if DATABASE_MEMBER not in names:
                raise BadInput("backup.member-missing", path=source, member=DATABASE_MEMBER)
            with tempfile.TemporaryDirectory(dir=home) as scratch:
                extract_data(archive, Path(scratch))
                for path in sorted((Path(scratch) / "home").glob("*")):
                    path.replace(home / path.name)
                (Path(scratch) / DATABASE_MEMBER).replace(home / DATABASE_MEMBER)
    except (tarfile.TarError, EOFError) as error:
        raise BadInput("backup.unreadable", path=source, reason=message_of(error)) from error
    except OSError as error:
        raise StoreUnavailable(
            "backup.not-restored", path=source, reason=message_of(error)
        ) from error
    return Message("done.restored", {"folder": home.resolve(), "count": len(names)})
