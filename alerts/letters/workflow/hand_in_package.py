"""送交材料包: what an officer or a holder hands in at a platform's portal, as one ZIP.

The letter, the listings as a spreadsheet, the evidence packages that the letter cites with what it
takes to check them offline, and the SHA-256 of each file. That of a transfer letter also holds the signed
description (移交说明) by which the receiving office's program takes it in. It is made from the approved letter
alone, and is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from alerts.letters.files.added_documents import document_files, purchase_files
from alerts.letters.files.document_store import read_document
from alerts.letters.files.evidence_packages import letter_packages
from alerts.letters.files.right_papers import right_papers
from alerts.letters.files.transfer_description import TRANSFERS, describe, signed_files
from alerts.letters.files.verification_guide import method_files
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.render.pdf_converter import render_pdf
from alerts.letters.workflow.letter_document import approved_facts
from alerts.letters.workflow.unsent_conditions import refuse_fallen
from storage.base.atomic_file import replacing
from storage.base.database import Database
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.office_time import OFFICE_TIME, today
from storage.base.settings import Settings
from storage.base.vocabulary import NoticeState
from storage.evidence.renewal.proof_checks import with_record
from storage.files.vault import Vault, vault_of
from storage.outgoing.notices import (
    load_notice,
    note,
    state_name,
)
from storage.records.letter_facts import Facts
from storage.tables import NoticeRow
from storage.transfers.package_size import package_remark
from storage.views.row_formats import write_xlsx

COLUMNS = ("网址", "商品编号", "店铺", "标题", "固证时间", "固证清单SHA-256", "请求措施")
"""The spreadsheet's order; office time, a value that nobody established is an empty cell."""
LISTINGS, SUMS = "listings.xlsx", "SHA256SUMS"
_CHUNK = 2**20
"""Bytes copied at once, chosen by hand: a package may be larger than the memory."""


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """A written 送交材料包."""

    path: Path
    files: Mapping[str, str]
    """SHA-256 of each file in it, by name; the file SHA256SUMS says the same."""
    sha256: str
    """Of the package itself, as a receipt names it."""
    remark: Message | None = None
    """Of a transfer's package: why the receiving office cannot take it in, or not by its page."""


def hand_in(
    database: Database, settings: Settings, notice_id: int, target: Path, *, by: str
) -> HandIn:
    """Write the package of an approved letter to `target`, and put on record who took it.

    Raises Incomplete where the ground of a letter that is not sent fell away; Refused without an approval,
    after a withdrawal, and where a piece of evidence that the letter cites is not there as it was cited;
    BadInput where `target` is a folder; NotFound, StoreUnavailable.
    """
    if target.is_dir():
        raise BadInput("hand-in.folder", path=target)
    with database.read() as session:
        row = load_notice(session, notice_id)
        _check_approved(row)
        refuse_fallen(session, settings, row, today=today())
        facts = approved_facts(row)
        packages = _packages(session, settings, row, facts)
        description = describe(session, settings, row, facts) if row.kind in TRANSFERS else None
    method = method_files(settings) if packages else {}
    documents = {
        **document_files(settings, row),
        **purchase_files(settings, row, find_kind(row.kind), facts),
    }
    proofs = right_papers(settings, facts)
    written = {**_letter(settings, row), **proofs, **_listings(facts), **documents, **method}
    try:
        with replacing(target) as partial:
            files, sha256 = _write(
                partial,
                written,
                packages,
                vault_of(settings),
                lambda listed: (
                    {}
                    if description is None
                    else signed_files(settings, replace(description, files=listed))
                ),
            )
            # On record first: an entry without its file can be explained, a file without entry
            # cannot.
            with database.begin() as session:
                row = load_notice(session, notice_id, lock=True)
                _check_approved(row)
                note(session, row, actor=by, act="notice.package", files=files, package=sha256)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=message_of(error)) from error
    remark = None if description is None else package_remark(target)
    return HandIn(path=target, files=files, sha256=sha256, remark=remark)


def _check_approved(row: NoticeRow) -> None:
    if row.docx_sha256 is None or row.state is NoticeState.WITHDRAWN:
        raise Refused("hand-in.not-approved", notice=row.id, state=state_name(row.state))


def _letter(settings: Settings, row: NoticeRow) -> dict[str, bytes]:
    """The sealed or signed form where there is one, else the DOCX with its reading copy."""
    if sealed := row.record.sealed:
        content = read_document(settings, row.id, sealed.sha256, sealed.suffix)
        return {f"letter-sealed{sealed.suffix}": content}
    packed = read_document(settings, row.id, str(row.docx_sha256))
    copy = render_pdf(packed, draft=False, fonts=settings.font_folder)
    return {"letter.docx": packed, "letter.pdf": copy}


def _listings(facts: Facts) -> dict[str, bytes]:
    """The listings as the letter names them; no spreadsheet where it names none."""
    if not facts.listings:
        return {}
    rows = (
        (
            item.url,
            item.item_id,
            item.shop,
            item.title,
            f"{item.captured_at.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S}"
            if item.captured_at
            else None,
            item.sha256,
            facts.fields.get("measure"),
        )
        for item in facts.listings
    )
    with tempfile.TemporaryDirectory(prefix="hubiao-") as folder:
        target = Path(folder, LISTINGS)
        write_xlsx((dict(zip(COLUMNS, row, strict=True)) for row in rows), COLUMNS, target)
        return {LISTINGS: target.read_bytes()}


def _packages(
    session: Session, settings: Settings, row: NoticeRow, facts: Facts
) -> dict[str, Path]:
    """The packages that the letter cites by the hash of their manifest, by name in the ZIP, each with
    its evidence record (RFC 4998) where it has one."""
    paths: dict[str, Path] = {}
    for package in letter_packages(session, settings, row, facts):
        if package.path is None:
            raise Refused("hand-in.not-packed", evidence=package.evidence_id)
        paths |= with_record(package.path, f"evidence/{package.name}")
    return paths


def _write(
    partial: Path,
    written: Mapping[str, bytes],
    packages: Mapping[str, Path],
    vault: Vault,
    describe_files: Callable[[Mapping[str, str]], Mapping[str, bytes]],
) -> tuple[dict[str, str], str]:
    """Fill the ZIP, packages in pieces since one may be larger than the memory, at its end what
    `describe_files` makes of the list of files. Returns the hashes by name, and that of the ZIP."""
    files = {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
        for name, path in packages.items():
            files[name] = _copy(archive, name, path, vault)
        for name, content in describe_files(dict(files)).items():
            archive.writestr(name, content)
            files[name] = hashlib.sha256(content).hexdigest()
        archive.writestr(SUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in files.items()))
    with partial.open("rb") as file:
        return files, hashlib.file_digest(file, "sha256").hexdigest()


def _copy(archive: zipfile.ZipFile, name: str, path: Path, vault: Vault) -> str:
    sha256 = hashlib.sha256()
    entry = zipfile.ZipInfo.from_file(path, name)
    with vault.open(path) as source, archive.open(entry, "w") as member:
        while piece := source.read(_CHUNK):
            sha256.update(piece)
            member.write(piece)
    return sha256.hexdigest()
