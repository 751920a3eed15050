"""Builds the table of similar goods: `python -m tools.similar_groups.build`.

The text stands in `classes_*.txt` beside this file, one similar group after the other:

    3002 茶，茶饮料                group and title
    1: 茶,绿茶                     names of goods of its part （一）
    2: 茶饮料,冰茶                 and of part （二）; `:` alone where the group has no parts
    = 3002(2) : 3202               a note: a group, a part or goods of the class by name are similar to others

A name may stand in several groups (跨类似群保护商品). The artefact holds names as they are compared, folded.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from classifiers.characters.folding import fold
from classifiers.goods.similar_groups import ARTEFACT, plain_name

FOLDER = Path(__file__).resolve().parent
SOURCE = "类似商品和服务区分表（国家知识产权局，基于尼斯分类第十二版）"
_GROUP = re.compile(r"(\d{4}) (\S.*)")
_NAMES = re.compile(r"(\d?): (.+)")
_NOTE = re.compile(r"= (\S+) : (\S.*)")
_PLACE = re.compile(r"(\d{4})(?:\((\d)\))?(?::(\S+))?")

Selector = tuple[str, list[str]]
"""A place (`3002`, `3002.2`) and the names there that a note means; all of them without a name."""


class Table(NamedTuple):
    """The whole text."""

    titles: dict[str, str]
    places: dict[str, list[str]]
    """Folded name → places in which it stands."""
    plain: dict[str, list[str]]
    """The same for names without what they say in brackets."""
    notes: list[tuple[list[Selector], list[Selector]]]


def read_table() -> Table:
    """The table of all files. Raises ValueError for a line of no known form, a group that stands twice, and a
    note on a name that its group does not hold."""
    table, group = Table({}, defaultdict(list), defaultdict(list), []), ""
    notes: list[tuple[str, str, str]] = []
    for line in _lines():
        if match := _GROUP.fullmatch(line):
            group = match[1]
            if group in table.titles:
                raise ValueError(f"group {group} stands twice")
            table.titles[group] = match[2]
        elif match := _NAMES.fullmatch(line):
            place = f"{group}.{match[1]}" if match[1] else group
            for name in match[2].split(","):
                _add(table.places[fold(name)], place)
                if plain_name(name) != name:
                    _add(table.plain[fold(plain_name(name))], place)
        elif match := _NOTE.fullmatch(line):
            notes.append((match[1], match[2], group[:2]))
        else:
            raise ValueError(f"not understood: {line}")
    for first, second, nice in notes:
        sides = _by_name(first, table, nice) or _selectors(first), _selectors(second)
        table.notes.append(sides)
    _check(table)
    return table


def _add(places: list[str], place: str) -> None:
    if place not in places:
        places.append(place)


def _lines() -> Iterator[str]:
    for path in sorted(FOLDER.glob("classes_*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line


def _by_name(text: str, table: Table, nice: str) -> list[Selector]:
    """The side of a note that names goods alone: those of its class; nothing where it says places."""
    if _PLACE.fullmatch(text.split(" ")[0]):
        return []
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name in map(fold, text.split(",")):
        places = [place for place in table.places.get(name, []) if place.startswith(nice)]
        if not places:
            raise ValueError(f"a note on {name}, which class {nice} does not hold")
        for place in places:
            names[place].append(name)
    return list(names.items())


def _selectors(text: str) -> list[Selector]:
    selectors = []
    for piece in text.split(" "):
        match = _PLACE.fullmatch(piece)
        if match is None:
            raise ValueError(f"not understood: {piece}")
        names = [fold(name) for name in match[3].split(",")] if match[3] else []
        selectors.append((f"{match[1]}.{match[2]}" if match[2] else match[1], names))
    return selectors


def _check(table: Table) -> None:
    for selector in (selector for note in table.notes for side in note for selector in side):
        place, names = selector
        if place[:4] not in table.titles:
            raise ValueError(f"a note on group {place}, which is missing")
        for name in names:
            groups = {where[:4] for where in table.places.get(name, [])}
            if place[:4] not in groups:
                raise ValueError(f"a note on {name}, which group {place} does not hold")


def build() -> dict[str, object]:
    """The whole table, ready to be written as JSON. What stands in brackets is left out of a name that means
    nothing else without it: 枣（鲜）, but not 黄油（工业用）."""
    table = read_table()
    plain = {name: where for name, where in table.plain.items() if name not in table.places}
    return {
        "source": SOURCE,
        "titles": table.titles,
        "places": {name: " ".join(where) for name, where in sorted(table.places.items())},
        "plain": {name: " ".join(where) for name, where in sorted(plain.items())},
        "notes": table.notes,
    }


def main() -> None:
    text = json.dumps(build(), ensure_ascii=False, separators=(",", ":"))
    ARTEFACT.write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))


if __name__ == "__main__":
    main()
