"""Posters (图中标识): marks that stand in a picture alone, from the stored listing to the lead.

Thirty posters bear a mark (half of them disguised by a look-alike character), thirty do not. The words
of their listings name no mark: goods by another word of the group, a brand field that says nothing, or
nothing at all.
"""

from __future__ import annotations

import random
import tempfile
import time
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
from storage.rights.store import import_rights
from storage.tables import LeadRow, ListingRow

_MARK, _DISGUISES = "鹿鸣川", ("鹿呜川", "鹿鸣州", "麓鸣川", "鹿鸣巛")
_TITLES = (
    ("大米 10斤 新米", ""), ("东北粳米 5kg", ""), ("粳米 真空装", "其他"), ("长粒香 10斤", "无品牌"),
    ("五常稻花香 新品", ""), ("香米 5kg 家庭装", "OEM"), ("产地直发 现货速发 5斤", ""),
)  # fmt: skip
_CLEAN = ("溪雁岭", "松涛云", "枫渡", "金沙碧", "星野", "翠屏湖")


@dataclass(frozen=True, kw_only=True)
class Poster:
    """One listing with its picture."""

    listing: Listing
    picture: bytes
    mark: str
    """exact, disguised, mirrored, or clean."""


def posters(seed: int) -> list[Poster]:
    """Sixty posters, and ten mirrored ones with the exact mark."""
    rng = random.Random(seed)
    kinds = ["exact"] * 15 + ["disguised"] * 15 + ["clean"] * 30 + ["mirrored"] * 10
    return [_poster(rng, number, kind) for number, kind in enumerate(kinds)]


def _poster(rng: random.Random, number: int, kind: str) -> Poster:
    words = {"disguised": _DISGUISES, "clean": _CLEAN}.get(kind, (_MARK,))
    image = _drawn(rng, rng.choice(words))
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


def _drawn(rng: random.Random, word: str) -> Image.Image:
    image = ground(rng)
    draw = ImageDraw.Draw(image)
    ink = rng.choice(("#a02010", "#103070", "#202020", "#106030"))
    size = rng.randint(60, 120)
    font = typeface(rng.choice(typefaces()), size)
    draw.text((rng.randint(20, SIDE - 4 * size - 20), 80), word, font=font, fill=ink)
    small = typeface(rng.choice(typefaces()), 44)
    draw.text((80, 330), rng.choice(("现磨现发", "产地直供", "家庭装")), font=small, fill=ink)
    return image


def poster_figures(seed: int) -> dict[str, object]:
    """Of each kind of poster: how many there are, are chosen for a fetch, and become a lead."""
    started = time.process_time()
    drawn = posters(seed)
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
            for kind in ("exact", "disguised", "mirrored", "clean")
            if (of_kind := {numbers[p.listing.url] for p in drawn if p.mark == kind})
        },
        "seconds": round(time.process_time() - started, 1),
    }


def _book() -> RightsBook:
    return RightsBook(
        holders=(RightHolder(id="holder", name="示例粮食协会", tier=1),),
        rights=(Right(id="luming", holder="holder", text=_MARK, classes=(30,), goods=("大米",)),),
    )
