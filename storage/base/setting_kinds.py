"""Kinds of settings: several values read from one string with commas, a public address to put paths behind."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode


def _split(value: object) -> object:
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


Items = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several values: a TOML list, or one string with commas."""


def _networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for network in value:
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise PydanticCustomError("no_network", "no network", {"text": network}) from error
    return value


Networks = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_networks)]
"""Networks as CIDR: a TOML list, or one string with commas."""


LEAST_PHRASE = 12
"""Characters of a pass phrase that closes backups; chosen by hand."""


Hours = Annotated[
    tuple[Annotated[float, Field(ge=1, le=2400)], ...], NoDecode, BeforeValidator(_split),
    Field(min_length=1, max_length=4),
]  # fmt: skip
"""Hours of each tier, the highest first: a TOML list, or one string with commas."""


WebRoot = Annotated[str | None, AfterValidator(lambda address: address and address.rstrip("/"))]
"""A public address without its last slash: a path is put right behind it."""


QUIET_HOURS = r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d"
"""Pattern of quiet hours (免打扰时段), two times of day: 22:00-07:00."""


def setting_text(value: object) -> str:
    """The value as a person would type it; empty for an absent one."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(map(setting_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


_PASSWORD = re.compile(r"(?<=://)([^:/?#@]*):[^/]*@|(?<=[?&]password=)[^&#]*", re.I)


def masked_text(value: object) -> str:
    """The value as a person may see it: without the password that an address holds."""
    return _PASSWORD.sub(
        lambda match: f"{match[1]}:***@" if match[1] is not None else "***", setting_text(value)
    )
