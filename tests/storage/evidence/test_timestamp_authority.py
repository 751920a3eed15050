"""Time-stamp authorities that are honest, down, or lying: what was not verified is no stamp."""

from __future__ import annotations

import datetime
import socket
from pathlib import Path

import pytest
import time_machine
from asn1crypto import cms, ocsp, tsp

from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.entries import authorities, enter, seal_waiting
from storage.evidence.signing import office_key, pem
from storage.evidence.timestamp_authority import Authority, NotStamped, check_token, clock_reference
from storage.evidence.trust import home_anchors, read_anchors
from storage.evidence.verification import verify_package
from storage.evidence.visit import Occasion
from storage.net.address_policy import AddressPolicy
from tests.servers.timestamp_authority import Lie, TimestampAuthority, running_authority
from tests.storage.evidence.conftest import Take
from tests.storage.evidence.visits import visit

OPEN = AddressPolicy(allow=("127.0.0.0/8",))


def client(authority: TimestampAuthority, **changes: object) -> Authority:
    details = {
        "url": authority.url,
        "anchors": read_anchors([authority.root]),
        "policy": OPEN,
        **changes,
    }
    return Authority(**details)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_token_is_verified_offline_and_only_over_its_own_data(tmp_path: Path, kind: str) -> None:
    with running_authority(tmp_path, kind=kind) as authority:  # type: ignore[arg-type]
        token = client(authority).stamp(b"manifest")
    anchors = read_anchors([authority.root])
    assert check_token(token.raw, b"manifest", anchors).moment == token.moment
    with pytest.raises(NotStamped):
        check_token(token.raw, b"manifest!", anchors)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_authority_that_sends_its_chain_in_the_order_of_its_files_stamps(
    tmp_path: Path, kind: str
) -> None:
    with running_authority(tmp_path, kind=kind, chain=True) as authority:  # type: ignore[arg-type]
        token = client(authority).stamp(b"manifest")
    assert token.certificates.count("BEGIN CERTIFICATE") == 2
    assert check_token(token.raw, b"manifest", read_anchors([authority.root])) == token
    with pytest.raises(NotStamped):
        check_token(token.raw, b"manifest!", read_anchors([authority.root]))


@pytest.mark.parametrize("lie", ["error", "garbage", "wrong nonce", "html"])
def test_a_lying_authority_stamps_nothing(authority: TimestampAuthority, lie: Lie) -> None:
    client(authority).stamp(b"before")
    authority.lie = lie
    with pytest.raises(NotStamped, match=authority.url):
        client(authority).stamp(b"manifest")


def test_an_authority_with_another_time_than_ours_stamps_nothing(
    authority: TimestampAuthority,
) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    with time_machine.travel(tomorrow), pytest.raises(NotStamped, match="is not ours"):
        client(authority).stamp(b"manifest")


def test_an_authority_under_another_root_stamps_nothing(
    authority: TimestampAuthority, tmp_path: Path
) -> None:
    with running_authority(tmp_path) as stranger:
        anchors = read_anchors([stranger.root])
    with pytest.raises(NotStamped, match="no valid token"):
        client(authority, anchors=anchors).stamp(b"manifest")


def test_an_authority_without_an_anchor_stamps_nothing(authority: TimestampAuthority) -> None:
    with pytest.raises(NotStamped, match="HUBIAO_TIMESTAMP_ANCHORS"):
        client(authority, anchors=()).stamp(b"manifest")


def test_the_address_policy_holds_for_authorities_too(authority: TimestampAuthority) -> None:
    with pytest.raises(NotStamped, match="HUBIAO_ALLOW_ADDRESSES"):
        client(authority, policy=AddressPolicy()).stamp(b"manifest")
    assert authority.asked == 0


def test_a_dead_authority_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    dead = Authority(url=url, anchors=(), policy=OPEN)
    with pytest.raises(NotStamped, match=url):
        dead.stamp(b"manifest")


def test_our_clock_is_measured_against_an_authority(authority: TimestampAuthority) -> None:
    reference = clock_reference([client(authority)])
    assert reference is not None
    assert abs(reference.offset_seconds) < 2
    authority.lie = "error"
    assert clock_reference([client(authority)]) is None


def test_evidence_waits_as_captured_until_the_authority_answers(
    authority: TimestampAuthority, take: Take, database: Database, settings: Settings
) -> None:
    authority.lie = "error"
    entry = take()
    assert (entry.state, entry.package) == ("captured", None)
    assert [entry.state for entry in seal_waiting(database, settings)] == ["captured"]
    authority.lie = ""
    (entry,) = seal_waiting(database, settings)
    assert entry.state == "stamped"
    assert entry.package is not None
    assert seal_waiting(database, settings) == []


def test_one_of_two_authorities_is_not_enough(
    authority: TimestampAuthority, database: Database, settings: Settings, tmp_path: Path
) -> None:
    (honest,) = authorities(settings)
    with running_authority(tmp_path) as second:
        second.lie = "garbage"
        both = [honest, client(second)]
        entry = enter(database, settings, visit(), Occasion(officer="li"), stampers=both)
    assert (entry.state, entry.package) == ("captured", None)
    assert len(entry.waiting) == 1
    assert second.url in entry.waiting[0]


def test_a_package_that_waited_for_weeks_is_signed_by_a_younger_key_of_the_same_office(
    authority: TimestampAuthority, take: Take, database: Database, settings: Settings
) -> None:
    authority.lie = "error"
    entry = take()
    authority.lie = ""
    (folder,) = (settings.home / "keys").glob("signer-*")
    _age(folder, settings)
    (entry,) = seal_waiting(database, settings)
    assert entry.package is not None
    checks = verify_package(
        entry.package,
        anchors=home_anchors(settings.home),
        timestamp_anchors=read_anchors([authority.root]),
    )
    assert [check.line() for check in checks if not check.passed] == []
    (renewed,) = (settings.home / "keys").glob("signer-*")
    assert renewed != folder


def _age(signer: Path, settings: Settings) -> None:
    """Write the signer's certificate as if it had been issued six days ago."""
    six_days_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=6)
    with time_machine.travel(six_days_ago, tick=False):
        old = office_key(settings.home / "past")
    (signer / "certificate.pem").write_text(pem(old.certificate))


def test_a_token_with_an_ocsp_answer_beside_its_chain_is_accepted(
    shared_authority: TimestampAuthority,
) -> None:
    anchors = read_anchors([shared_authority.root])
    raw = client(shared_authority).stamp(b"x").raw
    answer = tsp.TimeStampResp.load(raw)
    signed = answer["time_stamp_token"]["content"]
    unauthorized = ocsp.OCSPResponse({"response_status": "unauthorized"})
    information = cms.OtherRevocationInfoFormat(
        {"other_rev_info_format": "1.3.6.1.5.5.7.16.2", "other_rev_info": unauthorized}
    )
    choice = cms.RevocationInfoChoice(name="other", value=information)
    signed["crls"] = cms.RevocationInfoChoices([choice])
    changed = answer.dump(force=True)
    assert len(changed) > len(raw)
    assert check_token(changed, b"x", anchors).serial == check_token(raw, b"x", anchors).serial
