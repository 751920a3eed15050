"""How a crawl behaves: robots.txt, the address guard, walls, hosts that are busy or hang."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.frontier import throttle
from crawler.run import open_visits
from storage.base.errors import EgressRefused
from storage.tables import (
    ComplianceRow,
    PlatformRow,
)
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, crawl, html, running_site, shop


def test_robots_is_obeyed_and_told_in_the_compliance_ledger(tmp_path: Path) -> None:
    pages = shop(2)

    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /product/1\nCrawl-delay: 0.02\n")
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", office_contact="iprb@example.invalid")
    assert report.counts["listings_new"] == 1
    assert report.counts["refused_by_robots"] == 1
    assert "/product/1.html" not in site.hits
    columns = ComplianceRow.robots, ComplianceRow.crawl_delay, ComplianceRow.refused_by_robots
    [(robots, delay, refused)] = rows(tmp_path, *columns)
    assert (robots, refused) == ("obeyed", 1)
    assert delay >= 0.02  # more where the machine, and so the site, answers slowly
    assert all("hubiao/" in agent and "iprb@example.invalid" in agent for agent in site.agents)


def test_a_robots_file_that_fails_forbids_everything(tmp_path: Path) -> None:
    pages = shop(2)

    def page(path: str) -> Answer | None:
        return Answer(b"", 503) if path == "/robots.txt" else pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.failed
    assert "robots.txt could not be fetched" in report.reason
    assert set(site.hits) == {"/robots.txt"}


def test_a_private_address_is_refused_before_anything_is_sent_and_the_setting_is_named(
    tmp_path: Path,
) -> None:
    with running_site(shop(1)) as site:
        with pytest.raises(EgressRefused, match="HUBIAO_ALLOW_ADDRESSES"):
            crawl(tmp_path, site.url + "/", allow_addresses=())
        with pytest.raises(EgressRefused, match="HUBIAO_ALLOW_ADDRESSES"):
            crawl(tmp_path, site.url.replace("127.0.0.1", "localhost"), allow_addresses=())
    assert not site.hits


def test_a_redirect_to_a_private_address_is_refused(tmp_path: Path) -> None:
    with running_site(shop(1)) as inner:
        there = inner.url.replace("127.0.0.1", "127.0.0.2")

        def page(path: str) -> Answer | None:
            if path == "/":
                return html("<a href='/away'>x</a>")
            return Answer(b"", 302, {"Location": there + "/"}) if path == "/away" else None

        with running_site(page) as site:
            report = crawl(tmp_path, site.url + "/", allow_addresses=("127.0.0.1/32",))
    assert report.counts["errors"] == 1
    assert not inner.hits


def test_a_site_that_leads_elsewhere_is_not_left(tmp_path: Path) -> None:
    with running_site(shop(2)) as elsewhere:

        def page(path: str) -> Answer | None:
            return (
                html(f"<a href='{elsewhere.url}/product/1.html'>别家</a>") if path == "/" else None
            )

        with running_site(page) as site:
            report = crawl(tmp_path, site.url + "/")
    assert report.counts["pages"] == 1
    assert not elsewhere.hits


def test_a_login_page_is_recorded_as_blocked_and_never_as_clean(tmp_path: Path) -> None:
    def page(path: str) -> Answer | None:
        if path.startswith("/login"):
            form = "<form><input name=u><input type=password name=p><button>登录</button></form>"
            return html(f"<h1>用户登录</h1>{form}", "用户登录")
        return Answer(b"", 302, {"Location": "/login?next=/"})

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.failed
    assert report.counts["blocked"] == 1
    assert "blocked: login" in report.reason
    assert rows(tmp_path, PlatformRow.state, PlatformRow.state_why) == [("blocked", "login")]


def test_a_shop_that_puts_up_a_wall_in_mid_crawl_is_left_alone(tmp_path: Path) -> None:
    pages = shop(60)

    def page(path: str) -> Answer | None:
        if path.startswith("/product/") and int(path[9:].removesuffix(".html")) >= 5:
            return html("<div id='nc_1_wrapper'></div><p>请拖动滑块完成验证</p>", "安全验证")
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", crawl_concurrency=1)
    assert report.counts["listings_new"] == 5
    assert 3 <= report.counts["blocked"] <= 4
    assert report.counts["given_up"] >= 10
    assert not report.finished
    assert "blocked: captcha" in report.reason


def test_a_menu_of_the_account_that_ends_at_the_sign_in_does_not_close_a_shop(
    tmp_path: Path,
) -> None:
    """OpenCart links a dozen pages of the account on every page; each leads to the sign-in. On the first page
    they stand before the lists, when no other page was seen."""
    pages = shop(30)
    menu = "".join(f"<a href='/mein/{name}'>{name}</a> " for name in "abcdefghijkl")
    sign_in = "<form><input name='u'><input type='password' name='p'><button>登录</button></form>"

    def page(path: str) -> Answer | None:
        if path.startswith("/mein/"):
            return html(sign_in, "用户登录")
        answer = html("<a href='/list/0'>全部商品</a>", "示例商城") if path == "/" else pages(path)
        if answer is None or b"<body>" not in answer.body:
            return answer
        return Answer(answer.body.replace(b"<body>", b"<body>" + menu.encode()))

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", crawl_concurrency=1)
    assert report.counts["blocked"] == 12
    assert report.counts["listings_new"] == 30
    assert not report.counts.get("given_up")


def test_a_shop_that_asks_for_a_sign_in_before_its_goods_is_left(tmp_path: Path) -> None:
    pages = shop(60)

    def page(path: str) -> Answer | None:
        if path.startswith("/product/"):
            return html("<form><input type='password' name='p'></form>", "用户登录")
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", crawl_concurrency=1)
    assert report.counts["blocked"] <= 20
    assert report.counts["given_up"] >= 20
    assert "blocked: login" in report.reason


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(tmp_path: Path) -> None:
    pages, moments = shop(1), []

    def page(path: str) -> Answer | None:
        if path == "/product/0.html":
            moments.append(time.monotonic())
            if len(moments) == 1:
                return Answer(b"", 429, {"Retry-After": "1"})
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 1
    assert moments[1] - moments[0] >= 0.95


@pytest.mark.parametrize("asked", ["86400", "9" * 400])
def test_a_run_does_not_wait_for_days_for_a_page_whose_host_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    for module in (throttle, open_visits):
        monkeypatch.setattr(module, "LONGEST_PAUSE", timedelta(seconds=0.5))
    pages, answers = shop(1), [Answer(b"", 429, {"Retry-After": asked})]

    def page(path: str) -> Answer | None:
        return answers.pop() if answers and path == "/product/0.html" else pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.finished
    assert report.counts["listings_new"] == 1


def test_one_hung_host_does_not_slow_another(tmp_path: Path) -> None:
    complete = threading.Event()
    in_time: list[bool] = []
    goods: set[str] = set()
    pages = shop(40)

    def hang(path: str) -> Answer | None:
        if path == "/robots.txt":
            return None
        in_time.append(complete.wait(30))
        return html("late")

    def page(path: str) -> Answer | None:
        if path.startswith("/product"):
            goods.add(path)
            if len(goods) == 40:
                complete.set()
        return pages(path)

    with running_site(hang) as hung, running_site(page) as quick:
        report = crawl(tmp_path, hung.url + "/", quick.url + "/", crawl_timeout=60.0)
        assert hung.hits["/"] == 1
    assert in_time
    assert all(in_time), "the goods came while the hung host was silent"
    assert report.counts["listings_new"] == 40
    assert not report.counts.get("errors")
