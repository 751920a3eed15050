from __future__ import annotations

import pytest

from crawler.http.link_headers import header_links

SHOP = "https://shop.example"


@pytest.mark.parametrize(
    ("headers", "links"),
    [
        ({"Refresh": "999; url=/neu"}, [(f"{SHOP}/neu", "list")]),
        ({"refresh": "0;URL='/goods/80231.html'"}, [(f"{SHOP}/goods/80231.html", "listing")]),
        ({"Refresh": "30"}, []),
        ({"Link": '</c?page=2>; rel="next"'}, [(f"{SHOP}/c?page=2", "next")]),
        ({"Link": "</c?page=2&currency=EUR>; rel=next"}, [(f"{SHOP}/c?page=2", "next")]),
        ({"Link": "</c?page=1>; rel=prev, </c?page=3>; rel=next"}, [(f"{SHOP}/c?page=3", "next")]),
        ({"Link": '</a.css>; rel="preload"; as="style"'}, []),
        ({"Refresh": "0; url=/logout"}, []),
    ],
)
def test_the_head_of_an_answer_leads_on(
    headers: dict[str, str], links: list[tuple[str, str]]
) -> None:
    assert list(header_links(f"{SHOP}/c", headers)) == links
