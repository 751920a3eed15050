"""Backup and restore of a whole installation: database, evidence, keys, mailbox, documents."""

from __future__ import annotations

import gzip
import os
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from storage.base.atomic_file import is_partial, replacing, scratch_folder
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.files.key_file import KEY_FOLDER
from storage.files.leftovers import clear_leftovers
from storage.files.office_use import USE_FILE
from storage.files.tar_extraction import extract_data

DATABASE_MEMBER = "hubiao.db"
BACKUPS = "backups"
"""Folder of the backups that an administrator made in the console."""
_LEFT_OUT = frozenset({"hubiao.db", "hubiao.db-wal", "hubiao.db-shm", "cache", BACKUPS, USE_FILE})
_CHUNK = 1 << 20
"""Bytes that are read at once when a backup is verified."""
_ASIDE = "before-restore-"
"""Head of the name of a folder with what stood where a backup was brought back."""
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


def write_backup(
    database: Database, settings: Settings, target: Path, *, with_keys: bool = True
) -> Message:
    """Archive the data folder with a consistent copy of the SQLite database in it.

    Writers may go on meanwhile. What was written is read again as a whole before it gets its name. On
    PostgreSQL the database belongs to pg_dump. The file is for its owner only; without keys, who has it
    can neither sign as the office nor read its sealed secrets. Raises Refused, StoreUnavailable.
    """
    if not database.is_sqlite:
        raise Refused("backup.postgresql")
    clear_leftovers(settings)
    try:
        with (
            replacing(target) as partial,
            scratch_folder(settings.folder("cache"), "backup") as scratch,
        ):
            copy = scratch / DATABASE_MEMBER
            _copy_database(Path(str(database.engine.url.database)), copy)
            partial.touch(mode=0o600)
            left_out = _LEFT_OUT if with_keys else _LEFT_OUT | {KEY_FOLDER}
            with tarfile.open(partial, "w:gz") as archive:
                archive.add(copy, DATABASE_MEMBER)
                for path in sorted(settings.home.iterdir()):
                    if path.name.startswith(_ASIDE):
                        continue
                    if path.name not in left_out and path.resolve() != partial.resolve():
                        archive.add(path, f"home/{path.name}", filter=_without_leftovers)
                names = set(archive.getnames())
            _verify(partial, names, scratch / "verified.db")
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=message_of(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable("database.damaged", path=database.engine.url.database) from error
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


def read_backup(
    settings: Settings,
    source: Path,
    check: Callable[[Settings], None] | None = None,
    *,
    replaces: bool = False,
) -> Message:
    """Unpack a backup into the data folder, once its database was opened and found whole.

    `check` gets settings whose data folder is the unpacked one, and raises what speaks against it. Until all
    of it is said, nothing of the data folder is touched. A database that stands there is laid aside with the
    remaining files where the backup `replaces` it. Raises BadInput, Refused over a database that it does not.
    """
    home = settings.folder(".")
    clear_leftovers(settings)
    database = home / DATABASE_MEMBER
    if not replaces and database.exists() and database.stat().st_size:
        raise Refused("backup.database-exists", path=database)
    try:
        with tarfile.open(source, "r:gz") as archive:
            names = archive.getnames()
            if DATABASE_MEMBER not in names:
                raise BadInput("backup.member-missing", path=source, member=DATABASE_MEMBER)
            with scratch_folder(home, "restore") as scratch:
                extract_data(archive, scratch)
                _make_private(scratch)
                _check_database(scratch / DATABASE_MEMBER, source)
                unpacked = scratch / "home"
                unpacked.mkdir(exist_ok=True)
                (scratch / DATABASE_MEMBER).replace(unpacked / DATABASE_MEMBER)
                if check is not None:
                    check(_settings_there(settings, unpacked))
                aside = _move_in(unpacked, home)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BadInput("backup.unreadable", path=source, reason=message_of(error)) from error
    except OSError as error:
        raise StoreUnavailable(
            "backup.not-restored", path=source, reason=message_of(error)
        ) from error
    return Message(
        "done.restored-aside" if aside else "done.restored",
        {"folder": home.resolve(), "count": len(names), "aside": aside},
    )


def _check_database(path: Path, source: Path) -> None:
    """Raises BadInput where the database of a backup is none of ours, or damaged."""
    try:
        with closing(sqlite3.connect(path)) as opened:
            state = opened.execute("PRAGMA quick_check").fetchone()[0]
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadInput("backup.database-damaged", path=source, reason=message_of(error)) from error
    if state != "ok":
        raise BadInput("backup.database-damaged", path=source, reason=state)


def _settings_there(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(
        update={"home": folder, "database_url": f"sqlite:///{folder / DATABASE_MEMBER}"}
    )


def _move_in(unpacked: Path, home: Path) -> Path | None:
    """Put what was unpacked in place; what stood there under the same name is laid aside, in the folder that
    is returned. The database comes last: without it restoring may begin again."""
    aside = home / f"{_ASIDE}{datetime.now(OFFICE_TIME):%Y%m%d-%H%M%S}"
    if (home / DATABASE_MEMBER).exists():
        # The journal belongs to the database before, and would be read into the one that comes.
        aside.mkdir(exist_ok=True, mode=0o700)
        for path in sorted(home.glob(f"{DATABASE_MEMBER}*")):
            path.replace(aside / path.name)
    for path in sorted(unpacked.iterdir(), key=lambda path: path.name.startswith(DATABASE_MEMBER)):
        target = home / path.name
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        elif target.exists():
            aside.mkdir(exist_ok=True, mode=0o700)
            target.replace(aside / path.name)
        path.replace(target)
    return aside if aside.exists() else None


def _make_private(folder: Path) -> None:
    """Folders and files are for their owner only, however the archive or the umask has them."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
