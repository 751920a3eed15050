"""Signatures of calls (签名): MD5 or HMAC over the parameters, sorted by their names' bytes.

The rule is the same for JD, Pinduoduo and Taobao (secret + name1value1name2value2… + secret, MD5, upper
case); what differs between platforms stands in the description.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from crawler.open_api.description import VARIABLE, Signature


def sign(
    signature: Signature,
    parameters: Mapping[str, str],
    variables: Mapping[str, str | int | None],
    path: str,
) -> str:
    """The signature of `parameters` in hexadecimal; `path` is that of the endpoint."""
    names = sorted(parameters, key=lambda name: name.encode())
    pairs = signature.join.join(
        signature.pair.replace("{name}", name).replace("{value}", parameters[name])
        for name in names
        if name not in signature.skip and (not signature.only or name in signature.only)
    )
    texts = {**variables, "pairs": pairs, "path": path}
    message = _filled(signature.text, texts).encode(signature.charset, "xmlcharrefreplace")
    if signature.digest == "md5":
        digest = hashlib.md5(message, usedforsecurity=False).hexdigest()
    else:
        key = _filled(signature.secret or "", texts).encode(signature.charset)
        digest = hmac.new(key, message, signature.digest.removeprefix("hmac-")).hexdigest()
    return digest.upper() if signature.upper else digest


def _filled(template: str, texts: Mapping[str, str | int | None]) -> str:
    return VARIABLE.sub(lambda match: str(texts.get(match[1]) or ""), template)
