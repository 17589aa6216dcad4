"""The one polite way to the services: time-outs, limits, retries, cool-downs, and failures as four plain exceptions.

`Absent` is the service's own word that there is nothing; `Refused` that the request is wrong; `Garbled` is raised by
a reader whose bytes are no answer, and is tried again; `Silence` is everything else, after the tries are used up.
No message holds an address, a header or a body: those may hold what nobody else should read.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

from bibdb.errors import UnavailableError
from bibdb.sources.cache import Answers
from bibdb.sources.cooldowns import CoolDown, CoolDowns
from bibdb.sources.limits import Limiter
from bibdb.sources.settings import SERVICES, Settings
from bibdb.sources.transport import Failure, Reply, Transport, redirected, same_site

__all__ = ["Absent", "Garbled", "Http", "Refused", "Silence"]

T = TypeVar("T")

_FOR_GOOD = frozenset({301, 308})
_OVERLOADED = frozenset({406, 408, 425, 429})
_LIMITED = frozenset({406, 429})
_WRONG = frozenset({400, 404, 410, 413, 414, 422})
_TOO_LONG = frozenset({413, 414})
# Nobody takes less than this (bytes): who says so of a shorter request refuses us, and not its length.
_SHORT = 160
_HOPS = 4
_STRIKES = 2
_LARGEST = 32 * 1024 * 1024


class Silence(UnavailableError):  # noqa: N818 - the word of the house
    """The service did not answer; `reason` is a sentence for people. Leaves this room from `search` alone."""

    def __init__(self, reason: str, retry_at: datetime | None = None) -> None:
        """Say why, and from when it may be asked again."""
        super().__init__(reason)
        self.reason = reason
        self.retry_at = retry_at


class Absent(Exception):  # noqa: N818
    """The service answered that there is no such thing."""


class Refused(UnavailableError):  # noqa: N818
    """The service refused the request as wrong: status 400, 404, 410, 413, 414 or 422."""

    retry_at = None

    def __init__(self, label: str, status: int, body: bytes = b"") -> None:
        """Keep the status and what the service said to it."""
        super().__init__(f"{label} refused the request (status {status})")
        self.status = status
        self.body = body


class Garbled(Exception):  # noqa: N818
    """The bytes are no answer to what was asked; `reason` completes `arXiv answered with …`."""

    def __init__(self, reason: str) -> None:
        """Say what came instead of an answer."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Request:
    service: str
    url: str
    accept: str
    content: bytes | None
    absent: Mapping[int, bytes]
    withheld: Mapping[int, bytes]
    largest: int

    @property
    def key(self) -> str:
        return f"{self.accept} {self.url} {(self.content or b'').hex()}"


class Http:
    """The connections of one run. Safe to use from several threads; services do not wait for one another."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is opened before the first request. `requests` counts what was sent, by source.

        `clock` tells the time of day, `steady` only how it passes.
        """
        self.settings = settings
        self.requests: Counter[str] = Counter()
        self._clock = clock
        self._steady = steady
        self._sleep = sleep
        self._cool_downs = CoolDowns(settings.cache)
        self._answers = Answers(settings.cache, settings.cache_bytes)
        self._limiters: dict[str, Limiter] = {}
        self._transport = Transport(settings.connect_timeout, settings.read_timeout, settings.total_timeout)
        self._open: dict[str, Silence] = {}
        self._strikes: Counter[str] = Counter()
        self._moved: dict[tuple[str, str], tuple[str, str]] = {}
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        """Use as a context: the connections are closed at its end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def address(self, service: str, path: str = "", params: Mapping[str, str] | None = None) -> str:
        """Make an address of a service: its base, a path that is already quoted, and parameters."""
        scheme, host, root, query, _ = urlsplit(self.settings.base(service))
        asked = "&".join(part for part in (query, urlencode(params or {})) if part)
        return urlunsplit((scheme, host, root + path, asked, ""))

    def cooling(self, service: str) -> datetime | None:
        """Tell until when a service is left in peace; None if it may be asked."""
        cool_down = self._cooling(service)
        return cool_down.until if cool_down else None

    def ask(
        self,
        service: str,
        url: str,
        read: Callable[[bytes], T],
        *,
        accept: str = "application/json",
        content: bytes | None = None,
        absent: Mapping[int, bytes] | None = None,
        withheld: Mapping[int, bytes] | None = None,
        largest: int = _LARGEST,
    ) -> T:
        """Ask one address (with `content`, by POST of JSON) and give what `read` makes of the answer.

        `absent` says which status means that there is no such thing, and what the answer must then hold
        (lower case), because a proxy's own 404 is no answer; `withheld` says in the same way by what the service
        refuses this one thing and not us. Raises `Absent`, `Refused` or `Silence`.
        """
        self._refuse_if_silent(service)
        request = _Request(service, url, accept, content, absent or {}, withheld or {}, largest)
        try:
            answer: T = self._retrying(service)(self._exchange, request, read)
        except Failure as failure:
            raise self._silence(service, failure) from None
        except (Absent, Refused):
            self._answered(service)
            raise
        self._answered(service)
        return answer

    # ------------------------------------------------------------ whether to ask at all

    def _refuse_if_silent(self, service: str) -> None:
        label = SERVICES[service].label
        if self.settings.offline:
            raise Silence(f"{label} was not asked: offline")
        if (silence := self._open.get(service)) is not None:
            raise Silence(silence.reason, silence.retry_at)
        if (cool_down := self._cooling(service)) is not None:
            raise Silence(str(cool_down), cool_down.until)

    def _silence(self, service: str, failure: Failure) -> Silence:
        """Count a silence; a final or repeated one opens the circuit for this run and starts the cool-down."""
        reason = f"{SERVICES[service].label} {failure.reason}"
        with self._guard:
            self._strikes[service] += failure.strikes
            struck = failure.final or self._strikes[service] >= _STRIKES
        if not struck:
            return Silence(reason)
        seconds = 0.0 if failure.ours else max(self.settings.cool_down, failure.wait or 0.0)
        if seconds:
            started = self._cool_downs.start(self.settings.place(service), reason, self._now(), seconds)
            self._open[service] = Silence(str(started), started.until)
        else:
            self._open[service] = Silence(reason)
        return self._open[service]

    def _answered(self, service: str) -> None:
        with self._guard:
            self._strikes.pop(service, None)
        if not self.settings.cool_down:
            self._cool_downs.end(self.settings.place(service), self._now())

    def _cooling(self, service: str) -> CoolDown | None:
        """Give the cool-down that stands from before, unless whoever asks wants none."""
        if not self.settings.cool_down:
            return None
        return self._cool_downs.get(self.settings.place(service), self._now())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    # ------------------------------------------------------------ one question, several tries

    def _retrying(self, service: str) -> Callable[..., Any]:
        import tenacity

        first = min(self.settings.backoff, 5 * self.settings.delay(service))

        def stop(state: tenacity.RetryCallState) -> bool:
            return state.attempt_number >= min(self.settings.attempts, _failure(state).tries)

        def wait(state: tenacity.RetryCallState) -> float:
            asked = _failure(state).wait
            return asked if asked is not None else min(first * 2 ** (state.attempt_number - 1), self.settings.patience)

        def again(error: BaseException) -> bool:
            return isinstance(error, Failure) and not error.final

        retry = tenacity.retry_if_exception(again)
        return tenacity.Retrying(stop=stop, wait=wait, retry=retry, sleep=self._sleep, reraise=True)

    def _exchange(self, request: _Request, read: Callable[[bytes], T]) -> T:
        kept = self._answers.get(request.key) if request.content is None else None
        reply = self._follow(request, kept.conditions if kept else {})
        if reply.status == 304 and kept is not None:
            try:
                return _read(read, kept.body)
            except Failure:
                # Another version of this program took it for an answer: the next try asks for it anew.
                self._answers.forget(request.key)
                raise
        self._judge(request, reply)
        answer = _read(read, reply.body)
        if request.content is None:
            self._answers.put(request.key, reply.body, reply.headers)
        return answer

    def _follow(self, request: _Request, conditions: Mapping[str, str]) -> Reply:
        """Send, and follow redirects within the service's own site, each hop in its own turn."""
        url = self._forwarded(request.url)
        for _ in range(_HOPS):
            reply = self._send(request, url, conditions)
            target = redirected(url, reply)
            if target is None:
                return reply
            if not same_site(url, target):
                raise Failure("sent us to another site", final=True)
            if reply.status in _FOR_GOOD:
                self._remember_move(url, target)
            url = target
        raise Failure("sent us in circles", final=True)

    def _send(self, request: _Request, url: str, conditions: Mapping[str, str]) -> Reply:
        headers = {"User-Agent": self.settings.agent, "Accept": request.accept, **conditions}
        if request.content is not None:
            headers["Content-Type"] = "application/json"
        if request.service == "semanticscholar" and (key := self.settings.keys.get(request.service)):
            headers["x-api-key"] = key
        try:
            return self._in_turn(request, url, headers)
        except TimeoutError:
            raise Failure("is kept busy by another process on this machine", final=True, ours=True) from None

    def _in_turn(self, request: _Request, url: str, headers: Mapping[str, str]) -> Reply:
        with self._limiter(request.service).turn(self.settings.delay(request.service)):
            self.requests[SERVICES[request.service].follows or request.service] += 1
            return self._transport.send(url, headers, request.content, request.largest)

    def _judge(self, request: _Request, reply: Reply) -> None:
        """Pass what is an answer; raise for everything else what it means."""
        if reply.status == 200:
            return
        if _says(request.absent, reply):
            raise Absent
        wait = self._asked_to_wait(reply.headers)
        if reply.status in _OVERLOADED or reply.status >= 500:
            # A limit that still stands after the last try is respected like a refusal: with a cool-down.
            strikes = _STRIKES if reply.status in _LIMITED else 1
            reason = f"is overloaded (status {reply.status})"
            raise Failure(reason, wait=wait, final=self._too_long(wait), strikes=strikes)
        too_long = reply.status in _TOO_LONG and len(request.url) + len(request.content or b"") < _SHORT
        if (reply.status in _WRONG and not too_long) or _says(request.withheld, reply):
            raise Refused(SERVICES[request.service].label, reply.status, reply.body)
        if reply.status < 400:
            raise Failure(f"answered with status {reply.status}")
        raise Failure(f"denied the request (status {reply.status})", wait=wait, final=True)

    def _too_long(self, wait: float | None) -> bool:
        return wait is not None and wait > self.settings.patience

    def _asked_to_wait(self, headers: Mapping[str, str]) -> float | None:
        """Read `Retry-After` (seconds or a date), or the reset time of a used-up quota."""
        asked = headers.get("Retry-After", "").strip()
        if asked.isascii() and asked.isdigit():
            return float(min(int(asked[:9]), 86_400))
        if asked:
            try:
                moment = parsedate_to_datetime(asked)
            except (ValueError, OverflowError):
                return None
            return min(max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - self._clock()), 86_400.0)
        reset = headers.get("X-RateLimit-Reset", "")
        if headers.get("X-RateLimit-Remaining") == "0" and reset.isascii() and reset.isdigit():
            return min(max(0.0, int(reset[:12]) - self._clock()), 86_400.0)
        return None

    def _limiter(self, service: str) -> Limiter:
        told = SERVICES[service]
        with self._guard:
            if told.group not in self._limiters:
                directory = self.settings.cache if told.shared else None
                self._limiters[told.group] = Limiter(
                    directory, told.group, clock=self._clock, steady=self._steady, sleep=self._sleep
                )
            return self._limiters[told.group]

    def _remember_move(self, url: str, target: str) -> None:
        """Remember a permanent move of the whole site (as `http` to `https`), so that it costs one request a run."""
        old, new = urlsplit(url), urlsplit(target)
        if (old.path, old.query) == (new.path, new.query):
            self._moved[old.scheme, old.netloc] = (new.scheme, new.netloc)

    def _forwarded(self, url: str) -> str:
        parts = urlsplit(url)
        scheme, host = self._moved.get((parts.scheme, parts.netloc), (parts.scheme, parts.netloc))
        return urlunsplit((scheme, host, parts.path, parts.query, ""))


def _failure(state: Any) -> Failure:  # noqa: ANN401 - tenacity's state is untyped inside
    failure = state.outcome.exception()
    assert isinstance(failure, Failure)
    return failure


def _says(meaning: Mapping[int, bytes], reply: Reply) -> bool:
    """Whether an answer has one of these statuses, and holds what must stand in it then."""
    said = meaning.get(reply.status)
    return said is not None and said in reply.body[:4096].lower()


def _read(read: Callable[[bytes], T], body: bytes) -> T:
    try:
        return read(body)
    except Garbled as garbled:
        raise Failure(f"answered with {garbled.reason}") from None
