"""The TLS certificates (证书链) of a visited server, as the browser received them."""

from __future__ import annotations

import base64

from playwright.async_api import CDPSession


async def certificate_chain(session: CDPSession, origin: str) -> tuple[bytes, ...]:
    """The TLS chain of an origin as the browser received it, in DER, leaf first."""
    if not origin.startswith("https://"):
        return ()
    answer = await session.send("Network.getCertificate", {"origin": origin})
    return tuple(base64.b64decode(der) for der in answer.get("tableNames", []))
