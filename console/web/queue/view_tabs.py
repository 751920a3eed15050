"""Saved views (常用视图) as tabs beside those of the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from console.web.queue_view import QueueView, read_view
from console.web.rendering import to_query
from storage.people.saved_views import SavedView


@dataclass(frozen=True, kw_only=True)
class ViewTab:
    """A saved view with where it leads."""

    view: SavedView
    address: str
    is_current: bool


def view_tabs(views: Iterable[SavedView], view: QueueView) -> list[ViewTab]:
    """The tabs; the one whose view is what the page shows is the current one."""
    present = _named(view.parameters)
    return [
        ViewTab(
            view=saved,
            address=f"/leads?{saved.query}",
            is_current=_named(dict(parse_qsl(saved.query))) == present,
        )
        for saved in views
    ]


def query_to_save(text: str) -> str:
    """The query string of a view as it is kept: what the page understands, without the page number."""
    view = read_view(dict(parse_qsl(text.removeprefix("?"))), "")
    return to_query(_named(view.parameters)).removeprefix("?")


def _named(parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters with the tab that they mean; the size of a page is no part of a view."""
    tab = read_view(parameters, "").tab.slug
    return {"tab": tab, **{k: v for k, v in parameters.items() if k not in ("tab", "size", "page")}}
