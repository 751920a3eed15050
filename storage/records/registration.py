"""登记信息: what a registry says of a domain or a network, read from an RDAP answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RegistrationKind(StrEnum):
    """What is registered."""

    DOMAIN = "domain"
    """A domain: its registrar is the one to ask."""
    NETWORK = "network"
    """A range of addresses: its holder is the host (接入服务商)."""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """One domain or network, with whom to tell of abuse."""

    kind: RegistrationKind
    subject: str
    """The domain in lower-case ASCII, or the first and last address with a hyphen between."""
    operator: str | None
    """Name of the registrar, or of the network's holder."""
    iana_id: str | None
    """The registrar's number at IANA; None of a network."""
    abuse_email: str | None
    abuse_phone: str | None
    nameservers: tuple[str, ...]
    source: str | None
    """Address of the answer, as the answer itself gives it."""
    as_of: datetime | None
    """As of when the registry's database answered."""
