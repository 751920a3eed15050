"""The facts of a letter on a patent, and the words of a letter whose facts a test changes."""

from __future__ import annotations

from typing import Any

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.render.docx import render_docx
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample, words_of

PATENT = {
    "rights": [
        {
            "text": "奶酪切割器",
            "kind": "专利",
            "verified": True,
            "registration_no": "ZL202020123456.8",
            "valid_from": "2020-03-02",
            "valid_until": "2030-03-01",
            "chain": "发出人即专利权人。",
        }
    ],
    "comparisons": [
        {
            "aspect": "技术特征1",
            "right": "可调节的切割线",
            "listing": "页面图示的可调节切割线",
            "finding": "涉嫌具有相同的技术特征",
        }
    ],
}


PATENT_FIELDS = {
    "patent_kind": "实用新型",
    "patent_claims": "权利要求1。",
    "evaluation_report": "示例评价报告第1号，未发现不符合授予条件的缺陷。",
}


def words(slug: str, changes: dict[str, Any], fields: dict[str, str]) -> str:
    data = {**sample(slug), **changes}
    if "evidence" in data and "rights" in changes:
        data["evidence"] = data["evidence"][1:]  # the sample's certificate is of a mark
    if "papers" in data:
        data["papers"] = [{**paper, "name": "证书.pdf"} for paper in data["papers"]]
    data["fields"] = {**data["fields"], **fields}
    letter = compile_notice(find_kind(slug), read_facts(data), today=TODAY)
    return words_of(render_docx(letter, draft=False))
