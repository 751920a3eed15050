"""Listing pictures drawn from a seed: posters, bags in a scene, white pack shots of one layout."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.material.typefaces import typefaces

SIDE = 640
"""Pixels of a side of a drawn picture: what a list of goods shows large."""
_SIGNS = (
    "岚泽谷香禾穗鹿鸣川溪雁岭松涛云岫枫渡晴原玉泉金沙碧湖丹霞翠屏星野白鹭青麓紫陌朱雀玄武蓝田"
    "梅坞兰汀竹溪菊潭荷塘柳岸杏林桃源春晖夏雨秋实冬青晨露暮雪朝霞夕照山海川流江河湖泊"
)
"""Characters of which names are made."""
_GOODS = (
    "大米",
    "面粉",
    "蜂蜜",
    "绿茶",
    "食用油",
    "羊肉",
    "枸杞",
    "酱油",
    "腐竹",
    "香菇",
    "粉条",
    "小米",
)
_SLOGANS = (
    "现磨现发",
    "产地直供",
    "一级品质",
    "农家自产",
    "包邮到家",
    "限时特惠",
    "新粮上市",
    "家庭装",
)
_COLOURS = ("#a02010", "#106030", "#203080", "#705010", "#503060", "#c06000")


@cache
def typeface(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)


def made_name(rng: random.Random) -> str:
    """A name of two to four characters."""
    return "".join(rng.sample(_SIGNS, rng.randint(2, 4)))


def poster(rng: random.Random) -> Image.Image:
    """A poster: a ground with noise and forms, three to five lines of text anywhere."""
    image = ground(rng)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(2, 6)):
        _form(draw, rng)
    words = [made_name(rng), rng.choice(_GOODS), rng.choice(_SLOGANS), f"{rng.randint(1, 20)}kg"]
    for place, word in enumerate(words):
        size = rng.randint(36, 110)
        x, y = rng.randint(10, SIDE - 60 - size * 2), 20 + place * 150 + rng.randint(0, 40)
        draw.text((x, y), word, font=typeface(rng.choice(typefaces()), size), fill=_strong(rng))
    return image


def bag_scene(rng: random.Random) -> Image.Image:
    """A bag with a label that stands on a table before a wall."""
    image = ground(rng)
    draw = ImageDraw.Draw(image)
    table = rng.randint(380, 520)
    draw.rectangle((0, table, SIDE, SIDE), fill=_strong(rng))
    left, top = rng.randint(80, 220), rng.randint(40, 130)
    width, height = rng.randint(260, 340), rng.randint(400, 470)
    bag = (left, top, left + width, top + height)
    draw.rounded_rectangle(
        bag, radius=rng.randint(10, 60), fill=_strong(rng), outline="black", width=3
    )
    label = (left + 25, top + rng.randint(60, 140), left + width - 25, top + height - 90)
    draw.rectangle(label, fill="#f6f0e0", outline=_strong(rng), width=4)
    face = rng.choice(typefaces())
    draw.text(
        (label[0] + 12, label[1] + 8), made_name(rng), font=typeface(face, 54), fill=_strong(rng)
    )
    draw.text(
        (label[0] + 12, label[1] + 90), rng.choice(_GOODS), font=typeface(face, 44), fill="#222222"
    )
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0, 1.0)))


def pack_shot(rng: random.Random) -> Image.Image:
    """A pack on white in the one layout of a maker of templates: name, goods and colour differ, and
    which of a few ornaments it bears."""
    colour = rng.choice(_COLOURS)
    name, goods, ornament = made_name(rng), rng.choice(_GOODS), rng.randint(0, 5)
    return _pack(name, colour, goods, ornament, weight=rng.choice((1, 2, 5, 10)))


def named_pack(name: str) -> Image.Image:
    """A pack on white of which nothing but the name differs from others."""
    return _pack(name, _COLOURS[0], _GOODS[0], 0, weight=5)


def _pack(name: str, colour: str, goods: str, ornament: int, *, weight: int) -> Image.Image:
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (150, 50, 490, 600), radius=24, fill="#faf3e3", outline="#999999", width=3
    )
    draw.rectangle((150, 50, 490, 110), fill=colour)
    draw.rectangle((150, 520, 490, 560), fill=colour)
    face = typefaces()[0]
    draw.text((200, 62), "优质农产品", font=typeface(face, 36), fill="white")
    draw.text((190, 140), name, font=typeface(face, 60), fill=colour)
    draw.text((220, 230), goods, font=typeface(face, 52), fill="#222222")
    _ornament(draw, ornament, colour)
    draw.text((220, 524), f"净含量 {weight}kg", font=typeface(face, 26), fill="white")
    return image


def _ornament(draw: ImageDraw.ImageDraw, kind: int, colour: str) -> None:
    """One of six ornaments in the middle of the pack."""
    for step in range(8):
        x = 190 + step * 34
        if kind % 3 == 0:
            draw.ellipse((x, 340 + (step % 2) * 40, x + 26, 480), outline=colour, width=4)
        elif kind % 3 == 1:
            draw.line((x, 480, x + 20, 330 + step * 6), fill=colour, width=6)
        else:
            draw.rectangle((x, 350 + step * 8, x + 22, 470), outline=colour, width=4)
    if kind > 2:
        draw.ellipse((270, 360, 370, 460), fill=colour)


def ground(rng: random.Random) -> Image.Image:
    """A ground of two colours that run into one another, with noise on every second one."""
    first, second = (np.array([rng.randint(120, 255) for _ in range(3)], float) for _ in range(2))
    down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    share = (down * rng.random() + across * rng.random())[..., None]
    pixels = first * (1 - share) + second * share
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(
            0, rng.randint(5, 25), (SIDE, SIDE, 1)
        )
        pixels = pixels + noise
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _form(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    x, y = rng.randint(-50, SIDE - 80), rng.randint(-50, SIDE - 80)
    box = (x, y, x + rng.randint(60, 320), y + rng.randint(60, 320))
    kind = rng.choice((draw.ellipse, draw.rectangle))
    kind(box, fill=_strong(rng) if rng.random() < 0.6 else None, outline=_strong(rng), width=5)


def _strong(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(0, 230), rng.randint(0, 200), rng.randint(0, 230)
