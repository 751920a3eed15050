"""The demonstration's time-stamp authority gives tokens that the product accepts."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from cryptography import x509

from console.demo.authority.keys import make_authority
from console.demo.authority.serving import running_authority
from storage.evidence.timestamp_authority import Authority, NotStamped
from storage.net.address_policy import AddressPolicy
from tests.servers import patient_http

LOOPBACK = AddressPolicy(("127.0.0.0/8",))


def _trusting(url: str, anchor: Path) -> Authority:
    root = x509.load_pem_x509_certificate(anchor.read_bytes())
    return Authority(url=url, anchors=(root,), policy=LOOPBACK)


def test_each_token_verifies_and_has_its_own_serial(tmp_path: Path) -> None:
    with running_authority(tmp_path) as authority:
        asked = _trusting(authority.url, authority.anchor)
        tokens = [asked.stamp(data) for data in (b"one", b"two")]
    assert tokens[0].serial != tokens[1].serial


def test_a_token_of_another_root_is_refused(tmp_path: Path) -> None:
    second = tmp_path / "other"
    second.mkdir()
    with running_authority(tmp_path / "ours") as authority:
        asked = _trusting(authority.url, make_authority(second))
        with pytest.raises(NotStamped):
            asked.stamp(b"data")


def test_what_is_no_query_is_rejected_without_a_token(tmp_path: Path) -> None:
    with running_authority(tmp_path) as authority:
        wrong_type = patient_http.post(authority.url, content=b"x", trust_env=False)
        headers = {"Content-Type": "application/timestamp-query"}
        garbage = patient_http.post(authority.url, content=b"x", headers=headers, trust_env=False)
    assert wrong_type.status_code == httpx.codes.UNSUPPORTED_MEDIA_TYPE
    assert b"Bad request format" in garbage.content
