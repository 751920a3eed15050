"""Registered pictures (注册图样) of all rights: those kept beside a right, and those a rights file names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from classifiers.pictures.logos.logo_book import METHOD, logo_index
from classifiers.pictures.logos.logo_index import LogoIndex
from storage.base.database import Database
from storage.base.settings import Settings
from storage.records import RightsBook
from storage.rights.certificates import right_picture_hashes, right_pictures
from storage.rights.store import load_rights

MOST_LOGO_BYTES = 8 * 2**20
"""Bytes of a registered picture that is read."""
_DIGITS = 16
"""Hex digits of a digest of all registered pictures."""
_MOST_HASHES = 2**16
"""Files whose hashes stay in memory, some 20 MB; chosen by hand."""


def stored_logo_index(database: Database, settings: Settings) -> LogoIndex:
    """An index over the registered pictures of all rights."""
    with database.read() as session:
        book = load_rights(session)
        certificates = right_pictures(session, settings)
    registered = all_pictures(registered_pictures(book, settings.home), certificates)
    return logo_index(registered, settings.home / "cache" / "logos")


def book_digest(session: Session, settings: Settings) -> str:
    """Hex digits that name the registered pictures of all rights as they are now, and the way in which they
    are prepared; empty where there are none. No picture that is kept beside a right is opened for it, and
    one in a file only after it changed."""
    digest = hashlib.sha256(f"{METHOD}\n".encode())
    beside = right_picture_hashes(session)
    files = _picture_files(load_rights(session), settings.home)
    for right in sorted({*beside, *files}):
        hashes = {*beside.get(right, ()), *map(_hash_now, files.get(right, ()))}
        digest.update(f"{right}\0{' '.join(sorted(hashes))}\n".encode())
    return digest.hexdigest()[:_DIGITS] if beside or files else ""


def _hash_now(path: Path) -> str:
    state = path.stat()
    return _hash(path, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))


@lru_cache(maxsize=_MOST_HASHES)
def _hash(path: Path, _state: tuple[int, ...]) -> str:
    """SHA-256 of a file, once for each state in which it was met."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def registered_pictures(book: RightsBook, folder: Path) -> dict[str, tuple[bytes, ...]]:
    """The registered pictures of each right that lie in files, by right id.

    A relative path counts from `folder`; what is no readable file is left out.
    """
    files = _picture_files(book, folder)
    return {right: tuple(path.read_bytes() for path in paths) for right, paths in files.items()}


def _picture_files(book: RightsBook, folder: Path) -> dict[str, tuple[Path, ...]]:
    files = {right.id: tuple(_picture_paths(right.images, folder)) for right in book}
    return {right: paths for right, paths in files.items() if paths}


def _picture_paths(names: Sequence[str], folder: Path) -> Iterator[Path]:
    for name in names:
        path = folder / name
        try:
            fits = "://" not in name and path.is_file() and path.stat().st_size <= MOST_LOGO_BYTES
        except (OSError, ValueError):  # a name too long for a path, or none
            continue
        if fits:
            yield path


def all_pictures(
    *sources: Mapping[str, tuple[bytes, ...]],
) -> dict[str, tuple[bytes, ...]]:
    """The pictures of several sources together, by right id."""
    rights = dict.fromkeys(right for source in sources for right in source)
    return {
        right: tuple(p for source in sources for p in source.get(right, ())) for right in rights
    }
