"""The steps of one letter after its draft: review, approve, render, package, attach, detach, edit, seal, send, answer.

`drafts.py` puts them into the groups `notice` and `warning`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from alerts.letters.files.added_documents import attach_document, detach_document
from alerts.letters.files.enclosures import prepare_enclosures
from alerts.letters.files.sealed_copy import letter_pages
from alerts.letters.workflow.approval import approve as approve_notice
from alerts.letters.workflow.approval_preview import approval_preview
from alerts.letters.workflow.hand_in_package import hand_in
from alerts.letters.workflow.letter_document import render_notice
from alerts.letters.workflow.review import keep_edit, review_law, rewrite_by_law
from alerts.letters.workflow.sending import record_answer, record_seal_use
from alerts.letters.workflow.sending import seal as seal_notice
from alerts.letters.workflow.sending import send as send_notice
from alerts.letters.workflow.sending import withdraw as withdraw_notice
from console.options.command_options import AsUser, database, notify, settings, writing
from console.options.letter_options import Number, print_json
from console.options.record_options import read_day_or_today, read_moment
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.files.text_file import read_bytes
from storage.outgoing.notices import load_notice
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS

Folder = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.")]


def review(number: Number, as_user: AsUser = None) -> None:
    """Record the legal review (法制审核) of a draft, where the office asks for it."""
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        review_law(session, effective, number, by=by, today=today())
        print_json({"id": number, "reviewed": True})


def rewrite(number: Number, as_user: AsUser = None) -> None:
    """Write a draft anew by the law in force today; prints the articles that turned.

    What was typed stays; a version edited in Word and a legal review fall away.
    """
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        turned = rewrite_by_law(session, effective, number, by=by, today=today())
        print_json({"id": number, "turned": list(turned)})


def approve(
    number: Number,
    draft_digest: Annotated[
        str | None,
        typer.Option("--seen", metavar="SHA256", help="Hash of the draft looked at; binds to it."),
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Approve a complete draft as a second person: it gets its number and its final bytes.

    Without --seen what would be approved is told on stderr, a terminal is asked, and a draft that was
    changed since its review or in Word is refused with the hash to name.
    """
    draft_digest = draft_digest or _looked_at(number, as_user)
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        letter = approve_notice(
            session, effective, number, by=by, today=today(), draft_digest=draft_digest
        )
        for line in letter.warnings:
            typer.echo(f"hubiao: {line}", err=True)
        for line in letter.changes:
            typer.echo(f"hubiao: 修改对照：{line}", err=True)
        print_json(
            {
                "id": letter.id,
                "number": letter.number,
                "sha256": letter.docx_sha256,
                "approved_by": by,
            }
        )


def _looked_at(number: int, as_user: str | None) -> str:
    """The hash of the draft as it was told on stderr, and accepted where somebody can be asked."""
    with database(effective := settings()) as opened, opened.read() as session:
        by = acting_officer(session, as_user, DRAFTERS)
        preview = approval_preview(session, effective, number, by=by, today=today())
    for line in preview.lines():
        typer.echo(f"hubiao: {line}", err=True)
    preview.refuse_changed()
    if preview.is_complete and sys.stdin.isatty():
        typer.confirm("hubiao: 批准这份文书？", abort=True, err=True)
    return preview.digest


def render(number: Number, output: Folder = Path()) -> None:
    """Write the DOCX and the PDF of a letter; prints their paths as JSON."""
    with database(effective := settings()) as opened, opened.read() as session:
        files = render_notice(session, effective, number, output, today=today())
    print_json(
        {"id": number, "docx": str(files.docx), "pdf": str(files.pdf), "sha256": files.sha256}
    )


def package(
    number: Number,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.zip", help="Write the package here.")
    ],
    as_user: AsUser = None,
) -> None:
    """Write what a portal asks for: the approved letter, its listings, its evidence, their hashes."""
    with database(effective := settings()) as opened:
        with opened.read() as session:
            by = acting_officer(session, as_user, DRAFTERS)
        result = hand_in(opened, effective, number, output, by=by)
    if result.remark:
        notify(result.remark)
    print_json({"id": number, "package": str(result.path), "files": dict(result.files)})


def attach(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, PNG or JPEG.")],
    name: Annotated[str, typer.Option("--name", help="What the document is, in Chinese.")],
    proves: Annotated[str, typer.Option("--proves", help="What it proves, in Chinese.")],
    as_user: AsUser = None,
) -> None:
    """Add a further document to a draft's evidence; its hash is taken here and printed."""
    content = read_bytes(file)
    with writing() as (session, effective):
        document = attach_document(
            session,
            effective,
            number,
            name=name,
            proves=proves,
            file=file.name,
            content=content,
            by=acting_officer(session, as_user, DRAFTERS),
        )
        print_json({"id": number, "name": document.name, "sha256": document.file.sha256})


def detach(
    number: Number,
    place: Annotated[int, typer.Argument(metavar="PLACE", help="1 for the first document.")],
    as_user: AsUser = None,
) -> None:
    """Take an added document off a draft's evidence again."""
    with writing() as (session, _effective):
        detach_document(session, number, place, by=acting_officer(session, as_user, DRAFTERS))
        print_json({"id": number, "removed": place})


def edit(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The draft, edited in Word.")],
    as_user: AsUser = None,
) -> None:
    """Give back a draft that was edited in Word: a new version for a new approval."""
    content = read_bytes(file)
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        sha256 = keep_edit(session, effective, number, content, by=by, today=today())
        print_json({"id": number, "sha256": sha256})


def seal(
    number: Number,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="Sealed or signed: PDF or scan; of a holder also DOCX."
        ),
    ] = None,
    sealed_by: Annotated[
        str, typer.Option("--sealed-by", metavar="NAME", help="Who put the seal on paper.")
    ] = "",
    sealed_on: Annotated[
        str | None, typer.Option("--sealed-on", metavar="DATE", help="Day of it; default today.")
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Record the sealed or signed form of an approved letter, or that its paper form was sealed."""
    content = read_bytes(file) if file else None
    if content is None and not sealed_by:
        raise BadInput("letter.seal-nothing")
    day = read_day_or_today(sealed_on)
    result: dict[str, str | int] = {"id": number}
    pages = None if content is None else _approved_pages(number)
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        if sealed_by:
            record_seal_use(
                session, number, by=by, sealed_by=sealed_by, sealed_on=day, today=today()
            )
            result |= {"sealed_by": sealed_by, "sealed_on": day.isoformat()}
        if content is not None:
            result["sha256"] = seal_notice(session, effective, number, content, by=by, pages=pages)
        print_json(result)


def _approved_pages(number: int) -> int | None:
    """Pages of the letter, counted before the transaction that seals it; None before its approval."""
    with database(effective := settings()) as opened, opened.read() as session:
        if load_notice(session, number).docx_sha256 is None:
            return None
        return letter_pages(session, effective, number)


def send(
    number: Number,
    handed_over: Annotated[
        str | None,
        typer.Option("--handed-over", metavar="HOW", help="It went by post, hand or portal."),
    ] = None,
    at: Annotated[
        str, typer.Option(metavar="MOMENT", help="When it was handed over; default now.")
    ] = "",
    as_user: AsUser = None,
) -> None:
    """Send an approved letter through the outbox, or record how it was handed over.

    A letter of the office leaves sealed; a mail takes along the evidence that the letter cites, as far
    as it fits.
    """
    enclosures = None
    if handed_over is None:
        with database(effective := settings()) as opened, opened.read() as session:
            enclosures = prepare_enclosures(session, effective, number)
    with writing() as (session, effective):
        by = acting_officer(session, as_user, DRAFTERS)
        sent = send_notice(
            session,
            effective,
            number,
            by=by,
            handed_over=handed_over,
            handed_over_at=read_moment(at) if at else None,
            enclosures=enclosures,
        )
        print_json(
            {
                "id": sent.notice_id,
                "number": sent.number,
                "leads": list(sent.leads),
                "mails": [{"id": mail.id, "to": mail.recipient} for mail in sent.mails],
            }
        )


def answer(
    number: Number,
    receipt: Annotated[str, typer.Option("--receipt", help="Receipt number of the portal.")] = "",
    note: Annotated[str, typer.Option("--note", help="What was answered, or how served.")] = "",
    as_user: AsUser = None,
) -> None:
    """Record what came back after a letter: receipt, answer, proof of service."""
    with writing() as (session, _effective):
        by = acting_officer(session, as_user, DRAFTERS)
        record_answer(session, number, by=by, receipt=receipt, remark=note)
        print_json({"id": number, "state": "answered"})


def withdraw(
    number: Number,
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the record.")],
    as_user: AsUser = None,
) -> None:
    """Give up a letter that was not sent; its number is never used again."""
    with writing() as (session, _effective):
        withdraw_notice(session, number, by=acting_officer(session, as_user, DRAFTERS), why=why)
        print_json({"id": number, "state": "withdrawn"})


STEPS = (
    review,
    rewrite,
    approve,
    render,
    package,
    attach,
    detach,
    edit,
    seal,
    send,
    answer,
    withdraw,
)
