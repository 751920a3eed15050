"""SM2 with SM3 (国密, GB/T 32918 and GB/T 32905): keys told apart, signatures checked by this machine's OpenSSL.

`cryptography` hashes SM3 and has no SM2 keys; OpenSSL 3 verifies them (`openssl dgst -sm3`). It runs as a program of
its own without configuration, on files in memory, with limits; nothing of the algorithm is written here.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from asn1crypto import pem as armour
from asn1crypto import x509 as der
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from storage.base.message import Message

CURVE = "1.2.156.10197.1.301"
"""Object identifier of the curve (GB/T 33560)."""
WITH_SM3 = "1.2.156.10197.1.501"
"""Of the signature algorithm SM2 with SM3."""
KEY_NAME = "sm2-256"
_IDENTITY = "1234567812345678"
"""The signer's identifier where the parties agreed on none (GM/T 0009-2012, clause 10)."""
_SECONDS, _MEMORY = 10, 512 * 2**20
"""What one check may use; chosen by hand, it takes some milliseconds."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  a device, the one place that a confined reader may write


class Sm2NotChecked(ValueError):
    """An SM2 signature that this machine cannot check: neither sound nor broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"SM2 signature, not checked here: {reason}")
        self.message = Message("check.sm2-not-checked", {"reason": reason})


def is_sm2(certificate: x509.Certificate) -> bool:
    """Whether a certificate's key is on the SM2 curve."""
    return _curve(_public_key(certificate)) == CURVE


def sm2_signed(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether the certificate's SM2 key made this signature over `data`. Raises Sm2NotChecked."""
    key = armour.armor("PUBLIC KEY", _public_key(certificate).dump())
    files = {"key.pem": key, "signature": signature, "data": data}
    words = ("-sm3", "-verify", "key.pem", "-sigopt", f"distid:{_IDENTITY}")
    ended = _openssl(files, "dgst", *words, "-signature", "signature", "data")
    return ended.returncode == 0 and ended.stdout.strip() == b"Verified OK"


def sm2_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's name and SM2 key made the certificate. Raises Sm2NotChecked."""
    if certificate.issuer != issuer.subject or not is_sm2(issuer):
        return False
    if certificate.signature_algorithm_oid.dotted_string != WITH_SM3:
        return False
    return sm2_signed(issuer, certificate.signature, certificate.tbs_certificate_bytes)


def _public_key(certificate: x509.Certificate) -> der.PublicKeyInfo:
    encoded = certificate.public_bytes(Encoding.DER)
    return der.Certificate.load(encoded)["tbs_certificate"]["subject_public_key_info"]


def _curve(key: der.PublicKeyInfo) -> str:
    algorithm = key["algorithm"]
    if algorithm["algorithm"].native != "ec":
        return ""
    parameters = algorithm["parameters"]
    return str(parameters.chosen.dotted) if parameters.name == "named" else ""


def _openssl(files: Mapping[str, bytes], *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run OpenSSL in a folder with these files. Raises Sm2NotChecked where it is not there or too old."""
    program = _program()
    if program is None:
        raise Sm2NotChecked("no OpenSSL 3 on this machine")
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    try:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            for name, data in files.items():
                Path(folder, name).write_bytes(data)
            return subprocess.run(
                [program, *words],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env={"OPENSSL_CONF": "/dev/null", "LC_ALL": "C"},
                preexec_fn=_limit,
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise Sm2NotChecked(f"OpenSSL did not run: {type(error).__name__}") from error


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


@cache
def _program() -> str | None:
    """The path of an OpenSSL that has SM2."""
    program = shutil.which("openssl", path="/usr/bin:/usr/local/bin")
    if program is None:
        return None
    try:
        version = subprocess.run(
            [program, "version"], capture_output=True, timeout=_SECONDS, check=False,
            env={"OPENSSL_CONF": "/dev/null"},
        ).stdout.split()  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    is_new = len(version) > 1 and version[0] == b"OpenSSL" and version[1] >= b"3."
    return program if is_new else None
