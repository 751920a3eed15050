"""Pages of made-up shops, each with what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

FOLDER = Path(__file__).resolve().parents[2] / "pages"
CASES = sorted(path.parent for path in FOLDER.glob("*/*/page.html"))


def assert_holds(reading: Any, expected: Any, at: str = "") -> None:
    """Every expected key has the expected value; more may be there. Lists of links are subsets."""
    if isinstance(expected, dict):
        assert isinstance(reading, dict), f"{at}: {reading!r}"
        for key, value in expected.items():
            assert_holds(reading.get(key), value, f"{at}.{key}")
    elif at == ".links":
        for link in expected:
            assert link in reading, f"{link} not in {reading}"
    elif at == ".cards":
        assert len(reading) == len(expected)
        for card, expected_card in zip(reading, expected, strict=True):
            assert_holds(card, expected_card, at + "[]")
    else:
        assert reading == expected, f"{at}: {reading!r} instead of {expected!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_page_is_read_as_expected(case: Path) -> None:
    url = (case / "url.txt").read_text().strip()
    reading = read_page(Page.from_bytes(url, (case / "page.html").read_bytes()))
    assert_holds(reading.to_json(), json.loads((case / "expected.json").read_text("utf-8")))


def test_no_acting_link_is_offered_anywhere() -> None:
    for case in CASES:
        url = (case / "url.txt").read_text().strip()
        reading = read_page(Page.from_bytes(url, (case / "page.html").read_bytes()))
        assert not [x.url for x in reading.links if "cart" in x.url or "login" in x.url]


def test_there_are_fixtures() -> None:
    assert len(CASES) >= 12


def test_every_field_of_a_record_says_who_found_it() -> None:
    for case in CASES:
        url = (case / "url.txt").read_text().strip()
        reading = read_page(Page.from_bytes(url, (case / "page.html").read_bytes()))
        if reading.listing is not None:
            assert set(reading.listing.to_json()) - {"url"} == set(reading.sources), case
        assert (reading.kind in ("listing", "page")) == (reading.listing is not None), case
