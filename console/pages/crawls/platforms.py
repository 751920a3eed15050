"""平台档案: how each platform is read, edited with a live check on a page, every version kept."""

from __future__ import annotations

import sqlalchemy as sa
import yaml
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, SIGNED_IN, Page
from console.web.shipped_profiles import shipped_texts
from console.work.profile_trial import try_profile
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


def show(visit: Visit) -> Response:
    """All profiles, the office's own first, and which platforms turn us away."""
    own, shipped = office_profiles(visit.settings), shipped_texts()
    with visit.database.read() as session:
        states = session.scalars(sa.select(PlatformRow).order_by(PlatformRow.host)).all()
    names = [*own, *(name for name in shipped if name not in own)]
    return visit.page(
        "platforms.html",
        profiles=[(name, _head(own.get(name) or shipped[name]), name in own) for name in names],
        parts=_PARTS,
        blocked=[row for row in states if row.state is PlatformState.BLOCKED],
        can_edit=visit.may(ADMINS),
    )


def form(visit: Visit) -> Response:
    """A blank profile to start from."""
    return _page(visit, "", _BLANK)


def edit(visit: Visit) -> Response:
    """One profile as it is in force, or one of its versions."""
    name = check_name(str(visit.request.path_params["name"]))
    if number := visit.whole("version", 0):
        return _page(visit, name, read_version(visit.settings, name, number))
    text = office_profiles(visit.settings).get(name) or shipped_texts().get(name)
    if text is None:
        raise NotFound("page.profile-unknown", name=name)
    return _page(visit, name, text)


def save(visit: Visit) -> Response:
    """Check the text strictly, try it on a page, or put it in force; or go back to the shipped."""
    act = visit.value("act")
    name = str(visit.request.path_params.get("name", ""))
    if act == "drop":
        with visit.database.begin() as session:
            drop_profile(session, visit.settings, check_name(name), actor=visit.name)
        return visit.go("/platforms")
    text = str(visit.form.get("text", "")).replace("\r\n", "\n")
    url = visit.value("url")
    try:
        if len(text) > LARGEST:
            raise BadInput("page.profile-size", characters=LARGEST)
        if act == "try" and not url:
            raise BadInput("page.profile-no-url")
        found = try_profile(visit.settings, text, url if act == "try" else None)
        if act == "try":
            return _page(visit, name, text, url=url, found=found)
        named = check_name(str(_head(text).get("name", "")))
        if name and named != name:
            raise BadInput("page.profile-name", name=name)
        with visit.database.begin() as session:
            save_profile(session, visit.settings, named, text, actor=visit.name)
    except BadInput as error:
        return _page(visit, name, text, url=url, error=error.text(Language.CHINESE))
    return visit.go(f"/platforms/{named}?saved=1")


def _head(text: str) -> dict[str, object]:
    """What the list shows of a profile; a broken file shows nothing."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _page(
    visit: Visit,
    name: str,
    text: str,
    *,
    url: str = "",
    found: dict[str, object] | None = None,
    error: str | None = None,
) -> Response:
    own = office_profiles(visit.settings)
    return visit.page(
        "platform.html",
        status=400 if error else 200,
        name=name,
        text=text,
        url=url,
        found=found,
        error=error,
        own=name in own,
        is_shipped=name in shipped_texts(),
        versions=profile_versions(visit.settings, name) if name else [],
        saved=visit.query.get("saved") == "1",
    )


PAGES = (
    Page(path="/platforms", act=show, who=SIGNED_IN),
    Page(path="/platforms/new", act=form, who=ADMINS),
    Page(path="/platforms/new", act=save, who=ADMINS, method="POST"),
    Page(path="/platforms/{name}", act=edit, who=ADMINS),
    Page(path="/platforms/{name}", act=save, who=ADMINS, method="POST"),
)
