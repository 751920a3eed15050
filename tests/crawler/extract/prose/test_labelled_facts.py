"""Seller, brand and attributes behind labels in running text."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.prose.labelled_facts import labelled_facts
from crawler.extract.read_page import read_page
from storage.records import Listing

HEAD = "<title>示例红茶 250克</title><h1>示例红茶 250克</h1><p class=price>¥88.00</p><button>立即购买</button>"


def listing(body: str, head: str = HEAD) -> Listing:
    reading = read_page(Page.from_text("https://chaye.example/p/5120", head + body))
    assert reading.listing is not None
    return reading.listing


@pytest.mark.parametrize(
    ("text", "shop", "brand"),
    [
        ("店铺：示例茶庄。品牌：山谷。产地：示例县。净含量见标题。", "示例茶庄", "山谷"),
        ("商家: 示例茶庄 品牌: 山谷", "示例茶庄", "山谷"),
        ("好茶。销售方：示例茶庄；商标：山谷", "示例茶庄", "山谷"),
        (
            "Brand: Valley. Sold by: Example Tea Co. Ltd. Keep dry.",
            "Example Tea Co. Ltd",
            "Valley",
        ),
        ("Verkäufer: Teeladen, Marke: Tal", "Teeladen", "Tal"),
        ("販売元：サンプル茶園。ブランド：谷川。原産国：日本", "サンプル茶園", "谷川"),
    ],
)
def test_labels_in_running_text(text: str, shop: str, brand: str) -> None:
    facts = labelled_facts([text])
    assert facts.get("shop") == shop
    assert facts.get("brand") == brand


@pytest.mark.parametrize(
    "text",
    ["温馨提示：请放阴凉处", "Store: in a cool place", "配送：示例快递", "https://shop.example/"],
)
def test_any_word_may_stand_before_a_colon(text: str) -> None:
    assert labelled_facts([text]) == {}


def test_a_label_alone_names_the_text_behind_it() -> None:
    assert labelled_facts(["品牌：", "山谷"]).get("brand") == "山谷"


def test_a_description_says_who_sells() -> None:
    goods = listing(
        "<div class=product-description><p>店铺：示例茶庄。品牌：山谷。产地：示例县。</p></div>"
    )
    assert (goods.shop, goods.brand, goods.attributes["产地"]) == ("示例茶庄", "山谷", "示例县")


def test_structured_data_that_names_the_site_does_not_hide_the_seller() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "Product", "name": "示例红茶 250克", "sku": "T5120",'
        '"offers": {"price": "88.00", "priceCurrency": "CNY", "availability": "InStock",'
        '"seller": {"@type": "Organization", "name": "示例集市"}}}</script>'
    )
    table = "<table><tr><th>店铺</th><td>示例茶庄</td></tr></table><footer>© 2026 示例集市</footer>"
    assert listing(data + table).shop == "示例茶庄"
    assert listing(data + "<footer>© 2026 示例集市</footer>").shop == "示例集市"


def test_names_in_brackets() -> None:
    table = "<table><tr><th>[产地]</th><td>示例县</td></tr></table>"
    assert listing(table).attributes["产地"] == "示例县"


def test_bread_crumbs_behind_their_words() -> None:
    crumbs = "<div id=ur_here>当前位置: <a href=.>首页</a> &gt; <a href=category.php?id=16>红茶</a> &gt; 示例红茶</div>"
    assert listing(HEAD, crumbs).category == ("红茶",)


def test_bread_crumbs_between_signs_behind_the_first_page() -> None:
    """Steps whose siblings unfold below them, in elements of no telling name."""
    steps = "".join(
        f"<i>&gt;</i><div><a href=/c/{n}>{name}</a><p><a href=/c/{n}>{name}</a><a href=/c/9>花茶</a></p></div>"
        for n, name in ((1, "茶叶"), (2, "红茶"))
    )
    crumbs = f"<div class=filters><a href=''>首页</a>{steps}<a class=prev>&lt;</a><a class=next>&gt;</a></div>"
    assert listing(HEAD, crumbs).category == ("茶叶", "红茶")


def test_the_goods_begin_at_their_name_and_not_at_the_end_of_their_path() -> None:
    crumbs = "<div>当前位置: <a href=.>首页</a> &gt; <a href=/c/1>红茶</a> <i>&gt;</i> 示例红茶 250克</div>"
    aside = "<div class=box><h3 class=title>浏览历史</h3></div>"
    goods = "<p>示例红茶 250克</p><b class=price>¥88.00</b><img src=/a.jpg alt='示例红茶 250克'>库存：<b>缺货</b>"
    sold = listing(crumbs + aside + goods, "<title>示例红茶 250克_红茶_示例集市</title>")
    assert (sold.availability, len(sold.images)) == ("OutOfStock", 1)


def test_bread_crumbs_are_no_menu_that_a_style_sheet_places() -> None:
    menu = "<div class='position-relative'><a href=/c/1>面粉</a><a href=/c/2>茶叶</a></div>"
    nav = "<ul class='location flex'><li><a href=/in>立即注册</a></ul><div class=detail>我的主页与我的订单</div>"
    crumbs = "<p class=breadcrumb><a href=/c/3>红茶</a></p>"
    assert listing(HEAD, nav + crumbs).category == ("红茶",)
    assert listing(HEAD, f"{menu}<p class=cur-position><a href=/c/3>红茶</a></p>").category == (
        "红茶",
    )


def test_a_menu_of_terms_states_no_attributes() -> None:
    menu = "<dl><dt><a href=/c/1>茶叶</a></dt><dd><a href=/c/2>红茶</a></dd></dl>"
    foot = "<div class=foot-help><dl><dt>支付方式</dt><dd>在线支付</dd></dl></div>"
    listed = "<dl><dt>品牌</dt><dd><a href=/b/1>示例牌</a></dd></dl>"
    assert set(listing(HEAD, menu + listed + foot).attributes) == {"品牌"}


@pytest.mark.parametrize(
    "asked",
    [
        "<form id=commentForm><table><tr><td>用户名：</td><td>匿名用户</td></tr></table></form>",
        "<table><tr><th>短信验证码</th><td><input name=code><button>获取短信验证码</button></td></tr></table>",
        "<ul class=info><li>周一至周日 10:00-23:00</li></ul>",
    ],
)
def test_what_a_form_asks_and_when_a_shop_answers_are_no_attributes(asked: str) -> None:
    listed = "<table><tr><th>产地</th><td>示例县</td></tr></table>"
    assert listing(asked + listed).attributes == {"产地": "示例县"}


@pytest.mark.parametrize(
    "page",
    [
        "<div class=goods-desc><ul><li>商品介绍</li><li>商品属性</li><li>商品评价</li></ul><p>{}</p>"
        "<table><tr><th>产地</th><td>示例县</td></tr></table></div>",
        "<div class=goods-desc><p>{}</p><script type=text/html>{{{{d[i]['content']}}}}</script></div>",
        "<div><p>图文详情</p><div>{}</div></div><div>首页 购物车</div><p>已选择的规格：默认，库存一件</p>",
    ],
)
def test_a_description_ends_with_its_tab_or_its_section(page: str) -> None:
    text = "这是一款示例红茶，密封包装，请放阴凉处保存，不要受潮。"
    assert listing(page.format(text)).description == text


def test_text_below_the_heading_of_a_description() -> None:
    tabs = "<h2>商品描述：</h2><h2>商品属性</h2><blockquote><p>这是一款示例红茶，密封包装，请放阴凉处保存。</p>"
    description = listing(tabs).description
    assert description is not None
    assert description.startswith("这是一款")


@pytest.mark.parametrize(
    "numbers",
    [
        "<ul><li><p>6223</p><p>销量</p></li><li><p>120</p><p>浏览</p></li></ul>",
        "<ul><li><p>浏览</p><p>120</p></li><li><p>销量</p><p>6223</p></li></ul>",
        "<div><span>累计销量：</span><b>6223</b></div>",
    ],
)
def test_a_figure_beside_its_label(numbers: str) -> None:
    assert listing(numbers).sales == 6223


def test_reviews_do_not_describe_the_goods() -> None:
    tabs = (
        "<ul><li><a id=description-tab>Description</a></li></ul><div id=tab-description>Fine leaf.</div>"
        "<div id=tab-review><p class=text-description>Be the first to write a review of these goods.</p></div>"
    )
    assert listing(tabs).description == "Fine leaf."


def test_a_label_at_the_end_of_a_cut_text_gives_way_to_a_whole_statement() -> None:
    facts = labelled_facts(["店铺：示例茶行。产地：", "选择", "店铺：示例茶行。产地：示例县。"])
    assert facts["attributes"] == {"店铺": "示例茶行", "产地": "示例县"}
