"""One call as it is sent (调用请求): parameters filled in, signed, encoded."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from crawler.open_api.description import VARIABLE, ApiDescription, Template, Timestamp
from crawler.open_api.signature import sign

VARIABLES = frozenset(
    {"word", "page", "offset", "page_size", "cursor", "timestamp", "token", "nonce"}
)
"""What a template may name besides {key.NAME}."""
Filled: TypeAlias = "str | int | bool | list[Filled] | dict[str, Filled]"


@dataclass(frozen=True, kw_only=True)
class Query:
    """One part of a result that is asked for."""

    word: str
    page: int
    """Counted from 1, whatever the API counts from."""
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApiRequest:
    """An HTTP request that is ready to be sent; it holds secrets and is never logged."""

    method: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def build_call(
    description: ApiDescription,
    query: Query,
    keys: Mapping[str, str],
    at: datetime,
    token: str | None = None,
) -> ApiRequest:
    """The signed call for one part of a result, made at the moment `at`."""
    variables = _variables(description, query, keys, at, token)
    in_address = _flat(fill_mapping(description.query, variables))
    parameters = fill_mapping(description.parameters, variables)
    address = f"{description.endpoint}{fill(description.suffix, variables) or ''}"
    signature = description.signature
    text = _signed_body(parameters) if signature and signature.body else _json(parameters)
    if signature is not None:
        signed_texts = {signature.body: text} if signature.body else _flat(parameters)
        signed = sign(signature, {**in_address, **signed_texts}, variables, urlsplit(address).path)
        target = in_address if description.query else parameters
        target[signature.parameter] = signed
    headers = {name: fill(text, variables) for name, text in description.headers.items()}
    sent = {name: str(text) for name, text in headers.items() if text is not None}
    body: bytes | None = None
    if description.method == "GET":
        in_address = {**in_address, **_flat(parameters)}
    elif description.encoding == "json":
        body = text.encode()
        sent["Content-Type"] = "application/json;charset=utf-8"
    else:
        body = urlencode(_flat(parameters)).encode("ascii")
        sent["Content-Type"] = "application/x-www-form-urlencoded;charset=utf-8"
    url = f"{address}?{urlencode(in_address)}" if in_address else address
    return ApiRequest(method=description.method, url=url, body=body, headers=sent)


def _variables(
    description: ApiDescription,
    query: Query,
    keys: Mapping[str, str],
    at: datetime,
    token: str | None,
) -> dict[str, str | int | None]:
    paging = description.paging
    return {
        "word": query.word,
        "page": query.page - 1 + paging.first,
        "offset": (query.page - 1) * paging.size,
        "page_size": paging.size,
        "cursor": query.cursor,
        "timestamp": written_time(description.timestamp, at),
        "token": token,
        "nonce": secrets.token_hex(8),
        **{f"key.{key.name}": keys.get(key.name) for key in description.keys},
    }


def written_time(form: Timestamp, at: datetime) -> str:
    """A moment as the API wants it written."""
    if form.format == "unix":
        return str(int(at.timestamp()))
    if form.format == "unix-ms":
        return str(int(at.timestamp() * 1000))
    return at.astimezone(ZoneInfo(form.zone)).strftime(form.format)


def fill(template: Template, variables: Mapping[str, str | int | None]) -> Filled | None:
    """A template with its variables filled in; None where one of them has no value."""
    if isinstance(template, dict):
        return fill_mapping(template, variables)
    if isinstance(template, list):
        entries = (fill(entry, variables) for entry in template)
        return [entry for entry in entries if entry is not None]
    if not isinstance(template, str):
        return template
    names = VARIABLE.findall(template)
    if any(variables.get(name) in (None, "") for name in names):
        return None
    if len(names) == 1 and template == f"{{{names[0]}}}":
        value = variables[names[0]]
        assert value is not None
        return value
    return VARIABLE.sub(lambda match: str(variables[match[1]]), template)


def fill_mapping(
    templates: Mapping[str, Template], variables: Mapping[str, str | int | None]
) -> dict[str, Filled]:
    """The parameters that have a value."""
    values = {name: fill(template, variables) for name, template in templates.items()}
    return {name: value for name, value in values.items() if value is not None}


def _flat(parameters: Mapping[str, Filled]) -> dict[str, str]:
    """Parameters as texts, JSON packed, true and false as JSON writes them."""
    return {
        name: value if isinstance(value, str) else _json(value)
        for name, value in parameters.items()
    }


def _signed_body(parameters: Mapping[str, Filled]) -> str:
    """A JSON body as a platform signs it that reads it anew: sorted, all texts, & < > escaped."""
    text = json.dumps(
        {name: _flat({name: value})[name] for name, value in parameters.items()},
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
