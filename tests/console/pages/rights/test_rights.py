"""Rights in the console: imported from files, on trial first; the template imports as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.records import Right, RightKind, RightsBook
from storage.rights.import_file import read_rights_file
from storage.rights.store import import_rights, load_rights
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


def test_a_right_without_a_sign_has_no_prior(office: Office, visit: Enter) -> None:
    patent = Right(id="tangbao", text="示例专利", kind=RightKind.PATENT)
    with office[1].begin() as session:
        import_rights(session, RightsBook(rights=(patent,)))
    assert 'id="priors"' not in visit("看").get("/rights/tangbao").text
