"""Taking the hand-in package of a letter, and a mail as it leaves, from the console."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from alerts.letters.workflow.sending import seal
from storage.base.database import Database
from storage.base.settings import Settings
from storage.outgoing.notices import add_notice, approve_notice
from storage.outgoing.outbox import put_mail
from storage.records.letter_facts import Facts, ListingFact
from storage.tables import AuditRow
from tests.alerts.letters.scans import scan
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
SCAN = scan()
FACTS = Facts(
    listings=(ListingFact(url="https://shop.invalid/item/1", title="示例面粉", item_id="1"),),
    fields={"measure": "删除"},
)


@pytest.fixture(scope="module")
def letter(office: Office) -> int:
    """A letter on one listing without evidence: drafted by 甲, approved by 审, sealed."""
    settings, database = office
    with database.begin() as session:
        row = add_notice(
            session, kind="risk-advice", track="C", lead_ids=(), right_id=None, platform=None,
            drafted_by="甲",
        )  # fmt: skip
        approve_notice(
            session, row, by="审", number="示例〔2026〕1号", docx_sha256="0" * 64,
            facts=FACTS, seen_sha256="0" * 64,
        )  # fmt: skip
        seal(session, settings, row.id, SCAN, by="甲", pages=1)
        return row.id


def test_the_button_gives_the_package_and_leaves_nothing_behind(
    visit: Enter, office: Office, letter: int
) -> None:
    settings, database = office
    where = f"/notices/{letter}/package.zip"
    assert f'href="{where}"' in visit("甲").get(f"/notices/{letter}").text
    answer = visit("甲").get(where)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["letter-sealed.pdf", "listings.xlsx", "SHA256SUMS"]
        assert archive.read("letter-sealed.pdf") == SCAN
    assert list(settings.home.glob(".hand-in-*")) == []
    with database.read() as session:
        acts = session.scalars(sa.select(AuditRow).where(AuditRow.act == "notice.package")).all()
    assert [act.actor for act in acts] == ["甲"]


def test_who_only_looks_sees_no_button(visit: Enter, letter: int) -> None:
    assert "package.zip" not in visit("看").get(f"/notices/{letter}").text


def test_only_overseers_get_a_mail_with_the_holder_s_secret_in_it(
    visit: Enter, office: Office
) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "office@office.example", "brand@holder.example"
    message["Subject"], message["Message-ID"] = "示例", "<1@office.example>"
    message.set_content("https://office.example/answer/secret-of-the-holder", cte="base64")
    with office[1].begin() as session:
        number = put_mail(session, key="alert:x", kind="alert", message=message)
    assert f"/mailbox/{number}/download" not in visit("甲").get(f"/mailbox/{number}").text
    assert visit("甲").get(f"/mailbox/{number}/download").status_code == 403
    assert f"/mailbox/{number}/download" in visit("审").get(f"/mailbox/{number}").text
    assert b"Message-ID" in visit("审").get(f"/mailbox/{number}/download").content
    newest = visit("甲").get("/mailbox").text
    assert f'href="/mailbox/{number}"' in newest
    assert f'href="/mailbox/{number}"' not in visit("甲").get(f"/mailbox?before={number}").text
