"""A reading can be explained: why this kind, why this price."""

from __future__ import annotations

from dataclasses import fields

import pytest

from crawler.extract.kind.kind_signs import LISTING_WEIGHTS, KindSigns
from crawler.extract.page.page import Page
from crawler.extract.read_page import explain_page
from crawler.extract.visible.price_weights import PRICE_WEIGHTS, PriceFeatures

SHOP = "https://shop.example/item/80231.html"
STRUCK = (
    "<h1>巴彦淖尔面粉 5kg</h1><del>¥79.00</del><p class=price>¥59.00</p><button>加入购物车</button>"
)


def test_every_feature_of_a_price_has_a_weight() -> None:
    assert set(PRICE_WEIGHTS.weights) == {field.name for field in fields(PriceFeatures)}


def test_every_feature_of_a_listing_has_a_weight() -> None:
    signs = KindSigns(
        names_goods=False,
        previews_goods=False,
        names_several=False,
        price=0,
        item_number=0,
        buy_buttons=0,
        sold_out=False,
        cards=0,
        listing_url=False,
        list_url=False,
        part_of_list=False,
        search=False,
        article=False,
        never_sold=False,
        home=False,
        sells_first=False,
        program="",
    )
    assert set(LISTING_WEIGHTS.weights) == set(signs.features)


def test_the_points_of_the_features_add_up_to_the_score() -> None:
    candidates = explain_page(Page.from_text(SHOP, STRUCK)).trace.prices or ()
    assert [(c.text, c.former) for c in candidates] == [("¥59.00", False), ("¥79.00", True)]
    for candidate in candidates:
        points = sum(contribution.points for contribution in candidate.contributions)
        assert points == pytest.approx(candidate.score)


def test_a_trace_says_why_this_price_and_why_this_kind() -> None:
    trace = explain_page(Page.from_text(SHOP, STRUCK)).trace.to_json()
    assert trace["kind"]["rule"] == "4 points or more for a listing"
    assert trace["price"]["why"] == "it is the likeliest amount that the page shows"
    former = trace["price"]["candidates"][1]["features"]
    assert {
        key: next(f for f in former if f["feature"] == "former")[key]
        for key in ("feature", "amount", "points")
    } == {"feature": "former", "amount": 1.0, "points": -5.0}


def test_a_trace_names_the_price_that_lost() -> None:
    json_ld = (
        '<script type="application/ld+json">{"@type":"Product","name":"巴彦淖尔面粉 5kg",'
        '"sku":"80231","offers":{"price":"79.00","priceCurrency":"CNY"}}</script>'
    )
    trace = explain_page(Page.from_text(SHOP, json_ld + STRUCK)).trace.to_json()
    assert trace["price"]["value"] == "59.00"
    assert trace["price"]["why"] == (
        "the page shows another price than json-ld states, and what is seen wins"
    )
    assert trace["fields"]["price"][0] == {"source": "json-ld", "value": "79.00"}


def test_a_page_that_is_believed_at_once_says_so() -> None:
    json_ld = (
        '<script type="application/ld+json">{"@type":"Product","name":"面粉","sku":"80231",'
        '"offers":{"price":"8.40","priceCurrency":"CNY","availability":"InStock"}}</script>'
    )
    trace = explain_page(Page.from_text(SHOP, json_ld)).trace.to_json()
    assert trace["kind"]["rule"] == "structured data is complete"
    assert trace["price"]["why"] == "json-ld states it, and nothing on the page contradicts"
    assert "candidates" not in trace["price"]


def test_the_trace_of_a_wall_names_the_wall() -> None:
    page = Page.from_text("https://shop.example/", "<title>验证码</title><p>请完成安全验证</p>")
    assert explain_page(page).trace.to_json()["kind"]["rule"] == "a wall: captcha"
