"""A letter as it stands (文书现状): gathered, filled and checked once for whatever is done with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from alerts.letters.editing.edit_review import EditReview, review_edit
from alerts.letters.gather.capture_words import capture_refusals, capture_warnings
from alerts.letters.gather.letter_leads import LetterLead, letter_leads
from alerts.letters.gather.named_persons import (
    NamedPersons,
    named_in_fields,
    named_persons,
    names_nobody,
)
from alerts.letters.gather.stored_facts import gather
from alerts.letters.model.additions import allowed_additions, fill
from alerts.letters.model.compiler import (
    content_digest,
    refuse_incomplete,
    unverified_articles,
    warnings_of,
)
from alerts.letters.model.completeness import MOST_NAMED, Missing, check
from alerts.letters.model.deadline_conditions import deadline_warnings
from alerts.letters.model.evidence_words import count_warnings
from alerts.letters.model.letter_kind import Kind, LetterStage, find_kind
from alerts.letters.model.letter_law import LetterLaw, letter_law, turned_articles
from alerts.letters.model.party_conditions import subject_warnings
from alerts.letters.model.platform_names import platform_warnings
from alerts.letters.model.typed_articles import bare_articles, typed_articles
from alerts.letters.render.docx import template_bytes
from alerts.letters.workflow.standing_conditions import standing_conditions
from alerts.letters.workflow.unsent_conditions import unsent_refusals
from storage.base.message import Message
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.law.confirmations import load_law_book
from storage.outgoing.notices import load_notice
from storage.records.letter_facts import Facts
from storage.tables import NoticeRow

_CAPTURED = ("listings[].sha256", "listings[].captured_at", "evidence")
"""Required elements that a capture brings."""


@dataclass(frozen=True, kw_only=True)
class LetterCheck:
    """完整性检查 of a stored letter, with what its approver must know of the law it cites."""

    notice_id: int
    kind: Kind
    facts: Facts
    """Of a draft what is known today, else what was approved."""
    undecided: tuple[Missing, ...]
    """What stands in the way of a draft's approval, or of sending an approved letter."""
    lacking: tuple[Missing, ...]
    """Required elements that the facts lack."""
    law: LetterLaw
    """The articles that it prints as things stand."""
    turned: tuple[str, ...]
    """Articles that a draft was written with and that read otherwise today, in Chinese."""
    warnings: tuple[str, ...]
    """What the approver must know, in Chinese: unconfirmed articles, unverified rights."""
    template: bytes
    """The Word template as it stands."""
    edited: str | None
    """SHA-256 of the version that was edited in Word."""
    edit: EditReview | None
    """What the edited version of a complete draft changed, and why it may not be approved."""
    persons: NamedPersons | None
    """Whom a bulletin may not name; None where the letter is none."""
    digest: str
    """SHA-256 of all that decides what the draft says: an approval is bound to it."""

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every missing element; a draft need not have those that only the approval brings."""
        return (*self.undecided, *self.unprintable)

    @property
    def unprintable(self) -> tuple[Missing, ...]:
        """What the facts lack, and what is wrong with the version edited in Word."""
        return (*self.lacking, *(self.edit.findings if self.edit else ()))

    def refuse_incomplete(self) -> None:
        """Raises Incomplete where the facts lack an element or the edited version may not stand;
        undecided leads do not matter here."""
        refuse_incomplete(self.kind, self.unprintable)


def check_notice(
    session: Session, settings: Settings, notice_id: int, *, today: date
) -> LetterCheck:
    """The letter of that number as it stands. Raises NotFound, BadInput."""
    return check_letter(session, settings, load_notice(session, notice_id), today=today)


def check_letter(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    *,
    today: date,
    approver: str | None = None,
) -> LetterCheck:
    """A letter as it stands. With `approver` it is checked as if that person approved it today, and
    its leads are locked until the end of the transaction. Raises BadInput."""
    kind = find_kind(row.kind)
    draft = row.approved_by is None
    leads = letter_leads(session, settings, row.id, lock=approver is not None) if draft else ()
    facts = letter_facts(session, settings, row, kind, leads)
    book = load_law_book(session)
    law = letter_law(kind, facts, book, today)
    conditions = standing_conditions(session, kind, leads, today=today)
    warnings = (
        *warnings_of(facts, law),
        *conditions.remarks,
        *_warnings(kind, facts, leads),
        *(_draft_warnings(kind, facts, law, today) if draft else ()),
    )
    written = row.record.law_day or day_of(row.created_at)
    turned = turned_articles(kind, facts, book, law, written=written) if draft else ()
    template = template_bytes(kind, settings.home / "templates")
    edited = row.record.edited.sha256 if row.record.edited else None
    stage = LetterStage.DRAFT if draft and approver is None else LetterStage.APPROVAL
    checked = dataclasses.replace(facts, approver=approver, dated=today) if approver else facts
    persons = named_persons(session, facts) if draft and names_nobody(kind) else None
    lacking = (
        *_capture_problems(kind, leads),
        *check(kind, checked, today=today, stage=stage),
        *(named_in_fields(kind, facts, persons) if persons else ()),
        *unverified_articles(law),
        *_turned(turned),
        *(typed_articles(kind, facts, law, book, written=written) if draft else ()),
    )
    edit = None
    if draft and edited and not lacking:
        edit = review_edit(settings, row.id, edited, kind, facts, law, template, persons)
    return LetterCheck(
        notice_id=row.id,
        kind=kind,
        facts=facts,
        undecided=conditions.refusals
        if draft
        else unsent_refusals(session, settings, row, today=today),
        lacking=lacking,
        law=law,
        turned=turned,
        warnings=warnings,
        template=template,
        edited=edited,
        edit=edit,
        persons=persons,
        digest=content_digest(
            kind, facts, law, warnings=warnings, template=template, edited=edited
        ),
    )


def _warnings(kind: Kind, facts: Facts, leads: Sequence[LetterLead]) -> Iterator[str]:
    """What an approver is told of captures, stamps, subject and platform."""
    yield from _capture_warnings(kind, leads)
    yield from _stamp_warnings(kind, facts)
    yield from subject_warnings(facts)
    yield from platform_warnings(kind, facts)


def _draft_warnings(kind: Kind, facts: Facts, law: LetterLaw, today: date) -> Iterator[str]:
    """What is told only while the letter can still be changed: days, counts, articles without a number."""
    yield from deadline_warnings(kind, facts, today)
    yield from count_warnings(kind, facts)
    yield from bare_articles(kind, facts, law)


def _cites_captures(kind: Kind) -> bool:
    """Whether a letter of this kind cannot do without a capture of each listing."""
    return any(element.needs in _CAPTURED for element in kind.elements)


def _capture_problems(kind: Kind, leads: Sequence[LetterLead]) -> Iterator[Missing]:
    """Leads whose captures show something else than what the letter would cite them for."""
    if _cites_captures(kind):
        for lead, why in islice(capture_refusals(leads), MOST_NAMED):
            where = f"线索 {lead} 页面（核实商品后重新固证；已下架的不再发函）"
            yield Missing(element="固证材料所示内容", where=where, why=why)


def _capture_warnings(kind: Kind, leads: Sequence[LetterLead]) -> tuple[str, ...]:
    """A letter that needs no capture is only told that its captures do not serve."""
    refusals = () if _cites_captures(kind) else (why for _, why in capture_refusals(leads))
    return (*refusals, *capture_warnings(leads))


def _stamp_warnings(kind: Kind, facts: Facts) -> Iterator[str]:
    """What is lost without a time-stamp; a letter may go out without one."""
    captures = [item for item in facts.evidence if item.captured_at]
    bare = [item for item in captures if item.stamped_at is None and not item.stamp_due]
    if bare and _cites_captures(kind):
        yield (
            f"{len(bare)}项固证材料未加盖可信时间戳：哈希值能证明内容此后未改动，固证时间只有本机关的"
            "系统时钟和签名为证，对方争议固证时间时须另行举证；设置时间戳服务（系统设置“时间戳服务地址”）"
            "后重新固证即可加盖"
        )


def _turned(articles: Sequence[str]) -> Iterator[Missing]:
    """The law turned since the draft was written: its typed words may still name the old articles."""
    for words in articles:
        yield Missing(element="法律依据的版本", where="文书页面（按现行法律重新起草）", why=words)


def letter_facts(
    session: Session, settings: Settings, row: NoticeRow, kind: Kind, leads: Sequence[LetterLead]
) -> Facts:
    """The facts of a letter on these leads: of a draft what is known now, else what was approved."""
    if row.record.approved is not None:
        return row.record.approved
    stored = gather(session, settings, row, kind, leads)
    added = allowed_additions(stored, row.record.added)
    return fill(stored, added, Message("letter.numbered", {"notice": row.id}))
