"""Letters on a patent: their words, their law, and what they must hold."""

from __future__ import annotations

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
from storage.records.letter_facts import read_facts
from tests.alerts.letters.model.patent_letter import PATENT, PATENT_FIELDS, words
from tests.alerts.letters.sample_letters import TODAY, sample


def test_a_holder_s_notice_on_a_patent_speaks_of_claims_and_of_the_patent_law() -> None:
    fields = {**PATENT_FIELDS, "exceptions": "页面未见权利用尽的情形。"}
    text = words("infringement-notice", PATENT, fields)
    assert "系下列专利权的权利人" in text
    assert "涉嫌侵犯“奶酪切割器”专利权" in text
    assert "《中华人民共和国专利法》第十一条、《中华人民共和国专利法》第六十五条所称" in text
    assert "关于《中华人民共和国专利法》第七十五条" in text
    assert "技术特征（设计特征）的比对" in text
    assert "示例评价报告第1号" in text
    assert "商标" not in text


def test_an_office_s_letter_on_a_patent_speaks_of_the_patent_law() -> None:
    changes = {**PATENT, "acts": []}
    fields = {**PATENT_FIELDS, "findings": "店铺许诺销售的切割器涉嫌具有涉案专利的技术特征。"}
    text = words("platform-disposal", changes, fields)
    assert "关于对涉嫌侵犯“奶酪切割器”专利权的商品信息依法采取断开链接措施的函" in text
    assert "涉嫌侵犯“奶酪切割器”（专利号ZL202020123456.8）专利权" in text
    assert "《中华人民共和国商标法》" not in text
    assert "注册商标" not in text


@pytest.mark.parametrize(
    ("lacking", "element"),
    [
        ("patent_kind", "专利种类"),
        ("patent_claims", "主张的权利要求"),
        ("evaluation_report", "专利权评价报告"),
        ("comparisons", "技术特征（设计特征）的比对"),
    ],
)
def test_a_patent_s_letter_needs_what_the_patent_law_needs(lacking: str, element: str) -> None:
    data = {**sample("infringement-notice"), **PATENT}
    data["fields"] = {**data["fields"], **PATENT_FIELDS, "exceptions": "无。"}
    data["fields"].pop(lacking, None)
    data.pop(lacking, None)
    missing = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert element in [finding.element for finding in missing]


@pytest.mark.parametrize("slug", ["infringement-notice", "platform-disposal", "site-closure"])
def test_a_letter_that_asks_for_measures_on_a_patent_compares_with_its_claims(slug: str) -> None:
    data = {**sample(slug), **PATENT, "comparisons": []}
    missing = [item.element for item in check(find_kind(slug), read_facts(data), today=TODAY)]
    assert {"专利种类", "主张的权利要求", "技术特征（设计特征）的比对"} <= set(missing)


def test_a_request_to_close_a_site_prints_the_claims_and_their_comparison() -> None:
    text = words("site-closure", PATENT, PATENT_FIELDS)
    assert "主张的权利要求：权利要求1。" in text
    assert "可调节的切割线" in text


def test_an_invention_s_number_is_no_utility_model_s() -> None:
    data = {**sample("platform-disposal"), **PATENT}
    data["rights"] = [{**data["rights"][0], "registration_no": "ZL202010123456.2"}]
    data["fields"] = {**data["fields"], **PATENT_FIELDS}
    (finding,) = check(find_kind("platform-disposal"), read_facts(data), today=TODAY)
    assert "表示发明，与专利种类“实用新型”不符" in finding.why


def test_an_invention_needs_no_evaluation_report() -> None:
    data = {**sample("infringement-notice"), **PATENT}
    fields = {**PATENT_FIELDS, "patent_kind": "发明", "exceptions": "页面未见权利用尽的情形。"}
    data["rights"] = [{**data["rights"][0], "registration_no": "ZL202010123456.2"}]
    del fields["evaluation_report"]
    data["fields"] = {**data["fields"], **fields}
    assert check(find_kind("infringement-notice"), read_facts(data), today=TODAY) == ()
