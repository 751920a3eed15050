"""公开的风险预警: what everybody sees, what nobody sees, and who may publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest

from alerts.letters.warnings.risk_warnings import draft_warning
from alerts.letters.workflow.approval import approve
from console.web.warning_feed import build_feed
from storage.base.database import Database
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.tables import AuditRow
from storage.views.published_warnings import PublishedWarning
from tests.alerts.letters.workflow.test_risk_warnings import WRITTEN
from tests.console.sample_office import an_office, confirm_gathering
from tests.console.visitor import Visitor
from tests.servers import patient_http

ATOM = "{http://www.w3.org/2005/Atom}"
SUBJECT = "涉嫌仿冒<b>面粉</b>&“羊肉”商品信息集中出现"
Enter = Callable[[str | None], Visitor]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    settings, database = an_office(
        tmp_path_factory.mktemp("office"),
        office_name="示例市市场监督管理局",
        office_short="示市监",
        office_address="示例市示例路100号",
        office_contact="示例科室 0478-0000000",
    )
    confirm_gathering(database)
    yield settings, database
    database.close()


@pytest.fixture
def new_warning(office: tuple[Settings, Database]) -> Callable[..., int]:
    """Draft a warning on the confirmed leads; approved by 审 unless told otherwise."""
    settings, database = office

    def make(*, audience: str = "社会公众", approved: bool = True) -> int:
        today = datetime.now(OFFICE_TIME).date()
        words = {**WRITTEN, "fields.subject": SUBJECT, "fields.audience": audience}
        with database.begin() as session:
            row = draft_warning(
                session, settings, start=today - timedelta(days=9), end=today, by="甲", added=words
            )
            if approved:
                approve(session, settings, row.id, by="审", today=today)
            return row.id

    return make


def test_a_letter_s_page_sets_no_document(
    visit: Enter, office: tuple[Settings, Database], new_warning: Callable[..., int]
) -> None:
    number = new_warning(approved=False)
    template = office[0].folder("templates") / "risk-warning.docx"
    template.write_bytes(b"no document at all")
    try:
        page = visit("审").get(f"/notices/{number}")
        assert page.status_code == 200
        assert "审批通过" in page.text
        assert visit("审").get(f"/notices/{number}/preview.pdf").status_code == 400
    finally:
        template.unlink()


def _entries(visitor: Visitor) -> list[Xml.Element]:
    return Xml.fromstring(visitor.get("/warnings.xml").content).findall(f"{ATOM}entry")


def test_a_published_warning_is_there_for_everybody_and_gone_when_taken_down(
    visit: Enter, office: tuple[Settings, Database], new_warning: Callable[..., int]
) -> None:
    number, stranger, approver = new_warning(), visit(None), visit("审")
    assert stranger.get(f"/warnings/{number}").status_code == 404
    assert approver.post(f"/notices/{number}/publish").status_code == 303

    page = stranger.get(f"/warnings/{number}")
    assert page.status_code == 200
    assert "关于涉嫌仿冒&lt;b&gt;面粉&lt;/b&gt;&amp;" in page.text
    assert "所述情形均为涉嫌" in page.text
    assert "shop.invalid" in page.text
    # Neither a shop that the document does not name, nor who drafted and approved it.
    assert not [word for word in ("示例杂货铺", "甲", "审批") if word in page.text]
    assert f'href="/warnings/{number}"' in stranger.get("/warnings").text
    entry = next(e for e in _entries(stranger) if SUBJECT in str(e.findtext(f"{ATOM}title")))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/warnings/{number}")

    assert approver.post(f"/notices/{number}/unpublish", why="有误").status_code == 303
    assert stranger.get(f"/warnings/{number}").status_code == 404
    assert f"/warnings/{number}" not in stranger.get("/warnings").text
    with office[1].read() as session:
        acts = [
            row.act for row in session.query(AuditRow).filter_by(subject=f"notice:{number}")
        ]  # fmt: skip
    assert acts[-2:] == ["notice.publish", "notice.unpublish"]


def test_a_letter_that_is_given_up_leaves_the_public_page(
    visit: Enter, new_warning: Callable[..., int]
) -> None:
    number = new_warning()
    visit("管").post(f"/notices/{number}/publish")
    assert visit(None).get(f"/warnings/{number}").status_code == 200
    visit("甲").post(f"/notices/{number}/withdraw", why="数据有误")
    assert visit(None).get(f"/warnings/{number}").status_code == 404


@pytest.mark.parametrize("changed", [{"audience": "相关企业"}, {"approved": False}])
def test_only_an_approved_warning_for_the_public_is_published(
    visit: Enter, new_warning: Callable[..., int], changed: dict[str, object]
) -> None:
    number = new_warning(**changed)
    assert visit("审").post(f"/notices/{number}/publish").status_code == 409
    assert "公开发布</button>" not in visit("审").get(f"/notices/{number}").text
    assert visit(None).get(f"/warnings/{number}").status_code == 404


def test_the_button_is_shown_to_approvers_only(
    visit: Enter, new_warning: Callable[..., int]
) -> None:
    number = new_warning()
    assert "公开发布</button>" in visit("审").get(f"/notices/{number}").text
    assert "公开发布</button>" not in visit("甲").get(f"/notices/{number}").text
    visit("审").post(f"/notices/{number}/publish")
    assert "撤下</button>" in visit("审").get(f"/notices/{number}").text
    assert visit("审").post(f"/notices/{number}/publish").status_code == 409


@pytest.mark.parametrize("path", ["/warnings", "/warnings.xml", "/warnings/{id}"])
def test_a_public_page_may_be_kept_and_holds_nobody_s_session(
    address: str, visit: Enter, new_warning: Callable[..., int], path: str
) -> None:
    number = new_warning()
    visit("审").post(f"/notices/{number}/publish")
    place = path.replace("{id}", str(number))
    fresh = patient_http.get(address + place)
    assert fresh.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in fresh.headers
    assert visit("审").get(place).content == fresh.content
    again = patient_http.get(address + place, headers={"if-none-match": fresh.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_feed_is_atom_whatever_a_title_holds() -> None:
    warning = PublishedWarning(
        id=7, number="示〔2026〕1号", title="]]><script>&\x00\ud800", at=datetime.now(UTC),
        sha256="0" * 64, blocks=[],
    )  # fmt: skip
    feed = Xml.fromstring(build_feed([warning], office="示例局", address="https://a.invalid"))
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "]]><script>&（示〔2026〕1号）"
    for parent in (feed, entry):  # RFC 4287, 4.1: each needs an id, a title and a moment
        assert all(parent.findtext(ATOM + name) for name in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "示例局"


def test_an_empty_feed_is_still_a_feed() -> None:
    feed = Xml.fromstring(build_feed([], office="示例局", address="https://a.invalid"))
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
