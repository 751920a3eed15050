"""Two pages compared by text, picture and marks."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from classifiers.sites.comparison import SitePage, compare_pages

GENUINE = (
    "示例面粉是示例市的区域公用品牌，授权企业名单按季度公布，消费者可凭防伪码查询真伪，使用须签订许可合同。"
    * 2
)
FOREIGN = (
    "草原自驾三日游出发地呼和浩特，含住宿早餐与保险，每周五发团，儿童半价，另有骑马和篝火晚会可选。"
    * 2
)


def a_screen(shift: int) -> bytes:
    image = Image.new("RGB", (1366, 1400), "white")
    draw = ImageDraw.Draw(image)
    for number in range(12):
        left, top = (number * 331 * shift) % 1100, (number * 173 * shift) % 750
        draw.rectangle((left, top, left + 180, top + 90), fill=(20 * number, 80, 255 - 20 * number))
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


def page(text: str, shift: int = 1, title: str = "") -> SitePage:
    return SitePage(title=title, text=text, screenshot=a_screen(shift))


def test_a_copy_is_alike_by_text_and_by_picture() -> None:
    comparison = compare_pages(page(GENUINE + "另附电话"), page(GENUINE), [])
    assert comparison.text is not None
    assert comparison.text > 0.9
    assert comparison.picture is not None
    assert comparison.picture > 0.9
    assert comparison.is_alike


def test_another_page_is_not_alike_unless_it_names_the_mark() -> None:
    comparison = compare_pages(page(FOREIGN, 7), page(GENUINE), ["示例面粉"])
    assert (comparison.text, comparison.marks) == (0.0, ())
    assert comparison.picture is not None
    assert comparison.picture < 0.5
    assert not comparison.is_alike
    named = compare_pages(page(FOREIGN, 7, title="示例 面粉 直营"), None, ["示例面粉"])
    assert named.marks == ("示例面粉",)
    assert named.is_alike


def test_a_parked_page_is_told_and_a_page_without_text_or_picture_says_nothing() -> None:
    empty = SitePage(title="", text="", screenshot=b"")
    comparison = compare_pages(empty, page(GENUINE), [])
    assert (comparison.text, comparison.picture, comparison.is_alike) == (None, None, False)
    assert compare_pages(page("该域名正在出售"), None, []).is_for_sale
