"""许可台账 as a sheet: rows find their rights, all faults at once, and an export brings the same licences back."""

from __future__ import annotations

import io
import time
from datetime import date

import pytest
import xlsxwriter

from storage.base.message import Language
from storage.records import AuthorisedSeller, Right, RightsBook
from storage.rights.export_sheets import rights_workbook
from storage.rights.import_file import read_rights_bytes, read_rights_import
from storage.rights.sheets.template import template_workbook

STORED = RightsBook(
    rights=(
        Right(
            id="hetao",
            text="示例河套",
            registration_no="00000001",
            authorised_sellers=(
                AuthorisedSeller(shop="示例老店"),
                AuthorisedSeller(shop="示例甲店"),
            ),
        ),
        Right(id="twin-1", text="示例双"),
        Right(id="twin-2", text="示例双"),
    )
)


def workbook(**sheets: list[list[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as file:
        for name, rows in sheets.items():
            sheet = file.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def test_a_ledger_as_an_office_keeps_it_is_added_to_stored_rights() -> None:
    raw = workbook(
        许可使用台账=[
            ["商标名称", "被许可人名称", "许可平台", "许可期限"],
            ["示例河套", "示例甲店", "jd.com", "2024年1月1日至2026年12月31日"],
            ["第00000001号", "示例乙公司", "", ""],
        ]
    )
    entries = read_rights_import(raw, "台账.xlsx", STORED)
    assert entries.faults == ()
    (right,) = entries.book.rights
    assert right.id == "hetao"
    assert right.authorised_sellers == (
        AuthorisedSeller(shop="示例老店"),
        AuthorisedSeller(
            shop="示例甲店",
            platform="jd.com",
            valid_from=date(2024, 1, 1),
            valid_until=date(2026, 12, 31),
        ),
        AuthorisedSeller(shop="示例乙公司"),
    )


def test_all_faults_of_a_ledger_are_named_at_once() -> None:
    raw = workbook(
        许可台账=[
            ["许可的权利", "被许可人", "许可期限自", "许可期限至"],
            ["不存在的商标", "示例甲店", "", ""],
            ["示例双", "示例甲店", "", ""],
            ["示例河套", "", "", ""],
            ["示例河套", "示例甲店", "2026-01-01", "2025-01-01"],
            ["示例河套", "示例甲店", "", "不知道"],
        ]
    )
    entries = read_rights_import(raw, "台账.xlsx", STORED)
    assert [fault.row for fault in entries.faults] == [2, 3, 4, 5, 6]
    words = "".join(fault.text(Language.CHINESE) for fault in entries.faults)
    assert "没有“不存在的商标”" in words
    assert "有 2 件权利叫“示例双”" in words


def test_rights_and_their_licences_come_in_one_workbook_and_go_out_in_one() -> None:
    raw = workbook(
        权利=[["商标名称", "许可使用人"], ["示例新牌", "示例甲店、示例丙店"]],
        许可台账=[["许可的权利", "被许可人", "许可商品"], ["示例新牌", "示例甲店", "面粉、挂面"]],
    )
    book = read_rights_bytes(raw, "权利.xlsx")
    (right,) = book.rights
    assert right.authorised_sellers == (
        AuthorisedSeller(shop="示例丙店"),
        AuthorisedSeller(shop="示例甲店", goods=("面粉", "挂面")),
    )
    for language in Language:
        assert read_rights_bytes(rights_workbook(book, language), "权利.xlsx") == book


def test_the_template_s_own_examples_are_understood() -> None:
    entries = read_rights_import(template_workbook(Language.CHINESE), "模板.xlsx", RightsBook())
    assert entries.faults == ()
    (right,) = entries.book.rights
    assert any(seller.platform == "jd.com" for seller in right.authorised_sellers)


def test_a_table_of_rights_with_licensees_stays_a_table_of_rights() -> None:
    raw = workbook(
        Sheet1=[
            ["商标名称", "注册号", "被许可人", "有效期至"],
            ["示例牌", "12345678", "示例甲店", "2030-01-01"],
        ]
    )
    (right,) = read_rights_bytes(raw, "x.xlsx").rights
    assert right.registration_no == "12345678"


def test_a_ledger_of_many_licences_does_not_look_through_all_rights_for_each() -> None:
    stored = RightsBook(rights=tuple(Right(id=f"r-{n}", text=f"示例{n}牌") for n in range(2000)))
    rows = "".join(f"示例{n}牌,示例{n}店\n" for n in range(2000))
    start = time.process_time()
    entries = read_rights_import(f"许可的权利,被许可人\n{rows}".encode(), "台账.csv", stored)
    assert time.process_time() - start < 2  # 0.1 s measured, 5 s with a look at each
    assert len(entries.book.rights) == 2000


DATED = AuthorisedSeller(shop="示例甲店", platform="jd.com", valid_until=date(2027, 12, 31))
WITH_DATED = RightsBook(
    rights=(
        Right(
            id="hetao",
            text="示例河套",
            classes=(30,),
            note="旧",
            authorised_sellers=(AuthorisedSeller(shop="示例老店"), DATED),
        ),
    )
)


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (["编号", "商标名称", "许可使用人", "类别"], ["hetao", "示例河套", "", "31"]),
        (["编号", "商标名称", "类别"], ["hetao", "示例河套", "31"]),
        (["商标名称", "许可使用人", "类别"], ["示例河套", "", "31"]),
        (["id", "text", "authorised_sellers", "classes"], ["hetao", "示例河套", "", "31"]),
        (["id", "text", "classes"], ["hetao", "示例河套", "31"]),
    ],
)
def test_the_sheet_of_rights_alone_takes_no_licence_away(
    heading: list[object], row: list[object]
) -> None:
    (right,) = read_rights_import(workbook(权利=[heading, row]), "x.xlsx", WITH_DATED).book.rights
    assert right.classes == (31,)
    assert right.note == "旧"
    assert right.authorised_sellers == WITH_DATED.rights[0].authorised_sellers


def test_shops_named_beside_a_right_leave_licences_with_a_term_as_they_are() -> None:
    rows: list[list[object]] = [
        ["编号", "商标名称", "许可使用人"],
        ["hetao", "示例河套", "示例甲店、示例新店"],
    ]
    (right,) = read_rights_import(workbook(权利=rows), "x.xlsx", WITH_DATED).book.rights
    assert right.authorised_sellers == (AuthorisedSeller(shop="示例新店"), DATED)


def test_a_second_row_of_a_right_lifts_no_term_of_a_licence() -> None:
    rows: list[list[object]] = [
        ["商标名称", "许可使用人", "类别"],
        ["示例河套", "示例甲店", "30"],
        ["示例河套", "示例甲店", "31"],
    ]
    (right,) = read_rights_import(workbook(权利=rows), "x.xlsx", WITH_DATED).book.rights
    assert right.classes == (30, 31)
    assert right.authorised_sellers == (DATED,)


def test_a_ledger_beside_the_rights_says_all_their_licences() -> None:
    raw = workbook(
        权利=[["编号", "商标名称", "许可使用人"], ["hetao", "示例河套", ""]],
        许可台账=[["许可的权利", "被许可人"], ["示例河套", "示例乙店"]],
    )
    (right,) = read_rights_import(raw, "x.xlsx", WITH_DATED).book.rights
    assert right.authorised_sellers == (AuthorisedSeller(shop="示例乙店"),)


def test_an_empty_cell_clears_what_its_column_holds() -> None:
    raw = workbook(权利=[["编号", "商标名称", "类别", "备注"], ["hetao", "示例河套", "", ""]])
    (right,) = read_rights_import(raw, "x.xlsx", WITH_DATED).book.rights
    assert right.classes == ()
