"""One API asked with the office's keys (接口客户端): tokens fetched, calls signed, answers read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from crawler.frontier.page_queue import host_of
from crawler.http.fetcher import Fetched, Fetcher, FetchFailed
from crawler.open_api.answer import Goods, decoded, read_answer
from crawler.open_api.description import AnswerMeaning, ApiDescription
from crawler.open_api.fault import ApiFault, meaning_of, without_keys
from crawler.open_api.json_path import first_text
from crawler.open_api.request import Query, build_call, fill, fill_mapping

_MAX_BYTES = 8 * 2**20
"""Bytes of one answer; a hundred goods take a few hundred kilobytes; chosen by hand."""
_EARLIER = timedelta(seconds=60)
"""A token is fetched anew so long before its end."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ApiClient:
    """Asks one API; faults are returned, never raised, so that no key reaches a traceback."""

    def __init__(
        self,
        description: ApiDescription,
        keys: Mapping[str, str],
        fetcher: Fetcher,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.description = description
        self._keys = keys
        self._fetcher = fetcher
        self._clock = clock
        self._token: str | None = None
        self._token_until: datetime | None = None

    @property
    def host(self) -> str:
        """host:port, as the compliance ledger names it."""
        return host_of(self.description.endpoint)

    async def ask(self, query: Query) -> Goods | ApiFault:
        """The goods of one part of a result, or why there are none. Raises EgressRefused."""
        if self.description.token is not None and not self._has_token():
            fault = await self._fetch_token()
            if fault is not None:
                return fault
        at = self._clock()
        call = build_call(self.description, query, self._keys, at, self._token)
        fetched = await self._fetched(call.url, call.method, call.body, call.headers)
        if isinstance(fetched, ApiFault):
            return fetched
        answer = read_answer(self.description, fetched, self._keys, at)
        if isinstance(answer, ApiFault) and answer.meaning is AnswerMeaning.EXPIRED_KEY:
            self._token = None
        return answer

    def _has_token(self) -> bool:
        return self._token is not None and (
            self._token_until is None or self._clock() < self._token_until
        )

    async def _fetch_token(self) -> ApiFault | None:
        """Ask for a token by the client's own credentials (RFC 6749 §4.4.2)."""
        grant = self.description.token
        assert grant is not None
        variables = {f"key.{name}": value for name, value in self._keys.items()}
        user, password = fill(grant.user, variables), fill(grant.password, variables)
        credentials = b64encode(f"{user}:{password}".encode()).decode("ascii")
        body = urlencode({k: str(v) for k, v in fill_mapping(grant.parameters, variables).items()})
        fetched = await self._fetched(
            grant.url,
            "POST",
            body.encode(),
            {
                "Authorization": f"Basic {credentials}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        if isinstance(fetched, ApiFault):
            return fetched
        answer = decoded(self.description, fetched)
        if isinstance(answer, ApiFault):
            return answer
        self._token = first_text(answer, grant.token)
        if self._token is None:
            words = first_text(answer, ("error_description", "error")) or ""
            if not words and fetched.status < 400:
                return ApiFault(
                    meaning=AnswerMeaning.UNREADABLE, words=f"HTTP {fetched.status} JSON"
                )
            meaning = (
                AnswerMeaning.WRONG_KEY
                if first_text(answer, ("error",)) == "invalid_client"
                else meaning_of(self.description.errors, fetched.status, None, words)
            )
            return ApiFault(
                meaning=meaning,
                code=f"HTTP {fetched.status}",
                words=without_keys(words, self._keys.values()),
            )
        seconds = first_text(answer, grant.seconds)
        if seconds and seconds.isdigit():
            self._token_until = self._clock() + timedelta(seconds=int(seconds)) - _EARLIER
        return None

    async def _fetched(
        self, url: str, method: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Fetched | ApiFault:
        try:
            return await self._fetcher.fetch(
                url, method=method, body=body, headers=headers, max_bytes=_MAX_BYTES
            )
        except FetchFailed as error:
            return ApiFault(meaning=AnswerMeaning.UNREACHABLE, cause=error.message)
