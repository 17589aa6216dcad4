"""A local web server for tests: it counts what arrives, measures how it arrives, and can have bad weather."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What arrived; `at` is in seconds of a clock that only goes forward."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes
    at: float

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Request], Reply]


@dataclass
class Exchange:
    """One request while it is being answered: a weather may answer it fairly, or otherwise."""

    server: Server
    request: Request
    handler: BaseHTTPRequestHandler

    def fair(self) -> Reply:
        return self.server.answer(self.request)

    def send(self, reply: Reply) -> None:
        self.head(reply, len(reply.body))
        self.handler.wfile.write(reply.body)

    def head(self, reply: Reply, length: int) -> None:
        self.handler.send_response(reply.status)
        for name, value in reply.headers.items():
            self.handler.send_header(name, value)
        self.handler.send_header("Content-Length", str(length))
        self.handler.end_headers()

    def reset(self) -> None:
        """Break the connection off with a reset, as a crashing proxy does."""
        self.handler.wfile.flush()
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handler.connection.close()
        self.handler.close_connection = True


Weather = Callable[[Exchange], None]


class Server:
    """Answers on 127.0.0.1 until closed. The weathers in `forecast` are used up, one a request; then it is fair."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[Request] = []
        self.forecast: deque[Weather] = deque()
        self.climate: Weather | None = None
        self.most_at_once = 0
        self._at_once = 0
        self._guard = threading.Lock()
        self._http = _Listener(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def gaps(self) -> list[float]:
        """The seconds between arrivals."""
        times = sorted(request.at for request in self.requests)
        return [later - earlier for earlier, later in pairwise(times)]

    def clear(self) -> None:
        """Forget what arrived, and clear the sky."""
        self.requests.clear()
        self.forecast.clear()
        self.climate = None
        self.most_at_once = 0

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def exchange(self, request: Request, handler: BaseHTTPRequestHandler) -> None:
        with self._guard:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            weather = self.forecast.popleft() if self.forecast else self.climate
        exchange = Exchange(self, request, handler)
        try:
            if weather is not None:
                weather(exchange)
            else:
                exchange.send(exchange.fair())
        finally:
            with self._guard:
                self._at_once -= 1


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    server = Server(answer)
    try:
        yield server
    finally:
        server.close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients break off on purpose here: no noise."""


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._do(b"")

        def do_POST(self) -> None:
            self._do(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _do(self, content: bytes) -> None:
            headers = dict(self.headers.items())
            server.exchange(Request(self.command, self.path, headers, content, time.monotonic()), self)

        def log_message(self, *args: Any) -> None:
            """Write nothing."""

    return Handler
