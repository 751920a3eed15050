"""仿冒网站: a file of names is compared, officers settle, nothing is asked of the network by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from console.work.lookalike_sites import ask_names
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.lookalikes.store import PageComparison, keep_comparison
from storage.rights.store import load_holder
from storage.tables import LookalikeSiteRow, LookalikeState
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
NAMES = "domain\ntianfuhetao.com\ntianfuhetao-shop.top\nexample.org\n"


@pytest.fixture(autouse=True)
def no_sites_of_other_tests(office: Office) -> Iterator[None]:
    yield
    with office[1].begin() as session:
        session.execute(sa.delete(LookalikeSiteRow))


def compare(visit: Enter, text: str = NAMES) -> str:
    file = ("新域名.csv", text.encode(), "text/csv")
    return visit("甲").post("/site-leads/names", files=[("file", file)]).headers["location"]


def sites(office: Office) -> dict[str, LookalikeSiteRow]:
    with office[1].read() as session:
        return {row.host: row for row in session.scalars(sa.select(LookalikeSiteRow))}


def test_names_of_a_file_are_compared_and_each_site_is_entered_once(
    office: Office, visit: Enter
) -> None:
    where = compare(visit)
    assert "compared=3&fresh=2" in where
    page = visit("看").get(where).text
    assert "tianfuhetao-shop.top" in page
    assert "example.org" not in page
    assert "新域名.csv" in page
    assert "fresh=0" in compare(visit)
    rows = sites(office)
    assert rows["tianfuhetao.com"].manner == "suffix"
    assert rows["tianfuhetao.com"].right_id == "tianfu-hetao"
    assert rows["tianfuhetao.com"].holder_id == "lvye"


def test_a_holders_own_site_is_like_nobody_and_names_the_page_to_compare_with(
    office: Office, visit: Enter
) -> None:
    answer = visit("管").post(
        "/holders/lvye", name="示例绿业协会", tier="1", verified="1",
        websites="https://www.tianfuhetao.com/、www.shilidian.cn",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "www.tianfuhetao.com、www.shilidian.cn" in visit("管").get("/holders/lvye").text
    refused = visit("管").post("/holders/lvye", name="示例绿业协会", tier="1", websites="没有点")
    assert "不是网站域名" in refused.text
    compare(visit)
    rows = sites(office)
    assert set(rows) == {"tianfuhetao-shop.top"}
    assert rows["tianfuhetao-shop.top"].own_site == "tianfuhetao.com"
    with office[1].begin() as session:
        holder = load_holder(session, "lvye")
        assert holder.websites == ("www.tianfuhetao.com", "www.shilidian.cn")


def test_a_site_whose_page_is_alike_is_a_lead_that_officers_settle(
    office: Office, visit: Enter
) -> None:
    compare(visit, "tianfuhetao-mall.com")
    (row,) = sites(office).values()
    comparison = PageComparison(
        state=LookalikeState.LEAD, title="示例商城", text_likeness=0.9,
        grounds=("页面出现权利标识“天赋河套”",),
    )  # fmt: skip
    with office[1].begin() as session:
        keep_comparison(session, row.id, comparison, by="甲")
    page = visit("看").get("/site-leads").text
    assert "页面出现权利标识" in page
    assert "示例协会" not in page
    assert visit("甲").post(f"/site-leads/{row.id}", state="asked").status_code == 303
    with office[1].begin() as session:
        keep_comparison(session, row.id, comparison, by="甲")
    assert sites(office)["tianfuhetao-mall.com"].state is LookalikeState.ASKED
    assert visit("甲").post(f"/site-leads/{row.id}", state="lead").status_code == 303
    assert sites(office)["tianfuhetao-mall.com"].state is LookalikeState.LEAD
    assert visit("甲").post(f"/site-leads/{row.id}", state="new").status_code == 409
    assert visit("甲").post("/site-leads/999999", state="asked").status_code == 404


def test_bad_files_are_refused_in_words(visit: Enter) -> None:
    packed = ("a.zip", b"PK\x03\x04", "application/zip")
    assert "请先解压" in visit("甲").post("/site-leads/names", files=[("file", packed)]).text
    assert visit("甲").post("/site-leads/names").status_code == 400


def test_no_name_is_asked_for_unless_the_setting_allows_it(office: Office, visit: Enter) -> None:
    settings, database = office
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        if host != "tianfuhetao.top":
            raise OSError if len(asked) % 2 else UnicodeError  # unknown, or no name at all
        return ["192.0.2.7"]

    with pytest.raises(Refused):
        ask_names(database, settings, by="甲", lookup=lookup)
    assert asked == []
    assert visit("甲").post("/site-leads/lookups").status_code == 409

    allowed = settings.model_copy(update={"lookalike_lookups": True})
    rows = ask_names(database, allowed, limit=40, by="甲", lookup=lookup)
    assert [(row.host, row.source) for row in rows] == [("tianfuhetao.top", "dns")]
    assert len(asked) == 40
