"""The model card shows the numbers that the program judges by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from classifiers.matching.costs import costs_table
from classifiers.signals.weights import weights_table
from classifiers.training.model_card import CARD
from tools.model import __main__ as model_tool


@pytest.mark.parametrize("table", [weights_table, costs_table])
def test_the_card_has_every_tuned_number_as_it_is_now(table: Callable[[], str]) -> None:
    assert table() in CARD.read_text(encoding="utf-8")


def test_the_card_alone_is_written_without_a_new_model(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def write_card() -> Path:
        calls.append("card")
        return CARD

    monkeypatch.setattr(model_tool, "rebuild_shipped", calls.append)
    monkeypatch.setattr(model_tool, "write_card", write_card)
    assert [model_tool.main(arguments) for arguments in (["card"], ["7.1"], ["x"], [])] == [
        0,
        0,
        2,
        2,
    ]
    assert calls == ["card", "7.1", "card"]
