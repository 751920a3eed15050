"""The OpenAPI 3.1 document of /api/v1, made from the operations themselves."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from console.api.call import Operation

_PATH_NUMBER = re.compile(r"{(\w+):int}")


def openapi_document(operations: tuple[Operation, ...]) -> dict[str, Any]:
    """One path item an operation; responses are JSON objects, absent preferred to null."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PATH_NUMBER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hubiao 护标", "version": version("hubiao")},
        "servers": [{"url": "/api/v1"}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
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
            "200": {"description": "Done", "content": {"application/json": {"schema": _OBJECT}}},
            **{status: {"description": says} for status, says in _REFUSALS.items()},
        },
    }
    if operation.body:
        schema = {
            "type": "object",
            "required": list(operation.body),
            "properties": {name: {"type": "string"} for name in operation.body},
        }
        shown["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return shown


_OBJECT = {"type": "object"}
_REFUSALS = {
    "400": "Unusable input",
    "401": "No token, or an unknown one",
    "403": "The token's scope does not reach",
    "404": "Not there",
    "409": "A rule forbids it",
}


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer"}}
        for name in _PATH_NUMBER.findall(operation.path)
    ]


def _in_query(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in operation.parameters
    ]
