"""A bill of materials of what runs, from that of the whole environment.

`python -m tools.supply.bill ENVIRONMENT.json FOLDER` writes `sbom.cdx.json` (CycloneDX 1.6) and `licences.csv`: Python
packages of requirements.lock, and the libraries that pages load. What tests and tools alone need is left out.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.M)
_UNKNOWN = "UNKNOWN"


def locked_packages(lock: str) -> dict[str, str]:
    """Version by normal name (PEP 503) of a lock's text."""
    return {_normal(name): version for name, version in _LOCKED.findall(lock)}


def running_bill(
    environment: dict[str, Any], lock: str, front_end: dict[str, Any]
) -> dict[str, Any]:
    """The bill of an environment cut down to what runs, with the front end's libraries added."""
    runs = locked_packages(lock)
    components = [
        part for part in environment.get("components", []) if _normal(part["name"]) in runs
    ]
    components += _front_end_components(front_end)
    kept_references = {part["bom-ref"] for part in components}
    root = environment.get("metadata", {}).get("component", {}).get("bom-ref")
    dependencies = [
        {
            **entry,
            "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in kept_references],
        }
        for entry in environment.get("dependencies", [])
        if entry["ref"] in kept_references or entry["ref"] == root
    ]
    return {
        **environment,
        "components": sorted(components, key=lambda part: (part["name"].lower(), part["version"])),
        "dependencies": dependencies,
    }


def licences(bill: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, version and licence of each component; UNKNOWN where it names none."""
    return [
        (part["name"], part["version"], _licence_of(part)) for part in bill.get("components", [])
    ]


def _licence_of(part: dict[str, Any]) -> str:
    names: list[str] = []
    for entry in part.get("licenses", []):
        licence = entry.get("license", {})
        name = entry.get("expression") or licence.get("id") or licence.get("name", "")
        name = name.removeprefix("License :: OSI Approved :: ").strip()
        # Some packages write the whole text where its name belongs.
        name = name.splitlines()[0][:80] if name else ""
        if name and name not in names and not name.startswith("declared license"):
            names.append(name)
    return " / ".join(names) or _UNKNOWN


def _front_end_components(lock: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What package-lock.json installs for pages: no tools of the tests."""
    for place, package in lock.get("packages", {}).items():
        if not place or package.get("dev"):
            continue
        name, version = place.removeprefix("node_modules/"), package["version"]
        yield {
            "type": "library",
            "bom-ref": f"pkg:npm/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name}@{version}",
            "licenses": [{"license": {"id": package["license"]}}] if "license" in package else [],
        }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(environment: Path, folder: Path) -> None:
    """Write both files and say how many components have no licence."""
    bill = running_bill(
        json.loads(environment.read_text("utf-8")),
        Path("requirements.lock").read_text("utf-8"),
        json.loads(Path("package-lock.json").read_text("utf-8")),
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill, indent=1, ensure_ascii=False), "utf-8")
    rows = licences(bill)
    with (folder / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "version", "licence"), *rows])
    unknown = [name for name, _, licence in rows if licence == _UNKNOWN]
    sys.stdout.write(f"{folder}/sbom.cdx.json, {folder}/licences.csv: {len(rows)} components")
    sys.stdout.write(f", no licence named: {', '.join(unknown)}\n" if unknown else "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
