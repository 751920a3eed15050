"""Rights in the console: imported from files, on trial first; the template imports as it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from console.pages.rights import rights_import
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.records import Right, RightKind, RightsBook
from storage.rights.book_import import import_rights
from storage.rights.import_file import RightsImport, read_rights_file, read_rights_import
from storage.rights.imports import latest_imports
from storage.rights.store import load_right, load_rights
from storage.tables import (
    RightRow,
)
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


RIGHTS = """
holders: [{id: shili, name: 示例协会}]
rights: [{id: naipi, text: 示例奶皮子, holder: shili, classes: [29]}]
"""


def test_an_import_shows_what_is_doubtful_and_imports_all_the_same(
    office: Office, visit: Enter
) -> None:
    text = "rights: [{id: taiyang, text: 太阳, place: 喀纳尔}]"
    answer = visit("管").post("/rights/import", trial="1", files={"file": ("r.yml", text.encode())})
    assert "有 2 处需要核对" in answer.text
    assert "“太阳”是普通词语" in answer.text
    assert "“喀纳尔”不在行政区划表中" in answer.text


def test_a_trial_import_shows_each_fate_and_changes_nothing(office: Office, visit: Enter) -> None:
    file = {"file": ("rights.yml", RIGHTS.encode())}
    answer = visit("管").post("/rights/import", trial="1", files=file)
    assert "试导入（没有改变数据）" in answer.text
    assert "示例奶皮子" in answer.text
    with office[1].read() as session:
        assert session.get(RightRow, "naipi") is None
    visit("管").post("/rights/import", trial="0", files=file)
    with office[1].read() as session:
        assert session.get_one(RightRow, "naipi").text == "示例奶皮子"


def test_while_a_file_is_read_others_write_and_it_is_read_again_where_they_changed_the_rights(
    office: Office, visit: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = 0

    def slowly(raw: bytes, where: str, stored: RightsBook) -> RightsImport:
        """Reading, during which somebody else enters a right."""
        nonlocal reads
        reads += 1
        with office[1].begin() as session:  # waits for the lock of a database that is written to
            import_rights(session, RightsBook(rights=(Right(id="z", text="示例中"),)))
        return read_rights_import(raw, where, stored)

    monkeypatch.setattr(rights_import, "read_rights_import", slowly)
    file = {"file": ("rights.yml", RIGHTS.encode())}
    answer = visit("管").post("/rights/import", trial="0", files=file)
    assert (answer.status_code, reads) == (200, 1)
    with office[1].read() as session:
        assert session.get_one(RightRow, "naipi").text == "示例奶皮子"
        assert session.get_one(RightRow, "z").active


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rights.exe", b"MZ", "不是"),
        ("rights.yml", b"rights: [{id: x}]", "text"),
        ("rights.yml", b"rights: [{id: x, text: y, colour: red}]", "colour"),
        ("rights.yml", b"{", "rights.yml"),
        ("rights.xlsx", b"PK\x03\x04broken", "rights.xlsx"),
    ],
)
def test_an_import_with_errors_says_what_and_where(
    visit: Enter, name: str, content: bytes, words: str
) -> None:
    answer = visit("管").post("/rights/import", trial="0", files={"file": (name, content)})
    assert answer.status_code == 400
    assert words in answer.text


def test_the_template_of_the_rights_imports_as_it_is(visit: Enter) -> None:
    book = visit("管").get("/rights/template.xlsx").content
    answer = visit("管").post(
        "/rights/import", trial="1", files={"file": ("rights-template.xlsx", book)}
    )
    assert answer.status_code == 200, answer.text
    assert "新增 <b>2</b>" in answer.text
    assert "示例面粉牌" in answer.text


def test_the_rights_are_downloaded_as_a_workbook_that_imports_as_it_is(
    office: Office, visit: Enter, tmp_path: Path
) -> None:
    answer = visit("管").get("/rights/export.xlsx")
    (tmp_path / "rights.xlsx").write_bytes(answer.content)
    with office[1].read() as session:
        assert read_rights_file(tmp_path / "rights.xlsx") == load_rights(session)
    assert visit("甲").get("/rights/export.xlsx").status_code == 403


def test_a_right_shows_the_prior_of_an_unknown_seller_with_its_counts(
    office: Office, visit: Enter
) -> None:
    page = visit("看").get("/rights/tianfu-hetao").text
    assert "<b>55%</b>（初始值），据 0 条核查结论" in page
    leads = add_leads(office[1], ["天赋河套 先验甲", "天赋河套 先验乙", "天赋河套 先验丙"])
    with office[1].begin() as session:
        for lead in leads[:2]:
            decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence")
        decide(session, leads[2], Verdict.DISMISSED, officer="甲", reason="genuine_resale")
    page = visit("看").get("/rights/tianfu-hetao").text
    section = page[page.index('id="priors"') :]
    assert "<td>shop.invalid</td>" in section
    assert "<b>57%</b>" in section  # (.55 × 12 + 2) / (12 + 3)
    assert "据 3 条核查结论：未经许可 2 条，获许可或者转售正品 1 条" in section


def test_a_mark_for_services_shows_the_prior_of_who_renders_them_beside_that_of_who_resells(
    office: Office, visit: Enter
) -> None:
    right = Right(id="service", text="岚豆捞", classes=(30, 43), goods=("火锅底料", "餐馆"))
    with office[1].begin() as session:
        import_rights(session, RightsBook(rights=(right,)))
    page = visit("看").get("/rights/service").text
    assert "<b>55%</b>（初始值），据 0 条核查结论" in page
    assert "服务无从转售）：<b>70%</b>" in page
    assert "初始值是设定的假设，不是统计结果" in page
    assert "服务无从转售" not in visit("看").get("/rights/tianfu-hetao").text


def test_a_right_that_ends_on_the_last_day_of_all_has_a_page(office: Office, visit: Enter) -> None:
    endless = Right(id="endless", text="岚无期", valid_until=date(9999, 12, 31))
    with office[1].begin() as session:
        import_rights(session, RightsBook(rights=(endless,)))
    page = visit("看").get("/rights/endless")
    assert page.status_code == 200
    assert "宽展期" not in page.text


def test_a_right_without_a_sign_has_no_prior(office: Office, visit: Enter) -> None:
    patent = Right(id="tangbao", text="示例专利", kind=RightKind.PATENT)
    with office[1].begin() as session:
        import_rights(session, RightsBook(rights=(patent,)))
    assert 'id="priors"' not in visit("看").get("/rights/tangbao").text


CHINESE_TABLE = """示例市重点商标名录,,,,
商标名称,种类,注册号,国际分类,核定商品,注册人,专用权期限,颜色
示例红,集体商标,11111111,第29类,羊肉、羊排（冷冻、鲜）,示例羊业协会,2019-12-16至2029-12-15,红
示例绿,集体,11111112,食品,羊肉,示例羊业协会,2029/13/15,
"""


def test_all_errors_of_a_chinese_table_stand_in_one_table_beside_the_preview(
    office: Office, visit: Enter
) -> None:
    add_leads(office[1], ["示例红 羊肉 500g"])
    file = {"file": ("名录.csv", CHINESE_TABLE.encode("gb18030"))}
    page = visit("管").post("/rights/import", trial="1", files=file)
    assert page.status_code == 200
    assert "有误 1 行、2 处" in page.text
    assert "没有 2029/13/15 这一天" in page.text
    assert "国际分类应如 29、30，现为 食品" in page.text
    assert "“颜色”列" in page.text
    assert "<li>羊排（冷冻、鲜）</li>" in page.text
    assert "条成为线索" in page.text
    assert "导入其余正确的行" in page.text
    with office[1].read() as session:
        assert session.get(RightRow, "tm-11111111") is None


def test_a_table_with_errors_is_imported_only_where_its_right_rows_are_asked_for(
    office: Office, visit: Enter
) -> None:
    file = {"file": ("名录.csv", CHINESE_TABLE.encode())}
    refused = visit("管").post("/rights/import", trial="0", files=file)
    assert refused.status_code == 400
    with office[1].read() as session:
        assert session.get(RightRow, "tm-11111111") is None
    page = visit("管").post("/rights/import", trial="0", part="right", files=file)
    assert "有误的 1 行没有导入" in page.text
    with office[1].read() as session:
        right = load_right(session, "tm-11111111")
        assert right.kind is RightKind.COLLECTIVE
        assert right.holder == "shi-li-yang-ye-xie-hui"
        assert session.get(RightRow, "tm-11111112") is None


def test_the_wrong_rows_come_back_as_a_workbook_that_imports_once_it_is_mended(
    office: Office, visit: Enter
) -> None:
    file = {"file": ("名录.csv", CHINESE_TABLE.encode())}
    content = visit("管").post("/rights/import/wrong.xlsx", files=file).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[0][-2:] == ["错误", "应填"]
    assert [row[0] for row in rows[1:]] == ["示例绿"]
    assert "没有 2029/13/15 这一天" in str(rows[1][-2])
    sheet = book.worksheets[0]
    sheet["D2"], sheet["G2"] = 29, "2029/12/15"
    mended = io.BytesIO()
    book.save(mended)
    page = visit("管").post(
        "/rights/import", trial="0", files={"file": ("改.xlsx", mended.getvalue())}
    )
    assert page.status_code == 200, page.text
    with office[1].read() as session:
        assert load_right(session, "tm-11111112").valid_until == date(2029, 12, 15)


def test_the_export_has_chinese_headings_and_changes_nothing_when_it_is_imported(
    office: Office, visit: Enter
) -> None:
    content = visit("管").get("/rights/export.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["权利"].iter_rows(values_only=True))
    (cells,) = (
        cells
        for row in rows
        if (cells := dict(zip(rows[0], row, strict=True)))["商标名称"] == "天赋河套"
    )
    assert (cells["权利种类"], cells["权利人"], cells["已核对注册证"]) == (
        "普通商标",
        "示例绿业协会",
        "是",
    )
    page = visit("管").post("/rights/import", trial="1", files={"file": ("r.xlsx", content)})
    assert "新增 <b>0</b>，更新 <b>0</b>，不变" in page.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel"),
        ("a.xlsx", b"not a zip", "不是有效的 Excel 文件"),
        ("a.csv", "姓名,年龄\n示例,3\n".encode("gb18030"), "没有找到表头"),
    ],
)
def test_a_file_that_is_no_table_of_rights_is_refused_in_one_clear_sentence(
    visit: Enter, name: str, content: bytes, words: str
) -> None:
    answer = visit("管").post("/rights/import", trial="1", files={"file": (name, content)})
    assert answer.status_code == 400
    assert words in answer.text


def test_an_import_is_undone_after_the_question(office: Office, visit: Enter) -> None:
    text = "rights: [{id: chexiao, text: 示例撤销牌}]"
    visit("管").post("/rights/import", trial="0", files={"file": ("撤.yml", text.encode())})
    page = visit("管").get("/rights").text
    assert "撤.yml" in page
    with office[1].read() as session:
        number = latest_imports(session, 1)[0].id
    assert "恢复为导入前的内容" in visit("管").post(f"/rights/imports/{number}").text
    visit("管").post(f"/rights/imports/{number}", sure="1")
    with office[1].read() as session:
        assert session.get(RightRow, "chexiao") is None
