"""What kind of page it is: one listing, a list, an ordinary page, or nothing of use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.pages.heading import Heading
from crawler.pages.page import Kind, Page

_PARKED = re.compile(
    r"domain\s+(?:is\s+)?(?:for\s+sale|parked|name\s+registered|not\s+(?:configured|connected)|has\s+expired|expired)|"
    r"buy\s+this\s+domain|this\s+domain|parked\s+(?:free|domain|page)|under\s+construction|coming\s+soon|"
    r"website\s+(?:is\s+)?(?:coming|under|disabled|suspended|not\s+available)|account\s+(?:has\s+been\s+)?suspended|"
    r"apache2?\s+.{0,20}default\s+page|welcome\s+to\s+nginx|it\s+works!|iis\s+windows|default\s+web\s*(?:site|page)|"
    r"index\s+of\s+/|placeholder\s+page|test\s+page\s+for|site\s+not\s+(?:found|published)|"
    r"future\s+home\s+of|upload\s+your\s+(?:web)?site|hosting\s+(?:provider|package|account)|geparkeerd|gereserveerd|domeinnaam|te\s+koop|"
    r"in\s+aanbouw|onder\s+constructie|binnenkort|domain\s+ist|zu\s+verkaufen|nicht\s+verfügbar|"
    r"域名(?:出售|转让|停放|已过期|未备案|过期)|网站(?:建设中|维护中|已关闭|暂停|升级中|不存在)|站点(?:已?关闭|暂停|不存在|创建成功)|未备案|"
    r"正在建设|敬请期待|系统维护|no\s+(?:web)?site\s+(?:is\s+)?configured|server\s+default",
    re.I,
)
_RESERVED = re.compile(
    r"(?:domain|domein)\w*\s+(?:is\s+)?(?:for\s+sale|parked|reserved|expired|gereserveerd|te\s+koop|reserviert)|"
    r"\w+parking\b|^parking$|parked|reserved\s+domain|^(?:reserved|gereserveerd|reserviert)!?$|default\s+(?:web\s*)?(?:page|site)|"
    r"域名(?:出售|转让|停放|已过期|已注册)|站点创建成功|网站建设中",
    re.I | re.M,
)
_SOON = re.compile(
    r"hier\s+(?:vindt|komt|verschijnt|entsteht).{0,20}(?:binnenkort|website|webseite|internetpräsenz)|"
    r"(?:site|page|website)\s+(?:is\s+)?coming\s+soon|此网站正在建设|网站即将(?:上线|开通)",
    re.I,
)
_MISSING = re.compile(
    r"(?:error|http|code)\s*:?\s*(?:404|410|500|502|503)\b|not\s+found|page\s+(?:not|cannot|can't|could\s+not|does\s?n.t)|"
    r"doesn.t\s+exist|no\s+longer\s+(?:exists|available)|something\s+went\s+wrong|internal\s+server\s+error|"
    r"service\s+unavailable|bad\s+gateway|sorry,\s+(?:we|this|the|that)|oops|"
    r"页面(?:不存在|没有找到|未找到|找不到|已删除|丢失|走丢)|找不到(?:您|你|该|页面)|(?:商品|宝贝|店铺|信息|内容|文章|产品)(?:不存在|已下架|已删除|已被删除|找不到|飞走|失效)|"
    r"您(?:查看|访问|要找)的(?:商品|宝贝|页面|内容).{0,12}(?:不存在|下架|删除|没有|失效|转移)|无法访问|访问出错|出错了|"
    r"已被(?:删除|屏蔽|停止访问)|(?:很|非常)?抱歉.{0,20}(?:不存在|没有|删除|下架|无法|找不到)|"
    r"seite\s+nicht\s+gefunden|page\s+introuvable|no\s+encontrad|non\s+trovata|niet\s+gevonden|не\s+найден",
    re.I,
)
_NO_GOODS = re.compile(
    r"(?:商品|宝贝|产品|店铺)(?:已?不存在|已下架|已删除|已被删除|找不到|失效|走丢)|不存在或已(?:下架|删除)|"
    r"(?:item|product|listing)\s+(?:is\s+)?(?:not\s+found|no\s+longer|unavailable|does\s?n.t\s+exist)",
    re.I,
)
"""Said at the head of a goods' address, this is a soft 404 even if recommendations follow."""
_HEAD = 300
_ERROR_HEAD = re.compile(
    r"^(?:error\s*)?(?:4\d\d|5\d\d)\b|not found|forbidden|不存在|错误|出错", re.I
)
LITTLE = 600
BARE = 120
_CARDS = 4
_LONG = 5000
_SCRIPTED = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main|container|q-app|mount|react-root|ice-container|page)[\"'\s>]|"
    r"<app-root|<noscript>[^<]{0,200}(?:javascript|JavaScript|脚本)|data-reactroot|ng-app|ng-version|v-cloak",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for one kind or another."""

    goods: bool
    """Structured data names one main product."""
    several: bool
    """Structured data names several products and none of them is the page's own."""
    priced: int
    """0 no price, 1 a price near the headline, 2 one in an element made for it, alone of its kind."""
    numbered: int
    """0 no item number, 1 one in the address or a form, 2 one that the page prints."""
    buys: int
    """Live or dead buy buttons in the main part."""
    gone: bool
    """It says that the goods are sold out or gone."""
    cards: int
    """Product cards."""
    listing_address: bool
    list_address: bool
    """Its address names a list: a category, a shop, a search."""
    paged: bool
    article: bool
    """It calls itself an article."""
    home: bool
    """It is the first page of its site."""


def decide_kind(page: Page, heading: Heading, shown: str, evidence: Evidence) -> Kind:
    """One of listing, list, page, other; walls (`blocked`) are recognised before."""
    if page.status in (404, 410) or page.status >= 500:
        return "other"
    if evidence.listing_address and not evidence.priced and _NO_GOODS.search(shown[:_HEAD]):
        return "other"
    if not _sells(evidence) and is_nothing(heading, shown):
        return "other"
    if evidence.goods and not (evidence.paged and evidence.cards >= _CARDS):
        return "listing"
    if _is_listing(evidence):
        return "listing"
    if evidence.several or evidence.cards >= _CARDS * (3 if evidence.article else 1):
        return "list"
    return "page" if len(shown) >= BARE or heading.headlines else "other"


def _sells(evidence: Evidence) -> bool:
    """Enough signs of goods that a short page is no empty one."""
    signs = bool(evidence.priced) + (evidence.buys > 0) + evidence.listing_address
    return evidence.goods or evidence.several or evidence.cards >= _CARDS or signs >= 2


def _is_listing(evidence: Evidence) -> bool:
    if evidence.article or (evidence.several and not evidence.listing_address):
        return False
    points = 2 * evidence.priced + evidence.numbered + 2 * (evidence.buys > 0)
    points += 2 * evidence.listing_address + evidence.gone
    points -= 3 * (evidence.cards >= _CARDS and not evidence.listing_address)
    points -= 2 * evidence.paged + 3 * evidence.home
    points -= 3 * (evidence.list_address and not evidence.buys)
    return points >= 4


def is_nothing(heading: Heading, shown: str) -> bool:
    """Parked, error, soft-404 and blank pages: their words stand on a page with little else."""
    if len(shown) < BARE // 4:
        return True
    named = "\n".join((heading.title, *heading.headlines))
    if len(shown) < _LONG and (_RESERVED.search(named) or _SOON.search(shown[:200])):
        return True
    if len(shown) > LITTLE * 2:
        return False
    head = f"{named} {shown[:300]}"
    if _MISSING.search(named) or _PARKED.search(named) or _ERROR_HEAD.search(named):
        return True
    return len(shown) <= LITTLE and bool(_PARKED.search(head) or _MISSING.search(shown[:LITTLE]))


def needs_script(page: Page, shown: str) -> bool:
    """An empty shell that only a browser fills: almost no text, but scripts or a mount point."""
    if len(shown) > LITTLE // 2:
        return False
    scripts = page.text.count("<script") + page.text.count("<SCRIPT")
    return bool(scripts) and (bool(_SCRIPTED.search(page.text[:400_000])) or len(shown) < BARE)
