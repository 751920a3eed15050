"""A backup brought back (恢复), or tried without bringing it back (试恢复)."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from storage.base.atomic_file import scratch_folder
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.files.backup_archive import (
    ASIDE,
    DATABASE_MEMBER,
    UNREADABLE,
    phrase_of,
    reading_archive,
    refuse_dump,
)
from storage.files.key_file import KEY_FOLDER
from storage.files.leftovers import clear_leftovers
from storage.files.tar_extraction import extract_data

Check = Callable[[Settings], None]
"""Gets settings whose data folder is the unpacked one, and raises what speaks against it."""
_LEAST_FREE = 0.1
"""Share of the disk that a trial leaves free: captures stop there."""


def read_backup(
    settings: Settings,
    source: Path,
    check: Check | None = None,
    *,
    replaces: bool = False,
    phrase: str | None = None,
    keys: Path | None = None,
) -> Message:
    """Unpack a backup into the data folder, once its database was opened and found whole.

    Until `check` passes, nothing of the data folder is touched. A database that stands there is laid aside
    with the remaining files where the backup `replaces` it. A backup without keys takes those of the folder
    `keys`, or those that lie in the data folder. Raises BadInput, also for a wrong pass phrase, and Refused
    over a database that it does not replace, or where the settings name one of PostgreSQL, which would not see it.
    """
    if not settings.database.startswith("sqlite"):
        try:
            refuse_dump(source)  # its own dump is what such an office brings back
        except OSError as error:
            raise BadInput("file.unreadable", path=source, reason=message_of(error)) from error
        raise Refused("backup.holds-sqlite", path=source)
    home = settings.folder(".")
    clear_leftovers(settings)
    database = home / DATABASE_MEMBER
    if not replaces and database.exists() and database.stat().st_size:
        raise Refused("backup.database-exists", path=database)
    key_folder = keys or home / KEY_FOLDER
    with _unpacked(settings, home, source, phrase, key_folder) as (unpacked, count):
        if check is not None:
            check(_settings_there(settings, unpacked))
        has_keys = (unpacked / KEY_FOLDER).is_dir()
        aside = _move_in(unpacked, home)
    code = "done.restored-aside" if aside else "done.restored"
    if not has_keys:
        code = "done.restored-without-keys"
    return Message(code, {"folder": home.resolve(), "count": count, "aside": aside or "-"})


def try_backup(
    settings: Settings,
    source: Path,
    check: Check | None = None,
    *,
    phrase: str | None = None,
    keys: Path | None = None,
) -> Message:
    """Unpack a backup into a scratch folder, check it as for restoring, and delete it again.

    Nothing of the office is touched. Raises as `read_backup` does, and Refused where the disk would have less
    than a tenth free.
    """
    key_folder = keys or settings.home / KEY_FOLDER
    cache = settings.folder("cache")
    with _unpacked(settings, cache, source, phrase, key_folder, spares_disk=True) as (
        folder,
        count,
    ):
        if check is not None:
            check(_settings_there(settings, folder))
    return Message("done.backup-tried", {"file": source, "count": count})


@contextmanager
def _unpacked(
    settings: Settings,
    parent: Path,
    source: Path,
    phrase: str | None,
    keys: Path,
    *,
    spares_disk: bool = False,
) -> Iterator[tuple[Path, int]]:
    """A data folder made from a backup, gone at the end of the block, and how many members it has."""
    try:
        with scratch_folder(parent, "restore") as scratch:
            with reading_archive(source, phrase or phrase_of(settings)) as archive:
                extract_data(archive, scratch, partial(_spare, scratch) if spares_disk else None)
                count = len(archive.getnames())
            if not (scratch / DATABASE_MEMBER).is_file():
                raise BadInput("backup.member-missing", path=source, member=DATABASE_MEMBER)
            _make_private(scratch)
            _check_database(scratch / DATABASE_MEMBER, source)
            unpacked = scratch / "home"
            unpacked.mkdir(exist_ok=True)
            (scratch / DATABASE_MEMBER).replace(unpacked / DATABASE_MEMBER)
            if not (unpacked / KEY_FOLDER).is_dir() and keys.is_dir():
                shutil.copytree(keys, unpacked / KEY_FOLDER)
                _make_private(unpacked / KEY_FOLDER)
            yield unpacked, count
    except UNREADABLE as error:
        raise BadInput("backup.unreadable", path=source, reason=message_of(error)) from error
    except OSError as error:
        raise StoreUnavailable(
            "backup.not-restored", path=source, reason=message_of(error)
        ) from error


def _spare(folder: Path, member: tarfile.TarInfo) -> None:
    """Raises Refused where writing a member would fill the disk of an office that goes on working."""
    usage = shutil.disk_usage(folder)
    if usage.free - member.size < _LEAST_FREE * (usage.used + usage.free):
        raise Refused("backup.trial-no-room", folder=folder.parent, gibibytes=usage.free >> 30)


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
    aside = home / f"{ASIDE}{datetime.now(OFFICE_TIME):%Y%m%d-%H%M%S}"
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
