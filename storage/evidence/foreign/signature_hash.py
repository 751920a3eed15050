"""The algorithms of a PDF's signature itself, beside the hash of the document."""

from __future__ import annotations

from contextlib import suppress

from pyhanko.sign.validation import EmbeddedPdfSignature

_SM = "1.2.156.10197.1."
"""Begins the object identifiers of the 国密 algorithms (GB/T 33560)."""


def signature_hash(item: EmbeddedPdfSignature) -> str:
    """The hash over the signed attributes, which need not be that over the document (RFC 5652 §5.4)."""
    try:
        return str(item.signer_info["signature_algorithm"].hash_algo)
    except ValueError:
        return str(item.md_algorithm)


def names_sm2(item: EmbeddedPdfSignature) -> bool:
    """Whether a signature that the library cannot read names SM2 or SM3."""
    with suppress(Exception):  # a hostile file: the parser raises whatever it meets
        named = (item.signer_info["digest_algorithm"], item.signer_info["signature_algorithm"])
        return any(entry["algorithm"].dotted.startswith(_SM) for entry in named)
    return False
