"""A profile as a form: what is not changed in it stays in the YAML as it was written."""

from __future__ import annotations

import pytest

from console.web.crawls.profile_check import check_profile
from console.web.crawls.profile_form import ProfileForm, read_form, write_form
from console.web.crawls.shipped_profiles import shipped_texts
from storage.base.errors import BadInput
from storage.files.yaml_file import load_yaml


def fields_of(form: ProfileForm) -> dict[str, str]:
    """What a browser sends of a form that nobody changed."""
    fields = dict(form.values)
    for group, names in form.groups.items():
        for name, rows in names.items():
            for number, row in enumerate(rows):
                for part, value in vars(row).items():
                    fields[f"{group}-{name}-{number}-{part}"] = value
    return fields


@pytest.mark.parametrize("name", shipped_texts())
def test_a_form_that_nobody_changed_says_the_same_with_its_comments(name: str) -> None:
    text = shipped_texts()[name]
    written = write_form(text, fields_of(read_form(text)))
    assert load_yaml(written, "") == load_yaml(text, "")
    assert [line for line in written.splitlines() if line.startswith("#")] == [
        line for line in text.splitlines() if line.startswith("#")
    ]


def test_one_change_changes_one_line() -> None:
    text = shipped_texts()["taobao"]
    fields = fields_of(read_form(text)) | {"delay": "12.5", "listing-shop-1-expression": ""}
    changed = load_yaml(write_form(text, fields), "")
    before = load_yaml(text, "")
    assert changed.pop("delay") == 12.5
    assert before.pop("delay") == 10
    assert len(changed["listing"].pop("shop")) == len(before["listing"].pop("shop")) - 1
    assert changed == before


def test_what_the_form_cannot_hold_stays_as_it_is_written() -> None:
    text = """name: shili
title: 示例
hosts: [shop.example]
listing:
  price: {css: .price, pattern: " ([0-9.]+) "}
  availability: {css: .buy, values: {"买;卖": InStock, "a=b": OutOfStock}}
"""
    fields = fields_of(read_form(text)) | {"delay": "3"}
    fields["listing-price-0-pattern"] = fields["listing-price-0-pattern"].strip()
    changed = load_yaml(write_form(text, fields), "")
    assert changed.pop("delay") == 3
    assert changed == load_yaml(text, "")


def test_a_new_profile_is_made_of_fields_alone() -> None:
    text = write_form(
        "",
        {
            "name": "shili",
            "title": "示例集市",
            "hosts": "https://Shop.Example/item/1\n示例.example",
            "item_urls": r"/item/(?P<id>\d+)",
            "listing-title-0-expression": "h1",
            "listing-availability-0-expression": ".buy",
            "listing-availability-0-meanings": "加入购物车=InStock；已售罄=OutOfStock",
            "listing-price-0-kind": "script",
            "listing-price-0-expression": "rawData",
            "listing-price-0-path": "..minPrice",
            "listing-price-0-unit": "fen",
        },
    )
    assert check_profile(text) is None
    profile = load_yaml(text, "")
    assert profile["hosts"] == ["shop.example", "xn--fsq092h.example"]
    assert profile["listing"] == {
        "title": {"css": "h1"},
        "price": {"script": "rawData", "path": "..minPrice", "unit": "fen"},
        "availability": {
            "css": ".buy",
            "values": {"加入购物车": "InStock", "已售罄": "OutOfStock"},
        },
    }


def test_what_is_wrong_is_told_in_the_words_of_the_form() -> None:
    fault = check_profile("name: x\ntitle: 示例\nhosts: [a.example]\nlisting: {price: 'p['}\n")
    assert fault is not None
    assert fault.words == "“商品页的价格”：“p[”不是 CSS 选择器"
    assert fault.key == "listing.price"
    fault = check_profile("name: x\ntitle: 示例\nhosts: ['http://a.example/']\n")
    assert fault is not None
    assert "只写 shop.example" in fault.words


@pytest.mark.parametrize(
    "fields",
    [{"delay": "很久"}, {"listing-brand-0-expression": "b", "listing-brand-0-meanings": "x"}],
)
def test_what_is_no_value_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        write_form("name: x\n", fields)
