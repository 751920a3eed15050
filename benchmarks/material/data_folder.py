"""Where the shared data for measuring lies; it is never part of the project."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path | None:
    """The folder of HUBIAO_SHARED_DATA, default `../shared/data` beside the project; None if absent."""
    named = os.environ.get("HUBIAO_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "../shared/data"
    return folder.resolve() if folder.is_dir() else None


def data_file(name: str) -> Path | None:
    """One file or folder in it, or None."""
    folder = data_folder()
    path = folder / name if folder else None
    return path if path and path.exists() else None
