"""Drawn bags that bear a public logo, made from a seed, for `benchmarks.pictures`.

The logos are those of the package simple-icons (CC0, npm): one path each on a square of 24. They lie
in no folder of this repository: `npm pack simple-icons` fetches them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
"""uint8 of shape (height, width, 3) in blue, green, red."""
Grey = NDArray[np.uint8]

KINDS = ("plain", "small", "rotated", "perspective", "covered", "colour")
SIDE, SMALL = 240, 90
"""Pixels of a logo's side in a scene, usually and in the kind small."""
REGISTERED = 512
"""Pixels of the registered picture's side."""
_SCENE = 800
_VIEW_BOX = 24
_CURVE_STEPS = 16
_DARK_SHARE = 0.6
"""Share of the bags that are dark, with the logo in white."""
_WORDS = (
    "五常大米",
    "净含量5千克",
    "绿色食品",
    "产地直供",
    "非转基因",
    "精选好米",
    "一级",
    "东北特产",
    "真空包装",
)
_PATH = re.compile(r'<path d="([^"]+)"')


def _outlines(path: str) -> list[NDArray[np.float64]]:
    """The closed outlines of a path, float64 of shape (points, 2), curves as short lines."""
    pen = RecordingPen()
    parse_path(path, pen)
    outlines: list[list[NDArray[np.float64]]] = []
    for step, points in pen.value:
        if step == "moveTo":
            outlines.append([np.array(points[0])])
        elif step == "curveTo":
            outlines[-1].extend(_curve(outlines[-1][-1], *map(np.array, points)))
        elif step == "qCurveTo":
            start, (control, end) = outlines[-1][-1], map(np.array, points)
            outlines[-1].extend(
                _curve(start, start + (control - start) * 2 / 3, end + (control - end) * 2 / 3, end)
            )
        elif points:
            outlines[-1].append(np.array(points[0]))
    return [np.array(outline) for outline in outlines if len(outline) > 1]


def _curve(*points: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Points of a cubic curve but for its first."""
    start, first, second, end = points
    for t in np.linspace(0, 1, _CURVE_STEPS + 1)[1:]:
        s = 1 - t
        yield s**3 * start + 3 * s * s * t * first + 3 * s * t * t * second + t**3 * end


def logo_mask(svg: str, side: int) -> Grey:
    """An icon as coverage (0..255) of shape (side, side), filled by the non-zero rule."""
    path = _PATH.search(svg)
    if path is None:
        raise ValueError("an icon without a path")
    fine = side * 2
    winding = np.zeros((fine, fine), np.int32)
    for outline in _outlines(path.group(1)):
        corners = outline * (fine / _VIEW_BOX)
        x, y = corners.T
        area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        part = np.zeros((fine, fine), np.uint8)
        cv2.fillPoly(part, [np.round(corners * 16).astype(np.int32)], 1, shift=4)
        winding += part.astype(np.int32) * (1 if area > 0 else -1)
    whole = ((winding != 0) * 255).astype(np.uint8)
    return np.asarray(cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def registered_picture(svg: str) -> Pixels:
    """The icon in black on white with a narrow margin, as an office files it."""
    margin = REGISTERED // 12
    mask = logo_mask(svg, REGISTERED - 2 * margin)
    return cv2.cvtColor(255 - np.pad(mask, margin), cv2.COLOR_GRAY2BGR).astype(np.uint8)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A bag with a logo."""

    name: str
    """The logo's."""
    kind: str
    picture: Pixels


def random_logos(folder: Path, seed: int, count: int) -> dict[str, str]:
    """SVG by name, of `count` icons drawn by the seed from the unpacked package in `folder`."""
    paths = sorted((folder / "icons").glob("*.svg"))
    chosen = random.Random(f"logos {seed}").sample(paths, count)
    return {path.stem: path.read_text(encoding="utf-8") for path in chosen}


def scenes(logos: dict[str, str], seed: int, *, font: str) -> Iterator[Scene]:
    """Each logo in each kind of scene."""
    for name, svg in logos.items():
        for kind in KINDS:
            chance = random.Random(f"{seed} {name} {kind}")
            yield Scene(name=name, kind=kind, picture=_scene(svg, kind, chance, font))


def _scene(svg: str, kind: str, chance: random.Random, font: str) -> Pixels:
    dark = chance.random() < _DARK_SHARE
    bag = _bag(dark, chance, font)
    if kind == "colour":
        ink = _colour(chance, dark=not dark)
    else:
        ink = (255, 255, 255) if dark else _colour(chance, dark=True)
    side = SMALL if kind == "small" else SIDE
    mask = logo_mask(svg, side)
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    place = (_SCENE / 2 - side / 2 + chance.uniform(-80, 80), 230 + chance.uniform(-40, 40))
    target = corners + np.array(place)
    if kind == "rotated":
        middle = target.mean(axis=0)
        angle = np.radians(chance.choice((-1, 1)) * chance.uniform(8, 25))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        target = (target - middle) @ turn + middle
    elif kind == "perspective":
        shift = np.array([[chance.uniform(-0.14, 0.14) for _ in range(2)] for _ in range(4)])
        target = target + shift * side
    plane = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    cover = cv2.warpPerspective(mask, plane, (_SCENE, _SCENE), flags=cv2.INTER_AREA)
    share = (cover.astype(np.float32) / 255)[..., None]
    picture = bag * (1 - share) + np.array(ink, np.float32) * share
    if kind == "covered":
        _cover(picture, target, chance)
    return _photographed(picture, chance)


def _colour(chance: random.Random, *, dark: bool) -> tuple[int, int, int]:
    low, high = (0, 110) if dark else (165, 255)
    blue, green, red = (chance.randint(low, high) for _ in range(3))
    return blue, green, red


def _bag(dark: bool, chance: random.Random, font: str) -> NDArray[np.float32]:
    ground = Image.new(
        "RGB", (_SCENE, _SCENE), chance.choice(("#e9e6e0", "#c8d0d4", "#ffffff", "#b9a58c"))
    )
    draw = ImageDraw.Draw(ground)
    blue, green, red = _colour(chance, dark=dark)
    draw.rounded_rectangle((110, 60, 690, 770), 30, fill=(red, green, blue))
    band = _colour(chance, dark=chance.random() < 0.5)
    draw.rectangle((110, 690, 690, 740), fill=band)
    words = chance.sample(_WORDS, 4)
    tone = "white" if dark else "black"
    for place, word in enumerate(words):
        typeface = ImageFont.truetype(font, chance.randint(22, 64))
        draw.text(
            (chance.randint(140, 300), (80, 560, 620, 695)[place]), word, font=typeface, fill=tone
        )
    pixels = np.asarray(ground)[:, :, ::-1].astype(np.float32)
    x = np.linspace(0, chance.uniform(4, 9), _SCENE)
    folds = 1 + 0.06 * np.sin(x + chance.uniform(0, 6))
    light = np.linspace(1.05, chance.uniform(0.8, 1.0), _SCENE)
    return np.asarray(pixels * folds[None, :, None] * light[:, None, None], np.float32)


def _cover(
    picture: NDArray[np.float32], target: NDArray[np.float32], chance: random.Random
) -> None:
    """A strip over 30 % of the logo, from one of its sides."""
    (left, top), (right, bottom) = target.min(axis=0), target.max(axis=0)
    width, height = (right - left) * 0.3, (bottom - top) * 0.3
    match chance.choice(("left", "right", "top", "bottom")):
        case "left":
            right = left + width
        case "right":
            left = right - width
        case "top":
            bottom = top + height
        case _:
            top = bottom - height
    picture[int(top) : int(bottom), int(left) : int(right)] = _colour(
        chance, dark=chance.random() < 0.5
    )


def _photographed(picture: NDArray[np.float32], chance: random.Random) -> Pixels:
    noise = np.random.default_rng(chance.randrange(2**32)).normal(0, 3, picture.shape)
    pixels = np.clip(cv2.GaussianBlur(picture, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, chance.randint(70, 92)]
    packed = cv2.imencode(".jpg", pixels, quality)[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def halves(names: Sequence[str]) -> tuple[set[str], set[str]]:
    """Registered logos and strangers, half and half."""
    return set(names[: len(names) // 2]), set(names[len(names) // 2 :])
