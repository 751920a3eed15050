"""What the browser's door keeps: its policy, its limits, and whom it reached or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage.base.errors import EgressRefused
from storage.net.address_policy import AddressPolicy, Lookup, system_lookup

_KEPT_CONTACTS = 10_000
"""A hostile page may ask for endlessly many hosts; the log must not grow with it."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One connection that the browser asked for, and what became of it."""

    host: str
    port: int
    address: str | None
    """The checked address that was connected to; None where refused or unreachable."""
    moment: datetime
    refusal: str | None = None
    """Why it was not reached."""
    forbidden: bool = False
    """Whether the address policy was the reason."""


@dataclass(frozen=True, kw_only=True)
class DoorLimits:
    """Caps of one connection through the door."""

    max_bytes: int = 64 * 1024 * 1024
    """From the far side; more is cut off."""
    max_seconds: float = 120.0
    idle_seconds: float = 30.0
    max_connections: int = 64
    """At one time; more wait."""


@dataclass(kw_only=True)
class GuardDoor:
    """The running proxy; `url` is what the browser is told to use."""

    policy: AddressPolicy
    limits: DoorLimits = field(default_factory=DoorLimits)
    lookup: Lookup = system_lookup
    port: int = 0
    contacts: list[Contact] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def refused(self) -> list[Contact]:
        """What was asked for and not reached: forbidden, unknown or silent."""
        return [contact for contact in self.contacts if contact.refusal is not None]

    def address_of(self, host: str, port: int) -> str | None:
        """The address last reached for this host and port."""
        for contact in reversed(self.contacts):
            if (contact.host, contact.port) == (host, port) and contact.address is not None:
                return contact.address
        return None

    def note(
        self, host: str, port: int, address: str | None, error: Exception | None = None
    ) -> None:
        """Keep what became of one connection."""
        if len(self.contacts) >= _KEPT_CONTACTS:
            return
        self.contacts.append(
            Contact(
                host=host,
                port=port,
                address=address,
                moment=datetime.now(UTC),
                refusal=None if error is None else f"{error}" or type(error).__name__,
                forbidden=isinstance(error, EgressRefused),
            )
        )
