from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_file import write_report
from alerts.reports.report_tables import Report, Table, make_report
from storage.base.database import Database
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lifecycle import advance, decide, undo
from storage.records import Operator
from storage.tables import LeadRow
from tests.alerts.conftest import FLOUR, OpenLead
from tests.console.command import Office, Result


def today() -> date:
    return datetime.now(OFFICE_TIME).date()


@pytest.fixture
def month(database: Database, new_lead: OpenLead) -> ReportPeriod:
    """A month with four leads: one removed, one dismissed, one undone, one of an earlier month."""
    far = dataclasses.replace(
        FLOUR, platform="b.example", shop="=SUM(A1)", operator=Operator(address="山东省济南市")
    )
    with database.begin() as session:
        removed, dismissed, undone, old = (
            new_lead(session, listing) for listing in (FLOUR, far, FLOUR, FLOUR)
        )
        decide(session, removed, Verdict.CONFIRMED, officer="li", reason="same_mark")
        advance(session, removed, LeadState.NOTICED, actor="li")
        advance(session, removed, LeadState.REMOVED, actor="system")
        decide(session, dismissed, Verdict.DISMISSED, officer="li", reason="place_name")
        decide(session, undone, Verdict.CONFIRMED, officer="li", reason="same_mark")
        undo(session, undone, officer="li")
        row = session.get_one(LeadRow, old)
        row.opened_at -= timedelta(days=40)
    return ReportPeriod(first=today() - timedelta(days=29), last=today())


def made(database: Database, settings: Settings, period: ReportPeriod) -> Report:
    with database.read() as session:
        return make_report(session, settings, period)


def table(report: Report, title: str) -> Table:
    return next(table for table in report.tables if table.title.startswith(title))


@pytest.mark.both_databases
def test_each_figure_counts_what_its_definition_says(
    database: Database, settings: Settings, month: ReportPeriod
) -> None:
    report = made(database, settings, month)
    rows = {row[0]: row[1:] for row in table(report, "总体情况").rows}
    assert rows["新增线索"] == (3, 1, 2)
    assert rows["确认"] == (1, 0, 1)
    assert rows["排除"] == (1, 0, 1)
    assert rows["下架"] == (1, 0, 1)
    assert rows["复现"] == (0, 0, 0)
    assert "确认率 50%（以本期确认和排除的 2 条为基数，本期新增 3 条）" in report.summary[1]
    defined = {name for name, _ in report.definitions}
    assert set(table(report, "按平台").header[1:]) <= defined


def test_regions_are_banners_at_home_and_provinces_elsewhere(
    database: Database, settings: Settings, month: ReportPeriod
) -> None:
    report = made(database, settings, month)
    regions = {row[0]: row[1] for row in table(report, "按旗县区").rows}
    assert regions == {"临河区": 2, "山东省": 1}
    assert [row[0] for row in table(report, "按平台").rows] == ["shop.example", "b.example"]


def test_the_workbook_holds_the_tables_and_no_formula(
    database: Database, settings: Settings, month: ReportPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    with database.begin() as session:
        write_report(session, settings, month, path)
    book = load_workbook(path)
    assert {"概要", "总体情况", "按平台", "指标定义"} <= set(book.sheetnames)
    assert book["总体情况"]["B2"].value == 3
    assert len(book["按平台"]._charts) == 1
    assert not [c for s in book for row in s for c in row if c.data_type == "f"]


def test_the_document_holds_summary_tables_and_definitions(
    database: Database, settings: Settings, month: ReportPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    with database.begin() as session:
        report = write_report(session, settings, month, path)
    document = Document(str(path))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert report.summary[0] in text
    assert "复查发现商品信息已不存在" in text
    assert settings.office_name in text
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == ["新增线索", "3", "1", "2"]


def test_the_document_draws_its_tables_as_figures_and_says_them_in_words(
    database: Database, settings: Settings, month: ReportPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    with database.begin() as session:
        write_report(session, settings, month, path)
    shapes = Document(str(path)).inline_shapes
    descriptions = [shape._inline.docPr.get("descr") for shape in shapes]
    assert "总体情况：新增线索 本期 3、上期 1；确认 本期 1、上期 0" in descriptions[0]
    assert "按平台：shop.example 新增线索 2、确认 1；b.example 新增线索 1、确认 0" in descriptions
    assert not [words for words in descriptions if words.startswith("按权利")], (
        "one row is no chart"
    )
    assert all(round(shape.width.mm) == 156 for shape in shapes)
    # An exact line height would clip the picture to the line's height.
    lines = [p for p in Document(str(path)).paragraphs if p._p.xpath(".//w:drawing")]
    assert [p.paragraph_format.line_spacing for p in lines] == [1.0] * len(shapes)
    headings = [p for p in Document(str(path)).paragraphs if "、按" in p.text[:4]]
    assert headings
    assert all(p.paragraph_format.keep_with_next for p in headings)


def test_without_a_chinese_typeface_the_document_has_its_tables_alone(
    database: Database,
    settings: Settings,
    month: ReportPeriod,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alerts.text.typeface.chinese_typeface", lambda: None)
    path = tmp_path / "report.docx"
    with database.begin() as session:
        write_report(session, settings, month, path)
    document = Document(str(path))
    assert not document.inline_shapes
    assert document.tables[0].rows[1].cells[1].text == "3"


def test_a_chart_of_the_workbook_shows_both_columns_and_prints_on_one_page(
    database: Database, settings: Settings, month: ReportPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    with database.begin() as session:
        write_report(session, settings, month, path)
    sheet = load_workbook(path)["总体情况"]
    names = [series.tx.strRef.f for series in sheet._charts[0].series]
    assert [name.split("!")[1] for name in names] == ["$B$1", "$C$1"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 1), (None, None))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_an_empty_period_says_so(database: Database, settings: Settings, tmp_path: Path) -> None:
    period = ReportPeriod(first=date(2020, 1, 1), last=date(2020, 1, 31))
    with database.read() as session:
        for suffix in ("docx", "xlsx"):
            write_report(session, settings, period, tmp_path / f"r.{suffix}")
    text = [p.text for p in Document(str(tmp_path / "r.docx")).paragraphs]
    assert "本期无数据。" in text


def test_a_report_that_cannot_be_written_leaves_nothing(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    period = ReportPeriod(first=date(2026, 1, 1), last=date(2026, 1, 31))
    with database.read() as session:
        with pytest.raises(BadInput, match=r"\.docx or \.xlsx"):
            write_report(session, settings, period, tmp_path / "report.pdf")
        with pytest.raises(StoreUnavailable):
            write_report(session, settings, period, tmp_path / "absent" / "report.docx")
    assert not list(tmp_path.glob(".report*"))


def test_the_command_wants_a_period_that_runs_forward(settings: Settings, tmp_path: Path) -> None:
    office = Office(settings.home, settings.database)

    def run(first: str, last: str) -> Result:
        return office.run("report", "--from", first, "--to", last, "-o", str(tmp_path / "r.xlsx"))

    backward = run("2026-10-31", "2026-10-01")
    assert (backward.returncode, len(backward.stderr.splitlines())) == (2, 1)
    assert run("2026-13-01", "2026-10-01").returncode == 2
    assert run("2026-10-01", "2026-10-31").returncode == 0
    assert (tmp_path / "r.xlsx").is_file()


def test_the_signature_follows_text(
    database: Database, settings: Settings, month: ReportPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "r.docx"
    with database.read() as session:
        write_report(session, settings, month, path)
    document = Document(str(path))
    signature = next(
        n for n, paragraph in enumerate(document.paragraphs) if paragraph.style.name == "落款前"
    )
    assert document.paragraphs[signature - 1].paragraph_format.keep_with_next
