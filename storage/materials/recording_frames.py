"""The frames of a recording that show something new (关键帧), with their time codes; runs in a process of its own.

OpenCV reads the file with the libraries of FFmpeg that its wheel brings, out of memory and without network.
"""

from __future__ import annotations

import io
from dataclasses import astuple, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.gate import read_foreign

Picture = NDArray[np.uint8]
Look = NDArray[np.float64]
LIBRARIES = ("cv2",)
"""Imported once, before readers are forked."""
_STEP = 400.0
"""Milliseconds between two frames that are looked at; chosen by hand: a page that is scrolled stands longer."""
_LOOK = (64, 64)
"""Cells of the small grey picture by which two frames are compared."""
_CHANGED = 8
"""Levels (0..255) by which a cell differs that counts as changed; chosen by hand, above what compression does."""
_NEW = 0.01
"""Share of changed cells from which a frame is another picture; chosen by hand: a clock or cursor stays below."""
_LONGEST_MOVE = 2000.0
"""Milliseconds of movement (scrolling, a film) after which a frame is kept though the picture does not rest."""
_SIDE = 1600
"""Pixels of the longest side of a frame that is kept: what text is read at."""
_QUALITY = 90
"""JPEG quality (0..100) of a frame that is kept; chosen by hand, small print stays legible."""


@dataclass(frozen=True)
class Frame:
    """One frame, from when to when the recording shows it."""

    start: int
    """Milliseconds from the beginning."""
    end: int
    picture: bytes
    """JPEG."""


@dataclass(frozen=True)
class RecordingFrames:
    """What a recording shows."""

    duration: int
    """Milliseconds."""
    width: int
    height: int
    frames: tuple[Frame, ...]
    cut: bool
    """Whether there was more than is kept."""


def recording_frames(content: bytes, name: str) -> RecordingFrames:
    """The frames of a recording that show something new. Raises BadInput."""
    duration, width, height, frames, cut = read_foreign(
        FileKind.RECORDING_FRAMES, read_frames, content, name
    )
    return RecordingFrames(duration, width, height, tuple(Frame(*entry) for entry in frames), cut)


def read_frames(content: bytes, where: str) -> tuple[Any, ...]:
    """RecordingFrames in plain values. Raises BadInput."""
    cv2.setNumThreads(1)
    source: Any = io.BytesIO(content)  # OpenCV's stubs do not know that it reads one
    video = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    if not video.isOpened():
        raise BadInput("recording.unreadable", name=where)
    most = FILE_LIMITS[FileKind.RECORDING_FRAMES].items
    resting: list[tuple[int, bytes]] = []
    last = before = np.empty(0)
    size, position, due, cut = (0, 0), 0.0, 0.0, False
    while video.grab():
        position = video.get(cv2.CAP_PROP_POS_MSEC)
        if position < due:
            continue
        due = position + _STEP
        readable, decoded = video.retrieve()
        if not readable:
            continue
        image: Picture = np.asarray(decoded, dtype=np.uint8)
        size = (image.shape[1], image.shape[0])
        look = _small(image)
        rests = _share(look, before) < _NEW
        before = look
        waited = not resting or position - resting[-1][0] >= _LONGEST_MOVE
        if _share(look, last) < _NEW or not (rests or waited):
            continue
        if len(resting) == most:
            cut = True
            break
        resting.append((round(position), _jpeg(image)))
        last = look
    if not resting:
        raise BadInput("recording.unreadable", name=where)
    ends = [start for start, _ in resting[1:]] + [round(position)]
    frames = tuple(
        Frame(start, end, picture) for (start, picture), end in zip(resting, ends, strict=True)
    )
    return astuple(RecordingFrames(round(position), *size, frames, cut))


def _share(look: Look, earlier: Look) -> float:
    """The share of cells that changed; 1 where there is nothing earlier."""
    return float((np.abs(look - earlier) >= _CHANGED).mean()) if earlier.size else 1.0


def _small(image: Picture) -> Look:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, _LOOK, interpolation=cv2.INTER_AREA).astype(np.float64)


def _jpeg(image: Picture) -> bytes:
    scale = _SIDE / max(image.shape[:2])
    if scale < 1:
        smaller = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        image = np.asarray(smaller, dtype=np.uint8)
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes())
