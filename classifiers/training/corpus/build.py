"""The corpus put together: scenes, their listings, and the split by mark and seller."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.training.corpus.honest import HONEST, licensed, own_shop
from classifiers.training.corpus.infringing import INFRINGING
from classifiers.training.corpus.parts import Family, Fields, fill
from classifiers.training.corpus.scenes import Scene, make_scene
from storage.records import NOTHING_KNOWN, Background, Listing, RightsBook

SEED = 20260601
"""Of the random numbers: the same corpus every time."""
SCENES, EACH = 500, 24
"""Marks, and listings of each; chosen by hand in 2026."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """One listing with the right it was made for and the answer."""

    scene: int
    """Number of the scene: the unit of splitting, since it holds mark and sellers together."""
    family: str
    listing: Listing
    infringing: bool
    background: Background = NOTHING_KNOWN


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """All examples, and the book of all their rights."""

    book: RightsBook
    examples: tuple[Example, ...]


def build_corpus(*, seed: int = SEED, scenes: int = SCENES, each: int = EACH) -> Corpus:
    """The same corpus every time."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    made = [make_scene(rng, number) for number in range(scenes)]
    examples = [
        example
        for number, scene in enumerate(made)
        for example in _listings(scene, number, rng, each)
    ]
    book = RightsBook(
        holders=tuple(scene.holder for scene in made), rights=tuple(scene.right for scene in made)
    )
    return Corpus(book=book, examples=tuple(examples))


def _listings(scene: Scene, number: int, rng: random.Random, each: int) -> Iterator[Example]:
    for place in range(each):
        infringing = place % 2 == 0
        family, own_fields = _draw(INFRINGING if infringing else HONEST, scene, rng)
        fields = fill(own_fields, rng, number * 1000 + place)
        yield Example(
            scene=number,
            family=family.__name__,
            listing=Listing.from_json(fields),
            infringing=infringing,
            background=_background(infringing, family, rng),
        )


def _background(infringing: bool, family: Family, rng: random.Random) -> Background:
    """What officers had said of the seller: those who infringe once do so again more often."""
    dice = rng.random()
    if family in (licensed, own_shop):
        return Background(dismissed=rng.randint(0, 5))
    if infringing:
        confirmed = rng.randint(1, 6) if dice < 0.25 else 0
        return Background(confirmed=confirmed, same_picture=(1,) if rng.random() < 0.1 else ())
    if dice < 0.06:
        return Background(confirmed=rng.randint(1, 2))
    return Background(dismissed=rng.randint(3, 6) if dice < 0.2 else 0)


def _draw(families: dict[Family, int], scene: Scene, rng: random.Random) -> tuple[Family, Fields]:
    """A family that fits the scene, with its fields; one that does not gives none."""
    while True:
        family = rng.choices(list(families), list(families.values()))[0]
        if fields := family(scene, rng):
            return family, fields
