"""What a field says by itself, whatever mark stands in it."""

from __future__ import annotations

import time

import pytest

from classifiers.candidate.field_reading import FieldReading


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云渡 面粉 5kg", "云渡"),
        ("【新品】云渡 面粉", "云渡"),
        ("【云渡】家用高筋面粉大袋装", "云渡"),
        ("面粉 云渡", None),
        ("家用高筋面粉大袋装", None),
        ("", None),
    ],
)
def test_the_first_word_is_a_name_behind_remarks_or_in_them(title: str, name: str | None) -> None:
    span = FieldReading(text=title).first_name
    assert (None if span is None else title[slice(*span)]) == name


@pytest.mark.parametrize("piece", ["【】", "(《>", "[a]", "【", "!"])
def test_a_title_of_brackets_is_read_in_the_time_of_any_other(piece: str) -> None:
    start = time.process_time()
    assert FieldReading(text=piece * (20_000 // len(piece)) + "家用高筋面粉").first_name is None
    assert time.process_time() - start < 5
