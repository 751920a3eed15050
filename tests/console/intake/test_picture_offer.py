"""A screenshot's lines as OCR gives them → title, price, shop."""

from __future__ import annotations

from decimal import Decimal

from classifiers.pictures.ocr import CutLine
from console.intake.picture_offer import read_offer


def line(text: str, top: int, height: int = 36, left: int = 30) -> CutLine:
    box = (left, top, left + height * len(text), top + height)
    return CutLine(text=text, confidence=0.98, crop=b"", box=box)


def test_a_page_of_goods_gives_title_price_and_shop() -> None:
    item = read_offer(
        [
            line("14:32", 10, 24),
            line("￥59.90", 640, 56),
            line("￥79.00", 650, 24, 300),
            line("领券满99减10 包邮", 710, 24),
            line("示例河套 雪花面粉5kg家用馒头饺子粉", 750),
            line("内蒙古河套平原小麦粉", 800),
            line("示例粮油专营店", 900, 30),
            line("加入购物车", 1000, 30),
        ],
        "ab" * 32,
        7,
    )
    assert item.title == "示例河套 雪花面粉5kg家用馒头饺子粉内蒙古河套平原小麦粉"
    assert item.price == Decimal("59.90")
    assert item.shop == "示例粮油专营店"
    assert item.url is None
    assert (item.picture, item.material) == ("ab" * 32, 7)


def test_an_address_and_a_platform_in_the_picture_are_taken() -> None:
    item = read_offer(
        [line("https://item.jd.com/100012.html", 10, 24), line("京东 示例大米稻花香", 80)], "c", 1
    )
    assert item.url == "https://item.jd.com/100012.html"
    assert item.platform == "jd.com"


def test_stock_words_are_no_title_and_counts_no_price() -> None:
    item = read_offer(
        [line("已售 200+", 10), line("立即购买", 60), line("本店", 120), line("共 12 件", 180)],
        "d",
        1,
    )
    assert (item.title, item.price, item.shop) == (None, None, None)


def test_a_picture_without_text_is_still_an_offer_to_be_filled_in() -> None:
    assert read_offer([], "e", 1).says_something
