"""The controls above a list of goods (列表工具栏): its sort orders, the part of all goods that it shows.

A category or a brand with one product shows a price and a buy button as the product's own page does,
but sorts it by price.
"""

from __future__ import annotations

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.vocabulary import load_vocabulary

_OPTIONS = CssSelector("option")
_MOST_OPTIONS = 200
"""Options of a page that are looked at; a bound on the work that one page may cost."""
_CONTROLS = load_vocabulary(__package__, "list_controls.yml").pattern("sort", "part")


def shows_list_controls(page: Page, visible: str) -> bool:
    """Does a page sort goods by price, in its visible text or by an option of a form, or count the
    part of them that it shows?"""
    if _CONTROLS.search(visible):
        return True
    document = page.document
    options = document.select(_OPTIONS)[:_MOST_OPTIONS]
    return any(_CONTROLS.search(document.text_of(option)) for option in options)
