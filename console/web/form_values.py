"""Values of forms that several pages read: moments, days, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from starlette.datastructures import UploadFile

from console.web.page_request import PageRequest
from console.web.parameters import DAY, FIRST_DAY, LARGEST_ID, LAST_DAY
from storage.base.errors import BadInput, NotFound, StaleState
from storage.base.office_time import OFFICE_TIME
from storage.base.vocabulary import Role, Verdict
from storage.outgoing.attachments import MOST_BYTES, keep_attachment
from storage.records.attachment import Attachment


def form_moment(request: PageRequest, name: str, label: str) -> datetime:
    """A moment in the office's time. Raises BadInput."""
    try:
        moment = datetime.fromisoformat(request.required_value(name, label))
    except ValueError as error:
        raise BadInput("form.moment") from error
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise BadInput("form.moment")
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)


def form_day(request: PageRequest, name: str, label: str) -> date:
    """A day. Raises BadInput."""
    day: date | None = DAY.read(request.required_value(name, label))
    if day is None:
        raise BadInput("form.day")
    return day


def read_verdict(value: str) -> Verdict:
    """A verdict by its word. Raises BadInput."""
    try:
        return Verdict(value)
    except ValueError as error:
        raise BadInput("form.unknown-verdict", verdict=value) from error


def read_lead_number(value: str) -> int:
    """The number of a lead. Raises NotFound on what cannot be one."""
    if not (value.isascii() and value.isdigit()) or int(value) > LARGEST_ID:
        raise NotFound("page.lead-unknown", lead=value)
    return int(value)


def read_revision(value: str) -> int:
    """The revision of a lead that the form showed. Raises StaleState without one."""
    if not value.isascii() or not value.isdigit():
        raise StaleState("page.no-revision")
    return int(value)


def sent_files(request: PageRequest, name: str) -> list[UploadFile]:
    """The files of one field, in order; a field that was left empty has none."""
    return [
        file
        for file in request.form.getlist(name)
        if isinstance(file, UploadFile) and file.filename
    ]


def keep_files(request: PageRequest, name: str) -> Sequence[Attachment]:
    """Keep the files of one field, hashed as they arrive. Raises BadInput, StoreUnavailable."""
    return [
        keep_attachment(request.settings, str(file.filename), file.file.read(MOST_BYTES + 1))
        for file in sent_files(request, name)
    ]


def form_files(request: PageRequest, name: str) -> list[tuple[str, bytes]]:
    """Name and content of each file of one field, in order."""
    return [(str(file.filename), file.file.read()) for file in sent_files(request, name)]


def role_value(request: PageRequest) -> Role:
    """The role that was chosen. Raises BadInput."""
    try:
        return Role(request.form_value("role"))
    except ValueError as error:
        raise BadInput("form.no-role") from error
