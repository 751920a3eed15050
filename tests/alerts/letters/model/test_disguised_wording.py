"""A conclusion is found in whatever characters, lines, scripts and figures of speech it is written."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.model.wording import find_conclusions, find_other_scripts
from alerts.letters.model.wording_text import plain_sentence
from classifiers.characters.confusion_table import load_confusions
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

CONCLUSION = "该店已构成侵权"


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "\u200b",
            "\u2060",
            "\u034f",
            "\u061c",
            "\u180e",
            "\u200e",
            "\u202e",
            "\U000e0100",
            "\ufe0f",
        ),
        *("\u0336", "\u20e0", "\u3164", "\u2800", "\ue000"),
        *(" ", "\u3000", "\u00a0", "/", "～", "—", "_", "+", "·"),
        *("\n", "  \n\u3000"),
    ],
)
def test_signs_within_a_word_part_nothing(sign: str) -> None:
    assert list(find_conclusions(f"该店已构{sign}成侵权"))


@pytest.mark.parametrize(
    "text",
    [
        "該店販賣假冒商品", "該網店銷售仿冒品，屬侵權行為", "該店係售假慣犯", "该店⾮法经营", "该店已構（成）侵權",
        "该店已构“成”侵权", "已㊒构成侵权",
        "This shop sells counterfeit goods.", "The seller has infringed the trademark.",
        "该店卖的是ｆａｋｅ", "该店已构cheng侵权", "系jia货", "gòuchéng qīnquán", "该店卖的是J货",
        "难道不构成侵权吗", "岂能不是假货？", "谁能说这不是侵权？", "这不是侵权是什么", "不得不说构成侵权",
        "不能不认定为侵权", "不可能不是假货", "不可否认构成侵权",
        "当事人的行为属于商标法第五十七条所列情形", "当事人之行为落入《商标法》第五十七条规定",
        "当事人构成销售假冒注册商标的商品罪", "当事人犯假冒注册商标罪", "当事人的犯罪事实", "应追究刑事责任",
        "该店以假乱真", "经鉴定为假", "该店为李鬼", "影响极坏，群众深恶痛绝", "系嫌疑人张某", "该店骗了很多人",
        "该店挂羊头、卖狗肉", "碰瓷知名品牌", "虚构产地", "存在虚假宣传", "多次侵权", "不合格产品",
    ],
)  # fmt: skip
def test_a_conclusion_is_found_in_any_form(text: str) -> None:
    assert list(find_conclusions(text))


@pytest.mark.parametrize(
    "text",
    [
        "上述行为涉嫌属于《商标法》第五十七条第（一）项所列情形。", "不属于《商标法》第五十九条规定的正当使用",
        "符合《商标法》第五十九条规定的正当使用情形", "属于《电子商务法》第三十一条规定的商品和服务信息",
        "经核查，符合《市场监督管理行政处罚程序规定》第十九条规定的情形，建议立案",
        "属于《市场监督管理行政处罚程序规定》第十条规定的情形，由本局管辖",
        "依照《商标法》第六十一条的规定，涉嫌犯罪的，依法移送", "涉嫌构成销售假冒注册商标的商品罪",
        "请删除/屏蔽/断开链接", "涉嫌虚假宣传", "是否存在虚假宣传，请核查", "附件1第（三）项", "核定使用在第30类",
        "suspected counterfeit goods", "是不是正品，请协助辨认？", "不得再次发布",
    ],
)  # fmt: skip
def test_ordinary_sentences_stay_ordinary(text: str) -> None:
    assert [str(remark) for remark in find_conclusions(text)] == []


def test_what_a_joined_line_holds_is_told_once() -> None:
    assert len(list(find_conclusions("该商品确属假货\n示例市市场监督管理局"))) == 1


def test_every_variant_of_a_character_of_the_table_is_read_as_that_character() -> None:
    table = files("alerts.letters").joinpath("wording.yml").read_text("utf-8")
    characters = set(re.findall("[\u3400-\u9fff]", table))
    variants = {v: form for v, form in load_confusions().variants.items() if form in characters}
    assert {v: plain_sentence(v) for v in variants} == variants


@pytest.mark.parametrize(
    "text",
    [
        "Магазин продаёт подделки",
        "ᠬᠠᠭᠤᠷᠮᠠᠭ ᠪᠠᠷᠠᠭᠠ",
        "この店は偽物を売っています",
        "가짜 상품을 판매합니다",
    ],
)
def test_a_script_that_nobody_here_can_check_is_refused(text: str) -> None:
    assert list(find_other_scripts(text))
    assert list(find_other_scripts(f"涉案标识为“{text}”")) == []
    data = sample("platform-disposal")
    data["fields"]["findings"] += text
    lacking = check(find_kind("platform-disposal"), read_facts(data), today=TODAY)
    assert [finding.element for finding in lacking] == ["使用规范汉字"]
