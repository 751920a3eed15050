"""The open APIs that this office may ask: its own descriptions, then the shipped ones (接口目录)."""

from __future__ import annotations

from pathlib import Path

from crawler.open_api.description import ApiDescription
from crawler.open_api.description_file import load_description
from storage.base.errors import NotFound
from storage.crawls.api_access import OFFICE_APIS

FOLDER = Path(__file__).parent / "descriptions"


def load_apis(home: Path) -> dict[str, ApiDescription]:
    """Every description by its name; the office's own, in its data folder, replace shipped ones.

    Raises BadInput for one that cannot be read.
    """
    files = [*sorted(FOLDER.glob("*.yml")), *sorted((home / OFFICE_APIS).glob("*.yml"))]
    return {description.name: description for description in map(load_description, files)}


def api_of(home: Path, name: str) -> ApiDescription:
    """One description. Raises NotFound."""
    apis = load_apis(home)
    if name not in apis:
        raise NotFound("api.unknown", api=name, apis=", ".join(apis))
    return apis[name]
