"""Pictures that a line of a listings file names by a path on this machine, read for `hubiao score`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.picture_reading import as_reading
from storage.listings.picture_readings import PictureReading
from storage.pictures.decoding import MOST_BYTES
from storage.records import NOTHING_KNOWN, Background

MOST_PICTURES = 4
"""Pictures of one listing that are read."""
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".bmp"})


class LocalPictures:
    """Reads local pictures, the same bytes once. The reader starts with the first of them."""

    def __init__(self, reader: PictureReader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self._read: dict[str, PictureReading] = {}

    def background_of(self, images: object) -> Background:
        """What the pictures hold that one line of a listings file names: a path or a list of paths."""
        names = [images] if isinstance(images, str) else images
        if not isinstance(names, list):
            return NOTHING_KNOWN
        paths = map(self._path, names[:MOST_PICTURES])
        readings = [self._reading(path) for path in paths if path]
        return Background(
            lines=tuple(line for reading in readings for line in reading.lines),
            logos=tuple(logo for reading in readings for logo in reading.logos),
        )

    def _path(self, name: object) -> Path | None:
        if not isinstance(name, str) or "://" in name or "\0" in name:
            return None
        path = self._folder / name.removeprefix("file://")
        try:
            small = path.is_file() and path.stat().st_size <= MOST_BYTES
        except OSError:  # a name too long for a path, or a folder that may not be looked into
            return None
        return path if small and path.suffix.lower() in _SUFFIXES else None

    def _reading(self, path: Path) -> PictureReading:
        content = path.read_bytes()
        sha256 = _digest(content)
        if sha256 not in self._read:
            self._read[sha256] = as_reading(self._reader.read(content), sha256, _digest)
        return self._read[sha256]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
