"""An offer as a screenshot shows it (截图中的商品): title, price and shop told from the lines that OCR read.

The officer mends what is proposed here; a wrong guess costs her a correction, never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from classifiers.pictures.ocr import CutLine
from console.intake.pasted_item import PastedItem
from console.intake.share_platforms import platform_of
from console.intake.share_text import read_share_text, urls_in

_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PRICE = re.compile(r"(?:[￥¥]|(?<![A-Za-z])[Yy])\s*(\d{1,6}(?:\.\d{1,2})?)(?![\d.])")
"""A price with its sign, which OCR reads as Y at times."""
_SHOP = re.compile(
    r"^\W*([\w·&（）()\-]{1,30}?(?:旗舰店|专卖店|专营店|官方店|直营店|企业店|工厂店|商行|小店|铺子|店铺|店))(?=\W|$|进店|关注|已)"
)
_NO_SHOP = re.compile(r"^(?:本|进|到|逛|全|入|开|门|新|老)?店铺?$|客服|首页|全部商品|推荐|评分")
_STOCK = re.compile(
    r"加入购物车|立即购买|马上抢|去购买|客服|收藏|评价|销量|已售|月销|已拼|人付款|包邮|发货|优惠|领券|券后|满减|详情|推荐|首页|分享|保障"
    r"|运费|参数|选择|规格|库存|关注|进店|粉丝|无理由|退货|付款|购物车|搜索|^\d{1,2}[:：]\d{2}|4G|5G|Wi-?Fi|更多|返回|累计|好评"
)
"""What apps print beside a title."""
_LEAST_TITLE = 5
"""Letters of a title; chosen by hand: 天赋河套面粉 has six."""
_MOST_TITLE_LINES = 3
"""Lines of one title on a telephone; chosen by hand."""
_SAME_HEIGHT = 0.3
"""By which share of its height a line of one title may differ from the line above; chosen by hand."""
_GAP = 1.2
"""Heights of a line between two lines of one title; chosen by hand."""
_LONGEST_TITLE = 200
"""Characters of a title that are kept; chosen by hand, longer than titles of platforms."""


def read_offer(lines: Sequence[CutLine], picture: str, material: int) -> PastedItem:
    """What a screenshot says of an offer; `picture` is the SHA-256 of its file, `material` its row."""
    ordered = sorted(lines, key=lambda line: (line.box[1], line.box[0]))
    text = "\n".join(line.text for line in ordered)
    url = next(urls_in(text), None)
    platform = platform_of(None, url, text)
    return PastedItem(
        text=text,
        url=url,
        title=_title(ordered),
        price=_price(ordered),
        shop=_shop(ordered),
        platform=platform.platform if platform else None,
        platform_name=platform.title if platform else None,
        code=read_share_text(text).code if url is None and platform is not None else None,
        picture=picture,
        material=material,
    )


def _height(line: CutLine) -> int:
    return line.box[3] - line.box[1]


def _price(lines: Sequence[CutLine]) -> Decimal | None:
    """The price in the tallest print; of equal ones the first."""
    prices = [(_height(line), match[1]) for line in lines if (match := _PRICE.search(line.text))]
    return Decimal(max(prices, key=lambda price: price[0])[1]) if prices else None


def _shop(lines: Sequence[CutLine]) -> str | None:
    for line in lines:
        match = _SHOP.search(line.text.strip())
        if match and not _NO_SHOP.search(match[1]):
            return match[1]
    return None


def _title(lines: Sequence[CutLine]) -> str | None:
    """The block of lines with most Chinese characters that is no price, shop or stock word of an app."""
    blocks: list[list[CutLine]] = []
    for line in lines:
        if not _may_be_title(line.text):
            continue
        block = next((block for block in reversed(blocks) if _continues(block, line)), None)
        if block is None:
            blocks.append([line])
        else:
            block.append(line)
    titles = ["".join(line.text.strip() for line in block) for block in blocks]
    best = max(titles, key=lambda title: len(_HAN.findall(title)), default="")
    return best[:_LONGEST_TITLE] if len(_LETTERS.findall(best)) >= _LEAST_TITLE else None


def _may_be_title(text: str) -> bool:
    words = text.strip()
    return not (_PRICE.search(words) or _STOCK.search(words) or _SHOP.search(words)) and bool(
        _HAN.search(words)
    )


def _continues(block: Sequence[CutLine], line: CutLine) -> bool:
    """Whether a line goes on with a block above it: as high, close below, beginning at the same edge."""
    above = block[-1]
    height = _height(above)
    return (
        len(block) < _MOST_TITLE_LINES
        and abs(_height(line) - height) <= _SAME_HEIGHT * height
        and 0 <= line.box[1] - above.box[3] + height * 0.3 <= _GAP * height
        and abs(line.box[0] - block[0].box[0]) <= 3 * height
    )
