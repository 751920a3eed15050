"""Reading pictures (图片文字识别): OCR on this machine, one picture at a time, each in a time box.

RapidOCR's models lie in its wheel, so nothing is fetched. It runs in a process of its own: a
picture that takes too long, or breaks a decoder, costs that process and nothing else.
"""

from __future__ import annotations

import io
import multiprocessing
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from classifiers.pictures.logos.finder import FoundLogo, logos_in
from classifiers.pictures.logos.logo_index import LogoIndex
from classifiers.pictures.text_columns import Box, in_reading_order
from storage.pictures.decoding import NotAPicture, as_shown, opened_picture
from storage.records.picture_reading import PictureReadingState

_SIDE = 1600
"""Pixels of the longest side that is read; larger pictures are made smaller first. Chosen by hand."""
_LEAST = 0.5
"""Confidence (0..1) below which a line is no reading; the default of RapidOCR's text score, which is
set to 0 here: that there are lines which cannot be read tells a mirrored picture from one without text."""
_SURE, _SURER = 0.92, 0.05
"""Mean confidence below which a picture is read mirrored too, and by how much that must be surer; drawn
posters give .97 and more the right way round and .5 to .88 mirrored, or nothing; chosen by hand."""
_SURE_MIRRORED = 0.8
"""Mean confidence that a mirrored reading has at least: what no way round is text gives .5 to .7."""
_MARGIN = 4
"""Pixels around a line in its cutting."""
_START_SECONDS = 60.0
"""Seconds for loading the models, once a process; not counted against a picture."""


@dataclass(frozen=True, kw_only=True)
class CutLine:
    """One line of text with the cutting of the picture that shows it, as PNG."""

    text: str
    confidence: float
    crop: bytes
    box: tuple[int, int, int, int]
    """Left, top, right, bottom, in pixels of the picture that was read."""


@dataclass(frozen=True, kw_only=True)
class PictureText:
    """What was read in a picture."""

    state: PictureReadingState
    lines: tuple[CutLine, ...] = ()
    logos: tuple[FoundLogo, ...] = ()
    """Registered pictures that lie in it."""


class PictureReader:
    """Reads pictures in a process of its own, which is replaced when it hangs or dies.

    `logos` are the registered pictures that are looked for; without `text` nothing else is.
    """

    def __init__(
        self, *, seconds: float, logos: LogoIndex | None = None, text: bool = True
    ) -> None:
        self._seconds, self._logos, self._text = seconds, logos or LogoIndex([]), text
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def name(self) -> str:
        """name@version of what reads."""
        return f"rapidocr@{version('rapidocr')}"

    def read(self, picture: bytes) -> PictureText:
        """Read one picture, given as file bytes; never raises for what it holds."""
        try:
            pool = self._running()
            return pool.submit(_read, picture).result(timeout=self._seconds)
        except (TookTooLong, TimeoutError):
            self._end()
            return PictureText(state=PictureReadingState.LATE)
        except BrokenExecutor:
            self._end()
            return PictureText(state=PictureReadingState.FAILED)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(self._logos, self._text),
            )
            self._pool.submit(_ready).result(timeout=_START_SECONDS)
        return self._pool

    def _end(self) -> None:
        if self._pool is None:
            return
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


_loaded: dict[str, Any] = {}
"""The engine, where text is read, and the registered pictures, in the reading process only."""


def _prepare(logos: LogoIndex, text: bool) -> None:
    """Load the models and take the registered pictures, in the reading process."""
    import cv2

    # Beside the console and other workers its threads only wait for each other.
    cv2.setNumThreads(1)
    if text:
        from rapidocr import RapidOCR

        _loaded["engine"] = RapidOCR(
            params={"Global.log_level": "critical", "Global.text_score": 0.0}
        )
    _loaded["logos"] = logos


def _ready() -> bool:
    return "logos" in _loaded


def _read(picture: bytes) -> PictureText:
    try:
        image, scale = _opened(picture)
    except NotAPicture:
        return PictureText(state=PictureReadingState.FAILED)
    lines = _legible_lines(image, scale) if "engine" in _loaded else ()
    return PictureText(
        state=PictureReadingState.READ if lines else PictureReadingState.EMPTY,
        lines=lines,
        logos=logos_in(image, _loaded["logos"]),
    )


def _legible_lines(image: Any, scale: float) -> tuple[CutLine, ...]:
    """The lines that are read in a picture, the way round in which they are read more surely."""
    lines = _lines(image, scale)
    legible = _legible(lines)
    if not lines or _sureness(legible) >= _SURE:
        return legible
    mirrored = _legible(_lines(image[:, ::-1], scale, mirrored=True))
    least = max(_SURE_MIRRORED, _sureness(legible) + _SURER)
    return mirrored if _sureness(mirrored) > least else legible


def _legible(lines: tuple[CutLine, ...]) -> tuple[CutLine, ...]:
    return tuple(line for line in lines if line.confidence >= _LEAST)


def _lines(image: Any, scale: float, *, mirrored: bool = False) -> tuple[CutLine, ...]:
    """All lines of text in a picture in the order in which people read them, however surely they are read, or in
    one that is handed over `mirrored`: their cuttings are readable, their boxes are those of the picture as it
    came."""
    import numpy as np

    image = np.ascontiguousarray(image)
    result = _loaded["engine"](image)
    lines: list[tuple[CutLine, str, Box]] = []
    for text, score, box in zip(
        result.txts or (), result.scores or (), result.boxes if result.txts else (), strict=True
    ):
        if text.strip():
            place = np.stack([image.shape[1] - box[:, 0], box[:, 1]], axis=1) if mirrored else box
            line = CutLine(
                text=text,
                confidence=round(float(score), 4),
                crop=_crop(image, box),
                box=_upright(place, scale),
            )
            lines.append((line, text, _upright(box, scale)))  # as it was read, turned round or not
    return tuple(in_reading_order(lines))


def _sureness(lines: tuple[CutLine, ...]) -> float:
    """Mean confidence of the characters, 0..1; a mirrored picture gives .5 to .9, mostly other signs."""
    characters = sum(len(line.text) for line in lines)
    surely = sum((line.confidence * len(line.text) for line in lines), 0.0)
    return surely / max(characters, 1)


def _opened(picture: bytes) -> tuple[Any, float]:
    """The picture as uint8 of shape (height, width, 3) in blue, green, red, and how many times smaller it
    was made. Raises NotAPicture."""
    import numpy as np

    with opened_picture(picture) as opened:
        image = as_shown(opened)
    longest = max(image.size)
    image.thumbnail((_SIDE, _SIDE))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), longest / max(image.size)


def _upright(box: Any, scale: float) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the four corners, in pixels of the picture as it came."""
    left, top = box.min(axis=0) * scale
    right, bottom = box.max(axis=0) * scale
    return int(left), int(top), int(right) + 1, int(bottom) + 1


def _crop(image: Any, box: Any) -> bytes:
    """The upright cutting around a line, as PNG."""
    import numpy as np
    from PIL import Image

    left, top = np.floor(box.min(axis=0)).astype(int) - _MARGIN
    right, bottom = np.ceil(box.max(axis=0)).astype(int) + _MARGIN
    part = image[max(0, top) : max(1, bottom), max(0, left) : max(1, right), ::-1]
    png = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(part)).save(png, "PNG")
    return png.getvalue()
