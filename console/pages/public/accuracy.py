"""准确性年度报告: what was published, for anybody; the officers' page counts a year and publishes it."""

from __future__ import annotations

from starlette.responses import Response

from alerts.reports.accuracy_files import HEADER, MEDIA_TYPES, accuracy_bytes, table_rows
from alerts.reports.accuracy_report import (
    DEFINITIONS,
    FIRST_YEAR,
    LEAST_LISTINGS,
    LEAST_SHOPS,
    make_accuracy,
)
from console.web.outside_links import ACCURACY_PATH, contacts
from console.web.page_request import PageRequest
from console.web.queue.platform_names import platform_names
from console.web.route import APPROVERS, EVERYONE, SIGNED_IN, Route
from console.words.deletions import ACCURACY
from storage.appeals.accuracy_publication import (
    load_accuracy,
    publish_accuracy,
    published_years,
    withdraw_accuracy,
)
from storage.base.errors import BadInput, NotFound
from storage.base.office_time import today
from storage.records.outside.accuracy import AccuracyFigures

_COUNT_PATH = "/statistics/accuracy"


def show_latest(request: PageRequest) -> Response:
    """The latest published year, or that there is none."""
    with request.database.read() as session:
        years = published_years(session)
        figures = load_accuracy(session, years[0]).figures if years else None
    return _public_page(request, figures, years)


def show_year(request: PageRequest) -> Response:
    """One published year. Raises NotFound."""
    with request.database.read() as session:
        figures = load_accuracy(session, request.path_number("year")).figures
        years = published_years(session)
    return _public_page(request, figures, years)


def download_year(request: PageRequest) -> Response:
    """A published year as a file. Raises NotFound."""
    suffix = f".{request.http.path_params['kind']}"
    if suffix not in MEDIA_TYPES:
        raise NotFound("page.report-format-unknown", format=suffix[1:])
    with request.database.read() as session:
        figures = load_accuracy(session, request.path_number("year")).figures
    return _file(figures, suffix)


def count_year(request: PageRequest) -> Response:
    """The figures of a year as they stand now, before it is published."""
    year = request.query_number("year", today().year)
    year = min(max(year, FIRST_YEAR), today().year)
    with request.database.read() as session:
        figures = make_accuracy(
            session, request.settings, year, platform_names(request.settings).name
        )
        years = published_years(session)
    return request.render(
        "accuracy_count.html",
        status=200,
        figures=figures,
        years=range(today().year, FIRST_YEAR - 1, -1),
        published=years,
        can_publish=request.has_role(APPROVERS),
        is_running=year == today().year,
        public_path=ACCURACY_PATH,
        **_tables(figures),
    )


def change_publication(request: PageRequest) -> Response:
    """Publish a year, or take it down. Raises BadInput, Refused."""
    text = request.form_value("year")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    act = request.form_value("act")
    if act not in ("publish", "withdraw"):
        raise BadInput("form.unknown-act", act=act)
    with request.database.begin() as session:
        if act == "publish":
            names = platform_names(request.settings)
            figures = make_accuracy(session, request.settings, year, names.name)
            publish_accuracy(session, figures, actor=request.officer_name)
        else:
            withdraw_accuracy(session, year, actor=request.officer_name)
    return request.redirect(f"{_COUNT_PATH}?year={year}")


def _public_page(request: PageRequest, figures: AccuracyFigures | None, years: object) -> Response:
    return request.render(
        "accuracy.html",
        status=200,
        figures=figures,
        years=years,
        **_tables(figures),
        **contacts(request),
    )


def _tables(figures: AccuracyFigures | None) -> dict[str, object]:
    total = (figures.total,) if figures and figures.total else ()
    parts = (
        (("按权利种类", figures.by_kind), ("按平台", figures.by_platform))
        if figures and total
        else ()
    )
    return {
        "header": HEADER,
        "tables": [(title, table_rows((*rows, *total))) for title, rows in parts],
        "definitions": DEFINITIONS,
        "least": (LEAST_LISTINGS, LEAST_SHOPS),
    }


def _file(figures: AccuracyFigures, suffix: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="accuracy-{figures.year}{suffix}"'}
    content = accuracy_bytes(figures, suffix)
    return Response(content, media_type=MEDIA_TYPES[suffix], headers=headers)


ROUTES = (
    Route(path=ACCURACY_PATH, handler=show_latest, roles=EVERYONE),
    Route(path=ACCURACY_PATH + "/{year:int}", handler=show_year, roles=EVERYONE),
    Route(path=ACCURACY_PATH + "/{year:int}.{kind}", handler=download_year, roles=EVERYONE),
    Route(path=_COUNT_PATH, handler=count_year, roles=SIGNED_IN),
    Route(
        path=_COUNT_PATH,
        handler=change_publication,
        roles=APPROVERS,
        method="POST",
        deletes={"withdraw": ACCURACY},
    ),
)
