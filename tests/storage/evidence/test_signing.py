"""The office's key: made once, closed to others, renewed, and one for all who start together."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from storage.base.errors import BadInput, StoreUnavailable
from storage.evidence.signing import fingerprint, office_key, other_office, signature_holds
from storage.evidence.trust import anchor_of, home_anchors, read_anchors
from tests.storage.evidence.packages import nameless


def test_the_key_is_made_once_and_its_anchor_can_be_handed_over(tmp_path: Path) -> None:
    key = office_key(tmp_path)
    assert office_key(tmp_path).certificate == key.certificate
    assert home_anchors(tmp_path) == (key.anchor,)
    signature = key.sign(b"data")
    assert signature_holds(key.certificate, signature, b"data")
    assert not signature_holds(key.certificate, signature, b"date")
    assert not signature_holds(key.anchor, signature, b"data")


def test_an_anchor_whose_name_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "anchor.pem"
    path.write_text(nameless(office_key(tmp_path, office="示例局").anchor))
    with pytest.raises(BadInput) as refused:
        read_anchors([path])
    assert refused.value.code == "trust-anchor.no-certificate"


def test_only_the_owner_can_read_the_private_keys(tmp_path: Path) -> None:
    office_key(tmp_path)
    keys = list((tmp_path / "keys").rglob("key.pem"))
    assert len(keys) == 2
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_those_who_start_together_get_one_anchor(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: office_key(tmp_path), range(8)))
    assert len({fingerprint(key.anchor) for key in made}) == 1
    now = datetime.now(UTC)
    for key in made:
        assert anchor_of(key.certificate, [], [key.anchor], now) == key.anchor


def test_the_signer_is_renewed_under_the_same_anchor(tmp_path: Path) -> None:
    first = office_key(tmp_path)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=6)):
        second = office_key(tmp_path)
    assert second.certificate != first.certificate
    assert second.anchor == first.anchor
    assert len(list((tmp_path / "keys").glob("signer-*"))) == 1


def test_a_chain_leads_only_to_the_anchor_that_issued_it(tmp_path: Path) -> None:
    ours, theirs = office_key(tmp_path / "a"), office_key(tmp_path / "b")
    now = datetime.now(UTC)
    assert anchor_of(ours.certificate, [ours.anchor], [theirs.anchor], now) is None
    long_ago = now - timedelta(days=3650)
    assert anchor_of(ours.certificate, [ours.anchor], [ours.anchor], long_ago) is None


def test_a_broken_key_is_told_in_one_line(tmp_path: Path) -> None:
    office_key(tmp_path)
    (tmp_path / "keys" / "anchor" / "key.pem").write_text("nothing")
    with pytest.raises(StoreUnavailable, match="signing key"):
        office_key(tmp_path)


def test_a_certificate_names_its_office_and_none_whose_name_merely_begins_so(
    tmp_path: Path,
) -> None:
    city, long_name = "示例市市场监督管理局", "示例" * 40
    assert other_office(office_key(tmp_path / "none").certificate, city) is None
    certificate = office_key(tmp_path / "city", office=city).certificate
    assert other_office(certificate, city) is None
    assert other_office(certificate, f"{city}示例区分局") == city
    assert (
        other_office(office_key(tmp_path / "long", office=long_name).certificate, long_name) is None
    )
