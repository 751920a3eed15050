"""Pictures that lazy loaders hide behind a placeholder."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page


@pytest.mark.parametrize(
    "element",
    [
        '<img src="/img/loading.gif" data-lazyload="/u/tee.jpg">',
        '<img src="/blank.png" file="/u/tee.jpg">',
        '<img src="data:image/gif;base64,R0lGOD" data-anything-else="/u/tee.jpg!400">',
        '<img srcset="/u/klein.jpg 320w, /u/tee.jpg 1280w" src="/u/klein.jpg">',
        "<i class=photo style=\"background: #fff url('/u/tee.jpg') center\"></i>",
        '<img src="/u/tee.jpg">',
    ],
)
def test_the_picture_and_not_its_placeholder(element: str) -> None:
    page = f"<title>Tee 100g</title><h1>Tee 100g</h1>{element}<p class=price>4,90 €</p>"
    page += "<button>In den Warenkorb</button><p>Kräftiger Tee aus zweiter Pflückung.</p>"
    listing = read_page(Page.from_text("https://teehaus.example/produkt/tee-100", page)).listing
    assert listing is not None
    assert listing.images[0].startswith("https://teehaus.example/u/tee.jpg")
