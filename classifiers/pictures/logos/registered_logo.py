"""A registered picture (注册图样) prepared: its ink cut out, its features, and a small grey form of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifiers.pictures.logos.features import Floats, Pixels, features_of, packed, unpacked
from storage.pictures.decoding import NotAPicture, as_shown, opened_picture

if TYPE_CHECKING:
    from PIL import Image

SIDE = 256
"""Pixels of the longer side of the ink, about which features are looked for; chosen by hand: logos in
listings' pictures measure 50 to 500."""
FRAME = 128
"""Pixels of the longer side of the small form that is compared point by point; chosen by hand."""
_MARGIN, _FRAME_MARGIN = 40, 24
"""Pixels of paper left around the ink for features and in the small form; chosen by hand."""
_INK = 40
"""Steps of grey by which ink differs from the paper; chosen by hand."""
_LEAST_FEATURES = 5
"""Features below which a picture is too plain to be told from others: a bare disc, a bar."""
_LARGEST = 1600
"""Pixels of the longest side that is looked at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RegisteredLogo:
    """One registered picture of a right."""

    rights: tuple[str, ...]
    """Ids of the rights that register this very picture."""
    sha256: str = ""
    """Of the registered picture's file; empty where it came as pixels."""
    points: Floats
    """float32 of shape (n, 4): x, y and size in pixels of the cutting, angle in radians."""
    packed_descriptors: Pixels
    """uint8 of shape (n, 128)."""
    grey: Pixels
    """uint8 of shape (height, width), the longer side FRAME."""

    @property
    def descriptors(self) -> Floats:
        """float32 of shape (n, 128)."""
        return unpacked(self.packed_descriptors)

    @property
    def small(self) -> Floats:
        """The small form, float32 of shape (height, width)."""
        return self.grey.astype(np.float32)

    @property
    def to_cutting(self) -> NDArray[np.float64]:
        """3 × 3: from pixels of the small form to those of the cutting."""
        step = (SIDE + 2 * _FRAME_MARGIN) / FRAME
        outside = _MARGIN - _FRAME_MARGIN
        return np.array([[step, 0, outside], [0, step, outside], [0, 0, 1]], np.float64)


def registered_logo(rights: tuple[str, ...], picture: bytes, sha256: str) -> RegisteredLogo | None:
    """The picture given as file bytes; None for one that cannot be opened or is too plain."""
    pixels = opened_on_paper(picture)
    return None if pixels is None else logo_of(rights, pixels, sha256)


def logo_of(rights: tuple[str, ...], pixels: Pixels, sha256: str = "") -> RegisteredLogo | None:
    """The same of pixels."""
    import cv2

    cutting = _cutting(pixels)
    if cutting is None:
        return None
    features = features_of(cutting)
    if len(features.points) < _LEAST_FEATURES:
        return None
    outside = _MARGIN - _FRAME_MARGIN
    inner = np.ascontiguousarray(cutting[outside:-outside, outside:-outside])
    scale = FRAME / max(inner.shape[:2])
    grey = cv2.cvtColor(inner, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if _is_plain(np.asarray(small, np.uint8)):
        return None
    return RegisteredLogo(
        rights=rights,
        sha256=sha256,
        points=features.points,
        packed_descriptors=packed(features.descriptors),
        grey=np.asarray(small, np.uint8),
    )


def _is_plain(grey: Pixels) -> bool:
    """Whether the picture is hardly more than a filled ellipse or box, as badges everywhere are."""
    import cv2

    height, width = grey.shape
    margin = round(_FRAME_MARGIN * FRAME / (SIDE + 2 * _FRAME_MARGIN))
    box, ellipse = np.zeros_like(grey), np.zeros_like(grey)
    box[margin:-margin, margin:-margin] = 1
    axes = (width // 2 - margin, height // 2 - margin)
    cv2.ellipse(ellipse, (width // 2, height // 2), axes, 0, 0, 360, 1, -1)
    likenesses = (
        np.corrcoef(grey.ravel().astype(np.float64), shape.ravel())[0, 1]
        for shape in (box, ellipse)
    )
    return any(abs(float(likeness)) > _PLAIN for likeness in likenesses)


_PLAIN = 0.95
"""Correlation with an ellipse or a box from which a picture is too plain to be told from badges; chosen
by hand."""


def _cutting(pixels: Pixels) -> Pixels | None:
    """The ink with a margin of paper, the longer side SIDE; None for an empty sheet."""
    import cv2

    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    paper = np.median(border, axis=0)
    differs = np.abs(pixels.astype(np.int16) - paper.astype(np.int16)).max(axis=2) > _INK
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return None
    ink = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = SIDE / max(ink.shape[:2])
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    shrinks = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(np.ascontiguousarray(ink), size, interpolation=shrinks)
    tone = [float(value) for value in paper]
    framed = cv2.copyMakeBorder(sized, *(_MARGIN,) * 4, cv2.BORDER_CONSTANT, value=tone)
    return np.asarray(framed, np.uint8)


def opened_on_paper(picture: bytes) -> Pixels | None:
    """A registered picture on paper: white, or black where the picture is transparent and nothing but
    white ink; None for what cannot be opened safely."""
    try:
        with opened_picture(picture) as opened:
            image = as_shown(opened, _paper_for)
    except NotAPicture:
        return None
    image.thumbnail((_LARGEST, _LARGEST))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def _paper_for(layer: Image.Image) -> str:
    """Black for light ink, unless a drawing in it shows on white paper: a badge filled with white."""
    pixels = np.asarray(layer)
    opaque, tone = pixels[:, :, 3] > 128, pixels[:, :, :3].mean(axis=2, dtype=np.float32)
    if not opaque.any() or float(tone[opaque].mean()) <= _LIGHT:
        return "white"
    dark = opaque & (tone < _DARK)
    is_drawing = dark.sum() > _DRAWN * opaque.sum() and all(
        np.ptp(np.flatnonzero(dark.any(axis=axis)))
        > _SPANS * np.ptp(np.flatnonzero(opaque.any(axis=axis)))
        for axis in (0, 1)
    )
    return "white" if is_drawing else "black"


_LIGHT, _DARK = 200.0, 160.0
"""Mean tone of the opaque part from which white paper would hide it, and tone of what it shows; chosen by hand."""
_DRAWN, _SPANS = 0.01, 0.3
"""Shares of the opaque pixels, and of their width and height, from which dark ones are a drawing and no mere
accent; chosen by hand."""
