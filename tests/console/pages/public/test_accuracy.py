"""准确性年度报告: public once an approver published a year, its figures fixed then."""

from __future__ import annotations

from collections.abc import Callable

from storage.appeals.accuracy_publication import publish_accuracy
from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.records.outside.accuracy import AccuracyFigures, AccuracyRow
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
ROW = AccuracyRow(
    name="合计", keys=(), noticed=40, acted=30, withdrawn=1, appealed=4, upheld=2, wrong=3
)


def test_a_year_is_public_from_its_publication_on(office: Office, visit: Enter) -> None:
    year = today().year
    public, approver = visit(None), visit("审")
    assert "尚未公布" in public.get("/accuracy").text
    assert public.get(f"/accuracy/{year}").status_code == 404
    page = approver.get("/statistics/accuracy").text
    assert "没有可以公布的数字" in page
    assert (
        visit("甲").post("/statistics/accuracy", act="publish", year=str(year)).status_code == 403
    )
    assert approver.post("/statistics/accuracy", act="publish", year=str(year)).status_code == 303
    assert "不公布数字" in public.get("/accuracy").text
    assert public.get(f"/accuracy/{year}.json").json()["suppressed"] is True
    asked = approver.post("/statistics/accuracy", act="withdraw", year=str(year))
    assert "撤下" in asked.text
    sure = approver.post("/statistics/accuracy", act="withdraw", year=str(year), sure="1")
    assert sure.status_code == 303
    assert public.get(f"/accuracy/{year}").status_code == 404


def test_the_published_figures_stand_on_the_page_and_in_files(office: Office, visit: Enter) -> None:
    figures = AccuracyFigures(
        year=2024, office="示例局", counted_on="2025-03-01", total=ROW, by_kind=(ROW,), by_platform=(ROW,)
    )  # fmt: skip
    with office[1].begin() as session:
        publish_accuracy(session, figures, actor="审")
    page = visit(None).get("/accuracy/2024").text
    assert "7.5%" in page
    assert "/accuracy/2024.csv" in page
    assert visit(None).get("/accuracy/2024.xlsx").content.startswith(b"PK")
    assert "wrong_rate" in visit(None).get("/accuracy/2024.csv").text
    assert visit(None).get("/accuracy/2024.docx").status_code == 404
