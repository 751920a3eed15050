"""The sentences of letters: each ends once, and says no more of the sign than the comparison does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.render.docx import render_docx, template_bytes
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample, words_of


def words(kind: Kind, data: dict[str, Any]) -> str:
    letter = compile_notice(kind, read_facts(data), today=TODAY)
    return words_of(render_docx(letter, draft=False, template=template_bytes(kind)))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.slug)
@pytest.mark.parametrize("end", ["", "。"])
def test_no_sentence_lacks_its_full_stop_or_has_two(kind: Kind, end: str) -> None:
    data = sample(kind.slug)
    for field in kind.fields:
        text = str(data.get("fields", {}).get(field.name, ""))
        if text.endswith("。"):
            data["fields"][field.name] = text.rstrip("。") + end
    text = words(kind, data)
    assert re.findall(r".{0,12}(?:。。|；。|，。|。；|。，).{0,6}", text) == []


def test_the_report_on_a_patent_is_a_sentence_of_its_own() -> None:
    data = sample("platform-disposal")
    data["rights"] = [{**data["rights"][0], "kind": "专利", "registration_no": "ZL202020123456.8"}]
    data["comparisons"] = [{"aspect": "技术特征", "right": "甲", "listing": "乙", "finding": "丙"}]
    data["fields"] |= {
        "patent_kind": "实用新型", "patent_claims": "权利要求1", "evaluation_report": "编号1，未发现缺陷",
    }  # fmt: skip
    assert "权利要求1。专利权评价报告：编号1，未发现缺陷。" in words(
        find_kind("platform-disposal"), data
    )


@pytest.mark.parametrize(
    ("finding", "acts", "likeness"),
    [
        ("属于相同商标", [1], "相同"),
        ("属于近似商标", [2], "近似"),
        ("不相同，但读音近似", [2], "近似"),
        ("第1项相同；第2项近似", [1, 2], "相同或者近似"),
        ("见图", [1, 3], "相同"),
        ("见图", [2], "相同或者近似"),
    ],
)
def test_the_sign_is_called_as_the_comparison_finds_it(
    finding: str, acts: list[int], likeness: str
) -> None:
    data = sample("infringement-notice")
    data["acts"] = acts
    data["comparisons"][0]["finding"] = finding
    text = words(find_kind("infringement-notice"), data)
    assert f"使用与该商标{likeness}的标识" in text
