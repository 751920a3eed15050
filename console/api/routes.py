"""Routes for programs: the API, its document, /healthz and /metrics."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from console.api.call import build_call, has_token
from console.api.captures import CAPTURE_OPERATIONS
from console.api.document import openapi_document
from console.api.operations import OPERATIONS
from console.web.console_context import ConsoleContext
from console.web.page_request import client_address
from console.web.response_guard import is_direct
from storage.base.database import Database
from storage.base.errors import StoreUnavailable


def api_routes(context: ConsoleContext) -> list[Route]:
    """Every route that is no page."""
    operations = (*OPERATIONS, *CAPTURE_OPERATIONS)
    document = openapi_document(operations)

    async def openapi(_request: Request) -> Response:
        return JSONResponse(document)

    async def healthz(request: Request) -> Response:
        address = client_address(request)
        return await context.admission.watchers.run(address, _health, context.database)

    async def metrics(request: Request) -> Response:
        address = client_address(request)
        return await context.admission.watchers.run(address, _metrics, context, request)

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
        Route("/api/v1/openapi.json", openapi, methods=["GET"]),
        *(build_call(operation, context) for operation in operations),
    ]


def _health(database: Database) -> Response:
    """Whether the database answers."""
    try:
        with database.read() as session:
            session.execute(sa.text("SELECT 1"))
    except StoreUnavailable:
        return JSONResponse({"status": "database unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


def _metrics(context: ConsoleContext, request: Request) -> Response:
    """Open to this machine; others, and who comes through a proxy, need a token."""
    direct = is_direct(context.settings, request)
    if not direct and not has_token(context.database, request, "metrics"):
        return PlainTextResponse("a bearer token is needed\n", status_code=401)
    return Response(context.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
