"""合规数据报送: read with all faults at once, joined to shops, compared, undone, nothing overwritten."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.identity_reports.comparison import MismatchKind, check_identity, import_mismatches
from storage.identity_reports.imports import (
    import_identities,
    latest_identity_imports,
    undo_identity_import,
)
from storage.identity_reports.reading import IdentityReading, is_true_code, read_identity_report
from storage.records import Operator
from storage.tables import ShopRow

TRUE_CODE, OTHER_CODE = (
    body + uscc.calc_check_digit(body) for body in ("91150800000000001", "91150100000000002")
)
"""Made-up codes whose check digits hold."""
WRONG_CODE = TRUE_CODE[:-1] + ("A" if TRUE_CODE[-1] != "A" else "B")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(*rows: tuple[object, ...]) -> IdentityReading:
    return read_identity_report(workbook(*rows), "报送.xlsx")


def test_the_sample_codes_have_true_check_digits() -> None:
    assert is_true_code(TRUE_CODE)
    assert is_true_code(OTHER_CODE)
    assert not is_true_code(WRONG_CODE)


def test_columns_are_known_by_the_headings_of_platforms_and_titles_above_are_skipped() -> None:
    reading = read(
        ("示例平台2026年下半年平台内经营者身份信息报送表",),
        ("序号", "网店名称", "市场主体名称", "统一社会信用代码", "联系电话", "住所"),
        (1, "示例店", "示例商贸有限公司", TRUE_CODE.lower(), "13800000000", "示例省示例市"),
        ("合计：1户",),
    )
    assert not reading.faults
    (row,) = reading.rows
    assert (row.row, row.shop, row.credit_code) == (3, "示例店", TRUE_CODE)
    assert "13800000000" not in repr(reading.rows)


def test_all_faults_come_at_once_and_the_right_rows_stay() -> None:
    reading = read(
        ("店铺名称", "经营者名称", "统一社会信用代码"),
        ("", "甲公司", TRUE_CODE),
        ("乙店", "", OTHER_CODE),
        ("丙店", "丙公司", "11010519491231002X"),
        ("丁店", "丁公司", TRUE_CODE),
        ("丁店", "戊公司", OTHER_CODE),
        ("己店", "己公司", WRONG_CODE),
    )
    assert [(fault.row, fault.message.code) for fault in reading.faults] == [
        (2, "identity.blank"), (3, "identity.blank"), (4, "identity.person-number"), (6, "identity.twice"),
    ]  # fmt: skip
    assert [row.shop for row in reading.rows] == ["丁店", "己店"]
    assert [remark.row for remark in reading.remarks] == [7]
    assert "11010519491231002X" not in repr(reading)


def test_a_shop_whose_name_begins_like_a_note_is_a_row() -> None:
    reading = read(
        ("店铺名称", "经营者名称"),
        ("注册香粮油店", "示例甲公司"),
        ("合计便利店", "示例乙公司"),
        ("合计", "2户"),
        ("备注：以上为全部经营者",),
        ("填表人：示例", "审核人：示例"),
    )
    assert [row.shop for row in reading.rows] == ["注册香粮油店", "合计便利店"]
    assert not reading.faults


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "110105194912310021", 110105194912310020.0, "110105 19491231 002x"]
)  # fmt: skip
def test_a_persons_number_is_not_kept_even_mistyped_or_rounded(number: object) -> None:
    reading = read(("店铺名称", "经营者名称", "证照编号"), ("示例店", "示例", number))
    assert [fault.message.code for fault in reading.faults] == ["identity.person-number"]
    assert not reading.rows
    assert "19491231" not in repr(reading)


def test_a_report_with_more_columns_than_a_table_has_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        read_identity_report(",".join(["店铺名称"] * 300).encode(), "r")
    assert refused.value.code == "file.columns"


def test_a_person_maps_columns_that_the_headings_do_not_name() -> None:
    content = "商铺,东家,码\n示例店,示例公司,\n".encode("gb18030")
    unread = read_identity_report(content, "a.csv", {})
    assert unread.faults[0].message.code == "identity.no-column"
    reading = read_identity_report(content, "a.csv", {"shop": 0, "name": 1, "credit_code": 2})
    assert [row.name for row in reading.rows] == ["示例公司"]
    with pytest.raises(BadInput):
        read_identity_report(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls")
    with pytest.raises(BadInput):
        read_identity_report("甲,乙\n1,2\n".encode(), "a.csv")


def shop(session: Session, name: str, operator: Operator | None) -> ShopRow:
    row = ShopRow(platform="shop.invalid", name=name, operator=operator)
    session.add(row)
    session.flush()
    return row


def test_a_report_is_held_against_the_page_and_undone_as_a_whole(database: Database) -> None:
    reading = read(
        ("店铺名称", "经营者名称", "统一社会信用代码", "经营地址"),
        ("比对一店", "示例（甲）公司", TRUE_CODE, "内蒙古自治区巴彦淖尔市临河区"),
        ("比对二店", "示例乙公司", OTHER_CODE, "内蒙古自治区呼和浩特市"),
        ("比对三店", "示例丙公司", WRONG_CODE, None),
        ("比对四店", "示例（甲）公司", TRUE_CODE, None),
    )
    with database.begin() as session:
        same = shop(
            session,
            "比对 一店",
            Operator(name="示例(甲)公司", credit_code=TRUE_CODE, address="巴彦淖尔市"),
        )
        differing_shop = shop(
            session,
            "比对二店",
            Operator(name="示例丁公司", credit_code=TRUE_CODE, address="内蒙古包头市"),
        )
        silent = shop(session, "比对三店", None)
        entry = import_identities(
            session,
            reading.rows,
            platform="shop.invalid",
            period="2026年下半年",
            file="a.xlsx",
            actor="管",
        )
        session.flush()
        checks = {row.id: check_identity(session, row) for row in (same, differing_shop, silent)}
        differing = {
            shop.name: [mismatch.kind for mismatch in mismatches]
            for shop, _, mismatches in import_mismatches(session, entry.id, 99)
        }
    first = checks[same.id]
    assert first is not None
    assert first.mismatches == ()
    assert [row.shop for row in first.linked] == ["比对四店"]
    assert differing == {
        "比对二店": [MismatchKind.NAME, MismatchKind.CREDIT_CODE, MismatchKind.ADDRESS],
        "比对三店": [MismatchKind.CHECK_DIGIT, MismatchKind.NOT_SHOWN],
    }
    with database.begin() as session:
        undo_identity_import(session, entry.id, actor="管")
        stored = session.get_one(ShopRow, differing_shop.id)
        assert check_identity(session, stored) is None
        assert stored.operator is not None
        assert stored.operator.name == "示例丁公司"  # never overwritten
        assert latest_identity_imports(session)[0].row.undone_by == "管"
        with pytest.raises(Refused):
            undo_identity_import(session, entry.id, actor="管")
