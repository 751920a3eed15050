"""Pictures are recognised after a change, and packs of one layout are told apart."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFile, ImageFont

from benchmarks.material.picture_changes import AIMED
from benchmarks.material.picture_drawings import named_pack, pack_shot
from benchmarks.same_picture import is_same
from console.demo.market.pictures import draw_picture
from storage.pictures.fingerprint import Fingerprint, NotComparable, fingerprint_of
from tests.classifiers.sample_pictures import bomb

FLOUR = Image.open(io.BytesIO(draw_picture("flour-meiri.png"))).convert("RGB")


def picture_hash(data: bytes) -> Fingerprint | None:
    try:
        return fingerprint_of(data)
    except NotComparable:
        return None


def packed(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)  # type: ignore[arg-type]
    return target.getvalue()


def watermarked(image: Image.Image) -> Image.Image:
    image = image.copy()
    pen = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(34)
    for line in range(3):
        pen.text((30, 60 + 110 * line), "SHOP 2026 copy", fill=(255, 255, 255, 150), font=font)
    return image


def same(first: bytes, second: bytes) -> bool:
    return is_same(fingerprint_of(first), fingerprint_of(second))


@pytest.mark.parametrize(
    "copy",
    [
        packed(FLOUR.resize((200, 200))),
        packed(FLOUR, quality=30),
        packed(FLOUR, "WEBP", quality=40),
        packed(watermarked(FLOUR)),
        packed(watermarked(FLOUR).resize((240, 240)), quality=40),
    ],
    ids=["resized", "recompressed", "other format", "watermarked", "all of it"],
)
def test_a_copy_of_a_picture_is_the_same_picture(copy: bytes) -> None:
    assert same(draw_picture("flour-meiri.png"), copy)


@pytest.mark.parametrize("name", ["flour-other.png", "milk.png", "jujube.png", "mutton.png"])
def test_another_picture_is_not(name: str) -> None:
    assert not same(draw_picture("flour-meiri.png"), draw_picture(name))


@pytest.mark.parametrize("change", sorted(AIMED))
def test_what_sellers_do_to_a_pack_shot_leaves_it_the_same_picture(change: str) -> None:
    original = pack_shot(random.Random(5))
    copy = AIMED[change](original, random.Random(change))
    assert same(packed(original), copy)


def test_packs_of_one_layout_with_other_names_are_different_pictures() -> None:
    rng = random.Random(4)
    first, *packs = (fingerprint_of(packed(pack_shot(rng))) for _ in range(12))
    assert any(pack.search_keys() & first.keys() for pack in packs)
    assert not any(is_same(pack, first) for pack in packs)


@pytest.mark.parametrize("names", [("雀鹭桃", "雀暮桃"), ("晨露", "暮雪"), ("麓露", "云塘泉露")])
def test_packs_that_differ_in_nothing_but_the_name_are_different_pictures(
    names: tuple[str, str],
) -> None:
    first, second = (fingerprint_of(packed(named_pack(name))) for name in names)
    assert second.search_keys() & first.keys()
    assert not is_same(second, first)


def test_a_cut_out_picture_is_compared_as_it_looks_on_a_white_page() -> None:
    shape = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(shape).ellipse((40, 90, 210, 260), fill=(180, 40, 40, 255))
    paper = Image.new("RGB", (300, 300), "white")
    paper.paste(shape, mask=shape)
    assert same(packed(shape, "PNG"), packed(paper, "PNG"))


def test_a_picture_that_lies_on_its_side_is_compared_as_a_browser_turns_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert same(packed(FLOUR), packed(FLOUR.rotate(90), quality=92, exif=exif))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        draw_picture("flour-meiri.png")[:400],
        packed(Image.new("RGB", (300, 300), "white")),
        bomb(7_000),
        bomb(11_000),
        bomb(60_000),
        draw_picture("flour-meiri.png") + bytes(16 * 2**20),
    ],
    ids=["empty", "drawing", "cut short", "blank", "large", "warned of", "bomb", "heavy"],
)
def test_what_cannot_be_seen_safely_has_no_hash(data: bytes) -> None:
    assert picture_hash(data) is None


def test_a_picture_cut_short_has_no_hash_even_where_another_library_allows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert picture_hash(draw_picture("flour-meiri.png")[:400]) is None
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_damage_makes_hashing_fail(junk: bytes, at: int) -> None:
    whole = packed(FLOUR.resize((64, 64)), "PNG")
    picture_hash(whole[:at] + junk + whole[at + len(junk) :])
