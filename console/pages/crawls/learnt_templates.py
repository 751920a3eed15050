"""自学模板: what crawls learnt of shops; an officer clicks on the right place of a field and fixes it."""

from __future__ import annotations

from typing import Any

import yaml
from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from console.words.deletions import FIXED_FIELD, TEMPLATES
from console.words.platform_words import FIELD_NAMES
from console.work.trial_process import change_learnt, try_learnt
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.crawls.learnt_templates import load_pins, load_templates


def learnt_rows(session: Session) -> list[dict[str, Any]]:
    """The templates with the evidence for each field, for the list."""
    rows = []
    for template in load_templates(session):
        evidence = (yaml.safe_load(template.profile) or {}).get("evidence", {})
        fields = [
            (FIELD_NAMES.get(name, name), counts["agree"], template.samples)
            for name, counts in evidence.items()
        ]
        agreement = template.agreeing / template.checks if template.checks else None
        rows.append({"template": template, "fields": fields, "agreement": agreement})
    return rows


def show_trial(request: PageRequest) -> Response:
    """A blank trial, and the fields that are fixed."""
    return _trial_page(request, request.query.get("url", ""))


def try_or_fix(request: PageRequest) -> Response:
    """Try a page, fix a field by a click, let it be learnt again, forget a shop's templates."""
    act, url = request.form_value("act"), request.form_value("url")
    host, shape = request.form_value("host"), request.form_value("shape")
    try:
        if act == "forget":
            change_learnt(
                request.settings, request.officer_name, host, ["--forget", "--pages", shape]
            )
            return request.redirect("/platforms")
        if act == "unpin":
            field = request.form_value("field")
            change_learnt(request.settings, request.officer_name, host, ["--unpin", field])
        elif selector := request.form_value("selector"):
            pin = f"{request.form_value('field')}={selector}"
            options = ["--pin", pin, "--pages", shape]
            change_learnt(request.settings, request.officer_name, host, options)
        if not url:
            return _trial_page(request, url)
        return _trial_page(request, url, trial=try_learnt(request.settings, url))
    except BadInput as error:
        return _trial_page(request, url, error=error.text(Language.CHINESE))


def _trial_page(
    request: PageRequest,
    url: str,
    *,
    trial: dict[str, object] | None = None,
    error: str | None = None,
) -> Response:
    with request.database.read() as session:
        pins = load_pins(session)
    return request.render(
        "learnt.html",
        status=400 if error else 200,
        url=url,
        trial=trial,
        error=error,
        pins=pins,
        names=FIELD_NAMES,
    )


ROUTES = (
    Route(path="/platforms/learned", handler=show_trial, roles=ADMINS),
    Route(
        path="/platforms/learned",
        handler=try_or_fix,
        roles=ADMINS,
        method="POST",
        deletes={"forget": TEMPLATES, "unpin": FIXED_FIELD},
    ),
)
