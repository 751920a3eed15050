"""How a call of the API is declared, and the gate that every call goes through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.api.records import Failure, Record
from console.web.console_context import ConsoleContext
from console.web.page_request import client_address
from console.web.parameters import LARGEST_ID, ParameterType
from storage.base.database import Database
from storage.base.errors import BadInput, HubiaoError, NotFound, StoreUnavailable
from storage.base.message import Language, Message, value_problem
from storage.base.settings import Settings
from storage.people.api_tokens import find_token, officer_of, reaches
from storage.people.sign_in import Officer
from storage.tables import TokenRow


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a program whose token was accepted."""

    request: Request
    database: Database
    settings: Settings
    program: str
    """Name of its token."""
    officer: Officer | None = None
    """Whose browser bears the token; None of a program's own."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The declared parameters of the query string that were sent, each as its type reads it."""
    body: BaseModel | None = None
    """The JSON body as the operation's record; None where it takes none."""

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def path_number(self) -> int:
        """The number in the path. Raises NotFound above what any row can have."""
        number = int(self.request.path_params["id"])
        if number > LARGEST_ID:
            raise NotFound("page.row-unknown", number=number)
        return number


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the API, as it is routed and as the OpenAPI document describes it."""

    path: str
    handler: Callable[[Call], Record | dict[str, object]]
    summary: str
    scope: str
    """The scope of `storage.people.api_tokens.SCOPES` that reaches it."""
    answer: Any
    """The type of what comes back: a record, or an annotated dict."""
    method: str = "GET"
    parameters: Mapping[str, ParameterType] = field(default_factory=dict)
    """Names in the query string with the type of each; all optional."""
    body: type[BaseModel] | None = None
    """The record of the JSON body."""
    for_extension: bool = False
    """Whether a browser extension may call it from its own pages (CORS)."""


def build_call(operation: Operation, context: ConsoleContext) -> Route:
    """The Starlette route of an operation, behind the token gate."""

    async def respond(request: Request) -> Response:
        if not operation.for_extension:
            return await answer(request)
        headers = extension_headers(request.headers.get("origin", ""))
        if request.method == "OPTIONS":
            return Response(status_code=204 if headers else 403, headers=headers)
        response = await answer(request)
        response.headers.update(headers)
        return response

    async def answer(request: Request) -> Response:
        language = _language(request)
        address = client_address(request)
        token = await context.admission.look_up(
            address,
            request.headers.get("authorization", ""),
            _find_token,
            context.database,
            request,
        )
        if token is None:
            return _refuse(401, Message("api.no-token"), language)
        if not reaches(token.scope, operation.scope):
            return _refuse(403, Message("api.scope", {"scope": operation.scope}), language)
        content = await request.body() if operation.body else b""
        return await context.admission.programs.run(
            address, _handle, operation, context, request, content, token
        )

    methods = [operation.method, *(["OPTIONS"] if operation.for_extension else [])]
    return Route(f"/api/v1{operation.path}", respond, methods=methods)


API_PATH = "/api/"
"""Below it every answer is JSON."""
_EXTENSION_ORIGINS = ("chrome-extension://", "moz-extension://")


def extension_headers(origin: str) -> dict[str, str]:
    """What lets an extension's own pages read an answer (Fetch standard, CORS); nothing for any website."""
    if not origin.startswith(_EXTENSION_ORIGINS):
        return {}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-headers": "authorization, content-type",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-private-network": "true",
        "access-control-max-age": "600",
        "vary": "origin",
    }


def _handle(
    operation: Operation,
    context: ConsoleContext,
    request: Request,
    content: bytes,
    token: TokenRow,
) -> Response:
    language = _language(request)
    try:
        with context.database.read() as session:
            officer = officer_of(session, token)
        answer = operation.handler(
            Call(
                request=request,
                database=context.database,
                settings=context.settings,
                program=str(token.name),
                officer=officer,
                parameters=_read_parameters(operation, request.query_params),
                body=_read_body(operation.body, content) if operation.body else None,
            )
        )
    except (OverflowError, UnicodeEncodeError) as error:
        return _refuse(400, Message("input.unstorable", {"reason": type(error).__name__}), language)
    except NotFound as error:
        return _refuse(404, error.message, language)
    except BadInput as error:
        return _refuse(400, error.message, language)
    except StoreUnavailable:
        return _refuse(503, Message("api.store-unavailable"), language)
    except HubiaoError as error:
        return _refuse(409, error.message, language)
    if isinstance(answer, Record):
        return JSONResponse(answer.model_dump(mode="json", exclude_none=True))
    return JSONResponse(answer)


def _read_parameters(operation: Operation, query: Mapping[str, str]) -> dict[str, object]:
    """Raises BadInput for a value that its declaration does not allow; an empty one is absent."""
    return {
        name: parameter.parse(name, text)
        for name, parameter in operation.parameters.items()
        if (text := query.get(name, "").strip())
    }


def _read_body(record: type[BaseModel], content: bytes) -> BaseModel:
    """Raises BadInput."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:  # RecursionError: thousands of brackets
        raise BadInput("api.no-json") from error
    if not isinstance(document, dict):
        raise BadInput("api.no-object")
    try:
        return record.model_validate(document)
    except ValidationError as error:
        problem = error.errors()[0]
        name = ".".join(str(part) for part in problem["loc"])
        raise BadInput("api.parameter", name=name, reason=value_problem(dict(problem))) from error


def _find_token(database: Database, request: Request) -> TokenRow | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return None
    return find_token(database, secret.strip())


def has_token(database: Database, request: Request, scope: str) -> bool:
    """Whether a request bears a token that is known and reaches this scope."""
    token = _find_token(database, request)
    return token is not None and reaches(token.scope, scope)


def _language(request: Request) -> Language:
    """The language of a refusal's words: Chinese where the caller prefers it (Accept-Language)."""
    preferred = request.headers.get("accept-language", "").lower()
    return Language.CHINESE if preferred.startswith("zh") else Language.ENGLISH


_FAILURES = {
    404: Message("api.no-operation"),
    405: Message("api.no-method"),
    503: Message("api.store-unavailable"),
}


def refuse_unserved(request: Request, status: int) -> Response:
    """The answer to an address of the API that no operation serves, or to a failure outside of one."""
    message = _FAILURES.get(status, Message("api.failed"))
    return _refuse(status, message, _language(request))


def _refuse(status: int, message: Message, language: Language) -> JSONResponse:
    failure = Failure(error=message.text(language), code=message.code)
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(failure.model_dump(), status_code=status, headers=headers)
