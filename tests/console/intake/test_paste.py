"""A paste of several offers: share texts, addresses, rows of a table."""

from __future__ import annotations

from console.intake.kept_paste import pasted_listing
from console.intake.paste import MOST_TEXT, read_paste


def lines(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(item.platform_name, item.url, item.title) for item in read_paste(text)]


def test_share_texts_one_under_another_stay_apart() -> None:
    text = (
        "【淘宝】https://e.tb.cn/h.Ab1 CZ321 「示例面粉」\n点击链接直接打开\n"
        "【京东】https://3.cn/-2Ab CA1507 「示例羊肉」\n点击链接直接打开\n"
        "9.28 reo:/ 01/26 【抖音商城】https://v.douyin.com/iAb/ 示例猫耳酥\n长按复制此条消息，打开抖音搜索\n"
        "示例笔记... \nhttp://xhslink.com/o/Ab1 \n复制后打开【小红书】查看笔记！"
    )
    assert lines(text) == [
        ("淘宝", "https://e.tb.cn/h.Ab1", "示例面粉"),
        ("京东", "https://3.cn/-2Ab", "示例羊肉"),
        ("抖音", "https://v.douyin.com/iAb/", "示例猫耳酥"),
        ("小红书", "http://xhslink.com/o/Ab1", "示例笔记"),
    ]


def test_a_code_with_a_title_is_a_share_text_by_itself() -> None:
    text = (
        "【抖音商城】https://v.douyin.com/iAb/ 示例猫耳酥\n长按复制此条消息，打开抖音搜索\n"
        "【示例羊肉卷】，复制这条信息￥aB3dEfGh1jK￥后打开👉手淘👈\n"
        "【示例牛肉卷】，复制这条信息￥bB3dEfGh1jK￥后打开👉手淘👈"
    )
    assert [title for _, _, title in lines(text)] == ["示例猫耳酥", "示例羊肉卷", "示例牛肉卷"]


def test_every_plain_address_is_one_and_none_twice() -> None:
    text = "https://shop.invalid/1\nhttps://shop.invalid/2 https://shop.invalid/3\nhttps://shop.invalid/1"
    assert [url for _, url, _ in lines(text)] == [f"https://shop.invalid/{n}" for n in (1, 2, 3)]


def test_a_table_is_read_by_its_head() -> None:
    text = "平台\t商品名称\t链接\t价格\t店铺名称\n淘宝\t示例面粉\thttps://item.taobao.com/item.htm?id=1\t￥29.9\t示例店"
    (item,) = read_paste(text)
    assert (item.title, str(item.price), item.shop) == ("示例面粉", "29.9", "示例店")
    assert item.url == "https://item.taobao.com/item.htm?id=1"


def test_a_table_without_a_head_is_read_by_what_its_cells_are() -> None:
    (item,) = read_paste('"示例\n面粉 10斤"\thttps://weidian.com/item.html?itemID=5\t19.9')
    assert (item.platform_name, item.title, str(item.price)) == ("微店", "示例 面粉 10斤", "19.9")


def test_a_table_whose_quotation_mark_nothing_closes_is_read_by_its_addresses() -> None:
    url = "https://weidian.com/item.html?itemID=5"
    assert [item.url for item in read_paste(f'{url}\t"示例' + "面粉\t" * 50_000)] == [url]


def test_words_that_name_nothing_are_no_offer_and_long_ones_are_cut() -> None:
    assert read_paste(" \n\n ，。") == ()
    assert len(read_paste("啊" * (MOST_TEXT + 10))) == 1


def test_a_code_without_an_address_is_a_listing_that_no_browser_opens() -> None:
    (item,) = read_paste("【示例羊肉卷】，复制这条信息￥aB3dEfGh1jK￥后打开👉手淘👈")
    listing = pasted_listing(item)
    assert (listing.url, listing.title) == ("share:taobao.com/aB3dEfGh1jK", "示例羊肉卷")
    assert listing.attributes["口令"] == "aB3dEfGh1jK"
