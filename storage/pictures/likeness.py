"""How likely two pictures are the same one (相同图片), by their small copies.

One copy is laid over the other: frame on frame, without plain borders, and by local features, each
also mirrored. Then edges are compared place by place: those of one picture must stand in the other, so
that a watermark, which adds edges, does no harm. Packs of one layout agree almost everywhere and differ
in a name; so the place that agrees least decides, a place of one character where nothing was laid over
the picture. One corner, or one band along an edge, is left out
where that helps: there stand marks and banners.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from PIL import Image

from storage.pictures.continued_print import continues_print
from storage.pictures.overlay import features_of, overlays, refined

SAME = 0.5
"""Likelihood from which two pictures count as the same one."""

# Chosen by hand on benchmarks.same_picture, seeds 1–3.
_MIDDLE, _WIDTH = 0.73, 0.01
"""Agreement of the worst place at which both answers are as likely, and the width of the logistic
curve: changed copies give 0.75 and more, packs of one layout with another name up to 0.69."""
_MIDDLE_OF_FINE = 0.83
"""The same for pictures over which nothing was laid, compared in finer places: changed copies give 0.84 and
more, packs that differ in nothing but their names up to 0.82, but for names of two characters of which one is
the same and the other alike (`python -m benchmarks.pictures layout`). A name that begins another one at the same
place (晨露, 晨露泉) gives 0.95 and more and is told by `continued_print`."""
_LAID_OVER = 0.2
"""Share of the edges of one picture that the other has not, from which something was laid over the picture,
as a watermark (0.2 to 0.45), which makes edges fainter in many small places; another name gives 0.03 to 0.12."""
_PROMISING = 0.7
"""Mean correlation below which an overlay is given up."""
_CERTAIN = 0.9
"""Mean correlation from which no mirrored picture is tried."""
_LEAST_OVERLAP = 0.6
"""Share of the smaller picture that must lie in the other."""
_PLACE = 13
"""Pixels of a side of a place whose correlation is taken, of one whose edges are compared, and of a finer
one: hardly more than a character of a name, so that its neighbour cannot make up for it."""
_EDGES_PLACE, _FINE_PLACE = 43, 25
_LEAST_EDGES = 2.5
"""Mean strength of edges (steps of grey a pixel) from which a place is compared."""
_TEXTURE, _STRONG = 6.0, 24.0
"""Deviation of grey from which a place has structure, and from which it counts whole."""
_PLACES = 200
"""Pixels with structure below which a picture says nothing."""
_WORST = 0.005
"""Share of the compared places that may agree less than what is taken for the worst: one letter of a
watermark may stand over one faint edge."""
_COVERED = 2.5
"""Times as much edge in the other picture, from which a place is covered by something: not compared."""
_LEAST_STRENGTH = 0.5
"""Share of an edge's strength that counts as that edge: a watermark over it makes it fainter."""
_COLOURED = 20.0
"""Distance from grey in Lab's a and b from which a pixel is coloured."""
_SAME_HUE = 0.8
"""Cosine between two colours in Lab's a and b below which they are different: 37°, a brighter copy of a
picture keeps its hues."""
_MOST_OTHER = 0.3
"""Share of the coloured pixels that may have another hue: packs of one layout come in several colours."""
_CORNER, _BAND = 0.3, 0.15
"""Shares of the sides of a corner and of a band that may be left out."""


@dataclass(frozen=True, kw_only=True)
class PictureLikeness:
    """How two pictures agree where they overlap."""

    agreement: float
    """Share of the edges of one that the other has, at the places that agree least; 0..1."""
    other_colour: float
    """Share of the coloured pixels that have another hue, 0..1."""
    middle: float = _MIDDLE
    """Agreement at which both answers are as likely."""
    continued: bool = False
    """Whether one has a character more at the end of a line of print that both have."""

    @property
    def likelihood(self) -> float:
        """How likely the pictures are the same one, 0..1."""
        if self.continued or self.other_colour > _MOST_OTHER:
            return 0.0
        return 1 / (1 + math.exp((self.middle - self.agreement) / _WIDTH))


_UNLIKE = PictureLikeness(agreement=0.0, other_colour=1.0)


def pixels_of(small: bytes) -> Any:
    """A small copy as uint8 of shape (height, width, 3) in red, green, blue."""
    with Image.open(io.BytesIO(small)) as opened:
        return np.asarray(opened.convert("RGB"))


def compare(first: Any, second: Any) -> PictureLikeness:
    """How two small copies agree, given as `pixels_of` returns them."""
    best, counterpart, matrix = 0.0, None, None
    features = features_of(first)
    coarse = _halved(first)
    for candidate in (second, np.ascontiguousarray(second[:, ::-1])):
        coarse_candidate = _halved(candidate)
        for overlay in overlays(first, candidate, features):
            correlation = _correlation(coarse, coarse_candidate, overlay)
            if correlation > best:
                best, counterpart, matrix = correlation, candidate, overlay
        if best > _CERTAIN:
            break
    if best < _PROMISING:
        return _UNLIKE
    finer = refined(_grey(first), _grey(counterpart), matrix)
    # An overlay that lies well says whether something was laid over the picture.
    return max(
        (_agreement(first, counterpart, m) for m in (matrix, finer)),
        key=lambda n: (n.middle, n.agreement),
    )


def _grey(pixels: Any) -> Any:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.GaussianBlur(grey, (0, 0), 1.0)


def _halved(pixels: Any) -> Any:
    """Grey, half the size: enough to tell which overlay is the best."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _laid(pixels: Any, matrix: Any, shape: tuple[int, int]) -> Any:
    """The second picture as it lies on the first, whose height and width are given."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(pixels, matrix, shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _covered(second: tuple[int, int], matrix: Any, first: tuple[int, int]) -> Any:
    """Where the second picture lies on the first, uint8 0 or 1; None for too little."""
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    mask = cv2.warpAffine(np.ones(second, np.uint8), matrix, first[::-1], flags=flags)
    area = second[0] * second[1] / abs(float(np.linalg.det(matrix[:, :2])))
    return mask if mask.sum() >= _LEAST_OVERLAP * min(area, first[0] * first[1]) else None


def _correlation(first: Any, second: Any, matrix: Any) -> float:
    """Mean correlation of the places with structure, of the picture that says more; halved greys."""
    matrix = matrix.copy()
    matrix[:, 2] /= 2
    mask = _covered(second.shape, matrix, first.shape)
    if mask is None:
        return 0.0
    laid = _laid(second, matrix, first.shape)
    size = (_PLACE // 2, _PLACE // 2)
    mean, laid_mean = cv2.blur(first, size), cv2.blur(laid, size)
    spread = np.sqrt(np.maximum(cv2.blur(first * first, size) - mean * mean, 0))
    laid_spread = np.sqrt(np.maximum(cv2.blur(laid * laid, size) - laid_mean * laid_mean, 0))
    together = cv2.blur(first * laid, size) - mean * laid_mean
    correlation = (together / (spread * laid_spread + 4.0)).clip(0)
    weights = (
        np.clip((s - _TEXTURE) / (_STRONG - _TEXTURE), 0, 1) * mask for s in (spread, laid_spread)
    )
    return max(float((correlation * w).sum() / max(w.sum(), _PLACES / 4)) for w in weights)


def _agreement(first: Any, second: Any, matrix: Any) -> PictureLikeness:
    """The place of least agreement, with what may be left out left out as is best."""
    shape = first.shape[:2]
    mask = _covered(second.shape[:2], matrix, shape)
    if mask is None:
        return _UNLIKE
    laid = _laid(second, matrix, shape)
    edges, laid_edges = _edges(_grey(first)), _edges(_grey(laid))
    inside = cv2.erode(mask, np.ones((5, 5), np.uint8)).astype(bool)
    coloured, strange = _other_colour(first, laid)
    of_first, of_laid = _stand(edges, laid_edges), _stand(laid_edges, edges)
    is_fine = max(_missing(of_first, inside), _missing(of_laid, inside)) < _LAID_OVER
    place, middle = (_FINE_PLACE, _MIDDLE_OF_FINE) if is_fine else (_EDGES_PLACE, _MIDDLE)
    best, compared = _UNLIKE, inside
    for left_out in _left_out(shape):
        used = inside & ~left_out
        agreement = max(
            _standing(of_first, of_laid[0], used, place),
            _standing(of_laid, of_first[0], used, place),
        )
        if agreement > best.agreement:
            share = float(strange[used].sum() / max(coloured[used].sum(), _PLACES))
            best, compared = (
                PictureLikeness(agreement=agreement, other_colour=share, middle=middle),
                used,
            )
    if not is_fine or best.likelihood < SAME:
        return best
    continued = (continues_print(p, *s, compared) for p, s in ((first, of_first), (laid, of_laid)))
    return replace(best, continued=any(continued))


def _edges(grey: Any) -> tuple[Any, Any]:
    """Steps of grey a pixel, across and down."""
    return cv2.Scharr(grey, cv2.CV_32F, 1, 0) / 32, cv2.Scharr(grey, cv2.CV_32F, 0, 1) / 32


def _missing(stand: tuple[Any, Any], used: Any) -> float:
    """Share of the edges that do not stand in the other picture, 0..1; `stand` as `_stand` returns it."""
    strength, standing = stand
    return 1 - float(standing[used].sum() / max(strength[used].sum(), 0.01))


def _stand(edges: tuple[Any, Any], second_edges: tuple[Any, Any]) -> tuple[Any, Any]:
    """The strength of these edges, and what of it stands among the second_edges, pixel by pixel."""
    strength = np.hypot(*edges)
    along = (edges[0] * second_edges[0] + edges[1] * second_edges[1]) / np.maximum(
        strength**2 * _LEAST_STRENGTH, 0.01
    )
    return strength, np.clip(along, 0, 1) * strength


def _standing(stand: tuple[Any, Any], second_strength: Any, used: Any, place: int) -> float:
    """Share of the edges that stand in the other picture, in the places of this side where fewest do; a place
    where the other's edges are much stronger is covered there and left out."""
    strength, standing = stand
    size = (place, place)
    whole = cv2.blur(strength * used, size)
    shares = cv2.blur(standing * used, size) / np.maximum(whole, 0.01)
    covered = cv2.blur(second_strength * used, size) > _COVERED * whole
    compared = shares[(whole > _LEAST_EDGES) & ~covered]
    enough = compared.size > max(_PLACES, covered[whole > _LEAST_EDGES].sum())
    return float(np.quantile(compared, _WORST)) if enough else 0.0


def _other_colour(first: Any, second: Any) -> tuple[Any, Any]:
    """(where either picture is coloured, where their hues differ), bool of the picture's shape."""
    chroma = [
        cv2.cvtColor(cv2.blur(pixels, (5, 5)), cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float32) - 128
        for pixels in (first, second)
    ]
    strength = [np.hypot(c[..., 0], c[..., 1]) for c in chroma]
    cosine = (chroma[0] * chroma[1]).sum(axis=2) / np.maximum(strength[0] * strength[1], 1.0)
    coloured = np.maximum(*strength) > _COLOURED
    return coloured, coloured & (cosine < _SAME_HUE)


def _left_out(shape: tuple[int, int]) -> Iterator[Any]:
    """Nothing, each corner, the upper and the lower band; bool of the picture's shape."""
    nothing = np.zeros(shape, bool)
    yield nothing
    down, across, band = int(shape[0] * _CORNER), int(shape[1] * _CORNER), int(shape[0] * _BAND)
    corners = [
        (rows, columns)
        for rows in (slice(None, down), slice(-down, None))
        for columns in (slice(None, across), slice(-across, None))
    ]
    every = slice(None)
    for rows, columns in (*corners, (slice(None, band), every), (slice(-band, None), every)):
        place = nothing.copy()
        place[rows, columns] = True
        yield place
