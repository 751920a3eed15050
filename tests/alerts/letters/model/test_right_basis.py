"""Which letter rests on which kind of right, in whose words and under whose law."""

from __future__ import annotations

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.model.right_basis import (
    basis_refusal,
    possible_provisions,
    propose_product_rule,
    right_basis,
)
from storage.law.provision import provisions
from storage.records import RightKind
from storage.records.letter_facts import read_facts
from tests.alerts.letters.model.patent_letter import PATENT, words
from tests.alerts.letters.sample_letters import TODAY, sample

VARIETY = {
    "rights": [
        {
            "text": "示例葵1号",
            "kind": "植物新品种",
            "verified": True,
            "registration_no": "CNA20200000.1",
            "valid_until": "2035-03-01",
            "chain": "发出人即品种权人。",
        }
    ],
    "comparisons": [
        {
            "aspect": "品种特征",
            "right": "授权品种的标准样品",
            "listing": "购得样品的检测结论",
            "finding": "涉嫌属于同一品种",
        }
    ],
}
RULE = {"rights": [{"text": "院内制剂", "kind": "产品管理规定"}]}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=slug) for slug, kind in kinds().items()])
def test_the_table_answers_for_every_letter_on_every_kind_of_right(kind: Kind) -> None:
    for right in RightKind:
        basis = right_basis().basis(kind.slug, right.value)
        assert basis.refused is None or (basis.instead and not basis.law)
        assert all(find_kind(slug) for slug in basis.instead)
        for slug in basis.instead:
            assert basis_refusal(find_kind(slug), right.value) is None
    assert all(name in provisions() for name in possible_provisions(kind))


def test_the_choices_of_product_rules_are_those_of_the_table() -> None:
    for kind in kinds().values():
        for field in kind.fields:
            if field.name == "product_rule":
                assert field.choices == tuple(right_basis().product_rules)


def test_a_notice_on_a_plant_variety_rests_on_the_seed_law_and_on_propagating_material() -> None:
    fields = {
        "propagating_material": "购得的种子样品经检测涉嫌属于授权品种。",
        "exceptions": "不属于农民自繁自用。",
    }
    text = words("infringement-notice", VARIETY, fields)
    assert "《中华人民共和国种子法》第二十八条" in text
    assert "购得的种子样品" in text
    assert "商标" not in text
    del fields["propagating_material"]
    data = {**sample("infringement-notice"), **VARIETY}
    data["fields"] = {**data["fields"], **fields}
    missing = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert [finding.element for finding in missing] == ["繁殖材料的证据"]


def test_a_notice_on_a_geographical_indication_rests_on_origin_and_confusion() -> None:
    rights = [{**sample("infringement-notice")["rights"][0], "kind": "地理标志"}]
    text = words(
        "infringement-notice", {"rights": rights}, {"exceptions": "商品并非来自产地范围。"}
    )
    assert "涉嫌侵犯“示例河套”地理标志" in text
    assert "《中华人民共和国产品质量法》第三十七条" in text
    assert "《中华人民共和国反不正当竞争法》第七条" in text
    assert "商标法" not in text


def test_the_transfer_of_a_product_rule_is_titled_and_grounded_as_what_it_is() -> None:
    text = words("lead-transfer", RULE, {"product_rule": "医疗机构制剂在市场上销售"})
    assert "关于移送示例甲粮油有限公司涉嫌在市场上销售医疗机构制剂线索的函" in text
    assert "涉嫌违反《中华人民共和国药品管理法》第七十六条" in text
    assert "《中华人民共和国药品管理法》第一百一十五条" in text
    assert "《市场监督管理行政处罚程序规定》第十四条" in text
    assert "知识产权线索" not in text
    assert "《中华人民共和国商标法》" not in text


def test_a_platform_s_duty_on_a_product_rule_is_not_that_on_intellectual_property() -> None:
    fields = {
        "product_rule": "食品广告涉及疾病预防、治疗功能",
        "findings": "页面称该食品可以治疗疾病。",
    }
    text = words("platform-disposal", {**RULE, "acts": []}, fields)
    assert "关于对涉嫌发布涉及疾病预防、治疗功能的食品广告的商品信息" in text
    assert "《中华人民共和国食品安全法》第七十三条" in text
    assert "《中华人民共和国电子商务法》第二十九条" in text
    assert "第四十五条" not in text
    assert "侵犯" not in text


SELLERS = {
    "示例百货商行": ({"第五十一条", "第一百一十五条"}, {"第一百三十三条", "第一百二十九条"}),
    "示例大药房": ({"第五十五条", "第一百二十九条"}, {"第一百三十三条", "第一百一十五条"}),
    "示例市中医医院": ({"第一百三十三条"}, {"第一百一十五条", "第一百二十九条"}),
    "示例药业集团医院": ({"第一百三十三条"}, {"第一百一十五条", "第一百二十九条"}),
}


@pytest.mark.parametrize("seller", SELLERS)
@pytest.mark.parametrize("slug", ["platform-disposal", "lead-transfer"])
def test_who_sells_a_hospital_s_preparation_decides_the_article(slug: str, seller: str) -> None:
    cited, uncited = SELLERS[seller]
    listings = [{**row, "operator": seller} for row in sample(slug)["listings"]]
    changes = {**RULE, "acts": [], "listings": listings}
    if "subject" in sample(slug):
        changes["subject"] = {**sample(slug)["subject"], "name": seller}
    fields = {"product_rule": "医疗机构制剂在市场上销售", "findings": "页面展示院内制剂。"}
    fields = {name: text for name, text in fields.items() if name in _names(slug)}
    text = words(slug, changes, fields)
    assert "《中华人民共和国药品管理法》第七十六条" in text
    assert [n for n in cited if f"《中华人民共和国药品管理法》{n}" not in text] == []
    assert [n for n in uncited if f"《中华人民共和国药品管理法》{n}" in text] == []


def _names(slug: str) -> set[str]:
    return {field.name for field in find_kind(slug).fields}


def test_bait_by_keywords_rests_on_the_law_against_unfair_competition() -> None:
    text = words("platform-disposal", {"acts": []}, {"bait": "搜索关键词"})
    assert "涉嫌属于《中华人民共和国反不正当竞争法》第七条所列混淆行为" in text
    assert "第项" not in text


def test_a_rule_is_proposed_from_its_watch_word() -> None:
    assert propose_product_rule(["院内制剂", "医院制剂"]) == "医疗机构制剂在市场上销售"
    assert propose_product_rule(["降血糖"]) is None


@pytest.mark.parametrize(
    ("slug", "kind_of_right", "instead"),
    [
        ("platform-disposal", "植物新品种", "线索移送函"),
        ("platform-assistance", "专利", "平台处置函"),
        ("infringement-notice", "产品管理规定", "线索移送函"),
        ("crime-transfer", "专利", "线索移送函"),
    ],
)
def test_a_letter_whose_right_cannot_carry_it_names_the_letter_that_can(
    slug: str, kind_of_right: str, instead: str
) -> None:
    data = sample(slug)
    data["rights"][0]["kind"] = kind_of_right
    missing = check(find_kind(slug), read_facts(data), today=TODAY)
    refusals = [finding.why for finding in missing if finding.element == "权利依据"]
    assert len(refusals) == 1
    assert instead in refusals[0].partition("请改用")[2]


def test_rights_of_several_kinds_are_not_named_after_the_first() -> None:
    rights = [*sample("lead-transfer")["rights"], *PATENT["rights"]]
    text = words("lead-transfer", {"rights": rights}, {})
    assert "涉嫌侵犯知识产权线索的函" in text
    mixed = read_facts({**sample("lead-transfer"), "rights": [*rights, *RULE["rights"]]})
    missing = check(find_kind("lead-transfer"), mixed, today=TODAY)
    assert "权利依据" in [finding.element for finding in missing]


@pytest.mark.parametrize(
    "slug",
    ["infringement-notice", "platform-disposal", "site-closure", "identification-request",
     "platform-assistance"],
)  # fmt: skip
def test_an_expired_right_carries_no_letter(slug: str) -> None:
    data = sample(slug)
    data["rights"][0]["valid_until"] = "2026-11-21"
    missing = check(find_kind(slug), read_facts(data), today=TODAY)
    assert "权利在有效期内" in [finding.element for finding in missing]


def test_what_was_done_while_the_right_was_in_force_can_still_be_transferred() -> None:
    data = sample("crime-transfer")
    data["rights"][0]["valid_until"] = "2026-11-21"
    assert check(find_kind("crime-transfer"), read_facts(data), today=TODAY) == ()
    data["rights"][0]["valid_until"] = "2026-11-19"
    missing = check(find_kind("crime-transfer"), read_facts(data), today=TODAY)
    assert [finding.element for finding in missing] == ["权利在行为时有效"]
