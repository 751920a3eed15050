"""What a visit gave is kept as it came."""

from __future__ import annotations

import ssl
from dataclasses import replace

from storage.evidence.freezing import make_members
from storage.evidence.manifest import CERTIFICATES
from tests.storage.evidence.visits import visit


def test_a_certificate_that_no_library_reads_is_kept_as_the_site_sent_it() -> None:
    strange = b"\x30\x03\x02\x01\xff"
    members = make_members(replace(visit(), certificates=(strange, strange)))
    chain = members.files[CERTIFICATES].decode()
    assert chain.count("BEGIN CERTIFICATE") == 2
    assert ssl.PEM_cert_to_DER_cert(chain[: len(chain) // 2]) == strange
