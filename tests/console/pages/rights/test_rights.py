"""Rights in the console: imported from files, on trial first; the template imports as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import (
    RightRow,
)
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


RIGHTS = """
holders: [{id: shili, name: 示例协会}]
rights: [{id: naipi, text: 示例奶皮子, holder: shili, classes: [29]}]
"""


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
