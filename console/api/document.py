"""The OpenAPI 3.1 document of /api/v1, made from the operations themselves."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from console.api.call import Operation
from console.api.schemas import NUMBER, SCHEMAS, named

_PATH_NUMBER = re.compile(r"{(\w+):int}")
_REFUSALS = {
    "400": "Unusable input",
    "401": "No token, or an unknown one",
    "403": "The token's scopes do not reach",
    "404": "Not there",
    "409": "A rule forbids it",
    "503": "The database cannot be used at this moment",
}


def openapi_document(operations: tuple[Operation, ...]) -> dict[str, Any]:
    """One path item an operation; responses are JSON objects, absent preferred to null."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PATH_NUMBER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hubiao 护标",
            "version": version("hubiao"),
            "description": "Leads, listings, rights and letters for other systems of the office."
            " No program gives a verdict: that is a person's act.",
        },
        "servers": [{"url": "/api/v1"}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
        "security": [{"token": []}],
        "paths": paths,
    }


def _described(operation: Operation) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "operationId": operation.act.__name__,
        "summary": operation.summary,
        "description": f"{operation.act.__doc__} Scope: {operation.scope}.",
        "parameters": [*_in_path(operation), *_in_query(operation)],
        "responses": {
            "200": {"description": "Done", "content": _json(operation.answer)},
            **{
                status: {"description": says, "content": _json(named("Error"))}
                for status, says in _REFUSALS.items()
            },
        },
    }
    if operation.body:
        shown["requestBody"] = {"required": True, "content": _json(operation.body)}
    return shown


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": NUMBER}
        for name in _PATH_NUMBER.findall(operation.path)
    ]


def _in_query(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": dict(schema)}
        for name, schema in operation.parameters.items()
    ]
