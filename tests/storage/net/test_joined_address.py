"""What is no address is told apart, and raises nothing."""

from __future__ import annotations

import pytest

from storage.net.joined_address import joined, path_of

PAGE = "http://shop.example/item/1"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("/a.jpg", "http://shop.example/a.jpg"),
        ("//cdn.example/a.jpg?x=1", "http://cdn.example/a.jpg?x=1"),
        ("http://[", None),
        ("//[cdn.example/a.jpg", None),
        ("http://cdn.example:port/a.jpg", None),
    ],
)
def test_an_address_of_a_page(address: str, url: str | None) -> None:
    assert joined(PAGE, address) == url


def test_what_is_no_address_has_no_path() -> None:
    assert path_of("http://cdn.example/a/b.jpg?x=1") == "/a/b.jpg"
    assert path_of("http://[") == ""
