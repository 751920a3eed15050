"""Learnt templates on the page of platforms, and a field that is fixed by a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.learnt_templates import StoredTemplate, load_pins, load_templates, save_template
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]

PROFILE = """\
name: learnt-1
title: shop.invalid:443
hosts: [shop.invalid]
listing: {title: {css: h1}, price: {css: b.now}}
evidence: {title: {pages: 8, agree: 8, distinct: 8}, price: {pages: 8, agree: 3, distinct: 7}}
"""


def test_learnt_templates_stand_beside_the_profiles_and_a_field_is_fixed(
    office: Office, visit: Enter
) -> None:
    template = StoredTemplate(
        host="shop.invalid:443", shape="/*/*.html", fingerprint="ab", version=2, profile=PROFILE,
        core=(".now",), markers=(".now",), required=("title",), samples=8,
    )  # fmt: skip
    with office[1].begin() as session:
        save_template(session, template, datetime.now(UTC))
    text = visit("管").get("/platforms").text
    assert "标题 8/8" in text
    assert "价格 3/8" in text
    place = {"host": "shop.invalid:443", "shape": "/*/*.html"}
    path = "/platforms/learned"
    bad = visit("管").post(path, act="", field="shop", selector="p[", **place)
    assert bad.status_code == 400
    visit("管").post(path, act="", field="shop", selector="{css: .seller}", **place)
    with office[1].read() as session:
        (pin,) = load_pins(session)
    assert (pin.field, pin.selector, pin.shape) == ("shop", "{css: .seller}", "/*/*.html")
    assert ".seller" in visit("管").get(path).text
    asked = visit("管").post(path, act="unpin", field="shop", host="shop.invalid:443")
    assert "改为重新学习" in asked.text
    visit("管").post(path, act="unpin", field="shop", host="shop.invalid:443", sure="1")
    visit("管").post(path, act="forget", sure="1", **place)
    with office[1].read() as session:
        assert load_pins(session) == ()
        assert load_templates(session) == ()
