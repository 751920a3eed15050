"""A letter's record comes back from its row as it went in, and rows of earlier versions read too."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from storage.records.letter_facts import Facts, Party, RightFact
from storage.records.letter_record import (
    EditedDraft,
    LegalReview,
    LetterAnswer,
    LetterRecord,
    Publication,
    SealedCopy,
    TextBlock,
)

MOMENT = datetime(2026, 11, 22, 4, tzinfo=UTC)
FULL = LetterRecord(
    added={"acts": [1, 3], "fields.measure": "删除"},
    edited=EditedDraft(sha256="a" * 64, by="zhang"),
    legal=LegalReview(by="fa", seen_sha256="b" * 64),
    approved=Facts(holder=Party(name="示例协会"), rights=(RightFact(text="天赋河套"),)),
    sealed=SealedCopy(sha256="c" * 64, suffix=".pdf", by="zhang"),
    answers=(LetterAnswer(receipt="示例1", by="zhang", at=MOMENT),),
    published=Publication(
        at=MOMENT,
        by="wang",
        title="示例",
        blocks=(TextBlock(kind="p", text="正文"), TextBlock(kind="table", rows=(("甲", "乙"),))),
    ),
)


@pytest.mark.parametrize("record", [LetterRecord(), FULL])
def test_a_record_survives_its_way_through_a_row(record: LetterRecord) -> None:
    stored = json.loads(json.dumps(record.to_json()))
    assert LetterRecord.from_json(stored) == record


def test_an_empty_record_is_an_empty_object() -> None:
    assert LetterRecord().to_json() == {}


def test_a_row_of_an_earlier_version_reads_as_it_was_meant() -> None:
    stored = {
        "added": {"confusion": "易混淆"},
        "edited": {"sha256": "a" * 64, "by": "zhang"},
        "legal": None,
        "approved": {"holder": {"name": "示例协会"}, "acts": [2], "fields": {"measure": "删除"}},
        "answers": [{"receipt": "", "note": "已处理", "by": "li", "at": "2026-11-22T04:00:00+00:00"}],
        "published": {
            "at": "2026-11-22T04:00:00+00:00", "by": "wang", "title": "示例",
            "blocks": [{"kind": "table", "rows": [["甲"]]}, {"kind": "p", "text": "正文"}],
        },
    }  # fmt: skip
    record = LetterRecord.from_json(stored)
    assert record.legal is None
    assert record.approved is not None
    assert record.approved.acts == (2,)
    assert record.answers[0].at == MOMENT
    assert record.published is not None
    assert [block.kind for block in record.published.blocks] == ["table", "p"]
