"""Walls are recognised, and pages that only mention a login are not taken for one."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

URL = "https://shop.example/x"
ARTICLE = "河套平原的小麦九月播种，来年七月收割，磨成的面粉筋道有嚼劲。" * 30


def read(
    body: str, title: str = "示例", url: str = URL, status: int = 200
) -> tuple[str, str | None]:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    reading = read_page(Page.from_text(url, text, status=status))
    return reading.kind, reading.blocked_why


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("用户登录", "<form><input type=password></form>", "login"),
        ("示例", "<p>请先登录后查看商品</p>", "login"),
        ("Sign in", "<form><input name=u><input type=password>Sign in</form>", "login"),
        (
            "示例商城",
            "<form>用户名<input>密码<input type=password><button>登录</button></form>",
            "login",
        ),
        ("验证码", "<p>请输入验证码</p><img src=/c.png>", "captcha"),
        (
            "用户登录",
            "<p>验证码登录</p><input name=tel><input name=code><a>获取验证码</a>",
            "login",
        ),
        ("Just a moment...", "<div id=cf_chl_x></div>", "captcha"),
        ("示例", "<script src=//g.example/punish-component.js></script>", "captcha"),
        ("", "<script>location='/cdn-cgi/challenge?x'</script>", "waf"),
        ("403 Forbidden", "<h1>403 Forbidden</h1>nginx", "denied"),
        ("访问被拦截", "<p>您的请求已被网站管理员设置拦截</p>", "denied"),
    ],
)
def test_a_wall_is_blocked(title: str, body: str, why: str) -> None:
    assert read(body, title) == ("blocked", why)


def test_too_many_requests_is_a_wall_of_its_own() -> None:
    assert read(ARTICLE, status=429) == ("blocked", "rate")


def test_a_login_address_with_little_else_is_a_wall() -> None:
    assert (
        read("<p>欢迎回来</p><input type=password>", url="https://passport.shop.example/a")[0]
        == "blocked"
    )


def test_the_platform_says_where_it_sends_visitors_that_it_turns_away() -> None:
    assert read(ARTICLE, url="https://login.taobao.com/member/login.jhtml")[0] == "blocked"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/login">请登录</a> <a href="/reg">免费注册</a><h1>面粉</h1>' + ARTICLE,
        "<form><input type=password>会员登录</form><h1>面粉的故事</h1>" + ARTICLE,
        "<h1>验证码是什么</h1>" + ARTICLE * 3,
        '<h1>面粉</h1><b class="price">¥9.90</b><button>立即购买</button><p>请先登录后评价</p>',
        "<h1>面粉</h1><script src=https://hcaptcha.com/1/api.js></script>" + ARTICLE,
    ],
)
def test_a_page_that_mentions_a_login_is_not_blocked(body: str) -> None:
    assert read(body)[0] in ("page", "listing")


def test_a_login_form_beside_many_links_is_no_wall() -> None:
    links = "".join(f"<a href=/g/{n}>面粉{n}</a>" for n in range(9))
    form = "<form>密码<input type=password><button>登录</button></form>"
    assert read(form + links)[0] != "blocked"
