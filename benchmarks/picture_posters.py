"""Posters (图中标识): marks that stand in a picture alone, from the stored listing to the lead.

Thirty posters bear a mark (half of them disguised by a look-alike character), thirty do not; beside
them ten are mirrored, and ten have a part of the mark under a sticker. The words of their listings name
no mark: goods by another word of the group, a brand field that says nothing, or nothing at all.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageOps

from benchmarks.material.picture_changes import packed
from benchmarks.material.picture_drawings import SIDE, ground, typeface
from benchmarks.material.typefaces import typefaces
from classifiers.pictures.candidates import picture_candidates
from classifiers.pictures.stored_pictures import read_pictures
from classifiers.scoring.assess import assess
from storage.base.database import open_database
from storage.base.settings import load_settings
from storage.listings.picture_files import keep_files
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing, Right, RightHolder, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import LeadRow, ListingRow

_MARK, _DISGUISES = "鹿鸣川", ("鹿呜川", "鹿鸣州", "麓鸣川", "鹿鸣巛")
_TITLES = (
    ("大米 10斤 新米", ""), ("东北粳米 5kg", ""), ("粳米 真空装", "其他"), ("长粒香 10斤", "无品牌"),
    ("五常稻花香 新品", ""), ("香米 5kg 家庭装", "OEM"), ("产地直发 现货速发 5斤", ""),
)  # fmt: skip
_CLEAN = ("溪雁岭", "松涛云", "枫渡", "金沙碧", "星野", "翠屏湖")
KINDS = {"exact": 15, "disguised": 15, "clean": 30, "mirrored": 10, "covered": 10}
"""Posters of each kind."""
_UNDER_STICKER = 0.25
"""Share of the height, or of a character's width at one end, that a sticker hides."""


@dataclass(frozen=True, kw_only=True)
class Poster:
    """One listing with its picture."""

    listing: Listing
    picture: bytes
    mark: str
    """One of `KINDS`."""


def posters(seed: int, faces: Sequence[str]) -> list[Poster]:
    """Sixty posters, and ten mirrored and ten partly covered ones with the exact mark, drawn in these
    typefaces, given as font files."""
    rng = random.Random(seed)
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    return [_poster(rng, number, kind, faces) for number, kind in enumerate(kinds)]


def _poster(rng: random.Random, number: int, kind: str, faces: Sequence[str]) -> Poster:
    words = {"disguised": _DISGUISES, "clean": _CLEAN}.get(kind, (_MARK,))
    image = _drawn(rng, words, faces, covered=kind == "covered")
    title, brand = rng.choice(_TITLES)
    url = f"https://shop.example/{number}"
    return Poster(
        listing=Listing(
            url=url,
            title=title,
            brand=brand or None,
            shop=f"示例粮铺{number}",
            images=(f"{url}.jpg",),
        ),
        picture=packed(ImageOps.mirror(image) if kind == "mirrored" else image, quality=60),
        mark=kind,
    )


def _drawn(
    rng: random.Random, words: Sequence[str], faces: Sequence[str], *, covered: bool
) -> Image.Image:
    image = ground(rng)
    draw = ImageDraw.Draw(image)
    ink = rng.choice(("#a02010", "#103070", "#202020", "#106030"))
    size = rng.randint(60, 120)
    face = rng.choice(faces)
    word = rng.choice([word for word in words if _draws(face, word)])
    font = typeface(face, size)
    left = rng.randint(20, SIDE - 4 * size - 20)
    draw.text((left, 80), word, font=font, fill=ink)
    if covered:
        _cover(draw, rng, draw.textbbox((left, 80), word, font=font))
    small = typeface(rng.choice(faces), 44)
    draw.text((80, 330), rng.choice(("现磨现发", "产地直供", "家庭装")), font=small, fill=ink)
    return image


def _draws(face: str, word: str) -> bool:
    """Whether a typeface has all characters of a word: what is missing has the form of no character."""
    font = typeface(face, 40)
    missing = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(character)) != missing for character in word)


def _cover(
    draw: ImageDraw.ImageDraw, rng: random.Random, box: tuple[float, float, float, float]
) -> None:
    """A sticker over the lower or upper part of a word, or over a part of its first or last character."""
    left, top, right, bottom = box
    down = (bottom - top) * _UNDER_STICKER
    across = (right - left) / len(_MARK) * _UNDER_STICKER
    hidden = rng.choice(
        (
            (left, bottom - down, right, bottom),
            (left, top, right, top + down),
            (left, top, left + across, bottom),
            (right - across, top, right, bottom),
        )
    )
    draw.rectangle(hidden, fill=rng.choice(("#d00018", "#f0c040", "#ffffff")))


def poster_figures(seed: int, faces: Sequence[str] = ()) -> dict[str, object]:
    """Of each kind of poster: how many there are, are chosen for a fetch, and become a lead. `faces`
    are font files beside which none of this machine are used."""
    started = time.process_time()
    drawn = posters(seed, faces or typefaces())
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings(home=Path(home), read_seconds=120)
        database = open_database(settings, migrate=True)
        with database.begin() as session:
            import_rights(session, _book())
            rows = [SeenListing(key=p.listing.url, listing=p.listing) for p in drawn]
            save_listings(session, rows, run_id=None, at=datetime.now(UTC))
            numbers = {row.url: row.id for row in session.scalars(sa.select(ListingRow))}
        assess(database, settings)
        chosen = picture_candidates(database, limit=1000, allowed=lambda _: True, fresh=True)
        with database.begin() as session:
            for poster in drawn:
                number = numbers[poster.listing.url]
                if number in chosen.pictures:
                    keep_files(
                        session, settings, number, {chosen.pictures[number][0]: poster.picture}
                    )
        read_pictures(database, settings, limit=1000)
        assess(database, settings)
        with database.read() as session:
            leads = set(session.scalars(sa.select(LeadRow.listing_id)))
        database.close()
    return {
        "seed": seed,
        **{
            kind: {
                "posters": len(of_kind),
                "fetched": len(chosen.pictures.keys() & of_kind),
                "leads": len(leads & of_kind),
            }
            for kind in KINDS
            if (of_kind := {numbers[p.listing.url] for p in drawn if p.mark == kind})
        },
        "seconds": round(time.process_time() - started, 1),
    }


def _book() -> RightsBook:
    return RightsBook(
        holders=(RightHolder(id="holder", name="示例粮食协会", tier=1),),
        rights=(Right(id="luming", holder="holder", text=_MARK, classes=(30,), goods=("大米",)),),
    )
