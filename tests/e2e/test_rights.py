"""Rights, licences and holders by hand and by file, in the browser of an administrator."""

from __future__ import annotations

import csv
import io

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.rights.store import load_holder, load_right
from storage.tables import OutboxRow
from tests.console.sample_office import add_leads
from tests.e2e.conftest import sign_in

Office = tuple[Settings, Database]


def test_a_holder_and_a_right_are_entered_and_the_mark_is_tried_first(
    window: Page, office: Office
) -> None:
    sign_in(window, "管")
    window.goto("/holders/new")
    window.get_by_label("编号").fill("shili")
    window.get_by_label("名称").fill("示例乳业")
    window.get_by_label("保护等级").select_option("1")
    window.get_by_label("告警邮箱").fill("alerts@shili.invalid")
    window.get_by_role("button", name="保存").click()
    expect(window.locator("main")).to_contain_text("示例乳业")

    window.goto("/rights/new")
    window.get_by_label("编号").fill("xuehua")
    window.get_by_label("文字").fill("雪花")
    window.get_by_label("权利人").select_option("shili")
    window.get_by_label("核定商品").fill("面粉、挂面")
    window.get_by_label("参考价").fill("面粉 5-12 元/kg")
    window.get_by_role("button", name="预览命中结果").click()
    expect(window.locator("#caught")).to_contain_text("雪花面粉")
    window.get_by_role("button", name="保存").click()
    expect(window).to_have_url("/rights/xuehua")
    with office[1].read() as session:
        right = load_right(session, "xuehua")
        assert right.goods == ("面粉", "挂面")
        assert (right.holder, right.verified) == ("shili", False)
        assert load_holder(session, "shili").tier == 1


def test_a_changed_right_keeps_its_licences_and_a_licence_is_entered_and_ended(
    window: Page, office: Office
) -> None:
    sign_in(window, "管")
    window.goto("/rights/tianfu-hetao")
    window.get_by_text("登记许可").click()
    window.get_by_label("店铺").fill("示例分销店")
    window.get_by_label("至", exact=True).fill("2020-01-01")
    window.get_by_role("button", name="登记", exact=True).click()
    expect(window.locator("#licences tr", has_text="示例分销店")).to_contain_text("已到期")
    window.get_by_role("link", name="修改").click()
    window.get_by_label("备注").fill("示例备注")
    window.get_by_role("button", name="保存").click()
    expect(window.locator("main")).to_contain_text("示例备注")
    with office[1].read() as session:
        right = load_right(session, "tianfu-hetao")
    assert {seller.shop for seller in right.authorised_sellers} == {"示例官方店", "示例分销店"}
    assert right.classes == (29, 30, 31)
    assert right.reference_prices[0].goods == "面粉"
    window.get_by_role("button", name="删除 示例分销店 的许可").click()
    window.locator("main").get_by_role("button", name="删除").click()
    expect(window.locator("#licences")).not_to_contain_text("示例分销店")
    window.get_by_role("button", name="停用").click()
    expect(window.locator(".head")).to_contain_text("不再监测")
    window.get_by_role("button", name="恢复监测").click()
    expect(window.locator(".head")).not_to_contain_text("不再监测")


def sheet(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("gb18030")


def test_a_sheet_is_tried_its_faults_named_then_corrected_previewed_and_confirmed(
    window: Page, office: Office
) -> None:
    sign_in(window, "管")
    add_leads(office[1], ["示例云牧 羊肉 500g"])
    good = {
        "商标名称": "示例云牧",
        "注册证号": "22222221",
        "类别": "第29类",
        "有效期": "2029/12/15",
    }
    bad = {"商标名称": "示例草原", "注册证号": "22222222", "类别": "99", "有效期": "2029/13/15"}
    window.goto("/rights")
    window.get_by_label("权利文件").set_input_files(
        {"name": "权利.csv", "mimeType": "text/csv", "buffer": sheet([good, bad])}
    )
    window.get_by_role("button", name="试导入").click()
    expect(window.locator("#faults tbody tr")).to_have_count(2)
    expect(window.locator("#faults")).to_contain_text("没有 2029/13/15 这一天")
    window.get_by_label("改好的文件").set_input_files(
        {"name": "权利.csv", "mimeType": "text/csv", "buffer": sheet([good])}
    )
    window.get_by_role("button", name="改好后重新试导入").click()
    expect(window.locator("#preview")).to_contain_text("条成为线索")
    expect(window.locator("main")).to_contain_text("新增 1")
    window.get_by_role("button", name="确认导入").click()
    expect(window.get_by_role("heading", name="已导入")).to_be_visible()
    with office[1].read() as session:
        assert load_right(session, "tm-22222221").text == "示例云牧"


def test_a_holder_who_wants_one_mail_a_day_is_told_of_a_lead_in_the_daily_one(
    window: Page, office: Office
) -> None:
    sign_in(window, "管")
    window.goto("/holders/lvye")
    expect(window.get_by_label("告警方式")).to_have_value("each")
    window.get_by_label("告警方式").select_option(label="每日汇总一封")
    window.get_by_role("button", name="保存").click()
    window.goto("/holders/lvye")
    expect(window.get_by_label("告警方式")).to_have_value("daily")
    with office[1].read() as session:
        assert load_holder(session, "lvye").alerts == "daily"
    (lead,) = add_leads(office[1], ["天赋河套 汇总测试 面粉"])
    window.goto(f"/leads/{lead}?q=汇总测试")
    window.keyboard.press("a")
    window.keyboard.press("Enter")
    expect(window.locator("[role=status].info")).to_be_visible()
    window.goto(f"/leads/{lead}?tab=all")
    expect(window.locator(".closed")).to_contain_text("每日汇总")
    with office[1].read() as session:
        mails = session.scalars(sa.select(OutboxRow.state).where(OutboxRow.lead_id == lead))
        assert list(mails) == ["gathered"]
    window.goto("/holders/lvye")
    window.get_by_label("告警方式").select_option(label="逐条发送")
    window.get_by_role("button", name="保存").click()
    window.goto("/holders/lvye")
    expect(window.get_by_label("告警方式")).to_have_value("each")
