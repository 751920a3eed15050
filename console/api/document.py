"""The OpenAPI 3.1 document of /api/v1, made from the operations themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version

from pydantic import TypeAdapter

from console.api.call import Operation
from console.api.records import REF, SERIALIZED, AbsentNotNull, Failure
from console.web.parameters import LARGEST_ID

_PATH_NUMBER = re.compile(r"{(\w+):int}")
_REFUSALS = {
    "400": "Unusable input",
    "401": "No token, or an unknown one",
    "403": "The token's scopes do not reach",
    "404": "Not there",
    "409": "A rule forbids it",
    "503": "The database cannot be used at this moment",
}


def openapi_document(operations: tuple[Operation, ...]) -> dict[str, object]:
    """One path item an operation; responses are JSON objects, absent preferred to null."""
    schemas, components = _schemas(operations)
    paths: dict[str, dict[str, object]] = {}
    for operation in operations:
        path = _PATH_NUMBER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _describe(operation, schemas)
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
            "schemas": components,
        },
        "security": [{"token": []}],
        "paths": paths,
    }


def _schemas(
    operations: tuple[Operation, ...],
) -> tuple[Mapping[str, dict[str, object]], dict[str, object]]:
    """The schema of each answer by operation, of each body, and the components they share."""
    answers = [
        (name, SERIALIZED, TypeAdapter(answer))
        for name, answer in (
            *((_name(operation), operation.answer) for operation in operations),
            *((f"{_name(o)} body", o.body) for o in operations if o.body),
            ("failure", Failure),
        )
    ]
    schemas, definitions = TypeAdapter.json_schemas(
        answers, ref_template=REF, schema_generator=AbsentNotNull
    )
    return {name: schema for (name, _), schema in schemas.items()}, definitions["$defs"]


def _name(operation: Operation) -> str:
    return operation.handler.__name__


def _describe(operation: Operation, schemas: Mapping[str, dict[str, object]]) -> dict[str, object]:
    description: dict[str, object] = {
        "operationId": _name(operation),
        "summary": operation.summary,
        "description": f"{operation.handler.__doc__} Scope: {operation.scope}.",
        "parameters": [*_in_path(operation), *_in_query(operation)],
        "responses": {
            "200": {"description": "Done", "content": _json(schemas[_name(operation)])},
            **{
                status: {"description": meaning, "content": _json(schemas["failure"])}
                for status, meaning in _REFUSALS.items()
            },
        },
    }
    if operation.body:
        schema = schemas[f"{_name(operation)} body"]
        description["requestBody"] = {"required": True, "content": _json(schema)}
    return description


def _json(schema: dict[str, object]) -> dict[str, object]:
    return {"application/json": {"schema": schema}}


def _in_path(operation: Operation) -> list[dict[str, object]]:
    schema = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in _PATH_NUMBER.findall(operation.path)
    ]


def _in_query(operation: Operation) -> list[dict[str, object]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": parameter.schema}
        for name, parameter in operation.parameters.items()
    ]
