"""平台档案 edited: as a form or as YAML, tried on a live or saved page, every version kept, undone."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.crawls.profile_check import ProfileFault, check_profile, fault_of
from console.web.crawls.profile_form import GROUPS, KINDS, read_form, typed_form, write_form
from console.web.crawls.shipped_profiles import shipped_texts
from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from console.words.deletions import PROFILE
from console.words.platform_words import PART_NAMES
from console.work.trial_process import try_profile
from storage.base.errors import BadInput, NotFound, StaleState
from storage.crawls.platform_files import (
    check_name,
    drop_profile,
    office_profiles,
    profile_savers,
    profile_versions,
    read_version,
    save_profile,
    was_dropped,
)
from storage.crawls.platform_switch import is_on
from storage.crawls.run_ownership import wait_for_twin
from storage.files.yaml_edit import edit_yaml
from storage.files.yaml_file import load_yaml

MOST_PAGE = 8 * 2**20
"""Bytes of a saved page that is tried on; chosen by hand, above what shops' pages have."""
_BLANK = """\
name: shifan
title: 示例平台
hosts: [shop.example]
item_urls:
  - '/item/(?P<id>\\d+)'
listing:
  title: {css: "h1"}
  price: {css: ".price"}
"""
_FORM, _YAML = "form", "yaml"


def profile_text(request: PageRequest, name: str) -> str:
    """The YAML of a profile as it is in force. Raises NotFound."""
    text = office_profiles(request.settings).get(name) or shipped_texts().get(name)
    if text is None:
        raise NotFound("page.profile-unknown", name=name)
    return text


def ask_for_profile(request: PageRequest) -> Response:
    """A blank profile to start from."""
    return _editor_page(request, "", _BLANK, tab=_tab(request))


def show_profile(request: PageRequest) -> Response:
    """One profile as it is in force, or one of its versions."""
    name = check_name(str(request.http.path_params["name"]))
    if number := request.query_number("version", 0):
        text = read_version(request.settings, name, number)
        return _editor_page(request, name, text, tab=_tab(request), version=number)
    return _editor_page(request, name, profile_text(request, name), tab=_tab(request))


def change_profile(request: PageRequest) -> Response:
    """Try the profile on a page, put it in force, turn to the other tab, or go a version back."""
    act, tab = request.form_value("act"), _posted_tab(request)
    name = str(request.http.path_params.get("name", ""))
    if act in ("drop", "undo"):
        return _go_back(request, check_name(name), act)
    text = str(request.form.get("text", "")).replace("\r\n", "\n")
    fields = _fields(request)
    trial = None
    try:
        if tab == _FORM:
            text = write_form(text, fields)
        if act == _YAML:
            return _editor_page(request, name, text, tab=_YAML)
        if act == _FORM:
            read_form(text)
            return _editor_page(request, name, text, tab=_FORM)
        if fault := check_profile(text):
            return _editor_page(request, name, text, tab=tab, fault=fault, fields=fields)
        if act == "try":
            trial = _try(request, text)
            return _editor_page(request, name, text, tab=tab, trial=trial)
        if act != "save":
            raise BadInput("form.unknown-act", act=act)
        return _save(request, name, text)
    except BadInput as error:
        return _editor_page(request, name, text, tab=tab, fault=fault_of(error), fields=fields)


def _save(request: PageRequest, name: str, text: str) -> Response:
    named = check_name(str(load_yaml(text, "档案")["name"]))
    if name and named != name:
        raise BadInput("page.profile-name", name=name)
    with request.database.begin() as session:
        if name:
            _check_base(session, request, named)
        if not name:
            if named in {**office_profiles(request.settings), **shipped_texts()}:
                raise BadInput("profile.name-taken", name=named)
            # A person switches a platform on, by an act of its own that the audit names.
            text = edit_yaml(text, {("enabled",): False}, named)
        number = save_profile(session, request.settings, named, text, actor=request.officer_name)
    return request.redirect(f"/platforms/{named}?saved={number}{_tab_query(request)}")


def _go_back(request: PageRequest, name: str, act: str) -> Response:
    """Undo the newest version, or do without the office's own profile.

    Whether the platform is crawled stays as it is: that is switched by an act of its own.
    """
    with request.database.begin() as session:
        _check_base(session, request, name)
        newest = _newest(request, name)
        if act == "undo" and newest > 1 and not was_dropped(session, name):
            present = load_yaml(profile_text(request, name), name).get("enabled", True)
            text = read_version(request.settings, name, newest - 1)
            if load_yaml(text, name).get("enabled", True) is not present:
                text = edit_yaml(text, {("enabled",): present}, name)
            fault = check_profile(text)
            if fault is None:
                save_profile(session, request.settings, name, text, actor=request.officer_name)
                return request.redirect(f"/platforms/{name}?undone=1")
        else:
            drop_profile(session, request.settings, name, actor=request.officer_name)
            return request.redirect("/platforms")
    return _editor_page(request, name, text, tab=_YAML, fault=fault)


def _check_base(session: Session, request: PageRequest, name: str) -> None:
    """Raises StaleState where somebody saved a version since the page was opened; who saves at the same
    moment waits."""
    wait_for_twin(session, hashlib.sha256(f"platform:{name}".encode()).hexdigest())
    base, newest = request.form_value("base"), _newest(request, name)
    if base and base != str(newest):
        raise StaleState("profile.stale", number=newest)


def _try(request: PageRequest, text: str) -> dict[str, object]:
    url, page = request.form_value("url"), _handed_in_page(request)
    if not url and page is not None:
        url = f"https://{load_yaml(text, '档案')['hosts'][0]}/"
    if not url:
        raise BadInput("page.profile-no-url")
    return try_profile(request.settings, text, url, page)


def _handed_in_page(request: PageRequest) -> bytes | None:
    """The page that was pasted or uploaded, if any. Raises BadInput for one that is too large."""
    if pasted := request.form_value("page"):
        return pasted.encode("utf-8", "replace")
    file = request.form.get("saved_page")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    content = file.file.read(MOST_PAGE + 1)
    if len(content) > MOST_PAGE:
        raise BadInput("file.too-large", where=file.filename, mebibytes=MOST_PAGE // 2**20)
    return content


def _fields(request: PageRequest) -> dict[str, str]:
    return {name: value for name, value in request.form.multi_items() if isinstance(value, str)}


def _tab(request: PageRequest) -> str:
    return _YAML if request.query.get("tab") == _YAML else _FORM


def _posted_tab(request: PageRequest) -> str:
    return _FORM if request.form_value("tab") == _FORM else _YAML


def _tab_query(request: PageRequest) -> str:
    return "&tab=yaml" if request.form_value("tab") == _YAML else ""


def _newest(request: PageRequest, name: str) -> int:
    versions = profile_versions(request.settings, name)
    return versions[0].number if versions else 0


def _editor_page(
    request: PageRequest,
    name: str,
    text: str,
    *,
    tab: str,
    version: int = 0,
    trial: Mapping[str, object] | None = None,
    fault: ProfileFault | None = None,
    fields: Mapping[str, str] | None = None,
) -> Response:
    form = None
    if tab == _FORM:
        try:
            form = read_form(text)
        except BadInput as error:
            tab, fault = _YAML, fault or fault_of(error)
    if form is not None and fault and fields:
        form = typed_form(fields)
    office = office_profiles(request.settings)
    in_force = office.get(name) or shipped_texts().get(name)
    savers: Mapping[int, str] = {}
    if name:
        with request.database.read() as session:
            savers = profile_savers(session, name)
    return request.render(
        "platform.html",
        status=400 if fault else 200,
        name=name,
        text=text,
        tab=tab,
        form=form,
        groups=GROUPS,
        group_names=PART_NAMES,
        kinds=KINDS,
        # As the page was opened: a trial, or the other tab, is no look at what somebody else saved.
        base=(request.form_value("base") or _newest(request, name)) if name else 0,
        url=request.form_value("url"),
        trial=trial,
        fault=fault,
        is_office_profile=name in office,
        is_shipped=name in shipped_texts(),
        is_on=bool(in_force) and is_on(request.settings, name, str(in_force)),
        version=version,
        changes=_changes(text, in_force) if version else [],
        versions=profile_versions(request.settings, name) if name else [],
        savers=savers,
        saved=request.query_number("saved", 0),
        undone=request.query.get("undone") == "1",
    )


def _changes(old: str, new: str | None) -> list[tuple[str, str]]:
    """Lines that differ between an old version and the profile in force, each with its sign."""
    lines = difflib.ndiff(old.splitlines(), (new or "").splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "+-"]


ROUTES: tuple[Any, ...] = (
    Route(path="/platforms/new", handler=ask_for_profile, roles=ADMINS),
    Route(
        path="/platforms/new",
        handler=change_profile,
        roles=ADMINS,
        method="POST",
        deletes={"drop": PROFILE},
    ),
    Route(path="/platforms/{name}", handler=show_profile, roles=ADMINS),
    Route(
        path="/platforms/{name}",
        handler=change_profile,
        roles=ADMINS,
        method="POST",
        deletes={"drop": PROFILE},
    ),
)
