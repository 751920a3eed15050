"""The name that a page puts above its content."""

from __future__ import annotations

import pytest

from crawler.extract.page.heading import read_heading
from crawler.extract.page.layout import read_layout
from crawler.extract.page.page import Page

MENU = "".join(
    f"<div class=cat><h3 class=category-name>{name}</h3><p class=title>{name}专区</p></div>"
    for name in ("女装", "男装", "家电", "面粉", "手机") * 20
)


def headline(title: str, body: str, name: str | None = None) -> str | None:
    page = Page.from_text("https://shop.example/p/1", f"<title>{title}</title><body>{body}")
    return read_layout(page, read_heading(page), name).headline


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        ("山谷小麦粉 家庭装 5kg", "<div class=detail-title>山谷小麦粉 家庭装 5kg</div>", "山谷小麦粉 家庭装 5kg"),
        ("山谷小麦粉 5kg_面粉_示例商店", "<div>山谷小麦粉 5kg</div>", "山谷小麦粉 5kg"),
        ("山谷小麦粉 家庭...", "<div>山谷小麦粉 家庭装 高筋</div>", "山谷小麦粉 家庭装 高筋"),
        ("特惠 山谷｜小麦 面粉_面粉_示例商店", "<div>特惠 山谷｜小麦 面粉</div>", "特惠 山谷｜小麦 面粉"),
        ("山谷小麦粉 5kg_面粉_示例商店", "<img src=name.png>", "山谷小麦粉 5kg"),
        ("山谷小麦粉 5kg &gt; 面粉 | 示例商店", "<h1>山谷小麦粉 5kg &gt; 面粉</h1>", "山谷小麦粉 5kg"),
        ("山谷小麦粉 5kg :: 面粉 :: 示例商店", "<img src=name.png>", "山谷小麦粉 5kg"),
        ("山谷小麦粉 5kg | 示例商店", "<h2>山谷小麦粉 5kg <i class=sr-only>价格与购买</i></h2>", "山谷小麦粉 5kg"),
        ("示例商城系统", "<h3 class=goods-title>别的商品</h3><h1>山谷小麦粉 5kg</h1>", "山谷小麦粉 5kg"),
        ("Valley Flour 5 kg | Example Shop", "<h1>Valley Flour <b>5 kg</b></h1>", "Valley Flour 5 kg"),
    ],
)  # fmt: skip
def test_not_from_the_menu(title: str, body: str, name: str) -> None:
    assert headline(title, MENU + body) == name


@pytest.mark.parametrize("title", ["商品详情", "详情展示", "商品详情页"])
def test_a_title_that_a_template_gives_to_every_page_is_no_name(title: str) -> None:
    body = f"<div class=page-head__title>{title}</div><b class=prod-tit>山谷小麦粉 5kg</b>"
    assert headline(title, body) == "山谷小麦粉 5kg"


def test_the_name_that_the_data_give_outweighs_a_title_that_says_something_else() -> None:
    body = "<h1>示例商城</h1><h4>山谷小麦粉 5kg</h4>"
    assert headline("示例商城", body, "山谷小麦粉 5kg") == "山谷小麦粉 5kg"
    assert headline("山谷小麦粉 5kg 家庭装", body + "<h2>山谷小麦粉 5kg 家庭装</h2>", "山谷小麦粉 5kg") == (
        "山谷小麦粉 5kg 家庭装"
    )  # fmt: skip
    assert headline("山谷小麦粉 5kg", "<h4>山谷小麦粉 5kg</h4>", "商品详情") == "山谷小麦粉 5kg"


def test_the_main_part_begins_at_a_name_behind_its_label_and_not_at_a_card_of_the_same_goods() -> (
    None
):
    body = "<div><i>限时</i>山谷小麦粉 5kg</div><b>39.00元</b><p><a href=/p/1><span>山谷小麦粉 5kg</span></a>"
    page = Page.from_text("https://shop.example/p/1", f"<title>山谷小麦粉 5kg</title>{body}")
    assert [run.text for run in read_layout(page, read_heading(page)).main][:3] == [
        "限时", "山谷小麦粉 5kg", "39.00元",
    ]  # fmt: skip


def test_the_main_part_begins_at_the_name_and_not_at_a_heading_with_the_category_above_the_menu() -> (
    None
):
    body = f"<h1>山谷小麦粉 5kg &gt; 面粉</h1>{MENU}<h2>山谷小麦粉 5kg</h2><p>39.00元</p>"
    page = Page.from_text(
        "https://shop.example/p/1", f"<title>山谷小麦粉 5kg &gt; 面粉 | 示例</title>{body}"
    )
    layout = read_layout(page, read_heading(page))
    assert [run.text for run in layout.main[:2]] == ["山谷小麦粉 5kg", "39.00元"]
