"""购样 and the site's registration on a lead's page."""

from __future__ import annotations

import json
from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.test_purchases import purchases_of
from tests.console.form_samples import photo, typed
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor
from tests.storage.net.test_rdap import DOMAIN, NETWORK

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_sample_is_ordered_opened_and_identified_on_the_page(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 购样"])
    officer = visit("甲")
    officer.post(
        f"/leads/{lead}/purchases", order_no="1001", shop="示例店", amount="29.9",
        bought_on="2026-11-03", sample_no="Y-页面",
    )  # fmt: skip
    with office[1].read() as session:
        (row,) = purchases_of(session, [lead])
    without = officer.post(f"/purchases/{row.id}/parcel", parcel_no="P1", opened_at=typed(1))
    assert (without.status_code, "上传开箱照片" in without.text) == (400, True)
    officer.post(
        f"/purchases/{row.id}/parcel", parcel_no="P1", opened_at=typed(1),
        files={"picture": photo()},
    )  # fmt: skip
    officer.post(
        f"/purchases/{row.id}/identification", result="not_genuine", identified_by="示例协会",
        identified_on="2026-11-10", opinion="印刷不同",
    )  # fmt: skip
    page = officer.get(f"/leads/{lead}?tab=all").text
    for words in ("Y-页面", "运单 P1", "非权利人生产或者许可生产", "样品鉴别"):
        assert words in page


def test_registrations_are_imported_and_no_name_is_looked_up_by_default(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 网站"])
    officer = visit("甲")
    answers = json.dumps([DOMAIN, NETWORK]).encode()
    officer.post(
        f"/leads/{lead}/registrations", files={"file": ("a.json", answers, "application/json")}
    )
    page = officer.get(f"/leads/{lead}?tab=all").text
    assert "示例网络科技有限公司" in page
    assert "abuse@host.example" in page
    refused = officer.post(f"/leads/{lead}/site-checks")
    assert refused.status_code >= 400
    assert "未允许联网查询" in refused.text
