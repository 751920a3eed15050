"""Walls (登录页、验证码): pages that show a demand instead of content.

A page that merely offers a login link is no wall: a wall shows little else. Being blocked is a
state of the crawl, never "clean" and never "removed".
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.pages.page import Page

_WAF = re.compile(
    r"cf-browser-verification|cf_chl_|challenge-platform|/cdn-cgi/challenge|_Incapsula_Resource|"
    r"incapsula incident|sucuri website firewall|ddos-guard|datadome|geo\.captcha-delivery|"
    r"perimeterx|px-captcha|akamai.{0,40}access denied|awswaf|aliyun_waf|acw_sc__v2|"
    r"_waf_|yundun|知道创宇|安全狗|云防护|网站防火墙|reference\s*#\d+\.[\da-f.]+",
    re.I,
)
_CAPTCHA = re.compile(
    r"captcha|punish-component|baxia-|nc_1_wrapper|nocaptcha|滑动验证|拖动滑块|滑块|请按住滑块|验证码|"
    r"人机验证|安全验证|访问验证|are you (?:a )?(?:human|robot)|not a robot|robot check|"
    r"verify (?:that )?you are (?:a )?human|unusual traffic|security check|just a moment|"
    r"checking your browser|访问过于频繁|访问太频繁|操作频繁|异常访问|异常流量|x5secdata",
    re.I,
)
_LOGIN = re.compile(
    r"请先?登录|登录后|用户登录|会员登录|账号登录|扫码登录|手机登录|亲，请登录|密码登录|"
    r"(?:sign|log)\s?in to (?:continue|your|view|see)|please (?:sign|log)\s?in|login required|"
    r"(?:sign|log)[\s-]?in\b|anmelden|connexion|войти|ログイン",
    re.I,
)
_LOGIN_URL = re.compile(r"/(?:log-?in|sign-?in|passport|member/login|account/login)|^(?:login|passport)\.")
_DENIED = re.compile(
    r"access denied|403 forbidden|forbidden|request blocked|you have been blocked|拒绝访问|"
    r"您的(?:访问|请求).{0,10}(?:拦截|阻断|禁止|拒绝)|禁止访问|访问被(?:拒绝|阻断|拦截)|too many requests",
    re.I,
)
_SHORT = 1500
_TINY = 400


def blocked_why(page: Page, shown: str, title: str) -> str | None:
    """rate, captcha, waf, login or denied when a wall stands in the content's place, else None.

    `shown` is the visible text of the page.
    """
    if page.status == 429:
        return "rate"
    if len(shown) > _SHORT * 2:
        return None
    markup = page.text[:200_000]
    if len(shown) <= _SHORT and (_CAPTCHA.search(title) or _CAPTCHA.search(shown[:_SHORT])):
        return "captcha"
    if len(shown) <= _TINY and _WAF.search(markup):
        return "waf"
    if len(shown) <= _TINY and _CAPTCHA.search(markup):
        return "captcha"
    if _is_login(page, shown, title):
        return "login"
    if len(shown) <= _SHORT and (_DENIED.search(title) or _DENIED.search(shown[:_TINY])):
        return "denied"
    return "denied" if page.status in (401, 403) and len(shown) <= _SHORT else None


def _is_login(page: Page, shown: str, title: str) -> bool:
    address = urlsplit(page.url)
    asked = page.tree.css_first("input[type=password]") is not None
    named = bool(_LOGIN.search(title)) or bool(_LOGIN_URL.search(address.path.lower()))
    named = named or bool(_LOGIN_URL.search((address.hostname or "").lower()))
    if asked and (named or len(shown) <= _TINY * 2):
        return True
    return (named or bool(_LOGIN.search(shown[:200]))) and len(shown) <= _TINY
