"""A package of a transfer letter on its way from one office to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.intake.received_transfer import Reception, receive_package
from storage.evidence.signing import fingerprint, office_key
from tests.console.intake.transfer_offices import (
    SendingOffice,
    TransferOffice,
    receiving_office,
    sending_office,
)
from tests.console.intake.transfer_packages import checked_by


@pytest.fixture(scope="session")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SendingOffice]:
    office = sending_office(tmp_path_factory.mktemp("sender"))
    yield office
    office.database.close()


@pytest.fixture(scope="session")
def content(sender: SendingOffice, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The package as the receiving office gets it."""
    return sender.package(tmp_path_factory.mktemp("package") / "移送.zip").path.read_bytes()


@pytest.fixture
def receiver(tmp_path: Path, database_url: str) -> Iterator[TransferOffice]:
    office = receiving_office(tmp_path / "receiver", database_url=database_url)
    yield office
    office.database.close()


@pytest.fixture(scope="session")
def anchor(sender: SendingOffice) -> str:
    """The fingerprint that the offices compare by telephone."""
    return fingerprint(office_key(sender.settings.home).anchor)


@pytest.fixture
def take_in(receiver: TransferOffice, anchor: str) -> Callable[[bytes], Reception]:
    def receive(package: bytes) -> Reception:
        checked = checked_by(receiver, package, anchor)
        return receive_package(
            receiver.database, receiver.settings, checked, package, "移送.zip", officer="甲"
        )

    return receive
