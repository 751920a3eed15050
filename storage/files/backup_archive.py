"""The archive of a backup as a file: tar in gzip, and in an age file where a pass phrase closes it."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.files.age_file import VERSION_LINE, AgeReader, AgeWriter

DATABASE_MEMBER = "hubiao.db"
ENCRYPTED_SUFFIX = ".age"
"""Ends the name of a backup that a pass phrase closes."""
ASIDE = "before-restore-"
"""Head of the name of a folder with what stood where a backup was brought back."""
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a damaged archive raises."""
_PG_DUMP = b"PGDMP"
"""How a file of pg_dump's own format begins (pg_backup_archiver.c, K_VERS)."""
_CHUNK = 1 << 20
"""Bytes that are read at once behind the last member."""


def phrase_of(settings: Settings) -> str | None:
    """The pass phrase of the settings."""
    phrase = settings.backup_passphrase
    return phrase.get_secret_value() if phrase else None


def needs_phrase(source: Path) -> bool:
    """Whether a pass phrase closes a backup. Raises OSError."""
    with source.open("rb") as file:
        return file.read(len(VERSION_LINE)) == VERSION_LINE


def refuse_dump(source: Path) -> None:
    """Raises BadInput for a dump of PostgreSQL, which is no archive of this program; OSError."""
    with source.open("rb") as file:
        if file.read(len(_PG_DUMP)) == _PG_DUMP:
            raise BadInput("backup.postgresql-dump", path=source)


@contextmanager
def writing_archive(target: Path, phrase: str | None) -> Iterator[tarfile.TarFile]:
    """An archive to add to. Raises OSError."""
    with target.open("wb") as file:
        if phrase is None:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                yield archive
            return
        closed = cast("BinaryIO", AgeWriter(file, phrase))
        with tarfile.open(fileobj=closed, mode="w|gz") as archive:
            yield archive
        closed.close()


@contextmanager
def reading_archive(source: Path, phrase: str | None) -> Iterator[tarfile.TarFile]:
    """An archive to go through once, front to back; at the end its checksums are compared.

    Raises BadInput for a pass phrase that is missing or wrong and for a dump of PostgreSQL, one of UNREADABLE, OSError.
    """
    with source.open("rb") as file:
        refuse_dump(source)
        plain: BinaryIO = file
        if needs_phrase(source):
            if not phrase:
                raise BadInput("backup.phrase-needed", path=source)
            plain = cast("BinaryIO", io.BufferedReader(AgeReader(file, phrase), _CHUNK))
        with gzip.GzipFile(fileobj=plain, mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                yield archive
            while packed.read(_CHUNK):
                pass
