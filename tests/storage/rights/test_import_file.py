"""Rights files are read strictly: what is not understood is named, never dropped."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records import (
    AuthorisedSeller,
    Meaning,
    Origin,
    OtherOwner,
    Right,
    RightKind,
    RightsBook,
    Sense,
)
from storage.rights.export_file import rights_document
from storage.rights.export_sheets import rights_workbook
from storage.rights.import_file import (
    read_rights,
    read_rights_bytes,
    read_rights_file,
    read_rights_import,
)
from storage.rights.import_lines import meanings_text, owners_text
from storage.rights.import_records import RIGHT_KEYS

WHOLE = """
holders:
  - {id: lvye, name: 示例绿野食品, email: a@example.org, tier: 1}
rights:
  - id: tianfu
    text: 天赋河套
    aliases: [TIANFU HETAO]
    kind: collective
    registration_no: "1234567"
    classes: [29, 30]
    goods: [面粉, 羊肉]
    holder: lvye
    valid_until: 2030-01-01
    authorised_sellers: [甲店, {shop: 乙店, platform: shop.example, valid_until: 2027-12-31}]
    origin: {places: [巴彦淖尔], season: "07-01/10-31"}
    reference_prices: [{goods: 面粉, unit: kg, low: 5, high: 12.5}]
"""


def written(folder: Path, text: str | bytes, name: str = "rights.yml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_key_of_the_format_is_read(tmp_path: Path) -> None:
    book = read_rights_file(written(tmp_path, WHOLE))
    right = book.rights[0]
    assert book.holders[0].tier == 1
    assert right.kind is RightKind.COLLECTIVE
    assert right.classes == (29, 30)
    assert right.valid_until == date(2030, 1, 1)
    assert right.authorised_sellers[0] == AuthorisedSeller(shop="甲店")
    assert right.authorised_sellers[1].valid_until == date(2027, 12, 31)
    assert right.origin == Origin(places=("巴彦淖尔",), season="07-01/10-31")
    assert right.reference_prices[0].high == Decimal("12.5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_that_offices_send_are_read(tmp_path: Path, encoding: str) -> None:
    book = read_rights_file(written(tmp_path, WHOLE.encode(encoding)))
    assert book.rights[0].text == "天赋河套"


def test_the_suffix_is_not_trusted(tmp_path: Path) -> None:
    table = "id,text,classes,goods,authorised_sellers\nr1,天赋河套,29;30,面粉；羊肉,甲店|乙店\n"
    right = read_rights_file(written(tmp_path, table, "rights.yml")).rights[0]
    assert right.goods == ("面粉", "羊肉")
    assert [seller.shop for seller in right.authorised_sellers] == ["甲店", "乙店"]
    json = '{"rights": [{"id": "r1", "text": "天赋河套"}]}'
    assert read_rights_file(written(tmp_path, json, "rights.csv")).rights[0].id == "r1"


def test_a_workbook_holds_rights_and_holders(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text", "holder", "valid_until"])
    sheet.append(["r1", "天赋河套", "h", date(2030, 1, 1)])
    holders = book.create_sheet("holders")
    holders.append(["id", "name"])
    holders.append(["h", "示例协会"])
    book.save(tmp_path / "rights.dat")
    read = read_rights_file(tmp_path / "rights.dat")
    assert read.rights[0].valid_until == date(2030, 1, 1)
    assert read.holders[0].name == "示例协会"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("rights:\n - {id: a, text: b, authorised_seller: [x]}", "authorised_seller"),
        ("rights:\n - {id: a, text: b, origin: {place: x}}", "place"),
        ("owners: []", "owners"),
        ("rights:\n - {id: a}", "'text' is missing"),
        ("rights:\n - {text: a}", "'id' is missing"),
        ("holders:\n - {id: a}", "'name' is missing"),
        ("rights:\n - {id: a, text: '   '}", "'text' is missing"),
        ("rights:\n - {id: a, text: '!?'}", "no letter"),
        ("rights:\n - {id: a, text: b}\n - {id: a, text: c}", "stands twice"),
        ("rights:\n - {id: a, text: b, text: c}", "stands twice"),
        ("rights:\n - {id: a, text: b, kind: mark}", "kind"),
        ("rights:\n - {id: a, text: b, classes: [46]}", "Nice class"),
        ("rights:\n - {id: a, text: b, valid_until: soon}", "date"),
        ("rights:\n - {id: a, text: b, origin: {season: '13-01/02-30'}}", "MM-DD"),
        (
            "rights:\n - {id: a, text: b, authorised_sellers:"
            " [{shop: c, valid_from: 2027-01-01, valid_until: 2026-01-01}]}",
            "valid_until: the licence ends before it starts",
        ),
        (
            "rights:\n - {id: a, text: b, valid_from: 2027-01-01, valid_until: 2026-01-01}",
            "valid_until: the right ends before it starts",
        ),
        ("rights: [", "broken YAML"),
        ("rights: {a: b}", "expected a list"),
        ("just words", "expected keys"),
        ("", "empty"),
        ("holders: []\nrights: []", "no rights"),
        (b"PK\x03\x04rubbish", "workbook"),
        (b"\xff\xfe\x00\x81", "neither UTF-8 nor GB18030"),
        ("id,text\nr1,a,b\n", "without a column name"),
        ('id,text\nr1,"a\n', "CSV"),
        ("id,text,colour\nr1,a,red\n", "colour"),
    ],
)
def test_what_is_not_understood_is_named(tmp_path: Path, text: str | bytes, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_rights_file(written(tmp_path, text))
    assert place in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_rights_file(tmp_path / "nowhere.yml")


def test_the_place_of_broken_yaml_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 3"):
        read_rights_file(written(tmp_path, "rights:\n - {id: a, text: b\n - x"))


@pytest.mark.parametrize(
    ("right", "words"),
    [
        ({"id": "x"}, "第 1 项中的“x”：缺少“text”"),
        ({"id": "x", "text": "字", "colour": "red"}, "无法识别“colour”"),
        ({"id": "x", "text": "字", "classes": [99]}, "“99”不是商品分类"),
        ({"id": "x", "text": "字", "kind": "song"}, "没有“song”这一种类"),
        ({"id": "x", "text": "字", "valid_until": "soon"}, "日期应如 2027-12-31"),
        ({"id": "x", "text": "…"}, "没有可查找的字"),
        ({"id": "x", "text": "字", "origin": {"season": "夏"}}, "产季应如"),
    ],
)
def test_a_fault_in_a_rights_file_is_named_in_chinese_with_its_place(
    right: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_rights({"rights": [right]}, "权利.yml")
    text = caught.value.text(Language.CHINESE)
    assert words in text
    assert text.startswith("权利.yml")


RECORD = """
rights:
  - id: lanhe
    text: 岚河黑米
    goods: 黑米，糙米/米粉、杂粮;糕点；饼干
    well_known: true
    place: 岚河
    product: [黑米, 米]
    meanings:
      - {text: 岚河黑米, sense: variety, note: 地方水稻品种}
      - {text: 岚河, sense: place}
    other_owners:
      - text: 岚河红
        owner: 示例酒业
        shops: 示例酒业旗舰店，示例酒业直销店
        goods: 白酒/米酒
        since: 1998-05-01
        note: 第33类
    notes: 只到年份；来源待核
"""


def test_the_record_of_a_right_is_read_whole(tmp_path: Path) -> None:
    right = read_rights_file(written(tmp_path, RECORD)).rights[0]
    assert right.goods == ("黑米", "糙米", "米粉", "杂粮", "糕点", "饼干")
    assert right.well_known
    assert (right.place, right.product) == (("岚河",), ("黑米", "米"))
    assert right.meanings == (
        Meaning(text="岚河黑米", sense=Sense.VARIETY, note="地方水稻品种"),
        Meaning(text="岚河", sense=Sense.PLACE),
    )
    assert right.other_owners == (
        OtherOwner(
            text="岚河红",
            owner="示例酒业",
            shops=("示例酒业旗舰店", "示例酒业直销店"),
            goods=("白酒", "米酒"),
            since=date(1998, 5, 1),
            note="第33类",
        ),
    )
    assert right.notes == ("只到年份；来源待核",)


def test_a_right_comes_back_from_the_entry_that_it_writes(tmp_path: Path) -> None:
    for text in (WHOLE, RECORD):
        book = read_rights_file(written(tmp_path, text))
        assert read_rights(rights_document(book), "rights") == book


def test_a_table_holds_meanings_and_signs_of_others_as_lines(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text", "well_known", "place", "meanings", "other_owners"])
    right = read_rights_file(written(tmp_path, RECORD)).rights[0]
    sheet.append(
        ["lanhe", "岚河黑米", "是", "岚河、岚河县", meanings_text(right.meanings),
         owners_text(right.other_owners)]
    )  # fmt: skip
    book.save(tmp_path / "rights.xlsx")
    read = read_rights_file(tmp_path / "rights.xlsx").rights[0]
    assert read.meanings == right.meanings
    assert read.other_owners == right.other_owners
    assert read.well_known
    assert read.place == ("岚河", "岚河县")


def test_a_mark_of_a_list_inside_brackets_parts_nothing(tmp_path: Path) -> None:
    text = "rights:\n - {id: a, text: b, goods: '服装（内衣、裤子），鞋'}"
    assert read_rights_file(written(tmp_path, text)).rights[0].goods == ("服装（内衣、裤子）", "鞋")


@pytest.mark.parametrize(
    ("entry", "line", "words"),
    [
        ("meanings:\n      - {text: 岚河, sense: river}", 5, "unknown sense 'river'"),
        ("meanings:\n      - {text: 岚河, sens: place}", 5, "unknown key 'sens'"),
        ("meanings:\n      - {text: 岚河}", 5, "'sense' is missing"),
        ("meanings:\n      - text: 岚河\n        sense: [place]", 6, "unknown sense"),
        ("meanings: {text: 岚河}", 4, "meanings (line 4): expected a list"),
        ("other_owners:\n      - {text: 岚河红, holder: x}", 5, "unknown key 'holder'"),
        ("other_owners:\n      - text: a\n        owner: b\n        since: 久", 7, "date"),
        ("other_owners: [岚河红]", 4, "expected keys and values"),
        ("well_known: perhaps", 4, "well_known (line 4): expected true or false"),
        ("place: {name: 岚河}", 4, "place (line 4): expected a text"),
        ("product: [[黑米]]", 4, "product (line 4)[1]: expected a text"),
        ("notice: x", 4, "(line 4): unknown key 'notice'"),
    ],
)
def test_a_fault_in_the_record_of_a_right_is_named_with_its_line(
    tmp_path: Path, entry: str, line: int, words: str
) -> None:
    text = f"rights:\n  - id: lanhe\n    text: 岚河黑米\n    {entry}\n"
    with pytest.raises(BadInput) as refused:
        read_rights_file(written(tmp_path, text))
    assert f"(line {line})" in str(refused.value)
    assert words in str(refused.value)
    assert "'lanhe'" in str(refused.value)


def test_a_fault_in_a_table_names_its_row(tmp_path: Path) -> None:
    table = "id,text,meanings\nr1,岚河,\nr2,岚河黑米,岚河|河流\n"
    with pytest.raises(BadInput) as refused:
        read_rights_file(written(tmp_path, table))
    assert "row 3: meanings[1]: sense: unknown sense '河流'" in str(refused.value)


@pytest.mark.parametrize("text", [WHOLE, RECORD])
def test_a_workbook_that_is_written_imports_as_the_same_records(tmp_path: Path, text: str) -> None:
    book = read_rights_file(written(tmp_path, text))
    (tmp_path / "out.xlsx").write_bytes(rights_workbook(book))
    assert read_rights_file(tmp_path / "out.xlsx") == book


def test_a_cell_reads_as_an_officer_types_it_where_nothing_is_lost(tmp_path: Path) -> None:
    book = read_rights_file(written(tmp_path, RECORD))
    (tmp_path / "out.xlsx").write_bytes(rights_workbook(book))
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["rights"].iter_rows(values_only=True))
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["product"] == "黑米、米"
    assert cells["meanings"] == "岚河黑米 | 品种 | 地方水稻品种\n岚河 | 地名"
    assert cells["authorised_sellers"] is None


def test_every_key_of_a_right_is_a_column_of_the_workbook() -> None:
    fields = {field.name for field in dataclasses.fields(Right)}
    assert set(RIGHT_KEYS) == fields


def test_the_example_of_the_handbook_is_read(tmp_path: Path) -> None:
    handbook = Path(__file__).parents[3] / "docs" / "rights-file.zh-CN.md"
    (example,) = re.findall(r"```yaml\n(.*?)```", handbook.read_text("utf-8"), re.DOTALL)
    right = read_rights_file(written(tmp_path, example)).rights[0]
    assert right.goods == ("河蟹", "螃蟹")
    assert right.meanings[0].sense is Sense.GENERIC
    assert right.other_owners[0].goods == ("白酒",)


def test_every_fault_of_a_file_is_named_at_once() -> None:
    text = """holders:
  - {id: h, name: 示例协会, mail: x}
rights:
  - {id: a, text: 示例一, classes: [99]}
  - id: a
    kind: nothing
    valid_until: soon
surplus: 1
"""
    entries = read_rights_import(text.encode(), "rights.yml", RightsBook())
    assert entries.book == RightsBook()
    words = [fault.text(Language.CHINESE) for fault in entries.faults]
    assert [fault.row for fault in entries.faults if fault.row] == [2, 4, 5, 6, 7, 8]
    for part in ("surplus", "mail", "99", "nothing", "soon", "text", "“a”"):
        assert any(part in line for line in words), part
    with pytest.raises(BadInput) as refused:
        read_rights_bytes(text.encode(), "rights.yml")
    assert len(str(refused.value).splitlines()) == len(words) + 1


def test_two_ids_that_differ_by_a_blank_are_one() -> None:
    text = "rights: [{id: a, text: 示例一}, {id: ' a', text: 示例二}]"
    with pytest.raises(BadInput) as refused:
        read_rights_bytes(text.encode(), "rights.yml")
    assert refused.value.code == "rights-file.twice"
