"""审批之后、发出之前: what an approved letter that has not gone out rests on may fall away.

Asked at the check, the rendering and the sending: the conditions of a draft still hold, the ledger says of
the right and its holder what was approved, the terms have not ended, the law has not turned.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import letter_leads
from alerts.letters.gather.stored_facts import holder_fact, right_facts
from alerts.letters.model.completeness import MOST_NAMED, Missing, check
from alerts.letters.model.deadline_conditions import deadline_conflicts
from alerts.letters.model.fact_labels import fact_label
from alerts.letters.model.letter_kind import Kind, find_kind
from alerts.letters.model.letter_law import letter_law, turned_articles
from alerts.letters.model.right_basis import right_basis
from alerts.letters.model.right_conditions import standing_in_letter
from alerts.letters.model.term_conditions import transfer_lateness
from alerts.letters.model.typed_articles import typed_articles
from alerts.letters.workflow.standing_conditions import standing_conditions
from storage.base.errors import Incomplete
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.base.vocabulary import SENDABLE_NOTICES
from storage.law.confirmations import load_law_book
from storage.records.letter_facts import Facts, Party, RightFact
from storage.records.letter_record import Track
from storage.records.right_term import Standing
from storage.tables import NoticeRow

_TRANSFER = "transfer-in-time"
_TIMELY = ("right-in-force", "within-fifteen-days", _TRANSFER)
"""Rules whose answer turns with the day: asked again of an approved letter."""
_RIGHT_MEMBERS = {
    "text": "名称",
    "kind": "种类",
    "registration_no": "注册号",
    "classes": "类别",
    "goods": "核定商品",
}
"""What a letter states of a right, by member, with its label."""
_LEDGER = "权利台账（更正后撤回本文书，重新起草）"


def unsent_refusals(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    *,
    today: date,
    lock: bool = False,
    handed_over_at: datetime | None = None,
) -> tuple[Missing, ...]:
    """What fell away since an approved letter was approved; empty for one that was sent.

    `handed_over_at` is when it was handed over, where that is recorded afterwards.
    """
    approved = row.record.approved
    if row.state not in SENDABLE_NOTICES or approved is None:
        return ()
    kind = find_kind(row.kind)
    leads = letter_leads(session, settings, row.id, lock=lock)
    conditions = standing_conditions(session, kind, leads, today=today)
    ledger_rights = right_facts(session, row, leads)
    facts = _with_rights(approved, ledger_rights)
    timely = tuple(
        element
        for element in kind.elements
        if element.rule in _TIMELY and not (handed_over_at and element.rule == _TRANSFER)
    )
    late = [
        finding
        for finding in check(dataclasses.replace(kind, elements=timely), facts, today=today)
        if finding.element in {element.name for element in timely}
    ]
    changed: Iterable[Missing] = ()
    if _rests_on_right(kind):
        holder = holder_fact(session, row, leads)
        changed = (
            *_changed_rights(approved, ledger_rights),
            *_renewed_since(approved, facts, today),
            *_changed_holder(approved, holder),
        )
    return (
        *conditions.refusals,
        *late,
        *(_transferred_late(kind, facts, handed_over_at) if handed_over_at else ()),
        *changed,
        *_lapsed(kind, facts, today),
        *_turned_since(session, kind, facts, today),
    )


def _transferred_late(kind: Kind, facts: Facts, moment: datetime) -> Iterator[Missing]:
    """The 24 hours end with the handing over, not with its entry in the record."""
    for element in kind.elements:
        if element.rule == _TRANSFER and (why := transfer_lateness(facts, day_of(moment), moment)):
            yield Missing(element=element.name, where=element.where, why=why)


def _rests_on_right(kind: Kind) -> bool:
    """Whether a letter of this kind falls away with what the ledger says of its right: a warning does not."""
    return kind.slug not in right_basis().without_right and kind.track is not Track.WARNING


def _changed_rights(approved: Facts, ledger_rights: Sequence[RightFact]) -> Iterator[Missing]:
    """What the approved letter says of its rights and the ledger says otherwise today."""
    for right, ledger in zip(approved.rights, ledger_rights, strict=False):
        changed = [
            label
            for member, label in _RIGHT_MEMBERS.items()
            if getattr(ledger, member) and getattr(right, member) != getattr(ledger, member)
        ]
        if right.verified and not ledger.verified:
            changed.append("核对情况")
        if changed:
            why = f"“{right.text}”的{'、'.join(changed)}在审批之后已改动"
            yield Missing(element="权利登记信息未变", where=_LEDGER, why=why)


def _renewed_since(approved: Facts, facts: Facts, today: date) -> Iterator[Missing]:
    """Marks that stand by an application for renewal alone of which the approver did not know."""
    for right, current in zip(approved.rights, facts.rights, strict=False):
        is_new = current.renewal_filed != right.renewal_filed
        if is_new and standing_in_letter(current, today) is Standing.RENEWING:
            why = f"“{right.text}”的有效期已届满，续展申请日在审批之后登记"
            yield Missing(element="续展申请已经审批", where=_LEDGER, why=why)


def _changed_holder(approved: Facts, holder: Party) -> Iterator[Missing]:
    """The right went to another holder (转让), or the holder to another name, since the approval."""
    if approved.holder.name and holder.name != approved.holder.name:
        now_named = f"，现为“{holder.name}”" if holder.name else ""
        why = f"权利人在审批之后已变更{now_named}，审批时为“{approved.holder.name}”"
        yield Missing(element="权利人未变更", where=_LEDGER, why=why)


def _lapsed(kind: Kind, facts: Facts, today: date) -> Iterator[Missing]:
    """A term of the approved letter that ended before it went out."""
    for path, why in deadline_conflicts(kind, facts, today):
        where = "文书页面（撤回后重新起草）"
        yield Missing(element=fact_label(path, kind), where=where, why=why, path=path)


def _turned_since(session: Session, kind: Kind, facts: Facts, today: date) -> Iterator[Missing]:
    """The law turned between approval and sending, and an article that the letter prints with it."""
    if facts.dated is None or facts.dated >= today:
        return
    undated = dataclasses.replace(facts, dated=None)
    book = load_law_book(session)
    law = letter_law(kind, undated, book, today)
    for words in turned_articles(kind, undated, book, law, written=facts.dated):
        yield Missing(
            element="法律依据的版本", where="文书页面（撤销后按现行法律重新起草）", why=words
        )
    yield from typed_articles(kind, undated, law, book, written=facts.dated)


def refuse_fallen(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    *,
    today: date,
    lock: bool = False,
    handed_over_at: datetime | None = None,
) -> None:
    """Raises Incomplete where the ground of an approved, unsent letter fell away."""
    if findings := unsent_refusals(
        session, settings, row, today=today, lock=lock, handed_over_at=handed_over_at
    ):
        raise Incomplete(
            "letter.ground-fallen",
            [str(finding) for finding in findings],
            notice=row.id,
            reasons=[finding.why for finding in findings[:MOST_NAMED]],
        )


def _with_rights(facts: Facts, ledger_rights: Sequence[RightFact]) -> Facts:
    """The approved facts with the terms of the rights as the ledger has them today: an application for renewal
    that was struck out there carries no letter."""
    rights = tuple(
        dataclasses.replace(
            right,
            valid_from=ledger.valid_from or right.valid_from,
            valid_until=ledger.valid_until or right.valid_until,
            renewal_filed=ledger.renewal_filed,
        )
        for right, ledger in zip(facts.rights, ledger_rights, strict=False)
    )
    return dataclasses.replace(facts, rights=rights or facts.rights)
