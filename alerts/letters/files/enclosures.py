"""附送材料: what a mail takes along with a letter, as its kind says.

The office's letters leave sealed and never as a document that can still be edited; a holder's notice
leaves as DOCX, for the holder to sign, with its reading copy and the papers that it names. The evidence
packages go along where the mail stays within the greatest size, and always the list of their hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from alerts.letters.files.abuse_reports import abuse_reports
from alerts.letters.files.document_store import read_document
from alerts.letters.files.evidence_packages import CitedPackage, letter_packages
from alerts.letters.files.holder_papers import holder_papers
from alerts.letters.model.letter_kind import Kind, find_kind
from alerts.letters.render.pdf_converter import render_pdf
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.base.vocabulary import SENDABLE_NOTICES
from storage.evidence.renewal.proof_checks import with_record
from storage.files.vault import vault_of
from storage.outgoing.notices import load_notice, state_name
from storage.records.letter_facts import Facts
from storage.records.letter_record import Track
from storage.tables import NoticeRow

HASH_LIST = "证据包校验值.txt"
FRAME_BYTES = 2**17
"""Bytes kept for the mail's own words and heads, chosen by hand."""
_PIECE = 2**20
"""Bytes hashed at once."""


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """One attachment."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Enclosures:
    """The attachments of a letter's mails."""

    of: str
    """Hash of the document that they were made for, the sealed one where there is one."""
    files: tuple[Enclosure, ...]
    remark: str | None
    """What the mail says of papers and packages that it does not take along, in Chinese."""


def prepare_enclosures(session: Session, settings: Settings, notice_id: int) -> Enclosures:
    """What the mail of an approved letter takes along; to be made before the transaction that sends
    it, since setting a reading copy takes seconds.

    Raises Refused for a letter that is not approved, for one of the office without its sealed copy,
    where a cited package is not there as cited, and where the letter alone is too large.
    """
    row = load_notice(session, notice_id)
    if row.state not in SENDABLE_NOTICES or row.record.approved is None:
        raise Refused("letter.not-sendable", notice=row.id, state=state_name(row.state))
    kind = find_kind(row.kind)
    reports = abuse_reports(kind.slug, row.record.approved, settings)
    letter = (
        *_letter(settings, row, kind),
        *(Enclosure(name=report.name, content=report.content) for report in reports),
    )
    if not _fits(letter, settings):
        mebibytes = settings.mail_max_bytes >> 20
        raise Refused("letter.too-large", notice=row.id, mebibytes=mebibytes)
    facts, remark = row.record.approved, None
    if kind.track is Track.HOLDER:
        letter, remark = _with_papers(settings, row, facts, letter)
    packages: Sequence[CitedPackage] = ()
    if kind.encloses_packages:
        packages = letter_packages(session, settings, row, facts)
    if not packages:
        return Enclosures(of=document_hash(row), files=letter, remark=remark)
    enclosures = _with_packages(settings, row, facts, letter, packages)
    remarks = "\n".join(filter(None, (remark, enclosures.remark)))
    return replace(enclosures, remark=remarks or None)


def document_hash(row: NoticeRow) -> str:
    """Hash of the document that leaves: the sealed or signed one where there is one."""
    return row.record.sealed.sha256 if row.record.sealed else str(row.docx_sha256)


def _letter(settings: Settings, row: NoticeRow, kind: Kind) -> tuple[Enclosure, ...]:
    name = f"{kind.name}{row.number}"
    if sealed := row.record.sealed:
        content = read_document(settings, row.id, sealed.sha256, sealed.suffix)
        return (Enclosure(name=f"{name}{sealed.suffix}", content=content),)
    if kind.sender == "office":
        raise Refused("letter.unsealed", notice=row.id)
    packed = read_document(settings, row.id, str(row.docx_sha256))
    copy = render_pdf(packed, draft=False, fonts=settings.font_folder)
    return (
        Enclosure(name=f"{name}.docx", content=packed),
        Enclosure(name=f"{name}.pdf", content=copy),
    )


def _with_papers(
    settings: Settings, row: NoticeRow, facts: Facts, letter: tuple[Enclosure, ...]
) -> tuple[tuple[Enclosure, ...], str | None]:
    """The letter with what its holder hands in beside it, and what is said of papers left out."""
    room = _room(settings) - sum(len(file.content) for file in letter)
    papers = holder_papers(settings, facts, room)
    named = {**papers.papers, **papers.tables}
    files = (*letter, *(Enclosure(name=name, content=content) for name, content in named.items()))
    if not _fits(files, settings):
        files = letter  # the tables stand in the letter too
    if papers.left_out is None:
        return files, None
    return files, f"{papers.left_out}。{_fetched_from(settings, row, facts)}。"


def _with_packages(
    settings: Settings,
    row: NoticeRow,
    facts: Facts,
    letter: tuple[Enclosure, ...],
    packages: Sequence[CitedPackage],
) -> Enclosures:
    vault = vault_of(settings)
    sizes, lines = 0, []
    for package in packages:
        if package.path is None:
            lines.append(f"（未封装）  {package.name}  清单SHA-256：{package.manifest_sha256}")
            continue
        digest, size = hashlib.sha256(), 0
        with vault.open(package.path) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
        sizes += size
        lines.append(
            f"{digest.hexdigest()}  {package.name}  {size}字节  "
            f"清单SHA-256：{package.manifest_sha256}"
        )
    packed = all(package.path for package in packages)
    enclosed = packed and _mailed(sum(len(file.content) for file in letter) + sizes, settings)
    remark = None if enclosed else _remark(settings, row, facts, sizes)
    head = [f"文书：{row.number}", "以下为所引固证包的SHA-256校验值：", *lines]
    text = "\n".join([*head, *([remark] if remark else [])]) + "\n"
    files = [*letter, Enclosure(name=HASH_LIST, content=text.encode())]
    if enclosed:
        for package in packages:
            assert package.path is not None, "all packages were packed"
            for name, path in with_record(package.path, package.name).items():
                files.append(Enclosure(name=name, content=vault.read(path)))
    return Enclosures(of=document_hash(row), files=tuple(files), remark=remark)


def _remark(settings: Settings, row: NoticeRow, facts: Facts, size: int) -> str:
    """Where packages are to be had that the mail does not take along."""
    return (
        f"固证包共{size / 2**20:.1f}MB，超出邮件大小或者尚未封装，未随本邮件附送；"
        f"{_fetched_from(settings, row, facts)}，并按校验值核对。"
    )


def _fetched_from(settings: Settings, row: NoticeRow, facts: Facts) -> str:
    contact = facts.office.contact or settings.office_contact
    where = f"{facts.office.name or settings.office_name}{f'（{contact}）' if contact else ''}"
    return f"请凭文号{row.number}向{where}领取"


def _fits(files: Sequence[Enclosure], settings: Settings) -> bool:
    return _mailed(sum(len(file.content) for file in files), settings)


def _mailed(size: int, settings: Settings) -> bool:
    return size <= _room(settings)


def _room(settings: Settings) -> int:
    """Bytes of files that one mail holds: base64 makes 4 of 3, and a line's end of each 76."""
    return int((settings.mail_max_bytes - FRAME_BYTES) * 3 / 4 * 76 / 78)
