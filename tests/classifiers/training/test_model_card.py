"""The model card shows the numbers that the program judges by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.matching.costs import costs_table
from classifiers.signals.weights import weights_table
from classifiers.training.model_card import CARD


@pytest.mark.parametrize("table", [weights_table, costs_table])
def test_the_card_has_every_tuned_number_as_it_is_now(table: Callable[[], str]) -> None:
    assert table() in CARD.read_text(encoding="utf-8")
