"""运行状况: health, what waits, the disk, versions, logs, backups made and downloaded."""

from __future__ import annotations

import platform
import shutil
from datetime import UTC, datetime
from importlib.metadata import version

from sqlalchemy.orm import Session
from starlette.responses import FileResponse, Response

from alerts.insight.drift import read_drift
from console.pages.office.health_lines import OUTCOMES, health_lines
from console.web.page_request import PageRequest
from console.web.route import HEALTH_READERS, SYSTEM_ADMINS, Route
from console.words.deletions import BACKUP
from console.work.children import read_log
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.office_time import OFFICE_TIME
from storage.files.backup import (
    backups_in,
    find_any_backup,
    find_backup,
    kept_backups,
    next_backup,
)
from storage.files.backup_place import next_slot_of_backup, shares_disk
from storage.files.backup_trial import read_trial
from storage.tables.base import now
from storage.views.backlog import read_backlog

_PACKAGES = ("hubiao", "scrapy", "playwright", "scikit-learn", "sqlalchemy", "starlette", "uvicorn")


def show_health(request: PageRequest) -> Response:
    """Health as the rows and the machine tell it."""
    with request.database.read() as session:
        backlog = read_backlog(session)
        drift = read_drift(session, datetime.now(UTC))
    sqlite = request.database.is_sqlite
    disk = shutil.disk_usage(request.settings.home)
    children = request.context.children
    return request.render(
        "system.html",
        backlog=backlog,
        drift=drift,
        health=health_lines(request),
        outcomes=OUTCOMES,
        checking=children.alive("doctor"),
        free=disk.free,
        used=disk.used / disk.total,
        database=request.database.engine.url.render_as_string(hide_password=True),
        sqlite=sqlite,
        versions=[("Python", platform.python_version()), *((n, version(n)) for n in _PACKAGES)],
        place=request.settings.backup_place,
        place_backups=backups_in(request.settings.backup_place)
        if request.settings.backup_place
        else [],
        next_backup=next_slot_of_backup(request.settings, now()) if sqlite else None,
        shares_disk=shares_disk(request.settings),
        keep=request.settings.backup_keep,
        backups=kept_backups(request.settings),
        backing_up=children.alive("backup"),
        backup_failed=children.ended("backup") not in (None, 0),
        trial=read_trial(request.settings),
        trying=children.alive("backup trial"),
        encrypts=request.settings.backup_passphrase is not None,
        with_keys=request.settings.backup_keys,
        backup_log=read_log(request.settings, "backup")[-1:],
        is_admin=request.has_role(SYSTEM_ADMINS),
        home=request.settings.home.resolve(),
    )


def check_machine(request: PageRequest) -> Response:
    """Have the slow checks run again now, in a process of their own."""
    request.context.children.start("doctor", ["doctor", "--keep"])
    return request.redirect("/system#health")


def back_up(request: PageRequest) -> Response:
    """Begin a backup in a process of its own; work goes on meanwhile."""
    if not request.database.is_sqlite:
        raise Refused("page.backup-postgresql")
    target = next_backup(request.settings, datetime.now(OFFICE_TIME))
    with request.database.begin() as session:
        _note(session, request, act="backup.make", file=target.name)
    if not request.context.children.start("backup", ["backup", str(target)]):
        raise Refused("page.backup-runs")
    return request.redirect("/system#backups")


def try_to_restore(request: PageRequest) -> Response:
    """Begin to bring one backup back into a scratch folder, in a process of its own."""
    path = find_any_backup(request.settings, str(request.http.path_params["name"]))
    if not request.context.children.start("backup trial", ["restore", "--trial", str(path)]):
        raise Refused("page.trial-runs")
    return request.redirect("/system#backups")


def download_backup(request: PageRequest) -> Response:
    """One backup as a file; that it was taken is on record, since all data stands in it."""
    name = str(request.http.path_params["name"])
    path = find_backup(request.settings, name)
    with request.database.begin() as session:
        _note(session, request, act="backup.download", file=name)
    kind = "application/octet-stream" if name.endswith(".age") else "application/gzip"
    return FileResponse(path, media_type=kind, filename=name)


def _note(session: Session, request: PageRequest, *, act: str, file: str) -> None:
    actor = request.officer_name
    trail.record(session, actor=actor, act=act, subject="system:backup", file=file)


def remove_backup(request: PageRequest) -> Response:
    """Delete one backup."""
    name = str(request.http.path_params["name"])
    path = find_backup(request.settings, name)
    with request.database.begin() as session:
        _note(session, request, act="backup.remove", file=name)
        path.unlink()
    return request.redirect("/system#backups")


ROUTES = (
    Route(path="/system", handler=show_health, roles=HEALTH_READERS),
    Route(path="/system/check", handler=check_machine, roles=HEALTH_READERS, method="POST"),
    Route(path="/system/backups", handler=back_up, roles=SYSTEM_ADMINS, method="POST"),
    Route(
        path="/system/backups/{name}/trial",
        handler=try_to_restore,
        roles=SYSTEM_ADMINS,
        method="POST",
    ),
    Route(path="/system/backups/{name}", handler=download_backup, roles=SYSTEM_ADMINS),
    Route(
        path="/system/backups/{name}",
        handler=remove_backup,
        roles=SYSTEM_ADMINS,
        method="POST",
        deletes={"": BACKUP},
    ),
)
