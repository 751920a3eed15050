"""Who may approve a letter (审批人), and why somebody may not: asked by the approval itself and by the page that
offers it."""

from __future__ import annotations

from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval_preview import is_seen
from alerts.letters.workflow.letter_check import LetterCheck
from storage.base.errors import Incomplete, Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.outgoing.notices import check_own_words, check_second_person
from storage.people.passwords import load_user
from storage.people.roles import APPROVERS
from storage.tables import NoticeRow, UserRow


def check_approver(session: Session, row: NoticeRow, by: str) -> str:
    """The name that `by` approves under. Raises Refused for the drafter, for who wrote words of it, for a role that
    may not approve and, for a letter of the office, for who has no full name on record."""
    check_second_person(row, by)
    if by == "cli":
        raise Refused("letter.unnamed-approver", notice=row.id)
    return _checked_name(row, load_user(session, by))


def check_approvable(settings: Settings, row: NoticeRow, letter: LetterCheck) -> None:
    """Raises Incomplete where a lead is undecided or an element is missing, Refused where the setting asks for a
    legal review (法制审核) and this draft has none: one of an older draft is none."""
    if undecided := letter.undecided:
        findings = [str(finding) for finding in undecided]
        raise Incomplete("letter.undecided-lead", findings, notice=row.id, reason=undecided[0].why)
    letter.refuse_incomplete()
    if not settings.letters_legal_review:
        return
    review = row.record.legal
    if review is None or not is_seen(settings, letter, review.seen_sha256):
        raise Refused("letter.not-reviewed", notice=row.id)


def possible_approvers(session: Session, row: NoticeRow) -> list[str]:
    """Names of the officers who may approve this draft."""
    roles = [role.value for role in APPROVERS]
    query = sa.select(UserRow).where(UserRow.active, UserRow.role.in_(roles))
    names = []
    for user in session.scalars(query.order_by(UserRow.name)):
        with suppress(Refused):
            check_second_person(row, user.name)
            names.append(_checked_name(row, user))
    return names


def _checked_name(row: NoticeRow, user: UserRow) -> str:
    """The approver's full name; a holder's notice, which names no officer, also takes a login. Raises Refused as
    `check_approver` does, but for the drafter."""
    role = user.role
    if role not in APPROVERS:
        raise Refused("letter.approver-role", user=user.name, role=Message(f"role.{role.value}"))
    if user.full_name is None and find_kind(row.kind).sender == "office":
        raise Refused("letter.approver-nameless", user=user.name)
    check_own_words(row, user.name)
    return user.full_name or user.name
