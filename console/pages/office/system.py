"""运行状况: health, what waits, the disk, versions, logs, backups made and downloaded."""

from __future__ import annotations

import platform
import shutil
from datetime import UTC, datetime
from importlib.metadata import version

from starlette.responses import FileResponse, Response

from console.web.page_request import Visit
from console.web.route import ADMINS, OVERSEERS, Page
from console.work.children import read_log
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.office_time import OFFICE_TIME
from storage.files.backup import find_backup, kept_backups, next_backup
from storage.leads.drift import read_drift
from storage.views.backlog import read_backlog

_PACKAGES = ("hubiao", "scrapy", "playwright", "scikit-learn", "sqlalchemy", "starlette", "uvicorn")


def show(visit: Visit) -> Response:
    """Health as the rows and the machine tell it."""
    with visit.database.read() as session:
        backlog = read_backlog(session)
        drift = read_drift(session, datetime.now(UTC))
    disk = shutil.disk_usage(visit.settings.home)
    children = visit.house.children
    return visit.page(
        "system.html",
        backlog=backlog,
        drift=drift,
        free=disk.free,
        used=disk.used / disk.total,
        database=visit.database.engine.url.render_as_string(hide_password=True),
        sqlite=visit.database.is_sqlite,
        versions=[("Python", platform.python_version()), *((n, version(n)) for n in _PACKAGES)],
        worker=children.alive("worker"),
        log=read_log(visit.settings, "worker"),
        backups=kept_backups(visit.settings),
        backing_up=children.alive("backup"),
        backup_failed=children.ended("backup") not in (None, 0),
        backup_log=read_log(visit.settings, "backup")[-1:],
        is_admin=visit.may(ADMINS),
        home=visit.settings.home.resolve(),
    )


def back_up(visit: Visit) -> Response:
    """Begin a backup in a process of its own; work goes on meanwhile."""
    if not visit.database.is_sqlite:
        raise Refused("page.backup-postgresql")
    target = next_backup(visit.settings, datetime.now(OFFICE_TIME))
    with visit.database.begin() as session:
        trail.record(
            session, actor=visit.name, act="backup.make", subject="system:backup", file=target.name
        )
    if not visit.house.children.start("backup", ["backup", str(target)]):
        raise Refused("page.backup-runs")
    return visit.go("/system#backups")


def download(visit: Visit) -> Response:
    """One backup as a file; that it was taken is on record, since all data stands in it."""
    name = str(visit.request.path_params["name"])
    path = find_backup(visit.settings, name)
    with visit.database.begin() as session:
        trail.record(
            session, actor=visit.name, act="backup.download", subject="system:backup", file=name
        )
    return FileResponse(path, media_type="application/gzip", filename=name)


def remove(visit: Visit) -> Response:
    """Delete one backup."""
    name = str(visit.request.path_params["name"])
    path = find_backup(visit.settings, name)
    with visit.database.begin() as session:
        trail.record(
            session, actor=visit.name, act="backup.remove", subject="system:backup", file=name
        )
        path.unlink()
    return visit.go("/system#backups")


PAGES = (
    Page(path="/system", act=show, who=OVERSEERS),
    Page(path="/system/backups", act=back_up, who=ADMINS, method="POST"),
    Page(path="/system/backups/{name}", act=download, who=ADMINS),
    Page(path="/system/backups/{name}", act=remove, who=ADMINS, method="POST"),
)
