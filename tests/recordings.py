"""A screen recording as a telephone makes it: pages, each shown for some time."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

_RATE = 10
"""Frames a second."""


def recording(pages: Sequence[tuple[Image.Image, float]]) -> bytes:
    """An MP4 that shows each picture for so many seconds; all of the size of the first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recording.mp4"
        code = cv2.VideoWriter.fourcc(*"mp4v")
        writer = cv2.VideoWriter(str(path), code, _RATE, pages[0][0].size)
        for page, seconds in pages:
            frame = np.asarray(page.convert("RGB"))[:, :, ::-1]
            for _ in range(round(seconds * _RATE)):
                writer.write(np.ascontiguousarray(frame))
        writer.release()
        return path.read_bytes()


def hollow(content: bytes) -> bytes:
    """The recording with its boxes whole and nothing of its pictures left."""
    place = content.index(b"mdat")
    end = place - 4 + int.from_bytes(content[place - 4 : place], "big")
    return content[: place + 4] + bytes(end - place - 4) + content[end:]
