"""A layout tells where the terms stand that readers declare, whenever they do."""

from __future__ import annotations

import re

import pytest

from crawler.extract.page.heading import read_heading
from crawler.extract.page.layout import SENTENCE, read_layout
from crawler.extract.page.page import Page
from crawler.extract.page.text_marks import declare_terms
from crawler.extract.visible.shop_words import ASIDE

MARKUP = f"<body><h1>面粉</h1><p>一号麦</p><p>Wheat</p><p>{'麦' * (SENTENCE + 1)}</p><p>麦香</p>"


def test_a_term_that_is_declared_after_a_first_search_is_found_on_the_same_page() -> None:
    page = Page.from_text("https://shop.example/", MARKUP)
    layout = read_layout(page, read_heading(page))
    wheat = re.compile("wheat|麦", re.I)
    assert layout.positions_of_all(ASIDE) == []
    with pytest.raises(KeyError):
        layout.positions_of_all(wheat)
    declare_terms([wheat])
    assert layout.positions_of_all(wheat) == [1, 2, 4]
