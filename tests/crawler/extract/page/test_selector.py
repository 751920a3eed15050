"""Selectors find in the index of a page what the parser finds in its tree, each element once."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector

MARKUP = """<!doctype html><title>店</title><form action='/cart/add'><input type=SUBMIT name=q></form>
<ul class='goods-list related'><li class=item><a href=/1 onclick='x()'>一</a></li>
<li class='item sold'><a href='javascript:go()'>二</a><b class=Price>¥2</b></li></ul>
<div id=desc class=detail><p class=item>三</p><a name=top>顶</a></div>
<svg><a xlink:href=/3><title>t</title></a></svg>"""
SELECTORS = (
    "li", "a[href]", "[class*=item]", ".item", "#desc", "[id*=des]", "[class*=list] a", "p,li,b",
    "[class~=sold]", "a[href^='javascript:']", "input[type=submit]", "form[action*='cart/add']",
    "[class*=item]:not(p)", "a[onclick],li[onclick]", "[class*=goods] li,[class*=detail] p", "title",
    "select[onchange] option[value]", "[class*=list] [class*=item]", "a[name]:not([href])",
)  # fmt: skip


@pytest.mark.parametrize("text", SELECTORS)
def test_the_index_finds_what_the_parser_finds(text: str) -> None:
    page = Page.from_text("https://shop.example/", MARKUP)
    parsed = {
        node.mem_id: node for node in page.tree.css(text) if "xlink:href" not in node.attributes
    }
    elements = page.document.select(CssSelector(text))
    assert [(e.tag, e.attributes) for e in elements] == [
        (node.tag, node.attributes) for node in parsed.values()
    ]


def test_a_selector_within_an_element_finds_the_element_itself_too() -> None:
    document = Page.from_text("https://shop.example/", MARKUP).document
    second = document.select(CssSelector("li"))[1]
    assert document.select_in(second, CssSelector("li,b")) == [
        second,
        *document.select(CssSelector("b")),
    ]
    assert document.first_in(second, CssSelector("p")) is None


def test_a_selector_that_is_made_later_finds_elements_of_a_page_that_was_searched_before() -> None:
    document = Page.from_text("https://shop.example/", MARKUP).document
    assert document.select(CssSelector("[class*=item]"))
    assert len(document.select(CssSelector("[class*=oods-lis]"))) == 1


@pytest.mark.parametrize("text", ["a > b", "li::before", "a b c", "li:first-child"])
def test_what_the_index_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        CssSelector(text)
