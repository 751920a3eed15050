"""单位统一登录 (OpenID Connect Core 1.0): the office's own provider says who somebody is; off until its address is set.

The authorization code flow with PKCE (RFC 7636). Every exchange goes through the address policy with a deadline,
so a provider on the office's own network has to be allowed (`allow_addresses`).
"""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from storage.base.errors import HubiaoError, Refused
from storage.base.settings import Settings
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch

_DISCOVERY = "/.well-known/openid-configuration"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures of ID tokens that are taken: those with a public key; `none` and shared secrets are not."""
_SECONDS = 15.0
"""For one exchange; chosen by hand: somebody waits."""
_MOST_BYTES = 2**18
_LEEWAY = 120
"""Seconds by which two clocks may differ; chosen by hand."""
_LONGEST_SUBJECT = 300
"""Characters of issuer and subject together: the width of their column. Cut off, two persons might be one."""
_HIDDEN = ("Cc", "Cf", "Cs")
"""Categories of characters that nobody sees (Unicode Standard, 4.5); rare characters of names in private use stay."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """What a provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who signed in at the provider."""

    subject: str
    """Issuer and the provider's own number of the person: neither changes with a name."""
    login: str
    """The name that the provider proposes."""
    full_name: str | None
    role_values: frozenset[str] = frozenset()
    """What the claim says that gives roles (setting `oidc_role_claim`); empty where there is none."""


def read_provider(settings: Settings) -> Provider:
    """The provider's own description. Raises Refused where it is none, or not that of its issuer."""
    issuer = str(settings.oidc_issuer or "").rstrip("/")
    _check_safe(issuer)
    document = _json(settings, issuer + _DISCOVERY)
    if str(document.get("issuer", "")).rstrip("/") != issuer:
        raise Refused("oidc.other-issuer", issuer=issuer, other=str(document.get("issuer"))[:200])
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = {name: str(document.get(name, "")) for name in names}
    if not all(address.startswith(("https://", "http://")) for address in addresses.values()):
        raise Refused("oidc.no-description", issuer=issuer)
    for address in addresses.values():
        _check_safe(address)
    return Provider(issuer=str(document["issuer"]), **addresses)


def sign_in_address(
    settings: Settings, provider: Provider, *, back: str, state: str, nonce: str, verifier: str
) -> str:
    """Where the browser is sent to sign in; `back` is where it comes back to."""
    address: str = prepare_grant_uri(
        provider.authorization_endpoint,
        client_id=str(settings.oidc_client_id),
        response_type="code",
        redirect_uri=back,
        scope="openid profile",
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return address


def fetch_identity(
    settings: Settings, provider: Provider, *, code: str, back: str, nonce: str, verifier: str
) -> Identity:
    """Who the code stands for. Raises Refused where the provider refuses it or its ID token is not good."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
        "client_id": str(settings.oidc_client_id),
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    if settings.oidc_client_secret is not None:
        # client_secret_basic (RFC 6749 §2.3.1): both parts are form-encoded first.
        secret = settings.oidc_client_secret.get_secret_value()
        pair = f"{quote(str(settings.oidc_client_id), safe='')}:{quote(secret, safe='')}"
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _json(settings, provider.token_endpoint, urlencode(fields).encode(), headers)
    claims = _claims(settings, provider, str(answer.get("id_token", "")), nonce)
    login = next(
        (str(claims[name]) for name in ("preferred_username", "email", "name") if claims.get(name)),
        str(claims["sub"]),
    )
    subject = f"{provider.issuer}|{claims['sub']}"
    if len(subject) > _LONGEST_SUBJECT or not subject.isprintable():
        raise Refused("oidc.bad-token", reason="sub")
    return Identity(
        subject=subject,
        login=_one_line(login)[:100],
        full_name=_one_line(str(claims["name"]))[:100] if claims.get("name") else None,
        role_values=_role_values(settings, claims),
    )


def _role_values(settings: Settings, claims: Mapping[str, Any]) -> frozenset[str]:
    value = claims.get(settings.oidc_role_claim or "")
    values = value if isinstance(value, list) else [] if value is None else [value]
    return frozenset(map(str, values))


def _check_safe(address: str) -> None:
    """Raises Refused for an address that others on the way may read or answer for."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Refused("oidc.no-description", issuer=address[:200]) from error
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise Refused("oidc.no-https", issuer=address[:200])


def _one_line(name: str) -> str:
    """A name that reads as it is written: without signs of control and of direction."""
    legible = "".join(c for c in name if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return " ".join(legible.split())


def _claims(settings: Settings, provider: Provider, token: str, nonce: str) -> Mapping[str, Any]:
    """The claims of an ID token (OpenID Connect Core §3.1.3.7). Raises Refused."""
    try:
        keys = KeySet.import_key_set(_json(settings, provider.jwks_uri))  # type: ignore[arg-type]
        decoded = jwt.decode(token, keys, algorithms=_ALGORITHMS)
        client = str(settings.oidc_client_id)
        rules = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused("oidc.bad-token", reason=type(error).__name__) from error
    audience = decoded.claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and decoded.claims.get("azp") != client:
        raise Refused("oidc.bad-token", reason="azp")
    return decoded.claims


def _json(
    settings: Settings,
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    try:
        answer = fetch(
            url,
            AddressPolicy(settings.allow_addresses),
            body=body,
            headers=headers,
            max_bytes=_MOST_BYTES,
            timeout=_SECONDS,
        )
    except HubiaoError as error:
        raise Refused("oidc.no-answer", reason=error) from error
    if answer.status != 200:
        raise Refused("oidc.status", status=answer.status)
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Refused("oidc.no-description", issuer=url) from error
    if not isinstance(document, dict):
        raise Refused("oidc.no-description", issuer=url)
    return document
