"""A draft edited in Word is held to all that the compiled letter is held to, at both times."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import add_facts, draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document
from alerts.letters.workflow.review import keep_edit, review_law, rewrite_by_law
from storage.base.database import Database
from storage.base.errors import Incomplete, Refused
from storage.base.settings import Settings
from storage.outgoing.notices import load_notice
from tests.alerts.letters.sample_letters import TODAY

TURN = date(2027, 1, 2)
"""A day after the trademark law turned."""


def reworded(packed: bytes, old: str, new: str) -> bytes:
    document = Document(io.BytesIO(packed))
    for text in document.element.body.iter():
        if text.tag.endswith("}t") and text.text:
            text.text = text.text.replace(old, new)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_paragraph(packed: bytes, text: str, *, where: str = "body") -> bytes:
    """With another paragraph whose words lie in several runs, as Word writes them."""
    document = Document(io.BytesIO(packed))
    paragraph = (
        document.sections[0].header.add_paragraph()
        if where == "header"
        else document.paragraphs[3].insert_paragraph_before()
    )
    for start in range(0, len(text), 3):
        paragraph.add_run(text[start : start + 3])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def compiled(database: Database, settings: Settings, number: int, day: date = TODAY) -> bytes:
    with database.read() as session:
        return draft_document(settings, check_notice(session, settings, number, today=day))


def give_back(database: Database, settings: Settings, number: int, packed: bytes) -> str:
    with database.begin() as session:
        return keep_edit(session, settings, number, packed, by="zhang", today=TODAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("经查，该店已构成侵犯注册商标专用权。", "已构成侵犯"),
        ("该店系惯 犯。", "惯犯"),
        ("本通知由示例市市场监督管理局监制并督办。", "文书轨道"),
        ("上述行为属于《商标法》第六十三条所列情形。", "第六十三条"),
        ("上述行为违反第57之外的第88条。", "第88条"),
        ("店主手机13812345678。", "138****78"),
        ("其收款账户为6222021234567890123。", "622****23"),
        ("经营者家住示例小区3号楼2单元501室。", "住址"),
    ],
)
@pytest.mark.parametrize("where", ["body", "header"])
def test_words_that_no_letter_may_say_are_refused_in_an_edit_too(
    database: Database, settings: Settings, drafted: int, text: str, words: str, where: str
) -> None:
    edited = with_paragraph(compiled(database, settings, drafted), text, where=where)
    with pytest.raises(Incomplete, match="edited version is refused") as refused:
        give_back(database, settings, drafted, edited)
    assert any(words in line and "Word 修改稿" in line for line in refused.value.missing)
    with database.read() as session:
        assert load_notice(session, drafted).record.edited is None


def test_the_introduction_may_not_decide_what_the_notice_suspects(
    database: Database, settings: Settings, drafted: int
) -> None:
    original = compiled(database, settings, drafted)
    edited = reworded(
        original, "涉嫌侵犯“天赋河套”集体商标专用权", "已侵犯“天赋河套”集体商标专用权"
    )
    with pytest.raises(Incomplete, match="已侵犯"):
        give_back(database, settings, drafted, edited)


def test_an_office_s_letter_passes_no_demand_of_the_holder_on(
    database: Database, settings: Settings, people: None, new_draft: Callable[..., int]
) -> None:
    new_draft()
    kind = find_kind("platform-disposal")
    added = {
        "recipient.name": "示例电商平台有限公司",
        "fields.measure": "删除",
        "fields.findings": "上述行为涉嫌侵犯注册商标专用权。",
        "fields.deadline": "2026年12月1日前",
    }
    office = settings.model_copy(update={"office_contact": "示例科 0478-0000000"})
    with database.begin() as session:
        row = draft(session, office, kind=kind, lead_ids=[1], by="zhang", added=added)
        number = row.id
    edited = with_paragraph(compiled(database, office, number), "应权利人要求，请贵平台赔偿损失。")
    with pytest.raises(Incomplete, match="文书轨道"):
        give_back(database, office, number, edited)


def test_an_article_that_the_letter_prints_may_be_cited(
    database: Database, settings: Settings, drafted: int
) -> None:
    text = "上述行为涉嫌属于《商标法》第五十七条所列情形，请依照《电子商务法》第四十二条处理。"
    edited = with_paragraph(compiled(database, settings, drafted), text)
    assert give_back(database, settings, drafted, edited)
    with database.begin() as session:
        with pytest.raises(Refused, match="--seen") as refused:
            approve(session, settings, drafted, by="wang", today=TODAY)
        digest = check_notice(session, settings, drafted, today=TODAY).digest
        assert digest in str(refused.value)
        approved = approve(session, settings, drafted, by="wang", today=TODAY, draft_digest=digest)
    assert approved.changes == (f"{{+{text}+}}",)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("上述行为涉嫌属于第五十七条所列情形。", True),
        ("上述行为涉嫌属于第七十二条所列情形。", False),
        ("上述行为涉嫌属于商标法第七十二条所列情形。", False),
        ("上述行为涉嫌属于§72所列情形。", False),
        ("另见第3条评论。", True),
    ],
)
def test_a_bare_number_in_an_edit_is_an_article_that_the_letter_prints_today(
    database: Database, settings: Settings, drafted: int, text: str, taken: bool
) -> None:
    edited = with_paragraph(compiled(database, settings, drafted), text)
    if taken:
        assert give_back(database, settings, drafted, edited)
    else:
        with pytest.raises(Incomplete, match=r"72|七十二"):
            give_back(database, settings, drafted, edited)


def test_a_draft_changed_since_its_review_is_not_approved_unseen(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        review_law(session, settings, drafted, by="fa", today=TODAY)
        row = load_notice(session, drafted)
        add_facts(session, settings, row, {"confusion": "审核后又改。"}, by="zhang")
        with pytest.raises(Refused, match="changed since its review"):
            approve(session, settings, drafted, by="wang", today=TODAY)
        review_law(session, settings, drafted, by="fa", today=TODAY)
        assert approve(session, settings, drafted, by="wang", today=TODAY).number


def test_a_word_file_given_back_as_it_was_needs_no_second_look(
    database: Database, settings: Settings, drafted: int
) -> None:
    give_back(database, settings, drafted, compiled(database, settings, drafted))
    with database.begin() as session:
        assert approve(session, settings, drafted, by="wang", today=TODAY).changes == ()


def test_the_law_may_turn_between_edit_and_approval(
    database: Database, settings: Settings, drafted: int
) -> None:
    text = "上述行为涉嫌属于《商标法》第五十九条以外的情形。"
    edited = with_paragraph(compiled(database, settings, drafted), text)
    give_back(database, settings, drafted, edited)
    with database.begin() as session:
        row = load_notice(session, drafted)
        # As if the draft had been written anew by the later law, and the edit were still the earlier.
        row.record = replace(row.record, law_day=TURN)
        with pytest.raises(Incomplete) as refused:
            approve(session, settings, drafted, by="wang", today=TURN)
        assert any("第五十九条" in line for line in refused.value.missing)
        rewrite_by_law(session, settings, drafted, by="zhang", today=TURN)
        assert approve(session, settings, drafted, by="wang", today=TURN).number


def test_a_fact_that_changed_after_the_edit_is_missed_in_it_at_the_approval(
    database: Database, settings: Settings, drafted: int
) -> None:
    edited = with_paragraph(compiled(database, settings, drafted), "另附商品照片。")
    give_back(database, settings, drafted, edited)
    with database.begin() as session:
        row = load_notice(session, drafted)
        changed = {"recipient.name": "示例另一平台有限公司"}
        add_facts(session, settings, row, changed, by="zhang")
        with pytest.raises(Incomplete, match="收件平台名称") as refused:
            approve(session, settings, drafted, by="wang", today=TODAY)
        assert "修改稿删去了“示例另一平台有限公司”" in refused.value.missing[0]


def test_the_approver_sees_what_was_changed(
    database: Database, settings: Settings, drafted: int
) -> None:
    original = compiled(database, settings, drafted)
    edited = with_paragraph(
        reworded(original, "贵平台内经营者未经", "贵方经营者未经"), "另附照片。"
    )
    give_back(database, settings, drafted, edited)
    with database.read() as session:
        letter = check_notice(session, settings, drafted, today=TODAY)
    assert letter.edit is not None
    assert letter.missing == ()
    lines = [paragraph.marked() for paragraph in letter.edit.difference]
    assert len(lines) == 2
    assert any("权利人发现贵[-平台内-]{+方+}经营者未经许可" in line for line in lines)
    assert "{+另附照片。+}" in lines


def test_taking_suspicion_out_of_a_paragraph_is_refused(
    database: Database, settings: Settings, drafted: int
) -> None:
    """Nothing stronger is written, only 涉嫌 is deleted: the letter would state an infringement."""
    document = Document(io.BytesIO(compiled(database, settings, drafted)))
    for paragraph in document.paragraphs:
        if "涉嫌" in paragraph.text:
            for run in paragraph.runs:
                run.text = run.text.replace("涉嫌", "")
    edited = io.BytesIO()
    document.save(edited)
    with pytest.raises(Incomplete) as refused:
        give_back(database, settings, drafted, edited.getvalue())
    assert any("删去了“涉嫌”" in line for line in refused.value.missing)


@pytest.mark.parametrize(
    "text", ["该店铺侵权，应当下架。", "该店所售商品是假的。", "该店明知故犯。"]
)
def test_a_bare_conclusion_in_a_new_paragraph_is_refused(
    database: Database, settings: Settings, drafted: int, text: str
) -> None:
    with pytest.raises(Incomplete, match="涉嫌"):
        give_back(
            database, settings, drafted, with_paragraph(compiled(database, settings, drafted), text)
        )
