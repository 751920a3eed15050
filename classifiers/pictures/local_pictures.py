"""Pictures that a line of a listings file names by a path on this machine, read for `hubiao score`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from classifiers.pictures.ocr import PictureReader
from storage.pictures.decoding import MOST_BYTES
from storage.records import NOTHING_KNOWN, Background, LogoSeen, PictureLine

MOST_PICTURES = 4
"""Pictures of one listing that are read."""
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".bmp"})


class LocalPictures:
    """Reads local pictures, the same bytes once. The reader starts with the first of them."""

    def __init__(self, reader: PictureReader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self._read: dict[str, Background] = {}

    def background_of(self, images: object) -> Background:
        """What the pictures hold that one line of a listings file names: a path or a list of paths."""
        names = [images] if isinstance(images, str) else images
        if not isinstance(names, list):
            return NOTHING_KNOWN
        backgrounds = [
            self._picture_background(path)
            for path in map(self._path, names[:MOST_PICTURES])
            if path
        ]
        return Background(
            lines=tuple(line for background in backgrounds for line in background.lines),
            logos=tuple(logo for background in backgrounds for logo in background.logos),
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

    def _picture_background(self, path: Path) -> Background:
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self._read:
            picture = self._reader.read(content)
            self._read[sha256] = Background(
                lines=tuple(
                    PictureLine(
                        text=line.text,
                        confidence=line.confidence,
                        picture=sha256,
                        crop=hashlib.sha256(line.crop).hexdigest(),
                    )
                    for line in picture.lines
                ),
                logos=tuple(
                    LogoSeen(
                        right=right, agreeing=logo.agreeing, likeness=logo.likeness, picture=sha256
                    )
                    for logo in picture.logos
                    for right in logo.rights
                ),
            )
        return self._read[sha256]
