"""The steps of an approved letter: sealed before it is sent, and by mail only where there is an address."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from alerts.letters.workflow.sending import seal
from storage.base.database import Database
from storage.base.settings import Settings
from storage.outgoing.notices import add_notice, approve_notice, load_notice
from storage.records.letter_facts import Facts, Party
from tests.alerts.letters.scans import scan
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
PLATFORM = Party(name="示例电商平台有限公司", email="ip@platform.example")


@pytest.fixture
def approved(office: Office) -> Callable[..., int]:
    """A letter of the office, approved and not sealed; `made` counts them."""
    made: list[int] = []

    def make(recipient: Party, **fields: str) -> int:
        with office[1].begin() as session:
            row = add_notice(
                session, kind="risk-advice", track="C", lead_ids=(), right_id=None, platform=None,
                drafted_by="甲",
            )  # fmt: skip
            made.append(row.id)
            approve_notice(
                session, row, by="审", number=f"示例〔2026〕{row.id + 100}号", docx_sha256="0" * 64,
                facts=Facts(recipient=recipient, fields=fields), seen_sha256="0" * 64,
            )  # fmt: skip
            return row.id

    return make


def test_a_letter_is_sealed_before_the_page_offers_to_send_it(
    visit: Enter, office: Office, approved: Callable[..., int]
) -> None:
    number = approved(PLATFORM)
    page = visit("甲").get(f"/notices/{number}").text
    assert "请先上传盖章件或者登记用印" in page
    assert "扫描全部页面（含附件）" in page
    assert f"/notices/{number}/send" not in page
    with office[1].begin() as session:
        seal(session, office[0], number, scan(f"letter {number}"), by="甲", pages=1)
    page = visit("甲").get(f"/notices/{number}").text
    assert f"/notices/{number}/send" in page
    assert "否则留空由邮件发出" in page
    assert "没有收件邮箱" not in page


def test_a_letter_without_an_address_asks_how_it_was_handed_over(
    visit: Enter, office: Office, approved: Callable[..., int]
) -> None:
    number = approved(dataclasses.replace(PLATFORM, email=None))
    with office[1].begin() as session:
        seal(session, office[0], number, scan(f"letter {number}"), by="甲", pages=1)
        assert load_notice(session, number).state == "sealed"
    page = visit("甲").get(f"/notices/{number}").text
    assert "没有收件邮箱，只能以邮寄、当面或者平台入口送交" in page
    assert '<input name="handed_over" required>' in page
