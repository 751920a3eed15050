"""Registered pictures are found in listings' pictures, and strangers are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from classifiers.pictures.logos.comparison import LogoComparison
from classifiers.pictures.logos.features import Pixels, features_of, inverted
from classifiers.pictures.logos.finder import FoundLogo, is_borne, logos_in
from classifiers.pictures.logos.logo_book import logo_index
from classifiers.pictures.logos.logo_index import LogoIndex
from classifiers.pictures.logos.registered_logo import logo_of
from tests.classifiers.sample_pictures import as_png, logo


def emblem(turns: int) -> Image.Image:
    """A made-up sign of a few bold strokes, black on white; another number makes another one."""
    image = Image.new("L", (320, 320), 255)
    draw = ImageDraw.Draw(image)
    chance = np.random.default_rng(turns)
    for step in range(7):
        left, top = (int(n) for n in chance.integers(20, 200, 2))
        size = int(chance.integers(40, 110))
        box = (left, top, left + size, top + size // (1 + step % 2))
        shape = (draw.ellipse, draw.rectangle, draw.chord)[step % 3]
        if step % 3 == 2:
            draw.chord(box, int(chance.integers(0, 180)), int(chance.integers(200, 350)), fill=0)
        else:
            shape(box, fill=255 if step % 4 == 1 else 0, outline=0, width=6)  # type: ignore[operator]
    return image.convert("RGB")


def on_a_bag(sign: Image.Image, size: int, *, ink: str = "black", bag: str = "#e8dcc0") -> Pixels:
    """A bag with the sign in `ink`, `size` pixels wide."""
    picture = Image.new("RGB", (400, 400), "#c8c8c8")
    ImageDraw.Draw(picture).rounded_rectangle((40, 30, 380, 380), 20, fill=bag)
    mask = ImageOps.invert(sign.convert("L")).resize((size, size))
    picture.paste(ink, (110, 90), mask)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


@pytest.fixture(scope="module", autouse=True)
def single_thread() -> Iterator[None]:
    """As the reading process sets it: on busy processors the threads wait for each other."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(before)


@pytest.fixture(scope="module")
def index() -> LogoIndex:
    """Three rights with a picture each."""
    return logo_index({str(turns): [as_png(emblem(turns))] for turns in (1, 2, 3)})


def only(logos: tuple[FoundLogo, ...]) -> tuple[str, ...]:
    """Rights of the only logo."""
    (found_logo,) = logos
    return found_logo.rights


@pytest.mark.parametrize(
    ("size", "ink", "bag"),
    [(200, "black", "#e8dcc0"), (90, "white", "#102040"), (200, "#30a050", "#c05070")],
)
def test_a_logo_is_found_in_any_ink_large_and_small(
    index: LogoIndex, size: int, ink: str, bag: str
) -> None:
    assert only(logos_in(on_a_bag(emblem(2), size, ink=ink, bag=bag), index)) == ("2",)


def test_a_strange_logo_a_bare_bag_and_a_flat_picture_hold_none(index: LogoIndex) -> None:
    for turns in (4, 5):
        assert logos_in(on_a_bag(emblem(turns), 200), index) == ()
    assert logos_in(on_a_bag(Image.new("RGB", (320, 320), "white"), 200), index) == ()
    assert logos_in(np.zeros((1, 1, 3), np.uint8), index) == ()


def test_the_place_of_a_logo_is_told_in_pixels_of_the_picture(index: LogoIndex) -> None:
    (found_logo,) = logos_in(on_a_bag(emblem(1), 200), index)
    left, top, right, bottom = found_logo.box
    assert 80 <= left < 160 < 240 < right <= 340
    assert 60 <= top < 140 < 220 < bottom <= 320
    assert found_logo.likeness > 0.9


def test_every_picture_of_a_right_counts_and_rights_of_one_picture_are_named_together() -> None:
    first, second = as_png(emblem(1)), as_png(emblem(2))
    index = logo_index({"a": [first, second], "b": [second]})
    assert only(logos_in(on_a_bag(emblem(1), 200), index)) == ("a",)
    assert only(logos_in(on_a_bag(emblem(2), 200), index)) == ("a", "b")


def test_white_ink_on_a_transparent_ground_is_a_registered_picture_too() -> None:
    ink = Image.new("RGBA", (320, 320), (255, 255, 255, 0))
    ink.putalpha(ImageOps.invert(emblem(2).convert("L")))
    index = logo_index({"a": [as_png(ink)]})
    assert only(logos_in(on_a_bag(emblem(2), 200), index)) == ("a",)


def test_a_badge_filled_with_white_on_a_transparent_ground_is_found_as_on_a_white_one() -> None:
    badge = Image.new("RGBA", (400, 400), (255, 255, 255, 0))
    ImageDraw.Draw(badge).ellipse((0, 0, 399, 399), fill="white")
    strokes = ImageOps.invert(emblem(2).convert("L"))
    thin = ImageChops.subtract(strokes, strokes.filter(ImageFilter.MinFilter(9)))
    badge.paste("#a02020", (40, 40), thin)
    on_white = Image.new("RGB", badge.size, "white")
    on_white.paste(badge, (0, 0), badge)
    picture = Image.new("RGB", (600, 600), "#405040")
    picture.paste(badge.resize((260, 260)), (150, 120), badge.resize((260, 260)))
    scene = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    for registered in (on_white, badge):
        assert only(logos_in(scene, logo_index({"a": [as_png(registered)]}))) == ("a",)


def test_what_is_no_picture_or_too_plain_is_left_out_of_the_index() -> None:
    disc = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(disc).ellipse((40, 40, 160, 160), fill="black")
    empty = as_png(Image.new("RGB", (200, 200), "white"))
    broken = as_png(emblem(1))[:200]
    assert logo_index({"a": [b"no picture", empty, broken, as_png(disc)]}).logos == ()


def test_prepared_pictures_are_kept_and_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    pictures = {"a": [as_png(emblem(1))]}
    made = logo_index(pictures, tmp_path).logos[0]
    (path,) = tmp_path.iterdir()
    assert np.array_equal(logo_index(pictures, tmp_path).logos[0].grey, made.grey)
    path.write_bytes(path.read_bytes()[:100])
    assert np.array_equal(logo_index(pictures, tmp_path).logos[0].grey, made.grey)


def test_among_many_registered_pictures_the_index_names_the_likely_ones() -> None:
    pictures = {str(turns): [as_png(emblem(turns))] for turns in range(14)}
    index = LogoIndex(logo_index(pictures).logos, few=3)
    scene = on_a_bag(emblem(7), 200, ink="white", bag="#102040")
    assert only(logos_in(scene, index)) == ("7",)
    assert index.likely(features_of(np.zeros((300, 300, 3), np.uint8))) == []


def test_descriptors_of_the_negative_are_those_of_the_positive_turned() -> None:
    positive = np.asarray(logo(7))
    drawn, negative = features_of(positive), features_of(255 - positive)
    likeness = (inverted(drawn.descriptors) @ negative.descriptors.T).max(axis=1)
    assert float(np.median(likeness)) > 0.98


@pytest.mark.parametrize(
    ("inside", "agreeing", "is_there"), [(1.0, 4, False), (1.0, 5, True), (0.9, 4, True)]
)
def test_a_bare_outline_needs_several_features_however_well_it_fits(
    inside: float, agreeing: int, is_there: bool
) -> None:
    registered = logo_of(("r",), on_a_bag(emblem(1), 200))
    assert registered is not None
    match = LogoComparison(
        logo=registered, plane=np.eye(3), agreeing=agreeing, correlation=0.95, cells=0.95,
        median_cell=0.97, inside=inside, corners=np.zeros((4, 2), np.float32),
    )  # fmt: skip
    assert is_borne(match) is is_there
