"""移送接收: packages of other offices' transfer letters checked, received, their leads opened, receipts given."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from console.intake.received_transfer import open_leads, receive_package, rights_for
from console.web.downloads import download_headers
from console.web.form_values import form_files
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, DRAFTERS, SIGNED_IN, Route
from storage.base.errors import BadInput, HubiaoError, NotFound
from storage.base.message import Language
from storage.intake_gate.file_limits import FileKind
from storage.intake_gate.zip_limits import open_zip, read_member
from storage.records.outside.transfer import TransferAnswer
from storage.rights.store import load_rights
from storage.transfers.checked_package import CheckedPackage, check_package, remarks_on
from storage.transfers.receipt import ANSWER_NAMES, SUFFIX
from storage.transfers.receipts import (
    LONGEST_WORDS,
    find_receipt,
    give_receipt,
    given_receipts,
    take_in_receipt,
)
from storage.transfers.receiving import (
    find_transfer,
    find_transfers,
    package_content,
    placed_leads,
    waiting_counts,
)
from storage.transfers.right_file import rights_file
from storage.transfers.trusted_signers import trusted_signers

_PATH = "/transfers"
_STATEMENTS = ("reason", "findings", "purchase", "amount_low", "amount_high", "amount_source")
"""What the letter states that the receiving officer reads first."""


def list_transfers(request: PageRequest) -> Response:
    """What other offices handed over, and the form for another package."""
    return _list(request)


def receive_transfer(request: PageRequest) -> Response:
    """Check a package; where every line holds and the officer did not only want to look, receive it."""
    try:
        name, content = _sent_file(request, "请选择材料包")
        trusted = trusted_signers(request.settings, fingerprints=_fingerprints(request))
        package = check_package(request.settings, content, name, trusted)
        if request.form_value("act") == "check" or not package.holds:
            return _list(request, package=package, status=200 if package.holds else 400)
        reception = receive_package(
            request.database,
            request.settings,
            package,
            content,
            name,
            officer=request.officer_name,
        )
    except HubiaoError as error:
        return _list(request, error=error.text(Language.CHINESE), status=400)
    return request.redirect(
        f"{_PATH}/{reception.transfer}" + ("?again=1" if reception.again else "")
    )


def _list(
    request: PageRequest,
    *,
    package: CheckedPackage | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    with request.database.read() as session:
        rows = find_transfers(session)
        waiting = waiting_counts(session)
    remarks = remarks_on(package.description, request.settings) if package else ()
    return request.render(
        "transfers.html",
        status=status,
        rows=rows,
        waiting=waiting,
        package=package,
        remarks=[remark.text(Language.CHINESE) for remark in remarks],
        language=Language.CHINESE,
        error=error,
        fingerprints=request.form_value("fingerprints"),
        can_receive=request.has_role(DECIDERS),
    )


def _fingerprints(request: PageRequest) -> Sequence[str]:
    return [line for line in request.form_value("fingerprints").splitlines() if line.strip()]


def _sent_file(request: PageRequest, asked: str) -> tuple[str, bytes]:
    sent = form_files(request, "file")
    if len(sent) != 1:
        raise BadInput("form.empty", field=asked)
    return sent[0]


def show_transfer(request: PageRequest) -> Response:
    """One package: who, what, which leads of ours, what was checked, receipts. Raises NotFound."""
    with request.database.read() as session:
        row = find_transfer(session, request.path_number())
        places = tuple(placed_leads(session, row))
        rights = rights_for(load_rights(session), places)
        receipts = given_receipts(session, row.id)
    remarks = remarks_on(row.description, request.settings)
    return request.render(
        "transfer.html",
        row=row,
        said=row.description,
        statements={name: row.description.letter.fields.get(name) for name in _STATEMENTS},
        places=places,
        rights=rights,
        receipts=receipts,
        answers=ANSWER_NAMES,
        longest=LONGEST_WORDS,
        remarks=[remark.text(Language.CHINESE) for remark in remarks],
        language=Language.CHINESE,
        again=request.query.get("again") == "1",
        can_decide=request.has_role(DECIDERS),
    )


def open_waiting(request: PageRequest) -> Response:
    """Open leads that wait: under a right that the officer chose, or one that was imported meanwhile."""
    position, right = request.form_value("position"), request.form_value("right")
    is_number = position.isascii() and position.isdigit() and len(position) < 5
    choices = {int(position): right} if right and is_number else {}
    open_leads(
        request.database,
        request.settings,
        request.path_number(),
        officer=request.officer_name,
        choices=choices,
    )
    return request.redirect(f"{_PATH}/{request.path_number()}")


def answer_transfer(request: PageRequest) -> Response:
    """Give a further receipt: accepted, or declined with the reason."""
    chosen = request.form_value("answer")
    if chosen not in set(TransferAnswer):
        raise BadInput("form.empty", field="处理意见")
    with request.database.begin() as session:
        give_receipt(
            session,
            request.settings,
            find_transfer(session, request.path_number()),
            answer=TransferAnswer(chosen),
            officer=request.officer_name,
            words=request.form_value("words"),
        )
    return request.redirect(f"{_PATH}/{request.path_number()}#receipts")


def download_package(request: PageRequest) -> Response:
    """The package as it came. Raises NotFound, also where it was changed."""
    with request.database.read() as session:
        row = find_transfer(session, request.path_number())
    return _download(package_content(request.settings, row), row.package.name)


def download_file(request: PageRequest) -> Response:
    """One file of the package as it came, always as a download. Raises NotFound."""
    name = request.query.get("name", "")
    with request.database.read() as session:
        row = find_transfer(session, request.path_number())
    if name not in row.description.files:
        raise NotFound("transfer.no-file", transfer=row.id, name=name)
    content = package_content(request.settings, row)
    package = open_zip(content, FileKind.TRANSFER, row.package.name)
    return _download(read_member(package, name, row.package.name), name.rpartition("/")[2])


def download_rights(request: PageRequest) -> Response:
    """The rights of the package as a rights file, not verified. Raises NotFound, BadInput."""
    with request.database.read() as session:
        row = find_transfer(session, request.path_number())
    text = rights_file(row.description.leads, row.office)
    return _download(text.encode(), f"移送{row.id}权利资料.yml")


def download_receipt(request: PageRequest) -> Response:
    """A receipt as the signed file. Raises NotFound."""
    with request.database.read() as session:
        row = find_receipt(session, request.path_number())
    return _download(row.content.encode(), f"{row.number}{SUFFIX}")


def take_receipt(request: PageRequest) -> Response:
    """Take in a receipt that came for a letter; it says itself for which. Raises BadInput, Refused, NotFound."""
    name, content = _sent_file(request, "请选择回执文件")
    trusted = trusted_signers(request.settings, fingerprints=_fingerprints(request))
    with request.database.begin() as session:
        row, _ = take_in_receipt(session, content, name, trusted, officer=request.officer_name)
        notice = row.notice_id
    return request.redirect(f"/notices/{notice}#receipts")


def _download(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type="application/octet-stream",
        headers=download_headers(name),
    )


_TRANSFER = _PATH + "/{id:int}"
ROUTES = (
    Route(path=_PATH, handler=list_transfers, roles=SIGNED_IN),
    Route(path=_PATH, handler=receive_transfer, roles=DECIDERS, method="POST"),
    Route(path=_TRANSFER, handler=show_transfer, roles=SIGNED_IN),
    Route(path=f"{_TRANSFER}/open", handler=open_waiting, roles=DECIDERS, method="POST"),
    Route(path=f"{_TRANSFER}/answer", handler=answer_transfer, roles=DECIDERS, method="POST"),
    Route(path=f"{_TRANSFER}/package.zip", handler=download_package, roles=SIGNED_IN),
    Route(path=f"{_TRANSFER}/file", handler=download_file, roles=SIGNED_IN),
    Route(path=f"{_TRANSFER}/rights.yml", handler=download_rights, roles=SIGNED_IN),
    Route(path="/receipts", handler=take_receipt, roles=DRAFTERS, method="POST"),
    Route(path="/receipts/{id:int}", handler=download_receipt, roles=SIGNED_IN),
)
