"""Share texts (分享文本, 淘口令) of the large platforms: address, title, price and platform read from the words.

Nothing is asked of the platform: what its own app would learn by opening the code stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from console.intake.pasted_item import PastedItem
from console.intake.share_platforms import label_names, platform_of, share_platforms

_LABEL = re.compile(rf"(?<!打开)[【\[]\s*({'|'.join(map(re.escape, label_names()))})\s*[】\]]")
_BARE_HOSTS = "|".join(re.escape(host) for platform in share_platforms() for host in platform.hosts)
_PART = r"[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]"
_URL = re.compile(
    rf"https?://[A-Za-z0-9]{_PART}+|(?<![\w.@/-])(?://)?(?:[\w-]+\.)*(?:{_BARE_HOSTS})/{_PART}+",
    re.I,
)
_TRAILING = ".,;:!?'*@~"
"""What stands behind an address in a sentence rather than in it; a closing @ is no part of JD's `jkl` either."""
_CODE = re.compile(
    r"(?<![0-9A-Za-z=/._-])[^\s0-9A-Za-z\u4e00-\u9fff=&?.,:;_%#@~-]{1,2}([0-9A-Za-z]{10,13})(?![0-9A-Za-z])"
    r"[^\s0-9A-Za-z\u4e00-\u9fff]|[(（/]([0-9A-Za-z]{10,13})[)）/]"
)
"""淘口令: ten to thirteen letters and digits between signs (￥ € $ ₤ ( / emoji …), whichever is in fashion."""
_QUOTED = re.compile(r"「(.+?)」(?![^「]*」)|『(.+?)』", re.S)
_OFFERED = re.compile(r"^(?:我在闲鱼发布了|快来捡漏|我在\S{1,6}发现了)\s*【(.+?)】*\s*$", re.S)
_BRACKETED = re.compile(r"【(.{2,200}?)】(?![^【]{0,40}】)", re.S)
_RED_PACKET = re.compile(r"^我剁手都要买的宝贝[（(](.+?)[）)]?(?:，?快来.*)?$", re.S)
_WORK = re.compile(r"【(.{1,60}?)的(?:作品|图文作品|视频|直播|店铺)】")
_AUTHOR = re.compile(r"^\s*\d{0,3}\s*(.{1,40}?)发布了一篇小红书笔记")
_PROFILE = re.compile(r"这是我的闲鱼号|查看TA的更多作品|的个人主页|这个频道太好逛")
_PRICES = (
    re.compile(
        r"(?:券后价?|到手价?|拼单价|拼团价|秒杀价|折后价?)\s*[】:：]?\s*[￥¥]?\s*(\d{1,6}(?:\.\d{1,2})?)(?![\d.])"
    ),
    re.compile(
        r"(?:在售价|售价|现价|价格|仅需|只要|一口价)\s*[】:：]?\s*[￥¥]?\s*(\d{1,6}(?:\.\d{1,2})?)(?![\d.])"
    ),
    re.compile(r"[￥¥]\s*(\d{1,6}(?:\.\d{1,2})?)(?![\dA-Za-z.])"),
    re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,2})?)\s*元(?!券|优惠|红包|店铺券|罚|起|以)"),
)
_BOILERPLATE = re.compile(
    r"复制打开抖音[，,]?看看|长按复制此条消息[，,]?打开抖音搜索[，,]?(?:查看商品详情|查看TA的更多作品)?[！!。]?|"
    r"点击链接(?:直接打开|，再选择浏览器打开|或者)?|或者?\s*(?:淘宝|天猫|京东|闲鱼|咸鱼)?搜索?直接打开|或?者?复制(?:这条|这段|本条|此条)?(?:文案|信息|消息|描述|话)?"
    r"[，,]?后?(?:打开)?(?:「手机淘宝」|【手机淘宝】|『手机淘宝』|👉?手机淘宝👈?|👉?手淘👈?|京东|淘宝|抖音)?|或?[；;]或|即可(?:看到|查看|领券)?\S{0,8}"
    r"|打开\s*[👉「【『]?(?:手机淘宝|手淘|淘宝|京东|抖音|快手|天猫)[👈」】』]?(?:搜索)?"
    r"|复制后打开【小红书】查看笔记[！!]?|复制本条信息[，,]?打开【小红书】App查看精彩内容[！!]?|发布了一篇小红书笔记[，,]快来看吧[！!]?|😆\s*\w+\s*😆"
    r"|发现一件好物[，,]?|查看商品详情[！!]?|\d+天无理由退货|假一赔[四三十]|天天低价|正品保障|退货(?:免运费|宝)|极速退款|先用后付|大促价保|后打开",
)
_MARKS_OF_APPS = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}\d{3,5}|\d{1,2}\.\d{2}|\d{1,2}[:/]\d{1,2}(?:[ap]m)?|:\d{1,2}[ap]m|\w@\w\.\w{1,3}"
    r"|[A-Za-z]{2,4}:/+|\d{1,2}:/+|\d{1,2}-(?=\s))(?![A-Za-z0-9])"
)
"""What apps sprinkle over their texts so that each is another: CZ0001, 7.43, 05/09, :3pm, K@j.pd, Atr:/."""
_ODD_CODE = re.compile(r"([^\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[0-9A-Za-z]{6,14}\1")
"""A code between two equal signs that are neither ASCII nor Chinese (å8k2qW1då)."""
_PRICE_ALONE = re.compile(r"[￥¥]?\d+(?:\.\d+)?元?|包邮")
_LONGEST_TITLE = 200
_MARKDOWN = re.compile(r"`|\*\*|\[(?=\s*\*{0,2}https?://)|(?<=[\w/=@])\]\((?:https?://)?\S*?\)")
_ESCAPED = re.compile(r"\\([.\-_~*&])")
"""Markdown writes a dot or a line below with a backslash before it."""
_APP = "手机淘宝"
_NO_TITLES = frozenset({_APP, "快来捡漏", "拷贝链接"})
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def read_share_text(text: str) -> PastedItem:
    """What one share text says; absent parts are None."""
    plain = _ESCAPED.sub(r"\1", _MARKDOWN.sub(" ", text))
    label = _LABEL.search(plain)
    urls = list(dict.fromkeys(urls_in(plain)))
    url = urls[0] if urls else None
    platform = platform_of(label[1] if label else None, url, plain)
    title, shop = _title(plain)
    return PastedItem(
        text=text.strip(),
        url=url,
        title=title,
        price=price_in(_URL.sub(" ", plain)),
        shop=shop,
        platform=platform.platform if platform else None,
        platform_name=platform.title if platform else None,
        code=_code(plain) if platform is not None else None,
    )


def urls_in(text: str) -> Iterator[str]:
    """The addresses in a text, those of the platforms without their scheme too."""
    for match in _URL.finditer(text):
        address = match[0].rstrip(_TRAILING)
        yield address if "://" in address else f"https://{address.lstrip('/')}"


def price_in(text: str) -> Decimal | None:
    """The price that a buyer pays as the words state it: after the coupon before before it."""
    for pattern in _PRICES:
        if match := pattern.search(text):
            return Decimal(match[1])
    return None


def is_stock_phrase(line: str) -> bool:
    """Whether a line holds nothing but what an app adds to every share text."""
    return len(_LETTERS.findall(_BOILERPLATE.sub("", line))) < 3


def is_titled_code(line: str) -> bool:
    """Whether a line is a share text by itself: a title in brackets and a code."""
    unlabelled = _LABEL.sub(" ", line)
    return bool(_BRACKETED.search(unlabelled)) and _code(line) is not None


def _code(text: str) -> str | None:
    match = _CODE.search(_URL.sub(" ", text))
    return (match[1] or match[2]) if match else None


def _title(text: str) -> tuple[str | None, str | None]:
    """The title and the seller or author."""
    work = _WORK.search(text)
    author = _AUTHOR.search(_URL.sub(" ", text))
    shop = work[1] if work else author[1].strip() if author else None
    if _PROFILE.search(text):
        return None, shop
    if quoted := _QUOTED.search(text):
        inner = (quoted[1] or quoted[2]).strip()
        if offered := _OFFERED.match(inner):
            inner = offered[1].strip()
        if inner and inner not in _NO_TITLES:
            return inner[:_LONGEST_TITLE], shop
        if inner != _APP:
            return None, shop
    unlabelled = _LABEL.sub(" ", text)
    if work is None:
        for match in _BRACKETED.finditer(unlabelled):
            inner = match[1].strip()
            if packet := _RED_PACKET.match(inner):
                return packet[1].strip()[:_LONGEST_TITLE], shop
            behind = unlabelled[match.end() : match.end() + 12].strip()
            alone = (
                behind.startswith(("￥", "http", "€", "$", "，复制", "点击", "😆")) or not behind
            )
            if alone and not re.fullmatch(r".{0,4}(?:价|口令|链接|下单\w*)", inner):
                return inner[:_LONGEST_TITLE], shop
    return _bare_title(unlabelled), shop


def _bare_title(text: str) -> str | None:
    """What is left of a text without addresses, codes, stock phrases and the apps' own marks."""
    if _AUTHOR.search(text):
        return None
    plain = _WORK.sub(" ", _URL.sub("\n", text))
    plain = _CODE.sub(" ", _BOILERPLATE.sub("\n", plain))
    for line in plain.splitlines():
        words = _MARKS_OF_APPS.sub(" ", line)
        words = _ODD_CODE.sub(" ", words)
        words = re.sub(r"\s+", " ", words).strip(" 　，,。;；:：|-—~～…·!！.()（）/“”\"'👉👈")
        if len(_LETTERS.findall(_PRICE_ALONE.sub("", words))) >= 3:
            return words[:_LONGEST_TITLE]
    return None
