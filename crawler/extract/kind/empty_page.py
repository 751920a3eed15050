"""Pages that hold nothing of use: parked and reserved names, error pages, soft 404, blank ones."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.heading import Heading

_PARKED = re.compile(
    r"domain\s+(?:is\s+)?(?:for\s+sale|parked|name\s+registered|not\s+(?:configured|connected)|has\s+expired|expired)|"
    r"buy\s+this\s+domain|this\s+domain|parked\s+(?:free|domain|page)|under\s+construction|coming\s+soon|"
    r"website\s+(?:is\s+)?(?:coming|under|disabled|suspended|not\s+available)|account\s+(?:has\s+been\s+)?suspended|"
    r"apache2?\s+.{0,20}default\s+page|welcome\s+to\s+nginx|it\s+works!|iis\s+windows|default\s+web\s*(?:site|page)|"
    r"index\s+of\s+/|placeholder\s+page|test\s+page\s+for|site\s+not\s+(?:found|published)|"
    r"future\s+home\s+of|upload\s+your\s+(?:web)?site|hosting\s+(?:provider|package|account)|geparkeerd|gereserveerd|domeinnaam|te\s+koop|"
    r"in\s+aanbouw|onder\s+constructie|binnenkort|domain\s+ist|zu\s+verkaufen|nicht\s+verfügbar|"
    r"domein\s+is|domain\s+has\s+been|be\s+back\s+(?:soon|shortly|later)|(?:scheduled|performing\s+(?:some\s+)?)\s*maintenance|"
    r"en\s+(?:cours\s+de\s+)?construcc?t?i[oó]n|in\s+costruzione|w\s+budowie|under\s+uppbyggnad|ve\s+výstavbě|"
    r"в\s+разработке|на\s+реконструкции|домен\s+(?:припаркован|прода|не\s)|ドメイン(?:は|が).{0,12}(?:使用|取得|販売|期限)|"
    r"niet\s+meer\s+actief|(?:website|account|site)\s+(?:has\s+)?(?:expired|disabled)|archived\s+or\s+suspended|"
    r"maintenance\s+mode|hello\s+world!|just\s+another\s+wordpress\s+site|"
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
_SOLD = r"(?:for\s+sale|te\s+koop|zu\s+verkaufen|à\s+vendre|en\s+venta|in\s+vendita|出售|转让)"
_SOLD_NAME = re.compile(
    rf"\bdom(?:ain|ein|inio)\w*\b.{{0,40}}{_SOLD}|buy\s+this\s+domain|make\s+(?:an\s+)?offer.{{0,30}}domain|"
    r"(?:域名|网址).{0,12}(?:出售|转让|待售)|domain\s+(?:name\s+)?(?:may\s+be|is)\s+(?:available|parked)",
    re.I,
)
"""Said on a page that names its own host, the host itself is the goods: nobody's shop."""
_SOON = re.compile(
    r"hier\s+(?:vindt|komt|verschijnt|entsteht).{0,20}(?:binnenkort|website|webseite|internetpräsenz)|"
    r"(?:site|page|website)\s+(?:is\s+)?coming\s+soon|此网站正在建设|网站即将(?:上线|开通)",
    re.I,
)
_MISSING = re.compile(
    r"(?:error|http|code)\s*:?\s*(?:404|410|500|502|503)\b|not\s+found|page\s+(?:not|cannot|can't|could\s+not|does\s?n.t)|"
    r"doesn.t\s+exist|no\s+longer\s+(?:exists|available)|something\s+went\s+wrong|internal\s+server\s+error|"
    r"service\s+unavailable|bad\s+gateway|fatal\s+error|uncaught\s+\w*(?:exception|error)|stack\s+trace|"
    r"parse\s+error|mysql_connect|/(?:home|var|www)/[\w/.-]+\.php\s+on\s+line|connection\s+timed\s+out|nosuchbucket|"
    r"no\s+such\s+app|object\s+moved|not\s+redirected|database\s+(?:connection|error)|server\s+error\s+in|sqlstate|sorry,\s+(?:we|this|the|that)|oops|"
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
_LONG = 5000
_SAMPLE = 4000


_HAN = re.compile("[\u4e00-\u9fff]")
"""A Han character says about as much as two letters."""
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_JUNK_SHARE = 10


def is_binary(markup: str) -> bool:
    """Is the file no text at all: a picture, an archive, an encrypted answer?"""
    sample = markup[:_SAMPLE]
    return len(_JUNK.findall(sample)) * _JUNK_SHARE > len(sample)


def says_goods_gone(visible: str) -> bool:
    """Does a goods' page say at its head that its goods are not there, whatever follows?"""
    return bool(_NO_GOODS.search(visible[:_HEAD]))


def is_reserved_domain(heading: Heading, visible: str, *, sells: bool = False) -> bool:
    """A name that is parked, reserved or itself for sale, with a price and a button to buy it too."""
    if len(visible) >= _LONG:
        return False
    named = _named(heading)
    host = (urlsplit(heading.url).hostname or "").removeprefix("www.")
    head = f"{named} {visible[:_HEAD]}".lower()
    if host and host in named.lower():
        offered = rf"{re.escape(host)}\W{{0,8}}(?:is\s+)?{_SOLD}"
        if _SOLD_NAME.search(head) or re.search(offered, head):
            return True
    return not sells and bool(_RESERVED.search(named))


def _named(heading: Heading) -> str:
    return "\n".join((heading.title, *heading.headlines))


def is_empty_page(heading: Heading, visible: str) -> bool:
    """Parked, error, soft-404 and blank pages: their words stand on a page with little else."""
    if len(visible) < BARE // 4:
        return True
    named = _named(heading)
    if len(visible) < _LONG and (_RESERVED.search(named) or _SOON.search(visible[:200])):
        return True
    size = len(visible) + len(_HAN.findall(visible))
    if size > LITTLE * 2:
        return False
    head = f"{named} {visible[:300]}"
    if _MISSING.search(named) or _PARKED.search(named) or _ERROR_HEAD.search(named):
        return True
    return size <= LITTLE and bool(_PARKED.search(head) or _MISSING.search(visible[:LITTLE]))
