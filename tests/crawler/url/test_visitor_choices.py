from __future__ import annotations

import pytest

from crawler.url.url_sessions import SessionNames
from crawler.url.visitor_choices import without_choices

SHOP = "https://shop.example"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/tea?id=7&currency=GBP", "/tea?id=7"),
        ("/tea?currency=GBP&id=7#reviews", "/tea?id=7#reviews"),
        ("/?currency=usd", "/"),
        ("/?SubmitCurrency=1&id_currency=2", "/"),
        ("/index.php?route=common/home&___currency=EUR", "/index.php?route=common/home"),
        ("/money?currency=bitcoin", "/money?currency=bitcoin"),
        ("/coins?currency=DEM", "/coins?currency=DEM"),
        ("/currency/eur", "/currency/eur"),
        ("/coins?q=currency=EUR", "/coins?q=currency=EUR"),
    ],
)
def test_a_currency_is_the_visitors_choice_and_is_not_asked_for(written: str, asked: str) -> None:
    assert without_choices(SHOP + written) == SHOP + asked


def test_sessions_are_taken_out_of_a_pages_bytes() -> None:
    sessions = SessionNames()
    session = "i4gmnebpjl3dabjputog8uj0fd"
    sessions.learn("shop.example", (f"{SHOP}/p?id={n}&ceid={session}" for n in range(9)))
    body = f'<a href="/p?id=1&amp;ceid={session}">1</a><a href="/q?ceid={session}">2</a>'.encode()
    later = body.replace(session.encode(), b"gtepreqim595nql9lsui4hjf5s")
    assert sessions.without_in("shop.example", body) == sessions.without_in("shop.example", later)
    assert sessions.without_in("other.example", body) == body
