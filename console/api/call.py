"""How a call of the API is declared, and the gate that every call goes through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.visit import LARGEST_ID, House
from storage.database import Database
from storage.errors import BadInput, HubiaoError, NotFound, StoreUnavailable
from storage.settings import Settings
from storage.tables import TokenRow
from storage.users import secret_hash

Scope = Literal["read", "write"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a program whose token was accepted."""

    request: Request
    database: Database
    settings: Settings
    program: str
    """Name of its token."""
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def number(self) -> int:
        """The number in the path. Raises NotFound above what any row can have."""
        number = int(self.request.path_params["id"])
        if number > LARGEST_ID:
            raise NotFound(f"nothing has the number {number}")
        return number


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the API, as it is routed and as the OpenAPI document describes it."""

    path: str
    act: Callable[[Call], Any]
    summary: str
    scope: Scope = "read"
    method: str = "GET"
    parameters: tuple[str, ...] = ()
    """Names in the query string; all optional."""
    body: tuple[str, ...] = ()
    """Required names of the JSON body."""


def build_call(operation: Operation, house: House) -> Route:
    """The Starlette route of an operation, behind the token gate."""

    async def respond(request: Request) -> Response:
        token = await run_in_threadpool(_find_token, house.database, request)
        if token is None:
            return _refuse(401, "a bearer token is needed; see 'hubiao token create'")
        name, scope = token
        if operation.scope == "write" and scope != "write":
            return _refuse(403, "this token may only read")
        body: Mapping[str, Any] = {}
        if operation.method != "GET":
            try:
                body = json.loads(await request.body())
            except ValueError:
                return _refuse(400, "the body is no JSON")
            if not isinstance(body, dict):
                return _refuse(400, "the body must be a JSON object")
        call = Call(
            request=request,
            database=house.database,
            settings=house.settings,
            program=name,
            body=body,
        )
        return await run_in_threadpool(_act, operation, call)

    return Route(f"/api/v1{operation.path}", respond, methods=[operation.method])


def _act(operation: Operation, call: Call) -> Response:
    try:
        return JSONResponse(operation.act(call))
    except NotFound as error:
        return _refuse(404, str(error))
    except BadInput as error:
        return _refuse(400, str(error))
    except StoreUnavailable:
        return _refuse(503, "the database cannot be used at this moment")
    except HubiaoError as error:
        return _refuse(409, str(error))


def _find_token(database: Database, request: Request) -> tuple[str, str] | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return None
    with database.read() as session:
        found = session.execute(
            sa.select(TokenRow.name, TokenRow.scope).where(
                TokenRow.secret_hash == secret_hash(secret.strip())
            )
        ).first()
    return (found.name, found.scope) if found else None


def has_token(database: Database, request: Request) -> bool:
    """Whether a request bears a token that is known."""
    return _find_token(database, request) is not None


def _refuse(status: int, message: str) -> JSONResponse:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": message}, status_code=status, headers=headers)
