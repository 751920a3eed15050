"""A screenshot, a photo of a screen or of a print is searched by the picture within it."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.material.picture_changes import packed
from benchmarks.material.picture_drawings import pack_shot
from storage.pictures.fingerprint import Fingerprint, fingerprint_of
from storage.pictures.likeness import SAME, compare, pixels_of
from storage.pictures.photo import photo_fingerprints
from storage.pictures.photo_views import photo_views

PACK, STRANGER = (pack_shot(random.Random(seed)).resize((400, 400)) for seed in (4, 9))


def screenshot(picture: Image.Image) -> Image.Image:
    """A telephone's screen with the picture between a bar and lines of words."""
    screen = Image.new("RGB", (720, 1280), "#fafafa")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 720, 60), fill="#e63c1e")
    screen.paste(picture.resize((640, 640)), (40, 120))
    for line in range(8):
        draw.rectangle((30, 820 + 50 * line, 300 + 40 * line, 840 + 50 * line), fill="#505050")
    return screen


def on_a_desk(picture: Image.Image) -> Image.Image:
    """A print that lies slanted on a desk."""
    desk = np.full((1280, 960, 3), (110, 90, 70), np.uint8)
    corners = np.array([[190, 280], [760, 330], [720, 900], [150, 860]], np.float32)
    sheet = np.array([[0, 0], [400, 0], [400, 400], [0, 400]], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet, corners)
    cv2.warpPerspective(
        np.asarray(picture), matrix, (960, 1280), desk, borderMode=cv2.BORDER_TRANSPARENT
    )
    return Image.fromarray(desk)


def is_searched(photo: Image.Image, stored: Fingerprint) -> bool:
    return any(
        fingerprint.search_keys() & stored.keys()
        and compare(pixels_of(stored.small), pixels_of(fingerprint.small)).likelihood >= SAME
        for fingerprint in photo_fingerprints(packed(photo))
    )


@pytest.mark.parametrize("scene", [screenshot, on_a_desk])
def test_the_picture_within_a_photo_is_recognised_and_another_is_not(scene) -> None:  # type: ignore[no-untyped-def]
    photo = scene(PACK)
    assert is_searched(photo, fingerprint_of(packed(PACK)))
    assert not is_searched(photo, fingerprint_of(packed(STRANGER)))


def test_a_photo_without_blocks_and_sheets_has_no_views() -> None:
    flat = Image.new("RGB", (500, 400), "#888888")
    assert photo_views(flat) == []
    assert photo_views(Image.new("RGB", (1, 1), "white")) == []
