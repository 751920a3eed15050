"""Reasons as an officer reads them: words marked, both sides, a reason offered first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from classifiers.elements.evidence import KINDS
from classifiers.signals.rules import UNTRAINED_KINDS
from console.web.leads.listing_versions import read_changes
from console.web.leads.reasons import KIND_NAMES, read_reasoning, reasons_for
from console.web.rendering import mark_words, to_query, web_address
from storage.base.vocabulary import Verdict
from storage.records import Listing
from storage.tables import ListingVersionRow
from storage.views.lead_dossier import load_dossier
from tests.console.sample_office import add_leads, an_office


def test_every_kind_of_signal_has_a_chinese_name() -> None:
    assert {*KINDS, *UNTRAINED_KINDS, "mark", "position"} - KIND_NAMES.keys() == set()
    assert [name for name in KIND_NAMES.values() if name.isascii()] == []


spans = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["for", "x"])))


@given(st.text(max_size=30), spans)
def test_marking_never_loses_or_adds_a_letter(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert "".join(words for words, _ in mark_words(text, spans)) == text


def test_the_first_of_two_marks_on_the_same_words_wins() -> None:
    assert mark_words("天赋河套面粉", [(0, 4, "for"), (2, 6, "against")]) == [
        ("天赋河套", "for"),
        ("面粉", "against"),
    ]


def test_the_strongest_reason_stands_first_on_each_side(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=1)
    with database.read() as session:
        reasoning = read_reasoning(load_dossier(session, 1))
    assert [reason.kind for reason in reasoning.speaks_for] == ["标识", "许可"]
    assert [reason.kind for reason in reasoning.speaks_against] == ["产地"]
    database.close()


def test_an_exact_mark_offers_same_mark_and_an_origin_offers_place_name(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=1)
    with database.read() as session:
        suggested = read_reasoning(load_dossier(session, 1)).suggested
    assert suggested[Verdict.CONFIRMED] == "same_mark"
    assert suggested[Verdict.DISMISSED] == "place_name"
    database.close()


def test_every_offered_reason_fits_its_verdict(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=0)
    (lead,) = add_leads(database, ["天赋河套 面粉"])
    with database.read() as session:
        suggested = read_reasoning(load_dossier(session, lead)).suggested
    for verdict, code in suggested.items():
        assert code in {reason.code for reason in reasons_for(verdict)}
    database.close()


def version(number: int, **fields: object) -> ListingVersionRow:
    record = Listing.from_json({"url": "https://a.invalid", **fields})
    moment = datetime(2026, 11, number, tzinfo=UTC)
    return ListingVersionRow(
        id=number, listing_id=1, content_hash=b"", record=record, seen_at=moment
    )


def test_versions_show_what_went_and_what_came() -> None:
    older = version(1, title="天赋河套面粉", price="19.90", url="https://a.invalid")
    newer = version(2, title="天斌河套面粉", price="19.90", url="https://b.invalid")
    (change,) = read_changes([newer, older])
    (field,) = change.fields
    assert field.name == "标题"
    assert field.pieces == [("天", ""), ("赋", "gone"), ("斌", "new"), ("河套面粉", "")]


def test_a_single_version_has_no_changes() -> None:
    assert read_changes([version(1, title="x")]) == []


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://shop.invalid/1") == "https://shop.invalid/1"
    for address in ("javascript:alert(1)", " data:text/html,x", "file:///etc", "http:[", None):
        assert web_address(address) == ""


def test_a_query_string_leaves_empty_parameters_out() -> None:
    assert to_query({"tab": "all", "q": ""}, page=2, right=None) == "?tab=all&page=2"
    assert to_query({}) == ""
