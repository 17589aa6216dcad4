"""One exchange over HTTP: bytes out, bytes in, and what went wrong in our own words.

No failure's reason holds an address, a header or a body: the libraries' own messages do, and with them whatever
secret an address carries.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter

__all__ = ["Failure", "Reply", "Transport", "is_public", "redirected", "same_site"]

_PIECE = 64 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_TOO_LONG = "took too long to answer"
# All of IPv6 that was given out so far; where gateways put IPv4 addresses (RFC 6052); and what older lists of special
# addresses lack.
_UNICAST, _NAT64 = "2000::/3", "64:ff9b::/96"
_SPECIAL = ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")


class Failure(Exception):  # noqa: N818 - a try that came to nothing, caught one floor above
    """One try came to nothing; `reason` completes a sentence that begins with the service's name.

    `final` forbids another try, `tries` bounds them, `wait` is what the service asked for in seconds, and `strikes`
    how much it counts against the service. `ours` is what happened on this machine alone.
    """

    def __init__(
        self,
        reason: str,
        *,
        final: bool = False,
        wait: float | None = None,
        tries: int = 99,
        strikes: int = 1,
        ours: bool = False,
    ) -> None:
        """Say what happened and what may follow."""
        super().__init__(reason)
        self.reason = reason
        self.final = final
        self.wait = wait
        self.tries = tries
        self.strikes = strikes
        self.ours = ours


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; `headers` can be asked in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """A pool of connections with time-outs (connect, between two pieces, total) in seconds."""

    def __init__(
        self, connect: float, read: float, total: float, *, allowed: Callable[[str], bool] | None = None
    ) -> None:
        """Prepare; nothing is opened before the first exchange. `allowed` judges the address of each connection."""
        self._limits = (connect, read)
        self._total = total
        self._allowed = allowed
        self._session: requests.Session | None = None
        self._guard = threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def send(self, url: str, headers: Mapping[str, str], content: bytes | None, largest: int) -> Reply:
        """Send a GET, or a POST of `content`; redirects are given back. Raises Failure, and nothing else."""
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        method = "GET" if content is None else "POST"
        deadline = time.monotonic() + self._total
        try:
            with self._opened().request(
                method, url, data=content, headers=headers, timeout=self._limits, stream=True, allow_redirects=False
            ) as response:
                return Reply(response.status_code, response.headers, _body(response, largest, deadline))
        except (RequestException, HTTPError, OSError, ValueError) as error:
            if time.monotonic() > deadline:
                raise Failure(_TOO_LONG, tries=2) from None
            raise _translated(error) from None

    def _opened(self) -> requests.Session:
        import requests

        with self._guard:
            if self._session is None:
                self._session = requests.Session()
                self._session.trust_env = self._allowed is None
                for scheme in ("http://", "https://"):
                    self._session.mount(scheme, _adapter(self._total, self._allowed))
            return self._session


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet (IANA's registries of special addresses)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in ipaddress.ip_network(_NAT64):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    elif found.version == 6 and inner is None and found not in ipaddress.ip_network(_UNICAST):
        return False
    special = any(found in ipaddress.ip_network(each) for each in _SPECIAL)
    return found.is_global and not found.is_multicast and not special and (inner is None or is_public(str(inner)))


def _adapter(seconds: float, allowed: Callable[[str], bool] | None) -> HTTPAdapter:
    """Make an adapter that waits so long for the head of an answer, and judges the addresses that it connects to."""
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.response import HTTPResponse

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(self.host, self.port, super()._new_conn, allowed)

        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as in urllib3 itself
            with _cut_after(seconds, self.sock):
                return super().getresponse()

    class Secure(Plain, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return adapter


@contextmanager
def _cut_after(seconds: float, opened: socket.socket) -> Iterator[None]:
    """End a connection after so many seconds: a time-out counts from one byte to the next, and a head may drip."""

    def cut() -> None:
        with suppress(OSError):  # it has ended in the meantime
            socket.socket.shutdown(opened, socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _judged(
    host: str, port: int, connect: Callable[[], socket.socket], allowed: Callable[[str], bool] | None
) -> socket.socket:
    """Connect, if every address of the host is allowed, and the one that it got too.

    Names are looked up once more while connecting, and may then mean something else: only the address of the open
    connection is the truth, and before it is approved nothing is sent.
    """
    if allowed is None:
        return connect()
    _refuse_unless(allowed, (str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    opened = connect()
    try:
        _refuse_unless(allowed, [str(opened.getpeername()[0])])
    except Failure:
        opened.close()
        raise
    return opened


def _refuse_unless(allowed: Callable[[str], bool], addresses: Iterable[str]) -> None:
    if not all(map(allowed, addresses)):
        raise Failure("leads to an address that is not public", final=True)


def redirected(url: str, reply: Reply) -> str | None:
    """Give the address to which an answer sends us; None where it is no redirect. Raises Failure for what is none."""
    location = reply.headers.get("Location")
    if reply.status not in _MOVED or not location:
        return None
    try:
        target = urljoin(url, location)
        if urlsplit(target).hostname:
            return target
    except ValueError:
        pass
    raise Failure("sent us to what is no web address", final=True)


def same_site(url: str, target: str) -> bool:
    """Whether a redirect stays with the service: same host or sibling, and never from `https` down to `http`."""
    old, new = urlsplit(url), urlsplit(target)
    if new.scheme not in {"http", "https"} or (old.scheme == "https" and new.scheme == "http"):
        return False
    mine, theirs = (old.hostname or "").lower(), (new.hostname or "").lower()
    if mine == theirs:
        return True
    named = mine.rpartition(".")[2].isalpha()
    return named and mine.count(".") >= 1 and mine.split(".")[-2:] == theirs.split(".")[-2:]


def _body(response: requests.Response, largest: int, deadline: float) -> bytes:
    """Read a body whole, within its size and time: a server may drip one byte a minute for ever.

    `read1` gives what has arrived; the other ways of reading wait until a piece is full, and never see the clock.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        size += len(piece)
        if size > largest:
            raise Failure(f"answered with more than {largest >> 20} MB", tries=1)
        if time.monotonic() > deadline:
            raise Failure(_TOO_LONG, tries=2)
        pieces.append(piece)
    return b"".join(pieces)


def _translated(error: Exception) -> Failure:
    from requests import exceptions
    from urllib3.exceptions import MaxRetryError, ReadTimeoutError

    cause = error.args[0] if error.args else None
    if isinstance(error, exceptions.ReadTimeout | ReadTimeoutError) or isinstance(cause, ReadTimeoutError):
        return Failure("did not answer in time", tries=2)
    if isinstance(error, exceptions.SSLError):
        return Failure("could not be reached: its certificate is not accepted", final=True)
    if isinstance(error, exceptions.ConnectTimeout) or isinstance(cause, MaxRetryError):
        return Failure("could not be reached", final=True)
    if isinstance(error, exceptions.InvalidURL | exceptions.MissingSchema | exceptions.InvalidSchema):
        return Failure("has an address that is no web address", final=True)
    return Failure("broke off the connection")
