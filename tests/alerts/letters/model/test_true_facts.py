"""Terms, recipients, charges, hashes, stamps and pointers that cannot be true are refused in every kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.deadline_conditions import deadline_warnings
from alerts.letters.model.evidence_words import count_remarks, count_warnings, evidence_remarks
from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.model.party_conditions import subject_warnings
from alerts.letters.model.platform_names import Platform, known_platforms, platform_warnings
from alerts.letters.model.term_conditions import transfer_lateness
from alerts.text.chinese import read_moment
from storage.base.office_time import day_of
from storage.records.letter_facts import Facts, read_facts
from tests.alerts.letters.sample_letters import TODAY, facts_of, sample

DISPOSAL = "platform-disposal"
TRUE_CODE = "91150800MA0HETA008"
"""An invented code whose check digit holds."""


def changed(slug: str, changes: dict[str, object]) -> Facts:
    data: Any = sample(slug)
    for path, value in changes.items():
        place: Any = data
        *parents, name = path.split(".")
        for parent in parents:
            place = place[int(parent)] if isinstance(place, list) else place.setdefault(parent, {})
        place[name] = value
    return read_facts(data)


def reasons(slug: str, changes: dict[str, object], today: date = TODAY) -> str:
    return "；".join(str(m) for m in check(find_kind(slug), changed(slug, changes), today=today))


TERMS = [
    (kind.slug, field.name) for kind in kinds().values() for field in kind.fields if field.term
]


@pytest.mark.parametrize(("slug", "name"), TERMS)
def test_a_term_that_nobody_can_keep_is_refused(slug: str, name: str) -> None:
    for text, why in (
        ("2020年1月1日前", "无法履行"),
        ("2026年11月22日前", "无法履行"),
        ("2026年2月30日前", "不是日期"),
        ("尽快", "没有写明日期或者天数"),
    ):
        assert why in reasons(slug, {f"fields.{name}": text}), text
    assert reasons(slug, {f"fields.{name}": "2026年12月3日上午9时30分"}) == ""


def test_working_days_from_arrival_are_a_term() -> None:
    for text in ("自收到本函之日起五个工作日内", "收到后十五日内", "立即"):
        assert reasons(DISPOSAL, {"fields.deadline": text}) == ""


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("2026年12月5日前", "宜写为2026年12月7日"),
        ("2027年1月1日前", "休息日"),
        ("2036年12月3日前", "一年以后"),
        ("2026年12月3日前", ""),
    ],
)
def test_a_term_on_a_rest_day_is_told_to_the_approver(text: str, warning: str) -> None:
    kind = find_kind(DISPOSAL)
    warnings = "".join(deadline_warnings(kind, changed(DISPOSAL, {"fields.deadline": text}), TODAY))
    assert warning in warnings
    assert bool(warning) == bool(warnings)


@pytest.mark.parametrize(
    ("slug", "changes", "why"),
    [
        (DISPOSAL, {"recipient.name": "示例市市场监督管理局"}, "收件人不能是本机关"),
        (DISPOSAL, {"recipient.name": "示例甲粮油店"}, "是所涉店铺，不是平台"),
        (DISPOSAL, {"recipient.name": "某平台"}, "不是收件人的名称"),
        (DISPOSAL, {"recipient.name": "××公司"}, "不是收件人的名称"),
        (DISPOSAL, {"recipient.name": "？？？"}, "不是收件人的名称"),
        ("crime-transfer", {"recipient.name": "示例市人民法院"}, "不是公安机关"),
        ("crime-transfer", {"fields.procuratorate": "示例市公安局"}, "不是人民检察院"),
        ("crime-transfer", {"fields.charge": "侵犯专利罪"}, "不是罪名"),
        ("crime-transfer", {"fields.charge": "侵权罪"}, "不是罪名"),
        ("crime-transfer", {"fields.team": "张三"}, "专案组不少于2人"),
        ("lead-transfer", {"fields.receiver": "市场监督管理部门", "recipient.name": "示例市公安局"},
         "与所选的性质"),
        (DISPOSAL, {"rights.0.valid_from": "2026-11-21"}, "起才有效"),
        ("infringement-notice", {"rights.0.valid_from": "2026-11-21"}, "起才有效"),
        ("site-closure", {"rights.0.valid_from": "2026-11-21"}, "起才有效"),
        (DISPOSAL, {"acts": [1, 1]}, "同一项重复填写"),
        (DISPOSAL, {"fields.findings": "2027年11月20日，监测发现涉嫌侵权。"}, "晚于文书日期"),
        (DISPOSAL, {"fields.findings": "2026年11月31日，监测发现涉嫌侵权。"}, "不是日期"),
        (DISPOSAL, {"fields.findings": "哈希值" + "a" * 64 + "，涉嫌侵权。"}, "只能取自固证记录"),
        (DISPOSAL, {"fields.findings": "可信时间戳2026-11-19 05:00，涉嫌侵权。"}, "只能取自固证记录"),
        (DISPOSAL, {"fields.findings": "涉嫌侵权，微信号：zhang_san88"}, "个人信息"),
        (DISPOSAL, {"fields.findings": "涉嫌侵权，QQ 123456789"}, "个人信息"),
        (DISPOSAL, {"fields.findings": "涉嫌侵权，一三八一二三四五六七八"}, "个人信息"),
        ("risk-warning", {"fields.summary": "涉嫌侵权集中于“示例甲粮油店”。"}, "不得指向单个经营者"),
        ("risk-warning", {"fields.summary": "涉嫌侵权见 https://shop.example.cn/1。"}, "不得指向单个"),
        ("risk-warning", {"fields.disguises": "示例河套旗舰店涉嫌侵权。"}, "不得指向单个经营者"),
        ("evidence-extraction-record", {"fields.officer_1_card": "000"}, "不是执法证号"),
        ("evidence-extraction-record", {"fields.officer_1_card": "123abc"}, "不是执法证号"),
        ("evidence-extraction-record", {"fields.officer_2": "李"}, "不是姓名全称"),
        ("correction-order", {"subject.identity": "身份待核实"}, "不能视为已填写"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused(slug: str, changes: dict[str, object], why: str) -> None:
    assert why in reasons(slug, changes)


@pytest.mark.parametrize(
    ("slug", "changes"),
    [
        (DISPOSAL, {"recipient.name": "贵州示例电商有限公司"}),
        ("crime-transfer", {"fields.charge": "涉嫌假冒注册商标罪、销售假冒注册商标的商品罪"}),
        ("crime-transfer", {"fields.charge": "生产、销售伪劣产品罪"}),
        ("evidence-extraction-record", {"fields.officer_1_card": "蒙市监执（2024）05010012号"}),
        ("evidence-extraction-record", {"fields.officer_1_card": "15080012345"}),
        ("risk-warning", {"fields.summary": "涉嫌侵权集中出现，涉及多家网店、线下门店。"}),
    ],
)
def test_what_may_be_true_stands(slug: str, changes: dict[str, object]) -> None:
    assert reasons(slug, changes) == ""


OTHER_PLATFORM = [
    ("https://item.jd.com/1.html", "浙江淘宝网络有限公司", "是淘宝网，商品信息在京东"),
    ("https://mobile.yangkeduo.com/goods.html?goods_id=1", "京东", "是京东，商品信息在拼多多"),
    ("https://item.jd.com/1.html", "北京京东叁佰陆拾度电子商务有限公司", ""),
    ("https://detail.tmall.com/item.htm?id=1", "浙江淘宝网络有限公司", ""),
    ("https://shop.example.cn/1", "浙江淘宝网络有限公司", ""),
]


@pytest.mark.parametrize(
    "slug",
    [k.slug for k in kinds().values() if "recipient-platform" in {e.rule for e in k.elements}],
)
@pytest.mark.parametrize(("url", "recipient", "why"), OTHER_PLATFORM)
def test_a_letter_goes_to_the_platform_of_its_listings(
    slug: str, url: str, recipient: str, why: str
) -> None:
    data: Any = sample(slug)
    for row in data["listings"]:
        row["url"] = url
    data["recipient"]["name"] = recipient
    lacks = "；".join(map(str, check(find_kind(slug), read_facts(data), today=TODAY)))
    assert (why in lacks) if why else ("商品信息在" not in lacks)


def test_a_recipient_that_may_be_another_platform_is_told_to_the_approver() -> None:
    kind, facts = find_kind(DISPOSAL), changed(DISPOSAL, {"recipient.name": "浙江淘宝网络有限公司"})
    assert "请核对收件平台" in "".join(platform_warnings(kind, facts))
    data: Any = sample(DISPOSAL)
    data["listings"] = [{**data["listings"][0], "url": "https://item.jd.com/1.html"}]
    assert "看不出是京东的经营者" in "".join(platform_warnings(kind, read_facts(data)))
    assert not list(platform_warnings(kind, facts_of(DISPOSAL)))


def test_a_platform_s_name_that_nobody_verified_is_named_to_the_approver() -> None:
    """Names of operating companies come from public copies; the licence that the platform shows decides."""
    kind, recipient = find_kind(DISPOSAL), "北京京东叁佰陆拾度电子商务有限公司"

    def remarks(name: str, **members: str) -> str:
        data: Any = sample(DISPOSAL)
        data["listings"] = [{**data["listings"][0], "url": "https://item.jd.com/1.html"}]
        data["recipient"] = {"name": name, **members}
        return "".join(platform_warnings(kind, read_facts(data)))

    assert "2026年11月29日查阅），尚未与该平台公示的营业执照核对" in remarks(recipient)
    assert f"与所知的京东经营者名称“{recipient}”不一致" in remarks("京东商城")
    assert "尚未与该平台公示的营业执照核对" not in remarks(recipient, identity=TRUE_CODE)
    assert "尚未" in remarks(recipient, identity="91150800MA0HETA000")


@pytest.mark.parametrize("platform", known_platforms(), ids=lambda platform: platform.name)
def test_each_operator_s_name_has_its_source_and_day_and_means_its_platform(
    platform: Platform,
) -> None:
    for operator in platform.operators:
        assert operator.source
        assert operator.looked_up <= TODAY.replace(year=2027)
        assert platform.bears(operator.name.replace("（", "(").replace("）", ")"))


def test_what_a_rule_refuses_names_the_field_that_corrects_it() -> None:
    findings = check(
        find_kind(DISPOSAL), changed(DISPOSAL, {"recipient.name": "某平台"}), today=TODAY
    )
    assert [missing.path for missing in findings] == ["recipient.name"]


def test_a_stamp_that_no_evidence_has_is_not_told() -> None:
    bare = changed(DISPOSAL, {"evidence": [{"name": "页面", "sha256": "a" * 64}]})
    assert list(evidence_remarks("上述页面已加盖可信时间戳。", bare))
    assert list(evidence_remarks("已通过时间戳认证。", bare))
    assert not list(evidence_remarks("上述页面未加盖可信时间戳。", bare))
    assert not list(evidence_remarks("向时间戳服务机构申请可信时间戳。", bare))
    stamped = facts_of(DISPOSAL)
    assert not list(evidence_remarks("可信时间戳2026-11-20 10:11，见附件2。", stamped))


@pytest.mark.parametrize(
    "text",
    [
        "可信时间戳：2026/11/28 10:30:00",
        "时间戳2026年11月28日",
        "存证时间2026-11-28 05:00:00。",
        "固证时间：2026年11月28日10时30分。",
        "证据于2026年11月28日5时固定。",
        "联合信任时间戳服务中心2026.11.28 10:30出具时间戳",
        "时间戳编号TSA-1234567890",
    ],
)
def test_a_time_of_capture_or_stamp_that_the_evidence_lacks_is_refused(text: str) -> None:
    assert list(evidence_remarks(text, facts_of(DISPOSAL)))


@pytest.mark.parametrize(
    "text",
    [
        "请于2026年12月10日前提供取证材料",
        "2026年11月20日固证时，页面显示商品在售",
        "固证时间：2026年11月20日10时11分。",
        "《电子数据取证暂行规定》自2024年5月1日起施行",
    ],
)
def test_the_times_of_the_evidence_and_terms_stand(text: str) -> None:
    assert not list(evidence_remarks(text, facts_of(DISPOSAL)))


@pytest.mark.parametrize(
    "text",
    [
        "三百条商品信息", "涉案商品300条", "300个商品链接", "涉案链接300个", "共计三百条",
        "300件商品", "涉及３００条", "商品信息共计二百条", "涉及店铺200家", "贵平台300家店铺",
    ],
)  # fmt: skip
def test_a_count_in_any_writing_is_held_against_the_enclosed_listings(text: str) -> None:
    assert list(count_remarks(text, facts_of(DISPOSAL)))


@pytest.mark.parametrize(
    "text",
    [
        "共12条商品信息", "十二个商品链接", "4家店铺", "其中3条商品信息已下架", "已售300件商品",
        "提出以下三条意见", "第三条商品信息见附件", "一家店铺", "每箱12件商品",
    ],
)  # fmt: skip
def test_pieces_sold_parts_and_ordinals_are_no_counts(text: str) -> None:
    assert not list(count_remarks(text, facts_of(DISPOSAL)))


def test_another_number_of_listings_is_told_to_the_approver() -> None:
    kind = find_kind(DISPOSAL)
    wrong = changed(DISPOSAL, {"fields.findings": "监测发现200条商品信息涉嫌侵权。"})
    right = changed(DISPOSAL, {"fields.findings": "监测发现12条商品信息涉嫌侵权。"})
    assert "所列商品信息12条不一致" in "".join(count_warnings(kind, wrong))
    assert list(count_warnings(kind, right)) == []


def test_a_false_code_of_a_seller_is_told_and_not_refused() -> None:
    facts = changed("lead-transfer", {"subject.identity": "91150800MA00000000"})
    assert "校验码不符" in "".join(subject_warnings(facts))
    valid = changed("lead-transfer", {"subject.identity": "91150800MA0000001E"})
    assert list(subject_warnings(valid)) == []


def test_the_day_of_handing_over_ends_the_24_hours() -> None:
    facts = facts_of("crime-transfer")
    approved = read_moment(facts.fields["approved_on"])
    assert approved
    in_time, late = approved.replace(hour=approved.hour + 1), approved.replace(day=approved.day + 2)
    assert transfer_lateness(facts, day_of(in_time), in_time) is None
    assert "二十四小时" in (transfer_lateness(facts, day_of(late), late) or "")
