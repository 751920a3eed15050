"""Issuing (签发) a letter: a second person approves exactly what was seen, it is numbered, kept by
its hash, sealed, sent, answered."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_facts import Facts, facts_to_json
from alerts.letters.model.letter_kind import Kind, Stage, find_kind
from alerts.letters.render.docx import render_docx
from alerts.letters.render.docx_package import digest
from alerts.letters.render.letter_files import RenderedNotice, write_files
from alerts.letters.workflow.draft import facts_of, undecided_leads
from alerts.letters.workflow.edited_draft import finish_edit
from storage.base.errors import Incomplete, Refused, StaleState, StoreUnavailable
from storage.base.settings import Settings
from storage.base.vocabulary import ROLE_NAMES, Role
from storage.files.vault import vault_of
from storage.outgoing.notices import allot_number, approve_notice, check_second_person, load_notice
from storage.people.passwords import load_user
from storage.tables import NoticeRow

APPROVERS = (Role.APPROVER, Role.ADMIN)


def draft_document(session: Session, settings: Settings, row: NoticeRow, *, today: date) -> bytes:
    """The DOCX of a draft, 草稿 across it: the officer's edited version, else set from the facts.

    Raises Incomplete while an element lacks.
    """
    kind = find_kind(row.kind)
    words = compile_notice(kind, facts_of(session, settings, row), today=today, stage=Stage.DRAFT)
    if edited := row.facts.get("edited"):
        return read_kept(settings, row.id, edited["sha256"])
    return render_docx(kind, words, draft=True, templates=settings.home / "templates")


def approve(
    session: Session,
    settings: Settings,
    notice_id: int,
    *,
    by: str,
    today: date,
    seen: str | None = None,
) -> NoticeRow:
    """Approve (审批) a complete draft as a second person: it gets its number and its final bytes.

    `seen` is the SHA-256 of the draft that was looked at; another one raises StaleState. Raises
    Refused for the drafter or a role that may not approve, Incomplete where an element lacks.
    """
    row = load_notice(session, notice_id, lock=True)
    check_second_person(row, by)
    if by == "cli":
        raise Refused(f"文书 {row.id} 须由具名的审批人审批：--as USER")
    role = Role(load_user(session, by).role)
    if role not in APPROVERS:
        raise Refused(f"{by}的角色是{ROLE_NAMES[role]}，无权审批文书")
    if undecided := undecided_leads(session, row):
        raise Incomplete(f"文书 {row.id}：{undecided[0].why}", [str(m) for m in undecided])
    draft = draft_document(session, settings, row, today=today)
    _check_legal_review(settings, row, digest(draft))
    if seen is not None and seen != digest(draft):
        raise StaleState(f"文书 {row.id} 在您查看之后有改动，请重新查看后再审批")
    kind, facts = find_kind(row.kind), facts_of(session, settings, row)
    facts = dataclasses.replace(facts, approver=by, dated=today)
    compile_notice(kind, facts, today=today)
    facts = dataclasses.replace(facts, number=_number(session, kind, facts, today))
    final = _final_document(settings, row, kind, facts, today=today)
    keep_file(settings, row.id, final)
    approve_notice(
        session,
        row,
        by=by,
        number=str(facts.number),
        docx_sha256=digest(final),
        facts=facts_to_json(facts),
        seen_sha256=digest(draft),
    )
    return row


def _check_legal_review(settings: Settings, row: NoticeRow, sha256: str) -> None:
    """法制审核 as a third step, where the setting asks for it: of this draft, of no older one."""
    reviewed = row.facts.get("legal") or {}
    if settings.letters_legal_review and reviewed.get("seen_sha256") != sha256:
        raise Refused(f"文书 {row.id} 的这一稿尚未经法制审核")


def _number(session: Session, kind: Kind, facts: Facts, today: date) -> str:
    """示市监函〔2026〕12号: no leading zero; a holder's notice bears no 机关代字."""
    series = f"{facts.office.short or ''}{kind.series}" if kind.sender == "office" else kind.series
    return f"{series}〔{today.year}〕{allot_number(session, series, today.year)}号"


def _final_document(
    settings: Settings, row: NoticeRow, kind: Kind, facts: Facts, *, today: date
) -> bytes:
    words = compile_notice(kind, facts, today=today)
    templates = settings.home / "templates"
    if edited := row.facts.get("edited"):
        packed = read_kept(settings, row.id, edited["sha256"])
        return finish_edit(packed, number=str(facts.number), dated=today)
    return render_docx(kind, words, draft=False, templates=templates)


def render_notice(
    session: Session, settings: Settings, notice_id: int, folder: Path, *, today: date
) -> RenderedNotice:
    """Write a letter's DOCX and PDF: a draft as it stands, an approved one byte for byte as it was
    approved. Raises Incomplete, Refused when the kept file is not the approved one."""
    row = load_notice(session, notice_id)
    drafted = row.docx_sha256 is None
    if row.docx_sha256 is None:
        packed = draft_document(session, settings, row, today=today)
    else:
        packed = read_kept(settings, row.id, row.docx_sha256)
    name = f"{row.kind}-{row.id}" + ("-draft" if drafted else "")
    return write_files(packed, folder, name, draft=drafted, fonts=settings.font_folder)


def keep_file(settings: Settings, notice_id: int, content: bytes, suffix: str = ".docx") -> str:
    """Keep a document under its own hash in the data folder; nothing is ever overwritten."""
    folder = settings.folder("notices") / str(notice_id)
    name = digest(content)
    try:
        vault_of(settings).write(folder / f"{name}{suffix}", content)
    except OSError as error:
        raise StoreUnavailable(f"cannot write {folder}: {error.strerror}") from error
    return name


def read_kept(settings: Settings, notice_id: int, sha256: str, suffix: str = ".docx") -> bytes:
    """A kept document. Raises Refused when the file is gone or its content is another."""
    path = settings.home / "notices" / str(notice_id) / f"{sha256}{suffix}"
    try:
        content = vault_of(settings).read(path)
    except OSError:
        raise Refused(f"文书 {notice_id} 的正本文件不见了：{path.name}") from None
    if digest(content) != sha256:
        raise Refused(f"文书 {notice_id} 的正本文件被改动过，摘要值与记录不符")
    return content
