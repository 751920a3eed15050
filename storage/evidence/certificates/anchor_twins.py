"""Anchors that bear one name (同名信任根): a verification by OpenSSL tried with each of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from cryptography import x509
from rfc3161_client import VerificationError


def verify_with_anchors(
    anchors: Sequence[x509.Certificate], verify: Callable[[list[x509.Certificate]], object]
) -> None:
    """Run a verification with all anchors, then with those of each name's twins apart.

    OpenSSL takes the first root of a name; an authority's next root may bear the same one.
    Raises what the verification with all of them raised.
    """
    try:
        verify(list(anchors))
    except (VerificationError, ValueError, RuntimeError):
        subjects = [anchor.subject for anchor in anchors]
        for anchor in anchors:
            if subjects.count(anchor.subject) > 1:
                with contextlib.suppress(VerificationError, ValueError, RuntimeError):
                    verify([anchor])
                    return
        raise
