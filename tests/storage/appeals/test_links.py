"""Addresses of appeals: as many leads as a letter takes fit into one, and nothing else is read."""

from __future__ import annotations

import pytest

from alerts.letters.model.approval_conditions import MOST_LISTINGS
from storage.appeals.links import form_token, read_form_token
from storage.base.errors import NotFound

KEY = b"k" * 32


def test_the_form_of_the_longest_letter_fits_into_an_address() -> None:
    numbers = [2_000_000_000 + 37 * step for step in range(MOST_LISTINGS)]
    token = form_token(KEY, numbers[::-1], 7)
    assert len(token) < 2000
    assert read_form_token(KEY, token) == (tuple(numbers), 7)


def test_a_changed_address_is_dead() -> None:
    token = form_token(KEY, [5, 9], None)
    assert read_form_token(KEY, token) == ((5, 9), None)
    with pytest.raises(NotFound):
        read_form_token(KEY, token.replace(".5_4", ".5_5"))
