"""Writing a report to a file that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_document import write_document
from alerts.reports.report_tables import Report, make_report
from alerts.reports.report_workbook import write_workbook
from storage.base.atomic_file import replacing
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import message_of
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.views.queue.lead_filter import LeadFilter

SUFFIXES = (".docx", ".xlsx")


def write_report(
    session: Session,
    settings: Settings,
    period: ReportPeriod,
    output: Path,
    scope: LeadFilter | None = None,
) -> Report:
    """Write the report of a period as `.docx` or `.xlsx`, by the suffix of `output`.

    Raises BadInput for another suffix, StoreUnavailable when the file cannot be written.
    """
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput("report.suffix", path=output)
    from xlsxwriter.exceptions import XlsxFileError

    report = make_report(session, settings, period, scope)
    try:
        with replacing(output) as partial:
            partial.touch()
            if suffix == ".xlsx":
                write_workbook(report, partial)
            else:
                write_document(report, partial, today=today())
    except (OSError, XlsxFileError) as error:
        raise StoreUnavailable("file.unwritable", path=output, reason=message_of(error)) from error
    return report
