"""公开发布: an approver's act on exactly the approved bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from docx import Document

from alerts.letters.files.document_store import keep_document, read_document
from alerts.letters.warnings.publication import publish, unpublish
from alerts.letters.warnings.risk_warnings import draft_warning
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.letter_check import check_letter
from alerts.letters.workflow.letter_document import draft_document
from alerts.letters.workflow.review import keep_edit
from storage.base.database import Database
from storage.base.errors import Incomplete, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.outgoing.notices import load_notice
from storage.records import Operator
from storage.records.letter_record import TextBlock
from storage.tables import HolderRow, ShopRow
from storage.views.published_warnings import find_published, published_warnings
from tests.alerts.letters.workflow.test_risk_warnings import (
    END,
    START,
    WRITTEN,
    leads,
    office,
    opened,
)
from tests.officers import enter_officer

__all__ = ["leads", "office", "opened"]
PUBLIC = {**WRITTEN, "fields.audience": "社会公众"}
pytestmark = pytest.mark.usefixtures("leads")


@pytest.fixture
def approved(database: Database, office: Settings) -> Callable[..., int]:
    def make(addition: str = "") -> int:
        with database.begin() as session:
            row = draft_warning(session, office, start=START, end=END, by="zhang", added=PUBLIC)
            if addition:
                letter = check_letter(session, office, row, today=END)
                document = Document(io.BytesIO(draft_document(office, letter)))
                document.add_paragraph(addition)
                held = io.BytesIO()
                document.save(held)
                keep_edit(session, office, row.id, held.getvalue(), by="zhang", today=END)
            digest = check_letter(session, office, row, today=END).digest
            approve(session, office, row.id, by="wang", today=END, draft_digest=digest)
            return row.id

    return make


@pytest.mark.both_databases
def test_what_is_published_is_the_approved_document_s_text(
    database: Database, office: Settings, approved: Callable[..., int]
) -> None:
    number = approved("经办提示：修改稿中的一句话。")
    with database.begin() as session:
        publish(session, office, number, by="wang")
    with database.begin() as session:
        (warning,) = published_warnings(session, 5)
        assert warning == find_published(session, number)
        assert warning.title == "关于涉嫌仿冒面粉商品信息集中出现的风险预警"
        assert TextBlock(kind="p", text="经办提示：修改稿中的一句话。") in warning.blocks
        table = next(block.rows for block in warning.blocks if block.kind == "table")
        assert table[1][:3] == ("某处一号仓", "面粉", "shop.example")
        unpublish(session, number, by="wang", why="有误")
        assert published_warnings(session, 5) == ()
        with pytest.raises(Refused, match="not published"):
            unpublish(session, number, by="wang", why="有误")


@pytest.mark.parametrize(
    ("by", "why"), [("zhang", "may not publish"), ("cli", "approver with a name")]
)
def test_nobody_but_a_named_approver_publishes_or_takes_down(
    database: Database, office: Settings, approved: Callable[..., int], by: str, why: str
) -> None:
    number = approved()
    with database.begin() as session:
        enter_officer(session, "zhang", Role.OFFICER)
        with pytest.raises(Refused, match=why):
            publish(session, office, number, by=by)
        with pytest.raises(Refused, match=why):
            unpublish(session, number, by=by, why="有误")


def test_an_edit_that_names_a_telephone_is_not_taken(approved: Callable[..., int]) -> None:
    with pytest.raises(Incomplete, match="手机号码"):
        approved("店主电话13800000000。")


def test_a_document_approved_with_a_telephone_by_an_earlier_version_is_not_published(
    database: Database, office: Settings, approved: Callable[..., int]
) -> None:
    number = approved()
    with database.begin() as session:
        row = load_notice(session, number)
        document = Document(io.BytesIO(read_document(office, number, row.docx_sha256 or "")))
        document.add_paragraph("店主电话13800000000。")
        changed = io.BytesIO()
        document.save(changed)
        row.docx_sha256 = keep_document(office, number, changed.getvalue())
    with database.begin() as session, pytest.raises(Refused, match="mobile or identity number"):
        publish(session, office, number, by="wang")


NAMED = [
    "经查，王小明在多个平台涉嫌侵权。",
    "示例店面粉销售部涉嫌侵权。",
    "店主李建国涉嫌侵权。",
    "由赵桂兰经营的网店涉嫌侵权。",
    "核查员示例王提示如上。",
    "联系示例粮油有限公司的孙丽华。",
    "买买提·吐尔逊涉嫌侵权。",
]
"""Sellers on record, persons whom only the words around them tell, a user, a holder's contact."""


@pytest.fixture
def on_record(database: Database) -> None:
    with database.begin() as session:
        session.add(
            ShopRow(
                platform="shop.example", name="示例小店", operator=Operator(name="王小明"), url=None
            )
        )
        session.add(
            ShopRow(platform="shop.example", name="示例店面粉销售部", operator=None, url=None)
        )
        holder = session.scalars(sa.select(HolderRow)).first()
        assert holder is not None
        holder.record = replace(holder.record, contact="孙丽华 0478-0000000")


@pytest.mark.usefixtures("on_record")
@pytest.mark.parametrize("sentence", NAMED)
def test_a_bulletin_names_no_person_and_no_seller_in_a_field_or_an_edit(
    database: Database, office: Settings, approved: Callable[..., int], sentence: str
) -> None:
    added = {**PUBLIC, "fields.summary": sentence}
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=added)
        letter = check_letter(session, office, row, today=END)
        assert any(finding.path == "fields.summary" for finding in letter.missing)
    with pytest.raises(Incomplete, match=r"姓名|单个经营者"):
        approved(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "经营者高价销售、严重误导消费者的，涉嫌违法。",
        "店主张贴的标识应当真实，卖家王某、消费者李女士所述涉嫌不实的情形已记录。",
        "负责人应当核对授权名册；经营者明确标注产地的，不在本预警之列。",
        "天赋河套、示例河套集体商标，由协会许可使用。",
    ],
)
def test_ordinary_words_of_a_bulletin_name_nobody(
    database: Database, office: Settings, sentence: str
) -> None:
    added = {**PUBLIC, "fields.summary": sentence}
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=added)
        assert check_letter(session, office, row, today=END).missing == ()


def test_a_name_entered_on_record_after_the_approval_is_not_published(
    database: Database, office: Settings, approved: Callable[..., int]
) -> None:
    number = approved("华天宝处的商品信息涉嫌侵权。")
    with database.begin() as session:
        enter_officer(session, "hua", Role.OFFICER, full_name="华天宝")
        with pytest.raises(Refused, match="names a person or a seller"):
            publish(session, office, number, by="wang")


def test_a_document_changed_on_the_disk_is_not_published(
    database: Database, office: Settings, approved: Callable[..., int]
) -> None:
    number = approved()
    (path,) = (office.home / "notices" / str(number)).glob("*.docx")
    path.write_bytes(path.read_bytes() + b" ")
    with database.begin() as session, pytest.raises(Refused, match="was changed"):
        publish(session, office, number, by="wang")
