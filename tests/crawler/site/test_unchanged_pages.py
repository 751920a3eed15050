"""Links of a page that was read before, told by what it had."""

from __future__ import annotations

from crawler.frontier.list_address import list_address
from crawler.site.unchanged_pages import kinds_of_families

SHOP = "https://shop.example"


def kinds(url: str, *previous: tuple[str, str]) -> set[str]:
    families = kinds_of_families(tuple((SHOP + path, kind) for path, kind in previous))
    return families.get(list_address("shop.example:443", SHOP + url).family, set())


def test_a_new_link_is_of_the_kind_of_those_that_differ_in_their_values_alone() -> None:
    shelf = (
        ("/goods.php?id=1", "listing"),
        ("/goods.php?id=2", "listing"),
        ("/go.php?banner=1", "list"),
    )
    assert kinds("/goods.php?id=9", *shelf) == {"listing"}
    assert kinds("/go.php?banner=4", *shelf) == {"list"}
    assert kinds("/brand.php?id=4", *shelf) == set()


def test_parts_of_a_program_are_no_family() -> None:
    shelf = (
        ("/index.php?main_page=product_info&products_id=1", "listing"),
        ("/index.php?main_page=product_reviews&products_id=1", "list"),
    )
    assert kinds("/index.php?main_page=product_info&products_id=9", *shelf) == {"listing"}
