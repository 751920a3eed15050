"""Exports of the queue hold what the page shows, and formulas as text."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl

from storage.base.database import Database
from storage.base.settings import Settings
from storage.records import NextStep
from storage.tables import LeadRow
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_an_export_holds_the_view_and_keeps_formulas_as_text(office: Office, visit: Enter) -> None:
    titles = ['=HYPERLINK("http://x") 导出 天赋河套', "+1 导出 天赋河套", "@导出 天赋河套"]
    add_leads(office[1], titles)
    lines = visit("看").get("/leads/export.csv?tab=all&q=导出").text.splitlines()
    assert len(lines) == 4
    assert all("'=" in line or "'+" in line or "'@" in line for line in lines[1:])
    book = openpyxl.load_workbook(
        io.BytesIO(visit("看").get("/leads/export.xlsx?tab=all&q=导出").content)
    )
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]  # type: ignore[union-attr]
    assert all(cell.data_type != "f" for cell in cells)
    assert {cell.value for cell in cells} >= set(titles)
    assert len(visit("看").get("/leads/export.jsonl?tab=all&q=导出").text.splitlines()) == 3
    assert visit("看").get("/leads/export.pdf").status_code == 404


def test_the_next_step_is_a_column_a_filter_and_a_field_of_a_line(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 待购样"])
    with office[1].begin() as session:
        session.get_one(LeadRow, lead).next_step = NextStep.TEST_PURCHASE.value
    visitor = visit("看")
    page = visitor.get("/leads?tab=all&step=test_purchase").text
    assert f'href="/leads/{lead}?' in page
    assert page.count('data-step="test_purchase">购样鉴别') == 1
    assert 'data-step="letter"' not in page
    assert '<option value="refer">另案移送</option>' in page
    lines = visitor.get("/leads/export.csv?tab=all&step=test_purchase").text.splitlines()
    assert lines[0].split(",")[-3:] == ["next_step", "assignee", "due_on"]
    assert [line.split(",")[-3:] for line in lines[1:]] == [["test_purchase", "", ""]]
