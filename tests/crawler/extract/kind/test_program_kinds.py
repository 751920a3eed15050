"""Kinds that a shop's program, the place of its buttons and the names in its addresses tell."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page

TEXT = "<p>Gemahlen wird auf Stein, langsam und kalt, wie es in unserem Haus seit langem üblich ist.</p>"
CART = "<a href=/cart>Cart</a>"


def read(path: str, body: str, frame: str = "<body>", head: str = "") -> PageReading:
    text = f"<html><head>{head}</head>{frame}{body}</body></html>"
    return read_page(Page.from_text(f"https://muehlen.example{path}", text))


def cards(count: int) -> str:
    return "".join(
        f"<div class=card><a href=/muehle-{n}.html>Mühle Modell {n}</a><b>{n},00 €</b></div>"
        for n in range(10, 10 + count)
    )


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("class='wp single-product postid-7'", "listing"),
        ("class='catalog-category-view page-products'", "list"),
        ("id=page_product_detail", "listing"),
        ("class='is-ctl-listing is-act-index'", "list"),
        ("class='single-product tax-product_cat'", "page"),
        ("class=single-products", "page"),
    ],
)
def test_the_name_that_a_program_gives_its_body_tells_the_kind(names: str, kind: str) -> None:
    assert read("/x", f"<h1>Steinmühlen</h1>{TEXT * 3}", f"<body {names}>").kind == kind


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("gtag({'ecomm_pagetype': 'category'})", "list"),
        ('var meta = {"page":{"pageType":"product"}}', "listing"),
        ('var kinds = {a: {pageType: "product"}, b: {pageType: "category"}}', "page"),
        ('var meta = {"pageType":"article"}', "page"),
    ],
)
def test_the_kind_that_scripts_tell_statistics_is_read_in_a_shop(script: str, kind: str) -> None:
    head = f"<script>{script}</script>"
    assert read("/steinmuehlen", f"{CART}<h1>Steinmühlen</h1>{TEXT * 3}", head=head).kind == kind


def test_a_button_above_the_cards_sells_the_page_s_own_goods() -> None:
    offer = "<p class=price>99,00 €</p><button>Add to cart</button>"
    body = f"{CART}<h1>Große Steinmühle</h1>{{}}<p>{TEXT}</p><h3>Mehr</h3>{cards(6)}"
    assert read("/neu/grosse-steinmuehle", body.format(offer)).kind == "listing"
    below = f"{CART}<h1>Steinmühlen</h1>{cards(6)}{offer}"
    assert read("/neu/steinmuehlen", below).kind == "list"


def test_goods_that_a_script_draws_are_goods_where_address_and_title_name_the_same() -> None:
    shell = "<div id=root></div><script src=app.js></script>"
    head = "<title>Rote Kanne | Muehlen</title>"
    assert read("/products/rote-kanne", shell, head=head).kind == "listing"
    head = "<title>Muehlen: not found</title>"
    assert read("/products/rote-kanne", shell, head=head).kind == "other"


def test_a_page_that_calls_itself_a_product_to_social_networks_alone_is_no_goods() -> None:
    head = "<meta property=og:type content=product>"
    assert read("/teil/plan", f"<h1>Plan</h1>{TEXT * 3}", head=head).kind == "page"
    assert read("/teil/plan", f"{CART}<h1>Plan</h1>{TEXT * 3}", head=head).kind == "listing"
