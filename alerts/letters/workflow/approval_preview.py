"""审批前核对: what an approver approves, for one who names no draft that was looked at.

An approval is bound to a draft. Who names its hash has looked at it; who names none is given what it says
first, and is refused where somebody changed the draft since its review or in Word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.letter_check import LetterCheck, check_letter
from alerts.letters.workflow.letter_document import draft_document
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.outgoing.notices import check_own_words, check_second_person, load_notice
from storage.records.letter_facts import Facts
from storage.tables import NoticeRow

NOBODY = "（未写明）"


@dataclass(frozen=True, kw_only=True)
class ApprovalPreview:
    """The draft that an approval without a hash would approve."""

    notice_id: int
    kind: str
    recipient: str
    subject: str
    """事由: the rights and how many listings."""
    digest: str
    changes: tuple[str, ...]
    """What an edit in Word changed, a line a paragraph: 请[-立即-]{+及时+}处理."""
    is_changed: bool
    """Somebody changed it since its review or in Word: its approver must name its hash."""
    is_complete: bool
    """Nothing that the approval asks for is missing."""

    def lines(self) -> Iterator[str]:
        """For the approver, in Chinese."""
        yield f"待审批文书 {self.notice_id}：{self.kind}"
        yield f"收件人：{self.recipient}"
        yield f"事由：{self.subject}"
        yield f"文稿哈希值：{self.digest}"
        yield from (f"修改对照：{change}" for change in self.changes)

    def refuse_changed(self) -> None:
        """Raises Refused, with the hash to name, where the draft was changed since its review or in
        Word."""
        if self.is_changed:
            raise Refused("letter.changed-unseen", notice=self.notice_id, sha256=self.digest)


def approval_preview(
    session: Session, settings: Settings, notice_id: int, *, by: str, today: date
) -> ApprovalPreview:
    """What `by` would approve today. Raises NotFound, BadInput, Refused for the drafter, StaleState for
    a letter that is no draft."""
    row = load_notice(session, notice_id)
    check_second_person(row, by)
    check_own_words(row, by)
    return preview_of(settings, row, check_letter(session, settings, row, today=today))


def preview_of(settings: Settings, row: NoticeRow, letter: LetterCheck) -> ApprovalPreview:
    """The preview of a draft that was checked already."""
    difference = letter.edit.difference if letter.edit else ()
    review = row.record.legal
    # An incomplete draft has no document to compare; its approval is refused for that.
    is_outdated = (
        review is not None
        and not letter.unprintable
        and not is_seen(settings, letter, review.seen_sha256)
    )
    return ApprovalPreview(
        notice_id=row.id,
        kind=letter.kind.name,
        recipient=_recipient(letter.facts),
        subject=_subject(letter.facts),
        digest=letter.digest,
        changes=tuple(paragraph.marked() for paragraph in difference),
        is_changed=bool(difference) or is_outdated,
        is_complete=not letter.missing,
    )


def is_seen(settings: Settings, letter: LetterCheck, draft_digest: str) -> bool:
    """Whether the digest names the draft as it stands now: by its content, or by its DOCX, which
    is set for that only where the content's digest does not fit."""
    return draft_digest == letter.digest or draft_digest == digest(draft_document(settings, letter))


def _recipient(facts: Facts) -> str:
    audience = facts.fields.get("audience")
    return facts.recipient.name or audience or facts.subject.name or NOBODY


def _subject(facts: Facts) -> str:
    rights = "、".join(f"“{right.text}”{right.kind or ''}" for right in facts.rights)
    words = facts.fields.get("matter") or facts.fields.get("subject") or ""
    listings = f"商品信息{len(facts.listings)}条" if facts.listings else ""
    return "；".join(filter(None, (words, rights, listings))) or NOBODY
