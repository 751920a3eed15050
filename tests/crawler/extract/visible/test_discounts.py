"""A printed discount proves which of two amounts is the former price."""

from __future__ import annotations

from decimal import Decimal

from crawler.extract.page.document import TextRun
from crawler.extract.page.page import Page
from crawler.extract.visible.discounts import former_price_positions


def runs_of(*texts: str) -> list[TextRun]:
    body = "".join(f"<p>{text}</p>" for text in texts)
    page = Page.from_bytes("https://shop.example/", f"<body>{body}</body>".encode())
    return page.document.runs


def amounts(*values: str) -> list[tuple[int, Decimal]]:
    return [(at, Decimal(value)) for at, value in enumerate(values)]


def test_the_higher_amount_is_former_when_the_discount_leads_to_the_lower() -> None:
    assert former_price_positions(
        runs_of("$64.00", "$79.99", "-20%"), amounts("64.00", "79.99")
    ) == {1}


def test_a_discount_in_zhe_is_read_as_the_share_that_is_left() -> None:
    assert former_price_positions(runs_of("￥85", "￥100", "8.5折"), amounts("85", "100")) == {1}


def test_a_discount_that_fits_no_pair_proves_nothing() -> None:
    assert (
        former_price_positions(runs_of("$64.00", "$90.00", "-20%"), amounts("64.00", "90.00"))
        == frozenset()
    )


def test_without_a_discount_nothing_is_proved() -> None:
    assert (
        former_price_positions(runs_of("$64.00", "$80.00"), amounts("64.00", "80.00"))
        == frozenset()
    )


def test_a_share_of_the_goods_themselves_is_no_discount() -> None:
    assert (
        former_price_positions(runs_of("$64.00", "$80.00", "含糖 20%"), amounts("64.00", "80.00"))
        == frozenset()
    )
