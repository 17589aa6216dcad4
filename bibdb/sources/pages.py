"""Web pages of strangers: their own metadata, read only when a person asks for it.

Nothing is sent to an address that is not public, also not by way of redirects or of names that change their meaning;
a page has at most 2 MB; no script runs. What a page says of itself is believed in this order: `citation_…` (Google
Scholar's), JSON-LD (schema.org), Dublin Core, OpenGraph, its title.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.sources.limits import Limiter
from bibdb.sources.metadata import read_page
from bibdb.sources.settings import Settings
from bibdb.sources.shapes import Clock, now
from bibdb.sources.transport import Failure, Reply, Transport, is_public, redirected
from bibdb.values import EditionKind, Evidence, Found, NotFound, Outcome, Query, Record, Unavailable, WorkType

__all__ = ["Pages"]

_LARGEST = 2 * 1024 * 1024
_HOPS = 5
_DELAY = 1.0
_GONE = frozenset({404, 410})
# Proceedings whose pages are all the interface that they have.
_VENUES = frozenset({Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS})
_READABLE = ("text/html", "application/xhtml+xml")


class Pages:
    """Web pages as a source, those of PMLR, CVF and NeurIPS too; each host is asked at most once a second."""

    name = "page"
    authoritative = True
    schemes = frozenset({Scheme.URL}) | _VENUES

    def __init__(
        self,
        settings: Settings,
        *,
        allowed: Callable[[str], bool] = is_public,
        clock: Clock = now,
        delay: float = _DELAY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; `allowed` judges the IP address of every connection before anything is sent."""
        self._settings = settings
        self._clock = clock
        self._delay = delay
        self._sleep = sleep
        self._transport = Transport(
            settings.connect_timeout, settings.read_timeout, settings.read_timeout, allowed=allowed
        )
        self._limiters: dict[str, Limiter] = {}

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask for one page after the other."""
        return map(self._ask, dict.fromkeys(identifiers))

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: the web is not searched."""
        del query
        return []

    def _ask(self, page: Identifier) -> Outcome:
        address = web_address(page)
        host = urlsplit(address).hostname or "the page"
        try:
            reply = self._follow(address)
        except Failure as failure:
            return Unavailable(page, self.name, f"{host} {failure.reason}")
        if reply.status in _GONE:
            return NotFound(page, self.name)
        if reply.status != 200:
            wait = datetime.now(UTC) + timedelta(seconds=self._settings.cool_down)
            return Unavailable(page, self.name, f"{host} answered with status {reply.status}", wait)
        return Found(self._record(page, reply))

    def _record(self, page: Identifier, reply: Reply) -> Record:
        kind, encoding = _content_type(reply)
        told = read_page(reply.body if kind in _READABLE else b"", web_address(page), encoding)
        published = page.scheme in _VENUES
        return Record(
            identifier=page,
            source=self.name,
            kind=EditionKind.PUBLICATION,
            type=WorkType.PAPER if published else told.type,
            fields=told.fields,
            retrieved_at=self._clock(),
            same_as=told.same_as,
            evidence=Evidence.PUBLISHER if published else None,
        )

    def _follow(self, url: str) -> Reply:
        for _ in range(_HOPS):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise Failure("leads to what is no web address", final=True)
            reply = self._send(parts.hostname, url)
            target = redirected(url, reply)
            if target is None:
                return reply
            url = target
        raise Failure("sent us in circles", final=True)

    def _send(self, host: str, url: str) -> Reply:
        limiter = self._limiters.setdefault(host, Limiter(None, host, sleep=self._sleep))
        headers = {"User-Agent": self._settings.agent, "Accept": f"{', '.join(_READABLE)};q=0.9, */*;q=0.1"}
        with limiter.turn(self._delay):
            return self._transport.send(url, headers, None, _LARGEST)


def _content_type(reply: Reply) -> tuple[str, str | None]:
    """Part `Content-Type` into the type and the encoding."""
    kind, _, parameters = reply.headers.get("Content-Type", "").partition(";")
    _, _, encoding = parameters.lower().partition("charset=")
    return kind.strip().lower(), encoding.strip(" \"';") or None
