"""平台档案: which platforms there are, which are on, and which turn us away."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
import yaml
from starlette.responses import Response

from console.pages.crawls.learnt_templates import ROUTES as LEARNT_ROUTES
from console.pages.crawls.learnt_templates import learnt_rows
from console.pages.crawls.platform_editor import ROUTES as EDITOR_ROUTES
from console.pages.crawls.platform_editor import profile_text
from console.web.crawls.shipped_profiles import shipped_texts
from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.words.platform_words import CARD_NAMES, PART_NAMES
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.base.vocabulary import PlatformState
from storage.crawls.platform_files import check_name, office_profiles
from storage.crawls.platform_switch import is_on, switch_platform
from storage.tables import PlatformRow


@dataclass(frozen=True, kw_only=True)
class PlatformLine:
    """One profile in the list."""

    name: str
    summary: dict[str, object]
    """The file's own keys; empty where it is broken."""
    is_office_profile: bool
    is_on: bool


def list_profiles(request: PageRequest) -> Response:
    """All profiles, the office's own first, and which platforms turn us away."""
    with request.database.read() as session:
        learnt = learnt_rows(session)
        states = session.scalars(sa.select(PlatformRow).order_by(PlatformRow.host)).all()
    return request.render(
        "platforms.html",
        profiles=_lines(request.settings),
        parts=PART_NAMES,
        fields=CARD_NAMES,
        learnt=learnt,
        blocked=[row for row in states if row.state is PlatformState.BLOCKED],
        can_edit=request.has_role(ADMINS),
        switched=request.query.get("switched", ""),
    )


def switch(request: PageRequest) -> Response:
    """Allow crawls of a platform, or refuse them again."""
    name = check_name(str(request.http.path_params["name"]))
    profile_text(request, name)
    act = request.form_value("act")
    if act not in ("on", "off"):
        raise BadInput("form.unknown-act", act=act)
    if act == "on" and request.form_value("terms") != "1":
        raise BadInput("form.platform-terms")
    with request.database.begin() as session:
        settings = switch_platform(
            session, request.settings, name, act == "on", actor=request.officer_name
        )
    request.context.apply(settings)
    return request.redirect(f"/platforms?switched={act}-{name}")


def _lines(settings: Settings) -> list[PlatformLine]:
    office, shipped = office_profiles(settings), shipped_texts()
    names = [*office, *(name for name in shipped if name not in office)]
    lines = []
    for name in names:
        text = office.get(name) or shipped[name]
        summary = _read_summary(text)
        on = bool(summary) and is_on(settings, name, text)
        lines.append(
            PlatformLine(name=name, summary=summary, is_office_profile=name in office, is_on=on)
        )
    return lines


def _read_summary(text: str) -> dict[str, object]:
    """What the list shows of a profile; a broken file shows nothing."""
    try:
        summary = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return summary if isinstance(summary, dict) else {}


ROUTES = (
    Route(path="/platforms", handler=list_profiles, roles=SIGNED_IN),
    *LEARNT_ROUTES,
    Route(path="/platforms/{name}/switch", handler=switch, roles=ADMINS, method="POST"),
    *EDITOR_ROUTES,
)
