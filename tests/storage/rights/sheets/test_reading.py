"""Tables of rights as offices keep them: where the heading stands, what each column means, all faults at once."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records import AuthorisedSeller, Right, RightHolder, RightKind, RightsBook
from storage.rights.sheets.columns import TableKind, columns, heading_form, headings
from storage.rights.sheets.joining import JoinedSheets, join_sheets
from storage.rights.sheets.reading import is_sheet, read_sheets, read_tables
from storage.rights.sheets.tables import Cell, SheetTable

Rows = list[list[Cell]]


def a_table(rows: Rows, name: str = "Sheet1") -> SheetTable:
    return SheetTable(name=name, rows=tuple(map(tuple, rows)))


def joined(*tables: Rows, stored: RightsBook | None = None) -> JoinedSheets:
    return join_sheets(
        read_tables(
            tuple(a_table(rows, f"表{number}") for number, rows in enumerate(tables, 1)), "x.xlsx"
        ),
        stored,
    )


def the_right(*rows: list[Cell]) -> Right:
    (right,) = joined(list(rows)).book.rights
    return right


def faults(book: JoinedSheets) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.heading, fault.text(Language.CHINESE)) for fault in book.faults]


def test_a_table_of_a_chinese_office_is_read_whole() -> None:
    book = joined(
        [
            ["示例市重点保护商标名录", None, None, None],
            ["填报单位：示例市市场监督管理局", None, None, None],
            [None, None, None, None],
            ["序 号", "商 标 名 称", "类型", "注册证号", "国际分类号", "核定使用商品/服务项目", "注册人",
             "统一社会信用代码", "专用权期限", "许可使用人", "是否驰名", "联系人", "电子邮箱"],
            [1, "“示 例 红”及图", "集体商标", " 第１２３４５６７８号 ", "第29、30类", "羊肉；羊排（冷冻、鲜）",
             "示例 羊业协会", "91110000000000000X", "2019-12-16至2029-12-15", "示例甲店、示例乙店", "√",
             "示例人", "a@example.invalid"],
            ["注：本表由各分局填报", None],
        ]
    )  # fmt: skip
    assert faults(book) == []
    (right,) = book.book.rights
    assert right == Right(
        id="tm-12345678",
        text="示例红",
        kind=RightKind.COLLECTIVE,
        registration_no="12345678",
        classes=(29, 30),
        goods=("羊肉", "羊排（冷冻、鲜）"),
        holder="h-91110000000000000x",
        valid_from=date(2019, 12, 16),
        valid_until=date(2029, 12, 15),
        authorised_sellers=(AuthorisedSeller(shop="示例甲店"), AuthorisedSeller(shop="示例乙店")),
        well_known=True,
    )
    (holder,) = book.book.holders
    assert holder == RightHolder(
        id="h-91110000000000000x",
        name="示例羊业协会",
        identity="91110000000000000X",
        contact="示例人",
        email="a@example.invalid",
        verified=False,
    )
    assert book.reading.notes == 1
    assert book.reading.ignored == ()


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("商标", "text"), ("商标名称 ", "text"), ("*商标名称（必填）", "text"), ("申请 注册号", "registration_no"),
        ("申请/注册号", "registration_no"), ("注册证号", "registration_no"), ("类别", "classes"),
        ("国际分类号", "classes"), ("商品/服务(中英文)", "goods"), ("核定使用商品/服务", "goods"),
        ("商标注册人/申请人", "holder"), ("申请人名称(中文)", "holder"), ("有效期限", "valid_until"),
        ("专用期结束日期", "valid_until"), ("续展", "valid_until"), ("专用期开始日期", "valid_from"),
        ("截止日期", "valid_until"), ("E-mail", "holder.email"), ("联系方式", "holder.phone"),
        ("是否驰名商标", "well_known"), ("被许可人", "authorised_sellers"), ("产 地", "origin"),
        ("Registration No", "registration_no"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_usual_names(heading: str, key: str) -> None:
    assert headings(TableKind.RIGHTS)[heading_form(heading)] == key


def test_the_name_in_another_language_is_another_column() -> None:
    assert heading_form("申请人名称(英文)") not in headings(TableKind.RIGHTS)


def test_a_heading_is_a_short_text_whatever_a_cell_holds() -> None:
    assert len(heading_form("(" * 100_000)) <= 200


@pytest.mark.parametrize("kind", TableKind)
def test_no_heading_means_two_columns(kind: TableKind) -> None:
    forms = [
        form
        for column in columns(kind)
        for form in {heading_form(name) for name in (column.key, column.name, *column.also)}
    ]
    twice = {form for form in forms if forms.count(form) > 1}
    assert twice <= {"地理标志"}


def test_a_list_of_indications_takes_its_kind_from_its_title() -> None:
    book = joined(
        [
            ["全国农产品地理标志登记产品一览表"],
            ["序号", "产品名称", "证书持有人", "登记证书编号", "产地"],
            [1, "示例县小米", "示例县农业服务中心", "AGI00001", "示例省示例县"],
        ]
    )
    (right,) = book.book.rights
    assert (right.text, right.kind) == ("示例县小米", RightKind.GEOGRAPHICAL_INDICATION)
    assert right.registration_no == "AGI00001"
    assert right.origin is not None
    assert right.origin.places == ("示例省示例县",)


def test_rows_of_one_registration_are_one_right() -> None:
    right = the_right(
        ["商标名称", "注册号", "国际分类", "核定商品"],
        ["示例红", 12345678, 29, "羊肉"],
        ["示例红 ", "12345678", "30", "挂面"],
    )
    assert (right.classes, right.goods) == ((29, 30), ("羊肉", "挂面"))


def test_one_number_with_two_signs_is_a_fault() -> None:
    book = joined(
        [
            ["商标名称", "注册号"],
            ["示例红", "12345678"],
            ["示例绿", "12345678"],
            ["示例蓝", "12345679"],
        ]
    )
    assert faults(book) == [(3, "注册号", "与第 2 行“示例红”的注册号相同，商标名称不同")]
    assert [right.text for right in book.book.rights] == ["示例红", "示例蓝"]


def test_all_faults_of_a_file_are_named_at_once() -> None:
    book = joined(
        [
            ["重点商标"],
            ["商标名称", "种类", "注册号", "类别", "有效期至", "商标状态", "颜色", "核定商口"],
            [None, "集体商标", "1234567", "29", "2029/12/15", "已注册", "红", None],
            ["示例红", "集体", "1234568", "食品", "2029/13/15", "已注册", None, 1],
            ["示例绿", "集体商标标", "1234569", "46", "2029.12.15", "已注册", None, None],
            ["示例蓝", None, "1234570", "5", "2029年12月15日", "已无效", None, None],
            ["图形", None, "1234571", "5", None, None, None, None],
            ["示例黄", None, "1234572", "5", None, None, None, None],
        ]
    )
    assert faults(book) == [
        (3, "商标名称", "不能为空"),
        (4, "类别", "国际分类应如 29、30，现为 食品"),
        (4, "有效期至", "没有 2029/13/15 这一天"),
        (5, "种类", book.faults[3].text(Language.CHINESE)),
        (5, "类别", "“46”不是商品分类（1 至 45）"),
        (6, "商标状态", "“已无效”不是有效的注册商标，不能作为权利依据"),
        (7, "商标名称", "“图形”没有可查找的文字，图形商标请在“新建权利”中填写并上传图样"),
    ]
    assert book.faults[3].meant(Language.CHINESE) == "是否指“集体商标”？"
    assert [right.text for right in book.book.rights] == ["示例黄"]
    assert len(book.wrong_rows) == 5
    ignored = {column.heading: column.nearest for _, column in book.reading.ignored}
    assert ignored["颜色"] is None
    assert ignored["核定商口"] is not None
    assert ignored["核定商口"].name == "核定商品"


@pytest.mark.parametrize(
    ("status", "taken"),
    [
        ("续展申请中", True),
        ("商标续展待审中", True),
        ("注册商标续展审查中", True),
        ("续展注册申请受理通知书发文", True),
        ("申请中", False),
        ("期满未续展注销商标", False),
        ("续展审查中不予核准", False),
        ("续展驳回", False),
    ],
)
def test_a_mark_whose_renewal_is_examined_is_registered(status: str, taken: bool) -> None:
    book = joined([["商标名称", "注册号", "商标状态"], ["示例红", "1234567", status]])
    assert bool(book.book.rights) is taken
    assert bool(faults(book)) is not taken


def test_notes_totals_and_repeated_headings_are_no_rights() -> None:
    book = joined(
        [
            ["商标名称", "注册号", "类别"],
            ["示例红", "1234567", "29"],
            ["商标名称", "注册号", "类别"],
            [None, None, None],
            ["示例绿", "1234568", "30"],
            ["合计：2 件", None, None],
            ["填表人：示例", None, "2026-11-29"],
        ]
    )
    assert [right.text for right in book.book.rights] == ["示例红", "示例绿"]
    assert faults(book) == []


def test_a_heading_of_two_rows_is_put_together() -> None:
    book = joined(
        [
            ["商标名称", "注册号", "权利人", "联系方式", None],
            [None, None, None, "联系人", "电话"],
            ["示例红", "1234567", "示例协会", "示例人", 13800000000],
        ]
    )
    assert faults(book) == []
    (holder,) = book.book.holders
    assert (holder.contact, holder.phone) == ("示例人", "13800000000")


def test_all_sheets_with_a_table_are_read_and_the_others_named() -> None:
    book = joined(
        [["商标名称"], ["示例红"]],
        [["填写说明"], ["请按注册证填写"]],
        [["地理标志名称", "产地"], ["示例小米", "示例县"]],
        [["权利人名称", "联系人", "电话"], ["示例协会", "示例人", "1"]],
    )
    assert [right.text for right in book.book.rights] == ["示例红", "示例小米"]
    assert [holder.name for holder in book.book.holders] == ["示例协会"]
    assert book.reading.skipped == ("表2",)


STORED = RightsBook(
    holders=(RightHolder(id="lvye", name="示例绿业协会", email="old@example.invalid"),),
    rights=(
        Right(
            id="tianfu",
            text="示例红",
            registration_no="1234567",
            holder="lvye",
            goods=("羊肉",),
            authorised_sellers=(AuthorisedSeller(shop="示例甲店"),),
            generic=True,
        ),
    ),
)


def test_a_right_is_found_in_the_store_by_its_number_and_keeps_what_the_table_does_not_say() -> (
    None
):
    rows: Rows = [
        ["商标名称", "注册号", "权利人", "邮箱"],
        ["示例红", 1234567, "示例绿业协会", "new@example.invalid"],
    ]
    book = joined(rows, stored=STORED)
    assert book.book.rights == STORED.rights
    assert [(holder.id, holder.email) for holder in book.book.holders] == [
        ("lvye", "new@example.invalid")
    ]


def test_a_right_that_is_named_by_its_id_loses_what_its_cell_leaves_blank() -> None:
    book = joined([["编号", "商标名称", "核定商品"], ["tianfu", "示例红", None]], stored=STORED)
    (right,) = book.book.rights
    assert right.goods == ()
    assert right.authorised_sellers == STORED.rights[0].authorised_sellers


def test_a_table_in_keys_of_the_rights_file_names_each_unknown_column() -> None:
    book = joined([["id", "text", "authorised_seller"], ["a", "示例红", "x"]])
    assert faults(book) == [(1, "authorised_seller", "无法识别列名“authorised_seller”")]
    assert book.faults[0].column is not None
    assert book.faults[0].column.key == "authorised_sellers"


def test_a_file_of_many_faults_is_refused_in_one_line() -> None:
    book = joined([["id", "text", "classes"], ["a", "示例红", "x"], ["a", "示例绿", 99]])
    with pytest.raises(BadInput, match=r"x\.xlsx, 表1, row 2: classes: .* and 1 more"):
        book.strict_book("x.xlsx")


def a_workbook() -> openpyxl.Workbook:
    return openpyxl.Workbook()


def test_a_workbook_with_merged_cells_gives_each_row_its_value() -> None:
    book = a_workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["重点保护名录"],
        ["商标名称", "注册号", "权利人"],
        ["示例红", 1234567, "示例协会"],
        ["示例绿", 1234568],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("C3:C4")
    hidden = book.create_sheet("旧表")
    hidden.append(["商标名称"])
    hidden.append(["示例旧"])
    hidden.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    joined_book = join_sheets(read_sheets(content.getvalue(), "x.xlsx")).book
    assert [right.text for right in joined_book.rights] == ["示例红", "示例绿"]
    assert len({right.holder for right in joined_book.rights}) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_of_a_chinese_office_is_read(encoding: str, mark: str) -> None:
    lines = ("重点保护名录", mark.join(("商标名称", "国际分类")), mark.join(("示例红", "29")))
    raw = "\r\n".join(lines).encode(encoding)
    assert is_sheet(raw, "x.csv")
    (right,) = join_sheets(read_sheets(raw, "x.csv")).book.rights
    assert (right.text, right.classes) == ("示例红", (29,))


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"not a zip", "x.xlsx", "不是有效的 Excel 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "x.xls", "旧版 Excel"),
        (b"<html><table><tr><td>1", "x.xls", "内容是网页"),
    ],
)
def test_a_file_that_only_looks_like_a_workbook_is_refused(
    raw: bytes, name: str, words: str
) -> None:
    with pytest.raises(BadInput) as refused:
        is_sheet(raw, name)
    assert words in refused.value.text(Language.CHINESE)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04rubbish", "不是有效的 Excel 文件"),
        ("姓名,年龄\n示例,3\n".encode(), "没有找到表头"),
        ("商标,注册号\n示例,1\n".encode() + b"a," * 300, "第 3 行：超过 256 列"),
        (b"id,text\n" + b"a,b\n" * 20_001, "超过 20000 行"),
    ],
)
def test_a_file_without_a_table_of_rights_or_far_too_large_a_one_is_refused(
    raw: bytes, words: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_sheets(raw, "x.csv")
    assert words in refused.value.text(Language.CHINESE)


def test_what_is_yaml_is_no_sheet() -> None:
    assert not is_sheet("rights:\n - {id: a, text: 商标}\n".encode(), "x.yml")
    assert not is_sheet(b'{"rights": []}', "x.csv")
