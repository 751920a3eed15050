"""The words of buy buttons, and the help pages that are called alike."""

from __future__ import annotations

import pytest

from crawler.extract.visible.shop_words import BUY


@pytest.mark.parametrize(
    "text", ["Buy now", "立即购买", "购买", "Купить", "Acheter", "Comprar", "Acquista", "購入する"]
)
def test_a_button_buys(text: str) -> None:
    assert BUY.search(text)


@pytest.mark.parametrize(
    "text",
    [
        *("How to buy", "Where to buy", "Buying guide", "如何购买", "购买须知", "购买流程"),
        *("购买前咨询", "购买人", "手机端购买", "扫码购买"),
        *("Как купить", "Comment acheter", "Cómo comprar", "Come acquistare", "購入方法"),
    ],
)
def test_a_help_page_is_no_button(text: str) -> None:
    assert not BUY.search(text)
