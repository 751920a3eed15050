"""统计与报告: the report's figures on a page, each leading to its rows, and as files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from docx import Document
from openpyxl import load_workbook

from alerts.followup.verdicts import give_verdict
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


@pytest.fixture(scope="module", autouse=True)
def _filled(office: Office) -> None:
    settings, database = office
    add_leads(database, ["天斌河套 面粉"], location="山东省济南市")
    add_leads(database, ["天赋河套 羊肉"], location="内蒙古巴彦淖尔市五原县", shop="另一店")
    add_leads(database, ["天赋河套 酸奶"], location="内蒙古赤峰市")
    with database.begin() as session:
        give_verdict(
            session, 1, Verdict.CONFIRMED, officer="甲", reason="no_licence", settings=settings
        )


def test_the_page_shows_the_figures_of_the_report(visit: Enter) -> None:
    page = visit("看").get("/statistics").text
    for words in (
        "新增线索 15 条",
        "核查确认 1 条",
        "按旗县区",
        "五原县",
        "山东省",
    ):
        assert words in page


def test_tables_that_read_every_listing_again_are_shown_when_asked_for(visit: Enter) -> None:
    assert "平台处置情况" not in visit("看").get("/statistics").text
    for words in ("平台处置情况", "重复涉嫌侵权的经营者", "新出现的变形"):
        assert words in visit("看").get("/statistics?more=1").text


def test_new_leads_of_a_row_lead_to_as_many_rows(visit: Enter) -> None:
    visitor = visit("看")
    page = visitor.get("/statistics").text
    links = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', page)
    assert len(links) > 6
    for where, count in links:
        total = re.search(r"共 <b>(\d+)</b> 条", visitor.get(unescape(where)).text)
        assert total is not None
        assert total[1] == count, where
    # 赤峰 lies in a province that is split into its cities: no filter shows exactly its row.
    assert re.search(r"<td>内蒙古自治区</td><td class=\"num\">1</td>", page)


def test_a_narrower_page_counts_less_and_says_so(visit: Enter) -> None:
    page = visit("看").get("/statistics?region=37").text
    assert "本报告仅统计经营者所在地“山东省”的线索" in page
    assert "新增线索 1 条" in page
    assert "显示平台处置" not in page
    assert "新增线索 0 条" in visit("看").get("/statistics?until=2020-01-31&since=2020-01-01").text


def test_the_report_comes_as_docx_and_xlsx_with_the_same_figures(visit: Enter) -> None:
    visitor = visit("甲")
    document = visitor.get("/statistics/report.docx?region=37")
    text = "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(document.content)).paragraphs
    )
    assert "本报告仅统计经营者所在地“山东省”的线索" in text
    assert "新增线索 1 条" in text
    sheet = visitor.get("/statistics/report.xlsx")
    book = load_workbook(io.BytesIO(sheet.content))
    assert ("新增线索", 15) in {tuple(row[:2]) for row in book["总体情况"].values}
    assert visitor.get("/statistics/report.exe").status_code == 404
    assert "report.export" in visit("管").get("/audit").text


def test_an_unknown_right_is_refused_and_a_turned_period_is_put_right(visit: Enter) -> None:
    assert visit("看").get("/statistics?right=nothing").status_code == 404
    assert visit("看").get("/statistics?since=2026-12-01&until=2026-01-01").status_code == 200
    assert visit("看").get("/statistics?since=x&region=%25").status_code == 200
