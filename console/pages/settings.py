"""系统设置: what is in force, secrets masked; changed in hubiao.toml or the environment."""

from __future__ import annotations

from starlette.responses import Response

from console.masking import shown_settings
from console.route import ADMINS, Page
from console.visit import Visit


def show(visit: Visit) -> Response:
    """The effective settings."""
    return visit.page("settings.html", settings=shown_settings(visit.settings))


PAGES = (Page(path="/settings", act=show, who=ADMINS),)
