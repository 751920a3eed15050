"""The open APIs that this office may ask: its own descriptions, then the shipped ones (接口目录)."""

from __future__ import annotations

from pathlib import Path

from crawler.open_api.description import ApiDescription
from crawler.open_api.description_file import load_description
from storage.base.errors import BadInput, NotFound
from storage.crawls.api_access import OFFICE_APIS

FOLDER = Path(__file__).parent / "descriptions"


def api_files(home: Path) -> dict[str, Path]:
    """The file of every API by its name; the office's own, in its data folder, replace shipped ones."""
    files = [*sorted(FOLDER.glob("*.yml")), *sorted((home / OFFICE_APIS).glob("*.yml"))]
    return {file.stem: file for file in files}


def api_of(home: Path, name: str) -> ApiDescription:
    """One description. Raises NotFound, BadInput for one that cannot be read."""
    files = api_files(home)
    if name not in files:
        raise NotFound("api.unknown", api=name, apis=", ".join(files))
    description = load_description(files[name])
    if description.name != name:
        raise BadInput("api.name-differs", file=files[name], name=description.name)
    return description
