"""The console as a web application (Starlette): pages behind one gate, static files, health."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from console.api.call import API_PATH, refuse_unserved
from console.api.routes import api_routes
from console.load.admission import BUSY, Admission
from console.pages import all_routes
from console.web.console_context import ConsoleContext
from console.web.console_key import console_key
from console.web.letters.letter_previews import Previews
from console.web.metrics import Metrics
from console.web.outside_links import is_outside
from console.web.rendering import build_templates
from console.web.response_guard import Guard, allowed_hosts
from console.web.route import build_route
from console.work.children import Children
from console.work.crawls import crawls_of
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings

_STATIC = Path(__file__).parent / "static"


class _Files(StaticFiles):
    """Our own files may be kept by browsers: their address changes with their content. A module that another
    one imports has no version in its address; the browser asks each time whether it changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        imported = path.endswith(".js") and "/" not in path and not scope["query_string"]
        response.headers["cache-control"] = (
            "public, no-cache" if imported else "public, max-age=86400"
        )
        return response


def build_app(settings: Settings, database: Database, children: Children) -> Starlette:
    """The console on an open database. Raises StoreUnavailable without a usable key of its own."""
    https = bool(settings.console_url) and urlsplit(str(settings.console_url)).scheme == "https"
    context = ConsoleContext(
        settings=settings,
        database=database,
        templates=build_templates(settings),
        key=console_key(settings),
        children=children,
        crawls=crawls_of(settings, database, children),
        metrics=Metrics(database, settings),
        previews=Previews(),
        admission=Admission(),
        secure=https,
    )
    routes: list[BaseRoute] = [build_route(route, context) for route in all_routes()]
    routes += api_routes(context)
    static = GZipMiddleware(_Files(directory=_STATIC), minimum_size=1000)
    routes.append(Mount("/static", static, name="static"))

    async def refuse(request: Request, error: Exception) -> Response:  # else each takes a thread
        status = error.status_code if isinstance(error, HTTPException) else 500
        status = 503 if isinstance(error, StoreUnavailable) else status
        if request.url.path.startswith(API_PATH):
            return refuse_unserved(request, status)
        outside = is_outside(request.url.path)
        html = context.templates.get_template(
            "outside_refused.html" if outside else "refused.html"
        ).render(
            status=status,
            title=BUSY if _is_busy(error) else _TITLES.get(status, "无法完成"),
            message=_message(error, status, outside=outside),
            contact=settings.office_contact,
            mail=settings.mail_contact,
        )
        headers = error.headers if isinstance(error, HTTPException) else None
        return HTMLResponse(html, status_code=status, headers=headers)

    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, https=https),
            Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(settings)),
        ],
        exception_handlers={HTTPException: refuse, StoreUnavailable: refuse, 500: refuse},
    )


_TITLES = {
    403: "没有权限",
    404: "没有此页面",
    405: "不支持的操作",
    500: "系统出错",
    503: "数据库暂时不可用",
}


def _is_busy(error: Exception) -> bool:
    return isinstance(error, HTTPException) and error.detail == BUSY


def _message(error: Exception, status: int, *, outside: bool) -> str:
    if outside and status in (500, 503):
        return "暂时无法完成，数据没有改变。请稍后重试；仍不行时请与我局联系。"
    if status == 500:
        return "出错了，数据没有改变。请稍后重试；仍不行时请把时间告诉管理员，日志中有详情。"
    if _is_busy(error):
        return "同时访问的人数已达上限，数据没有改变。请稍后重试，已登录的人员不受影响。"
    if status == 503:
        return "数据库正忙或无法访问，数据没有改变。请稍后重试；仍不行时请告诉管理员。"
    detail = error.detail if isinstance(error, HTTPException) else ""
    return {404: "网址可能有误，或内容已被移走。", 405: "请从页面上的按钮操作。"}.get(
        status, detail
    )
