"""Open APIs as pages show them: pages do not load the crawler, so their files are read here plainly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from storage.base.errors import NotFound
from storage.crawls.api_access import OFFICE_APIS, ApiAccess, terms_hash


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """One key that a form asks for."""

    name: str
    title: str
    optional: bool


@dataclass(frozen=True, kw_only=True)
class OpenApiView:
    """One API with what the office has entered for it."""

    name: str
    title: str
    endpoint: str
    keys: tuple[ApiKey, ...]
    terms: tuple[tuple[str, str], ...]
    """Title and address of each."""
    unchecked: tuple[str, ...]
    budget: int
    access: ApiAccess

    @property
    def terms_mark(self) -> str:
        """The hash that a confirmation of these terms bears."""
        return terms_hash(self.terms)

    @property
    def accepts_terms(self) -> bool:
        return not self.terms or self.access.accepts(self.terms_mark)

    @property
    def is_on(self) -> bool:
        """Whether it may be asked."""
        return self.access.has_keys and self.accepts_terms

    @property
    def calls_a_day(self) -> int:
        return self.access.budget or self.budget


_DEFAULT_BUDGET = 1000
"""As crawler.open_api.description.Limits has it; a test compares the two."""


def open_api_views(home: Path, access: Mapping[str, ApiAccess]) -> list[OpenApiView]:
    """Every API that can be read, the office's own in place of shipped ones."""
    views = (_view(entries, access) for entries in _files(home))
    by_name = {view.name: view for view in views if view is not None}
    return list(by_name.values())


def open_api_view(home: Path, access: Mapping[str, ApiAccess], name: str) -> OpenApiView:
    """One API. Raises NotFound."""
    views = {view.name: view for view in open_api_views(home, access)}
    if name not in views:
        raise NotFound("api.unknown", api=name, apis=", ".join(views))
    return views[name]


def _files(home: Path) -> Iterator[dict[str, Any]]:
    spec = find_spec("crawler")
    assert spec is not None
    assert spec.submodule_search_locations
    shipped = Path(spec.submodule_search_locations[0]) / "open_api" / "descriptions"
    for file in (*sorted(shipped.glob("*.yml")), *sorted((home / OFFICE_APIS).glob("*.yml"))):
        try:
            entries = yaml.safe_load(file.read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            continue
        if isinstance(entries, dict):
            yield entries


def _view(entries: Mapping[str, Any], access: Mapping[str, ApiAccess]) -> OpenApiView | None:
    """What the page shows of a file; None for one that a command would refuse by name."""
    try:
        name = str(entries["name"])
        return OpenApiView(
            name=name,
            title=str(entries["title"]),
            endpoint=str(entries["endpoint"]),
            keys=tuple(
                ApiKey(name=key["name"], title=key["title"], optional=bool(key.get("optional")))
                for key in entries.get("keys") or ()
            ),
            terms=tuple((term["title"], term["url"]) for term in entries.get("terms") or ()),
            unchecked=tuple(map(str, entries.get("unchecked") or ())),
            budget=int((entries.get("limits") or {}).get("budget") or _DEFAULT_BUDGET),
            access=access.get(name, ApiAccess(name=name)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
