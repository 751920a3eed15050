"""Walls (登录页、验证码): pages that show a demand instead of content.

A page that merely offers a login link is no wall: a wall shows little else. Being blocked is a
state of the crawl, never "clean" and never "removed".
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.page import Page

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
_PUZZLE = re.compile(
    r"captcha-delivery|px-captcha|punish-component|baxia-|nc_1_wrapper|nocaptcha|x5secdata|"
    r"hcaptcha\.com|recaptcha/api\.js|geetest|tcaptcha|turnstile",
    re.I,
)
_ASKED = re.compile(
    r"请先?登录|登录后(?:查看|访问|继续|可见|才)|亲，请登录|扫码登录|(?:需要|必须)登录|"
    r"(?:sign|log)[\s-]?in\s+to\s+(?:continue|your|view|see|access|facebook)|"
    r"please\s+(?:sign|log)[\s-]?in|(?:you\s+)?must\s+(?:sign|log)\s+in|login\s+required",
    re.I,
)
_LOGIN = re.compile(
    r"(?:用户|会员|账号|帐号|密码|手机|短信)?登\s?录|(?:sign|log)[\s-]?in\b|anmelden|anmeldung|"
    r"connexion|iniciar\s+sesión|accedi|войти|ログイン|로그인",
    re.I,
)
_LOGIN_URL = re.compile(
    r"/(?:log-?in|sign-?in|passport|member/login|account/login)|^(?:login|passport)\."
)
_DENIED = re.compile(
    r"access denied|403 forbidden|forbidden|request blocked|you have been blocked|拒绝访问|"
    r"您的(?:访问|请求).{0,10}(?:拦截|阻断|禁止|拒绝)|禁止访问|访问被(?:拒绝|阻断|拦截)|too many requests",
    re.I,
)
_WANTS_LOGIN = re.compile(r"[\"']need_?login[\"']\s*:\s*(?:true|1)\b", re.I)
"""Empty shells of shops whose data says that nobody is logged in, instead of goods."""
_SHORT = 1500
_TINY = 400
_FEW_LINKS = 5
"""A page that shows a password field, hardly a word and hardly a link is a login, whatever its title."""


def find_wall(page: Page, visible: str, title: str) -> str | None:
    """rate, captcha, waf, login or denied when a wall stands in the content's place, else None.

    `visible` is the visible text of the page.
    """
    if page.status == 429:
        return "rate"
    if len(visible) > _SHORT * 2:
        return None
    markup = page.text[:200_000]
    if _CAPTCHA.search(title) or (len(visible) <= _TINY * 2 and _CAPTCHA.search(visible)):
        return "captcha"
    if len(visible) <= _TINY and _WAF.search(markup):
        return "waf"
    if len(visible) <= _TINY // 2 and _PUZZLE.search(markup):
        return "captcha"
    if _is_login(page, visible, title):
        return "login"
    if len(visible) <= _SHORT and (_DENIED.search(title) or _DENIED.search(visible[:_TINY])):
        return "denied"
    return "denied" if page.status in (401, 403) and len(visible) <= _SHORT else None


def state_demands_login(page: Page, visible: str) -> bool:
    """Does a page that shows nothing carry data which asks for a login?"""
    return len(visible) <= _TINY // 2 and bool(_WANTS_LOGIN.search(page.text[:400_000]))


def _is_login(page: Page, visible: str, title: str) -> bool:
    address = urlsplit(page.url)
    password_field = page.tree.css_first("input[type=password]") is not None
    named = bool(_LOGIN.search(title)) or bool(_LOGIN_URL.search(address.path.lower()))
    named = named or bool(_LOGIN_URL.search((address.hostname or "").lower()))
    if named and (password_field or len(visible) <= _TINY):
        return True
    if password_field and len(visible) <= _SHORT and _ASKED.search(visible):
        return True
    if password_field and len(visible) <= _TINY // 2 and _LOGIN.search(visible):
        return len(page.tree.css("a[href]")) <= _FEW_LINKS
    return len(visible) <= _TINY and bool(_ASKED.search(visible[:_TINY]))
