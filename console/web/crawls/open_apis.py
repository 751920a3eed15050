"""Open APIs as pages show them: the description with what the office has entered for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.open_api.api_order import confirmed_terms
from crawler.open_api.description import ApiDescription
from crawler.open_api.registry import api_files, api_of
from storage.base.errors import BadInput
from storage.crawls.api_access import ApiAccess


@dataclass(frozen=True, kw_only=True)
class OpenApiView:
    """One API with what the office has entered for it."""

    description: ApiDescription
    access: ApiAccess

    @property
    def terms_mark(self) -> str:
        """The hash that a confirmation of these terms bears."""
        return confirmed_terms(self.description)

    @property
    def accepts_terms(self) -> bool:
        return not self.description.terms or self.access.accepts(self.terms_mark)

    @property
    def is_on(self) -> bool:
        """Whether it may be asked."""
        return self.access.has_keys and self.accepts_terms

    @property
    def calls_a_day(self) -> int:
        return self.access.budget or self.description.limits.budget


def open_api_views(home: Path, access: Mapping[str, ApiAccess]) -> list[OpenApiView]:
    """Every API that can be read, the office's own in place of shipped ones."""
    views = []
    for name in api_files(home):
        try:
            views.append(open_api_view(home, access, name))
        except BadInput:
            continue
    return views


def open_api_view(home: Path, access: Mapping[str, ApiAccess], name: str) -> OpenApiView:
    """One API. Raises NotFound, BadInput for one that cannot be read."""
    return OpenApiView(
        description=api_of(home, name), access=access.get(name, ApiAccess(name=name))
    )
