"""How a call of the API is declared, and the gate that every call goes through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.web.page_request import LARGEST_ID, House
from storage.base.database import Database
from storage.base.errors import BadInput, HubiaoError, NotFound, StoreUnavailable
from storage.base.settings import Settings
from storage.people.api_tokens import find_token, reaches
from storage.tables import TokenRow


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
            raise NotFound("page.row-unknown", number=number)
        return number


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the API, as it is routed and as the OpenAPI document describes it."""

    path: str
    act: Callable[[Call], Any]
    summary: str
    scope: str
    """The scope of `storage.people.api_tokens.SCOPES` that reaches it."""
    answer: Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    """JSON Schema of what comes back."""
    method: str = "GET"
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Names in the query string with the JSON Schema of each; all optional."""
    body: Mapping[str, Any] | None = None
    """JSON Schema of the JSON body."""


def build_call(operation: Operation, house: House) -> Route:
    """The Starlette route of an operation, behind the token gate."""

    async def respond(request: Request) -> Response:
        token = await run_in_threadpool(_find_token, house.database, request)
        if token is None:
            return _refuse(401, "a bearer token is needed; see 'hubiao token create'")
        if not reaches(token.scope, operation.scope):
            return _refuse(403, f"this token has no scope '{operation.scope}'")
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
            program=token.name,
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


def _find_token(database: Database, request: Request) -> TokenRow | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return None
    return find_token(database, secret.strip())


def has_token(database: Database, request: Request, scope: str) -> bool:
    """Whether a request bears a token that is known and reaches this scope."""
    token = _find_token(database, request)
    return token is not None and reaches(token.scope, scope)


def _refuse(status: int, message: str) -> JSONResponse:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": message}, status_code=status, headers=headers)
