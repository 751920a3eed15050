"""What sellers do to a picture that they take over, each as a function of the picture."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from benchmarks.material.picture_drawings import typeface
from benchmarks.material.typefaces import typefaces

Change = Callable[[Image.Image, random.Random], bytes]


def packed(image: Image.Image, kind: str = "JPEG", quality: int = 80) -> bytes:
    """The picture as file bytes."""
    file = io.BytesIO()
    image.convert("RGB").save(file, kind, quality=quality)
    return file.getvalue()


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    return image.resize(
        (int(image.width * factor), int(image.height * factor)), Image.Resampling.LANCZOS
    )


def _corner_mark(image: Image.Image, rng: random.Random) -> Image.Image:
    """A filled mark in one corner, a quarter of the side wide."""
    marked = image.copy()
    side = image.width // 4
    x, y = rng.choice((0, image.width - side)), rng.choice((0, image.height - side))
    draw = ImageDraw.Draw(marked)
    draw.ellipse((x, y, x + side, y + side), fill=rng.choice(("#e00020", "#ff8800", "#1040d0")))
    font = typeface(typefaces()[0], side // 3)
    draw.text(
        (x + side // 6, y + side // 4),
        rng.choice(("包邮", "热卖", "特价")),
        font=font,
        fill="white",
    )
    return marked


def _watermark(image: Image.Image, rng: random.Random) -> Image.Image:
    """Grey half-transparent words in rows over the whole picture."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    font = typeface(typefaces()[0], image.width // 16)
    words = rng.choice(("盗图必究", "示例优选", "本店实拍"))
    for row in range(5):
        for column in range(3):
            at = (column * image.width // 3 + row * 20, row * image.height // 5 + 20)
            draw.text(at, words, font=font, fill=(128, 128, 128, 110))
    return Image.alpha_composite(image.convert("RGBA"), layer)


def _middle_mark(image: Image.Image, rng: random.Random) -> Image.Image:
    """One line of half-transparent words somewhere in the middle."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    words, size = rng.choice(("示例优选", "本店实拍")), image.width // rng.choice((9, 12, 16))
    at = (
        rng.randint(size, image.width - 5 * size),
        rng.randint(image.height // 3, image.height * 2 // 3),
    )
    ink = rng.choice(((128, 128, 128, 120), (255, 255, 255, 150), (200, 30, 30, 140)))
    ImageDraw.Draw(layer).text(at, words, font=typeface(typefaces()[0], size), fill=ink)
    return Image.alpha_composite(image.convert("RGBA"), layer)


def _banner(image: Image.Image, rng: random.Random) -> Image.Image:
    """A sale banner over the lower 12 %."""
    marked = image.copy()
    draw = ImageDraw.Draw(marked)
    top = int(image.height * 0.88)
    draw.rectangle((0, top, image.width, image.height), fill="#d00018")
    font = typeface(typefaces()[0], image.height // 14)
    draw.text((20, top + 8), f"到手价{rng.randint(9, 99)}元", font=font, fill="white")
    return marked


def _crop(image: Image.Image, rng: random.Random, share: float) -> Image.Image:
    """A share of the area cut off, divided over the sides by chance."""
    keep = (1 - share) ** 0.5
    width, height = int(image.width * keep), int(image.height * keep)
    x, y = rng.randint(0, image.width - width), rng.randint(0, image.height - height)
    return image.crop((x, y, x + width, y + height))


def _strip(image: Image.Image, rng: random.Random) -> Image.Image:
    """Fifteen per cent cut off one side."""
    cut = int(image.width * 0.15)
    sides = [(cut, 0, 0, 0), (0, cut, 0, 0), (0, 0, cut, 0), (0, 0, 0, cut)]
    left, top, right, bottom = rng.choice(sides)
    return image.crop((left, top, image.width - right, image.height - bottom))


def _border(image: Image.Image, rng: random.Random, share: float) -> Image.Image:
    colour = rng.choice(("white", "#d00018", "black", "#f0c040"))
    return ImageOps.expand(image, int(image.width * share), colour)


AIMED: Mapping[str, Change] = MappingProxyType(
    {
        "half size": lambda image, _: packed(_scaled(image, 0.5)),
        "200 px": lambda image, _: packed(_scaled(image, 200 / image.width)),
        "JPEG 30": lambda image, _: packed(image, quality=30),
        "WebP 50": lambda image, _: packed(image, "WEBP", 50),
        "corner mark": lambda image, rng: packed(_corner_mark(image, rng)),
        "watermark": lambda image, rng: packed(_watermark(image, rng)),
        "crop 5 %": lambda image, rng: packed(_crop(image, rng, 0.05)),
        "crop 15 %": lambda image, rng: packed(_crop(image, rng, 0.15)),
        "one side 15 %": lambda image, rng: packed(_strip(image, rng)),
        "border 5 %": lambda image, rng: packed(_border(image, rng, 0.05)),
        "border 10 %": lambda image, rng: packed(_border(image, rng, 0.10)),
        "mirror": lambda image, _: packed(ImageOps.mirror(image)),
    }
)
"""Changes of which nine in ten are to be recognised."""

FURTHER: Mapping[str, Change] = MappingProxyType(
    {
        "middle mark": lambda image, rng: packed(_middle_mark(image, rng)),
        "banner 12 %": lambda image, rng: packed(_banner(image, rng)),
        "crop 30 %": lambda image, rng: packed(_crop(image, rng, 0.30)),
        "brighter": lambda image, _: packed(ImageEnhance.Brightness(image).enhance(1.3)),
        "stretched": lambda image, _: packed(image.resize((640, 520))),
        "turned 3°": lambda image, _: packed(image.rotate(3, fillcolor="white")),
        "mirror, 300 px, mark": lambda image, rng: packed(
            _scaled(_corner_mark(ImageOps.mirror(image), rng), 300 / image.width), quality=50
        ),
    }
)
"""Changes that are reported beside them."""
