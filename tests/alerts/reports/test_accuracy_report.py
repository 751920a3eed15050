"""准确性年度报告: no published figure points at a shop, and nothing follows from a subtraction."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from alerts.reports.accuracy_files import accuracy_bytes, accuracy_document
from alerts.reports.accuracy_report import JOINED, LEAST_LISTINGS, LEAST_SHOPS, accuracy_figures
from alerts.reports.notice_accuracy import NoticedListing
from storage.records import RightKind
from storage.records.outside.accuracy import AccuracyFigures

PLATFORMS = ("a.invalid", "b.invalid", "c.invalid", "d.invalid")


def listing(
    number: int, shop: int | None, platform: str, kind: RightKind, wrong: bool = False
) -> NoticedListing:
    return NoticedListing(
        lead_id=number, shop_id=shop, platform=platform, right_kind=kind,
        letter_kind="platform-disposal", acted=True, appealed=wrong, upheld=wrong, withdrawn=False,
    )  # fmt: skip


def figures_of(listings: list[NoticedListing]) -> AccuracyFigures:
    return accuracy_figures(listings, 2026, "示例局", lambda host: host)


cells = st.tuples(
    st.integers(1, 12), st.sampled_from(PLATFORMS), st.sampled_from(list(RightKind)), st.booleans()
)


@given(st.lists(cells, max_size=80))
def test_every_row_stands_for_enough_listings_and_shops(
    entries: list[tuple[int, str, RightKind, bool]],
) -> None:
    listings = [listing(n, *entry) for n, entry in enumerate(entries)]
    figures = figures_of(listings)
    if figures.total is None:
        assert not figures.by_kind
        assert len(listings) < LEAST_LISTINGS or len({e.shop_id for e in listings}) < LEAST_SHOPS
        return
    for rows in (figures.by_kind, figures.by_platform):
        assert all(row.noticed >= LEAST_LISTINGS for row in rows)
        for measure in ("noticed", "acted", "appealed", "upheld", "withdrawn", "wrong"):
            assert sum(getattr(r, measure) for r in rows) == getattr(figures.total, measure)
        assert Counter(row.name for row in rows)[JOINED] <= 1


def test_a_small_platform_beside_a_large_one_cannot_be_told_by_subtraction() -> None:
    large = [listing(n, n % 9, "a.invalid", RightKind.TRADEMARK) for n in range(60)]
    small = [listing(100 + n, 50, "b.invalid", RightKind.TRADEMARK) for n in range(4)]
    figures = figures_of(large + small)
    assert [row.name for row in figures.by_platform] == [JOINED]
    assert figures.joined == ("platform",)
    assert "b.invalid" not in json.dumps(accuracy_document(figures))


def test_the_files_speak_the_vocabulary_of_the_transparency_database() -> None:
    listings = [
        listing(n, n % 7, PLATFORMS[n % 2], kind, wrong=n % 10 == 0)
        for n, kind in enumerate([RightKind.TRADEMARK, RightKind.GEOGRAPHICAL_INDICATION] * 30)
    ]
    document = json.loads(accuracy_bytes(figures_of(listings), ".json"))
    by_kind = {row["name"]: row for row in document["rows"] if row["breakdown"] == "kind"}
    assert by_kind["商标"]["category_specification"] == "KEYWORD_TRADEMARK_INFRINGEMENT"
    assert by_kind["地理标志"]["category_specification"] == "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT"  # fmt: skip
    total = document["rows"][0]
    assert (total["notices"], total["wrong"], total["wrong_rate"]) == (60, 6, 0.1)
    text = accuracy_bytes(figures_of(listings), ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == [row["name"] for row in document["rows"]]
    assert rows[-1]["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert accuracy_bytes(figures_of(listings), ".xlsx").startswith(b"PK")
    stored = AccuracyFigures.from_json(json.loads(json.dumps(figures_of(listings).to_json())))
    assert stored == figures_of(listings)
