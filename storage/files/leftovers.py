"""What killed commands left half written in the data folder, cleared away when the next one starts."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from storage.base.atomic_file import writer_of
from storage.base.settings import Settings

_OLD_SECONDS = 24 * 3600
"""Age from which a partial file counts as left even while a process has its writer's number: numbers are
used again. Chosen by hand, far above the longest backup."""
_EARLIER = ("tmp",)
"""Heads of the names that scratch folders in `cache` had in earlier versions."""


def clear_leftovers(settings: Settings) -> int:
    """Delete partial files and scratch folders whose process is gone; returns how many there were.

    On a folder that several machines share only old ones go, for a number tells nothing of another machine.
    """
    shared = not settings.database.startswith("sqlite")
    count = 0
    for folder, folders, files in os.walk(settings.home):
        for name in [*folders, *files]:
            path = Path(folder, name)
            if _is_left(path, shared=shared):
                count += 1
                _delete(path)
                if name in folders:
                    folders.remove(name)
    return count


def clear_old_partials(folder: Path, head: str) -> None:
    """Delete old partial files, whose names begin so, from a folder that other machines may write into."""
    for path in folder.glob(f".{head}*.part"):
        if writer_of(path.name) is not None and _is_old(path):
            with suppress(OSError):
                path.unlink()


def _is_left(path: Path, *, shared: bool) -> bool:
    writer = writer_of(path.name)
    if writer is None:
        return path.parent.name == "cache" and path.name.startswith(_EARLIER) and _is_old(path)
    return _is_old(path) or (not shared and not _runs(writer))


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _OLD_SECONDS
    return False


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
