"""平台档案: how each platform is read, edited with a live check on a page, every version kept."""

from __future__ import annotations

import sqlalchemy as sa
import yaml
from starlette.responses import Response

from console.pages.crawls.learnt_templates import ROUTES as LEARNT_ROUTES
from console.pages.crawls.learnt_templates import learnt_rows
from console.web.crawls.shipped_profiles import shipped_texts
from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.words.deletions import PROFILE
from console.work.trial_process import try_profile
from storage.base.errors import BadInput, NotFound
from storage.base.message import Language
from storage.base.vocabulary import PlatformState
from storage.crawls.platform_files import (
    LARGEST,
    check_name,
    drop_profile,
    office_profiles,
    profile_versions,
    read_version,
    save_profile,
)
from storage.tables import PlatformRow

_PARTS = {
    "contact": "联系渠道",
    "search": "搜索",
    "paging": "翻页",
    "item_urls": "商品网址",
    "listing": "商品页",
    "cards": "列表页",
    "blocked": "受阻识别",
}
"""Parts of a profile that can be unchecked (未核实)."""
_BLANK = """\
name: shifan
title: 示例平台
hosts: [shop.example]
# delay: 2            # 两次请求之间至少间隔的秒数
# render: auto        # auto、always（总用浏览器）、never
item_urls:
  - '/item/(?P<id>\\d+)'
listing:
  title:
    - {css: "h1"}
  price:
    - {css: ".price"}
"""


def list_profiles(request: PageRequest) -> Response:
    """All profiles, the office's own first, and which platforms turn us away."""
    office, shipped = office_profiles(request.settings), shipped_texts()
    with request.database.read() as session:
        learnt = learnt_rows(session)
        states = session.scalars(sa.select(PlatformRow).order_by(PlatformRow.host)).all()
    names = [*office, *(name for name in shipped if name not in office)]
    return request.render(
        "platforms.html",
        profiles=[
            (name, _read_summary(office.get(name) or shipped[name]), name in office)
            for name in names
        ],
        parts=_PARTS,
        learnt=learnt,
        blocked=[row for row in states if row.state is PlatformState.BLOCKED],
        can_edit=request.has_role(ADMINS),
    )


def ask_for_profile(request: PageRequest) -> Response:
    """A blank profile to start from."""
    return _editor_page(request, "", _BLANK)


def show_profile(request: PageRequest) -> Response:
    """One profile as it is in force, or one of its versions."""
    name = check_name(str(request.http.path_params["name"]))
    if number := request.query_number("version", 0):
        return _editor_page(request, name, read_version(request.settings, name, number))
    text = office_profiles(request.settings).get(name) or shipped_texts().get(name)
    if text is None:
        raise NotFound("page.profile-unknown", name=name)
    return _editor_page(request, name, text)


def try_or_save_profile(request: PageRequest) -> Response:
    """Check the text strictly, try it on a page, or put it in force; or go back to the shipped."""
    act = request.form_value("act")
    name = str(request.http.path_params.get("name", ""))
    if act == "drop":
        with request.database.begin() as session:
            drop_profile(session, request.settings, check_name(name), actor=request.officer_name)
        return request.redirect("/platforms")
    text = str(request.form.get("text", "")).replace("\r\n", "\n")
    url = request.form_value("url")
    try:
        if len(text) > LARGEST:
            raise BadInput("page.profile-size", characters=LARGEST)
        if act == "try" and not url:
            raise BadInput("page.profile-no-url")
        trial = try_profile(request.settings, text, url if act == "try" else None)
        if act == "try":
            return _editor_page(request, name, text, url=url, trial=trial)
        named = check_name(str(_read_summary(text).get("name", "")))
        if name and named != name:
            raise BadInput("page.profile-name", name=name)
        with request.database.begin() as session:
            save_profile(session, request.settings, named, text, actor=request.officer_name)
    except BadInput as error:
        return _editor_page(request, name, text, url=url, error=error.text(Language.CHINESE))
    return request.redirect(f"/platforms/{named}?saved=1")


def _read_summary(text: str) -> dict[str, object]:
    """What the list shows of a profile; a broken file shows nothing."""
    try:
        summary = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return summary if isinstance(summary, dict) else {}


def _editor_page(
    request: PageRequest,
    name: str,
    text: str,
    *,
    url: str = "",
    trial: dict[str, object] | None = None,
    error: str | None = None,
) -> Response:
    office = office_profiles(request.settings)
    return request.render(
        "platform.html",
        status=400 if error else 200,
        name=name,
        text=text,
        url=url,
        trial=trial,
        error=error,
        is_office_profile=name in office,
        is_shipped=name in shipped_texts(),
        versions=profile_versions(request.settings, name) if name else [],
        saved=request.query.get("saved") == "1",
    )


ROUTES = (
    Route(path="/platforms", handler=list_profiles, roles=SIGNED_IN),
    *LEARNT_ROUTES,
    Route(path="/platforms/new", handler=ask_for_profile, roles=ADMINS),
    Route(
        path="/platforms/new",
        handler=try_or_save_profile,
        roles=ADMINS,
        method="POST",
        deletes={"drop": PROFILE},
    ),
    Route(path="/platforms/{name}", handler=show_profile, roles=ADMINS),
    Route(
        path="/platforms/{name}",
        handler=try_or_save_profile,
        roles=ADMINS,
        method="POST",
        deletes={"drop": PROFILE},
    ),
)
