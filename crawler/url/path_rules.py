"""Rules on the path of an address, all searched in one pass (一次匹配): a page has hundreds of links.

A linear-time engine (RE2) looks through the path once for all rules, in about the time in which `re`
tries one of them. It knows only ASCII letters: a path with others is searched by `re`, rule by rule.
What the rules mean for an address stands in `url_kind` and `acting_links`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import re2

_LISTING_PATH = (
    r"/(?:products?|items?|goods|dp|gp/product|itm|detail|offer|p|pd|pdp|sku|artikel|prod|product-page"
    r"|produit|producto|produkt|prodotto|tovar|catalogue|ip|deal|commodity|goods_?detail|shangpin"
    r"|goods/index/id)/[^/?]*[^/?\d]?[^/?]*\d[^/?]*/?(?:$|\?)"
    r"|/(?:products?|produit|producto|produkt|prodotto|produto|termek|tovar|product-page|goods|item)/[^/?]{3,}/?$"
    r"|/(?:products?|items?|goods|dp|produit|producto|produkt|tovar)/[A-Za-z]*\d\w*/[^/?]{3,}/?$"
    r"|/(?:goods|item|product|offer|detail|shop_goods|sp)[-_]?\d+(?:[-_]\d+)*\.(?:s?html?|php|aspx?)"
    r"|/\d{5,}(?:[-_]\d+)?\.s?html?$|[-/_](?:p|a|i|x|pd|art)-?\d{4,}(?:\.\w{2,5})?/?$"
    r"|[-_]\d{4,}(?:-pdt)?\.(?:html?|php|aspx)$|/[\w%-]+_\d+/?$|/goods/index/id/\d+"
)
DETAIL_WORDS = r"(?:details?|view|show|info|xiangqing|xq|read|display|content|intro|desc|page)"
OF_GOODS = r"(?:goods|products?|prod|items?|offer|shop|commodity|ware|sp|p)"
_DOING = (
    rf"/{OF_GOODS}?[-_]?(?:{DETAIL_WORDS}|index|lists?|all|search|category|get|home|default|main|page"
    r"|new|hot|cate|classify|coupon|comments?|consult|collect)"
    r"(?:\.\w{2,5})?/?$"
)
"""The last step of a path that says what is shown of something and not which: `/goods/detail`."""
_PROGRAM = r"^/(?:pages?\w?|(?:sub[-_]?)?packages?\w{0,12})/(?:[^/]+/)*[^/\d]+/?$"
"""Paths that name a file of a small program (uni-app, Taro, mini programs), their query the goods."""
_SHELF = r"/(?:categor(?:y|ies)|collections?|brands?|tags?|search|fenlei)/(?:[^/]+/)?[^/]+/?$"
_PAGE_PATH = (
    r"/(?:page|seite|pagina|p)[/-]?\d{1,5}/?$|[-_/]page[-_]?\d+(?:\.\w+)?/?$"
    r"|(?:list|index|cat|category)[-_][\d-]*?\d+[-_]\d+\.s?html?$"
)
_FILES = (
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|avif|css|js|mjs|json|xml|rss|atom|pdf|zip|rar|7z|gz|"
    r"exe|apk|dmg|msi|iso|mp[34]|avi|mov|wmv|flv|webm|wav|docx?|xlsx?|pptx?|csv|txt|woff2?|ttf)$"
    r"|/(?:large|popup|pop|zoom)[-_]?(?:image|img|pic)s?\.(?:php|aspx?|jsp|do)$"
    r"|/(?:export|download)[-_]?(?:csv|xls|excel|zip|pdf|data|images?|imgs?|pics?|pictures?)(?:\.\w{2,5})?/?$"
)
"""Files that are no pages, pop-ups that show one picture (YoungCart, osCommerce), exports of one listing."""
_CALENDAR = r"/(?:calendar|kalender|events?)/.*\d{4}[-/]\d{1,2}"
_ACTING = (
    r"(?:^|[/_.-])(?:add[-_]?to[-_]?(?:cart|basket|bag|wishlist|compare|favou?rites)|addcart|"
    r"(?:add|write|new)[-_]?review|reviews?/(?:add|new|create|write)|buy[-_]?now|log[-_]out|"
    r"sign[-_]out|email[-_]?protection|set[-_]?(?:language|currency)|setlang)(?:$|[/_.?-])"
    r"|/(?:cart|basket|bag|checkout|logout|signout|logoff|login|log-in|signin|sign-in|signup|"
    r"sign-up|register|registration|passport|oauth2?|wishlists?|favou?rites?|compare|delete|remove|"
    r"destroy|unsubscribe|subscribe|vote|like|dislike|follow|unfollow|share|report|print|captcha|"
    r"password(?:[-_]?reset)?|forgot-password|collect|shoucang|gouwuche|zhuce|denglu|my-?account|"
    r"accounts?|my-?orders|dashboard|admin|wp-admin|cgi-bin|cdn-cgi|xmlrpc|feed|trackback)"
    r"(?:/|\.\w{2,5}$|$)|/wp-login|/write\.(?:php|aspx?|jsp|do)$"
)
ACT = (
    r"(?:add|join|put|save|del|delete|remove|update|edit|clear|my|in|to|into|shopping|order|ajax|do|[-_])*"
    r"(?:cart|basket|trolley|gouwuche|wishlist|checkout)s?[-_]?(?:add|del|delete|remove|update|save)?"
    r"|(?:quick|do|[-_])*buy(?:[-_]?(?:now|it))?|goumai|jiesuan|settle(?:ment)?|pay(?:[-_]?order)?"
    r"|(?:do|user|[-_])*(?:log|sign)[-_]?(?:in|out|off|up)|exit|quit|tuichu|zhuxiao|denglu|zhuce"
    r"|reg|register|del|delete|remove|destroy|undo|collect|shoucang|favou?r(?:ites?)?|fav|guanzhu"
    r"|follow|unfollow|like|dislike|(?:dian)?zan|digg|vote|toupiao|jubao|subscribe|unsubscribe"
    r"|(?:add|del|do)(?:fav|collect|order|comment)|(?:order|comment)(?:add|submit)|submit[-_]?order"
    r"|(?:account|login|cart|wishlist|giftregistry|order)-(?:show|start\w*|add(?:\w{5,})?|history|log\w+|register|edit\w*|set\w{5,})"
    r"|(?:item|goods|product)?[-_]?(?:use|qa|qna|review|comment|question)[-_]?(?:form|write)"
)
"""A whole step of a path or route, without its suffix."""
ORDERS = frozenset({"order", "orders", "comment", "review", "message", "address"})
_LISTING_PAGE = (
    r"(?:item|detail|goods|product|offer|prod|commodity|sku|shangpin|spxx)"
    r"[\w-]*(?:\.(?:htm|html|php|aspx?|jsp|do))?(?:/index(?:\.\w{2,5})?)?/?$"
)
"""The last step of a path to goods that the query names: `/item.htm?id=3`."""
_BESIDE_GOODS = (
    r"(?:lists?|cate|categor(?:y|ies)|class(?:ify)?|search|comments?(?:_?con)?|reviews?|reply|results?|"
    r"poster|share|orders?|logistics|return|refund|evaluate|(?:^|[^it])form|write|[/_-]ask|question|qna|enquiry|inquiry|"
    r"large_?image|popup_?image|zoom|enlarge|mail|friend|wish|recommend|"
    r"export(?:[-_]\w{1,12})?|download|qr_?code|barcode|consult|complain|inform)"
    r"(?:\.\w{2,5})?(?:/index(?:\.\w{2,5})?)?/?$"
)
"""The last step of a path to what belongs to goods and is none: `/pages/goods_list/index?id=3`."""
_SHOWING = rf"{OF_GOODS}[-_/]?{DETAIL_WORDS}(?:\.\w{{2,5}})?/?$|/details?(?:\.\w{{2,5}})?/?$"
_RULES = {
    "listing": _LISTING_PATH,
    "listing page": _LISTING_PAGE,
    "beside goods": _BESIDE_GOODS,
    "showing": _SHOWING,
    "doing": _DOING,
    "program": _PROGRAM,
    "shelf": _SHELF,
    "page": _PAGE_PATH,
    "file": _FILES,
    "calendar": _CALENDAR,
    "acting": _ACTING,
    "act": rf"(?:^|/)(?:{ACT})(?:\.\w{{2,5}})?(?:/|$)",
    "order": rf"(?:^|/)(?:{'|'.join(sorted(ORDERS))})(?:\.\w{{2,5}})?/",
}
"""Name of a rule → pattern; case is ignored, and RE2 knows no look-around and no references."""
_NAMES = tuple(_RULES)
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_OPTIONS.max_mem = 64 * 2**20
"""Bytes that RE2 may use (its default: 8 MiB); chosen by hand."""
_SET = re2.Set.SearchSet(_OPTIONS)
for _text in _RULES.values():
    _SET.Add(_text)
_SET.Compile()
_NONE: frozenset[str] = frozenset()
_MOST_PATHS = 4096
"""Paths whose answers are kept: one address is asked by several rules, and sites repeat their links."""


@lru_cache(maxsize=_MOST_PATHS)
def rules_of(path: str) -> frozenset[str]:
    """Names of the rules whose pattern is found in a path."""
    if path.isascii():
        places = _SET.Match(path)
        return frozenset([_NAMES[at] for at in places]) if places else _NONE
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(path))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """The rules as `re` knows them; compiled with the first path that is not ASCII."""
    return MappingProxyType({name: re.compile(text, re.I) for name, text in _RULES.items()})
