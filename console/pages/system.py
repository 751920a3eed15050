"""运行状况: what waits, the disk, versions, the last backups."""

from __future__ import annotations

import platform
import shutil
from importlib.metadata import version

from starlette.responses import Response

from console.route import OVERSEERS, Page
from console.visit import Visit
from storage.backlog import read_backlog

_PACKAGES = ("hubiao", "scrapy", "playwright", "scikit-learn", "sqlalchemy", "starlette", "uvicorn")


def show(visit: Visit) -> Response:
    """Health as the rows and the machine tell it."""
    with visit.database.read() as session:
        backlog = read_backlog(session)
    disk = shutil.disk_usage(visit.settings.home)
    log = visit.settings.home / "logs" / "worker.log"
    return visit.page(
        "system.html",
        backlog=backlog,
        free=disk.free,
        used=disk.used / disk.total,
        database=visit.database.engine.url.render_as_string(hide_password=True),
        versions=[("Python", platform.python_version()), *((n, version(n)) for n in _PACKAGES)],
        worker=visit.house.children.alive("worker"),
        log=_tail(log.read_bytes()[-20000:]) if log.is_file() else [],
    )


def _tail(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()[-30:]


PAGES = (Page(path="/system", act=show, who=OVERSEERS),)
