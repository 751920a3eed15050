"""The product's own lists are read by libyaml, as strictly as files of the office."""

from __future__ import annotations

import pytest

from classifiers.goods.lexicon import FOLDER
from storage.base.errors import BadInput
from storage.files.yaml_file import load_own_yaml, load_yaml


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInput):
        load_own_yaml("a: 1\nb: 2\na: 3\n", "lists.yml")


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(BadInput):
        load_own_yaml("a: [1, 2\n", "lists.yml")


def test_both_readers_read_the_same() -> None:
    text = (FOLDER / "goods_tails.yml").read_text(encoding="utf-8")
    assert load_own_yaml(text, "goods_tails.yml") == load_yaml(text, "goods_tails.yml")
