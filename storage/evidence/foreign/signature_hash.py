"""The hash of a PDF's signature itself, beside that of the document."""

from __future__ import annotations

from pyhanko.sign.validation import EmbeddedPdfSignature


def signature_hash(item: EmbeddedPdfSignature) -> str:
    """The hash over the signed attributes, which need not be that over the document (RFC 5652 §5.4)."""
    try:
        return str(item.signer_info["signature_algorithm"].hash_algo)
    except ValueError:
        return str(item.md_algorithm)
