"""A single sign-on on loopback: signs whoever it is told in, with a key of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.servers.http_server import serving

CLIENT, SECRET = "hubiao", "secret of the client"


@dataclass
class SampleProvider:
    """The provider; `person` are the claims of who signs in next."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "1", "preferred_username": "li"})
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "a"}))
    signs_with: RSAKey | None = None
    """Another key than the published one, where set."""
    audience: str = CLIENT
    issued: dict[str, dict[str, str]] = field(default_factory=dict)
    """What each code was issued for."""

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes back to."""
        code = f"code-{len(self.issued)}"
        self.issued[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, fields: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, once; None where it is refused."""
        asked = self.issued.pop(fields.get("code", ""), None)
        user, _, password = (
            base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        )
        if asked is None or (user, password.replace("%20", " ")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if challenge != asked["code_challenge"] or fields["redirect_uri"] != asked["redirect_uri"]:
            return None
        at = int(time.time())
        claims = {
            "iss": self.url, "aud": self.audience, "iat": at, "exp": at + 300,
            "nonce": asked["nonce"], **self.person,
        }  # fmt: skip
        key = self.signs_with or self.key
        return {"id_token": jwt.encode({"alg": "RS256", "kid": "a"}, claims, key)}


@contextmanager
def running_provider() -> Iterator[SampleProvider]:
    """A provider on a free port."""
    provider = SampleProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name http.server asks for
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/jwks":
                self._answer({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._answer(
                    {
                        "issuer": provider.url,
                        "authorization_endpoint": f"{provider.url}/authorize",
                        "token_endpoint": f"{provider.url}/token",
                        "jwks_uri": f"{provider.url}/jwks",
                    }
                )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            answer = provider.token(fields, self.headers.get("authorization", ""))
            self._answer(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _answer(self, document: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as address:
        provider.url = address.removesuffix("/")
        yield provider
