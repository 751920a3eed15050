import pytest

from classifiers.candidate.seller_name import seller_name


def test_the_brand_field_is_the_name_and_the_title_may_write_it() -> None:
    name = seller_name("璨多多", "正品 璨多多 面霜")
    assert name is not None
    assert name.text == "璨多多"
    assert name.spans == {"brand": (0, 3), "title": (3, 6)}


@pytest.mark.parametrize(
    ("brand", "title", "text"),
    [
        (None, "璨多多 面霜 50g", "璨多多"),
        ("其他", "【包邮】璨多多 面霜", "璨多多"),
        ("", "ZENVAR ROYAL 香槟 750ml", "ZENVAR ROYAL"),
        (None, "正品 璨多多 面霜", "璨多多"),
        (None, "【新品】现货 买一送一 璨多多 面霜", "璨多多"),
    ],
)
def test_without_a_brand_a_title_begins_with_the_name(
    brand: str | None, title: str, text: str
) -> None:
    name = seller_name(brand, title)
    assert name is not None
    assert (name.text, title[slice(*name.spans["title"])]) == (text, text)
    assert not name.says_something


def test_words_of_the_language_and_goods_are_no_name() -> None:
    name = seller_name(None, "面霜 补水保湿")
    assert name is not None
    assert name.says_something
    assert seller_name(None, "") is None
    assert seller_name(None, "正品 包邮") is None
