"""Pictures (图片): registered logos found on drawn bags, and the same picture recognised after a change.

    python -m benchmarks.pictures logos --seed 11 --seed 12
    python -m benchmarks.pictures same --seed 11
    python -m benchmarks.pictures layout --seed 11
    python -m benchmarks.pictures posters --seed 11 [--faces FOLDER]

Forty public logos a seed, of the package simple-icons (CC0): half of them are registered, half are
strangers. `npm pack simple-icons` and `tar xzf` unpack it; `--icons` names its folder.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import cv2
import typer

from benchmarks.material.logo_scenes import (
    KINDS,
    Scene,
    halves,
    random_logos,
    registered_picture,
    scenes,
)
from benchmarks.picture_posters import poster_figures
from benchmarks.same_picture import packs_of_one_layout, same_picture
from classifiers.pictures.logos.finder import logos_in
from classifiers.pictures.logos.logo_index import LogoIndex
from classifiers.pictures.logos.registered_logo import logo_of

commands = typer.Typer()
Seeds = Annotated[list[int], typer.Option("--seed", help="Draws logos and scenes; repeat it.")]
Icons = Annotated[Path, typer.Option(help="Unpacked package simple-icons.")]
BookSize = Annotated[
    int, typer.Option(help="Further logos registered beside, as in a large office's book.")
]
Share = Annotated[int, typer.Option(help="Every n-th scene.", min=1)]

_LOGOS = 40
_OUTCOMES = ("right", "wrong", "none")


@commands.command()
def logos(
    seed: Seeds, icons: Icons = Path("package"), more: BookSize = 0, every: Share = 1
) -> None:
    """Logos found, found wrongly and not found, by kind of scene."""
    cv2.setNumThreads(1)
    counts: Counter[tuple[bool, str, str]] = Counter()
    scene_count, seconds = 0, 0.0
    for number in seed:
        drawn = random_logos(icons, number, _LOGOS)
        registered, _ = halves(list(drawn))
        index = _index(drawn, registered, icons, more)
        for position, scene in enumerate(scenes(drawn, number, font=_font())):
            if position % every:
                continue
            start = time.process_time()
            outcome = _outcome(scene, index)
            seconds += time.process_time() - start
            scene_count += 1
            is_registered = scene.name in registered
            counts[is_registered, scene.kind, outcome] += 1
            if outcome == "wrong" or (is_registered and outcome == "none"):
                typer.echo(f"  {outcome}: seed {number} {scene.name} {scene.kind}")
    for is_registered, title in ((True, "registered"), (False, "strangers")):
        for kind in KINDS:
            figures = (f"{outcome} {counts[is_registered, kind, outcome]}" for outcome in _OUTCOMES)
            typer.echo(f"{title:11} {kind:12} {'  '.join(figures)}")
    typer.echo(f"{seconds / max(1, scene_count):.2f} s of processor time a picture")


def _index(drawn: dict[str, str], registered: set[str], icons: Path, more: int) -> LogoIndex:
    names = {name: svg for name, svg in drawn.items() if name in registered}
    if more:
        beside = random_logos(icons, -1, more).items()
        names |= {name: svg for name, svg in beside if name not in drawn}
    prepared = (logo_of((name,), registered_picture(svg)) for name, svg in names.items())
    return LogoIndex([logo for logo in prepared if logo is not None])


def _outcome(scene: Scene, index: LogoIndex) -> str:
    matches = logos_in(scene.picture, index)
    if not matches:
        return "none"
    return "right" if all(match.rights == (scene.name,) for match in matches) else "wrong"


def _font() -> str:
    """A font file with Chinese glyphs, as fontconfig knows it."""
    command = ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@commands.callback()
def pictures() -> None:
    """What is seen in pictures."""


@commands.command()
def same(
    seed: Annotated[int, typer.Option(help="Draws pictures and changes.")] = 1,
    changed: Annotated[int, typer.Option(help="Pictures of each kind that are changed.")] = 40,
    different: Annotated[int, typer.Option(help="Pictures of each kind that differ.")] = 200,
) -> None:
    """Changed copies that are recognised, and different pictures that are taken for the same."""
    cv2.setNumThreads(1)
    report = same_picture(seed, changed, different)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=1))


@commands.command()
def layout(
    seed: Annotated[int, typer.Option(help="Draws the names.")] = 1,
    packs: Annotated[int, typer.Option(help="Packs that differ in their names alone.")] = 500,
    closest: Annotated[int, typer.Option(help="Pairs, the most alike first, to compare.")] = 300,
) -> None:
    """Pack shots of one layout that are taken for the same picture."""
    cv2.setNumThreads(1)
    report = packs_of_one_layout(seed, packs, closest)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=1))


@commands.command()
def posters(
    seed: Annotated[int, typer.Option(help="Draws posters and listings.")] = 1,
    faces: Annotated[
        Path | None,
        typer.Option(help="Folder of .ttf files to draw with, instead of this machine's."),
    ] = None,
) -> None:
    """Marks in a picture alone: listings chosen for a fetch, and leads after reading."""
    files = tuple(sorted(map(str, faces.glob("*.ttf")))) if faces else ()
    if faces and not files:
        raise typer.BadParameter(f"no .ttf file in {faces}")
    typer.echo(json.dumps(poster_figures(seed, files), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    commands()
