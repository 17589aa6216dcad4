"""Everything that services have been seen to do instead of answering, and some things that they might."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Callable, Mapping

from tests.servers.server import Exchange, Reply, Weather


def status(code: int, body: bytes = b"", **headers: str) -> Weather:
    """Answer with a status; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.send(Reply(code, body, named))


def instead(change: Callable[[bytes], bytes], *, honest: bool = False) -> Weather:
    """Change the body of the fair answer, and say that all is well (or, `honest`, what the fair answer says)."""

    def weather(exchange: Exchange) -> None:
        fair = exchange.fair()
        exchange.send(Reply(fair.status if honest else 200, change(fair.body), fair.headers))

    return weather


def cut(at: int) -> Weather:
    """Cut the body after so many bytes, with a length that says so: the cut does not show in HTTP."""
    return instead(lambda body: body[:at])


def dripping(pause: float, piece: int = 200) -> Weather:
    """Send the body slowly."""

    def weather(exchange: Exchange) -> None:
        fair = exchange.fair()
        exchange.head(fair, len(fair.body))
        for start in range(0, len(fair.body), piece):
            exchange.handler.wfile.write(fair.body[start : start + piece])
            exchange.handler.wfile.flush()
            time.sleep(pause)

    return weather


def dripping_head(pause: float) -> Weather:
    """Send the head byte by byte, and never the end of it."""

    def weather(exchange: Exchange) -> None:
        exchange.handler.close_connection = True
        with contextlib.suppress(OSError):  # the other side has hung up
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100:
                exchange.handler.wfile.write(bytes((byte,)))
                exchange.handler.wfile.flush()
                time.sleep(pause)

    return weather


def stalled(seconds: float) -> Weather:
    """Send half of the body, and then nothing."""

    def weather(exchange: Exchange) -> None:
        fair = exchange.fair()
        exchange.head(fair, len(fair.body))
        exchange.handler.wfile.write(fair.body[: len(fair.body) // 2])
        exchange.handler.wfile.flush()
        time.sleep(seconds)
        exchange.reset()

    return weather


def reset_before_head(exchange: Exchange) -> None:
    exchange.reset()


def reset_in_head(exchange: Exchange) -> None:
    exchange.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    exchange.reset()


def reset_after_head(exchange: Exchange) -> None:
    exchange.head(Reply(), 5000)
    exchange.reset()


def reset_in_body(exchange: Exchange) -> None:
    fair = exchange.fair()
    exchange.head(fair, len(fair.body))
    exchange.handler.wfile.write(fair.body[: len(fair.body) // 2])
    exchange.reset()


def closed_in_body(exchange: Exchange) -> None:
    """End the connection politely, in the middle."""
    fair = exchange.fair()
    exchange.head(fair, len(fair.body))
    exchange.handler.wfile.write(fair.body[: len(fair.body) // 2])
    exchange.handler.close_connection = True


def moved(code: int) -> Weather:
    """Send the client to the same question under another path of this server."""

    def weather(exchange: Exchange) -> None:
        if exchange.request.path.startswith("/moved"):
            exchange.send(exchange.fair())
            return
        exchange.send(Reply(code, b"", {"Location": f"{exchange.server.url}/moved{exchange.request.target}"}))

    return weather


def round_in_circles(exchange: Exchange) -> None:
    exchange.send(Reply(302, b"", {"Location": exchange.request.target}))


def changeable(seed: int, chance: float, bad: Weather) -> Weather:
    """Be bad by chance, the same way each time the test runs."""
    dice = random.Random(seed)

    def weather(exchange: Exchange) -> None:
        if dice.random() < chance:
            bad(exchange)
        else:
            exchange.send(exchange.fair())

    return weather


_HTML = b"<!DOCTYPE html>\n<html><head><title>Busy</title></head><body><p>Please wait &hellip;</body></html>"
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><feed xmlns="http://www.w3.org/2005/Atom"><title>&c;</title></feed>'
)
_FILE = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&x;</title></feed>'
)


def _entries(body: bytes) -> list[bytes]:
    return re.findall(rb"<entry>.*?</entry>\s*", body, re.DOTALL)


def half_of_the_entries(body: bytes) -> bytes:
    """Leave out every second entry, and keep the count of all."""
    for entry in _entries(body)[::2]:
        body = body.replace(entry, b"", 1)
    return body


def no_entries(body: bytes) -> bytes:
    """Keep the count, and none of what was counted."""
    for entry in _entries(body):
        body = body.replace(entry, b"", 1)
    return body


BROKEN: Mapping[str, Weather] = {
    "429 without headers": status(429, b"Rate exceeded."),
    "406": status(406),
    "500": status(500, b"Internal Server Error"),
    "502": status(502, _HTML),
    "503": status(503),
    "503 with Retry-After": status(503, b"", Retry_After="0"),
    "503 with a date": status(503, b"", Retry_After="Sun, 06 Nov 1994 08:49:37 GMT"),
    "503 with nonsense": status(503, b"", Retry_After="soon"),
    "504": status(504),
    "reset before the head": reset_before_head,
    "reset in the head": reset_in_head,
    "reset after the head": reset_after_head,
    "reset in the body": reset_in_body,
    "closed in the body": closed_in_body,
    "empty": instead(lambda _: b""),
    "blank": instead(lambda _: b" \n\n"),
    "a web page": instead(lambda _: _HTML),
    "cut in the middle": instead(lambda body: body[: len(body) // 2]),
    "cut at the end": instead(lambda body: body[:-3]),
    "an entity bomb": instead(lambda _: _BOMB),
    "an outside entity": instead(lambda _: _FILE),
    "JSON null": instead(lambda _: b"null"),
    "JSON of another kind": instead(lambda _: b'{"message": [], "error": "later"}'),
    "a list": instead(lambda _: b"[]"),
    "bytes": instead(lambda _: bytes(range(256))),
}
"""What must be tried again, and in the end be called silence; for any service."""

HARMLESS: Mapping[str, Weather] = {
    "a byte order mark": instead(lambda body: b"\xef\xbb\xbf" + body, honest=True),
    "blanks around": instead(lambda body: body + b"\n \n", honest=True),
    "dripping": dripping(0.001),
    "301": moved(301),
    "302": moved(302),
    "307": moved(307),
}
"""What is an answer all the same."""

DENIED: Mapping[str, Weather] = {
    "403": status(403, b"Forbidden"),
    "401 without a reason": status(401),
    "round in circles": round_in_circles,
    "to another site": status(302, b"", Location="https://elsewhere.example/"),
    "503 for long": status(503, b"", Retry_After="3600"),
}
"""What must not be tried again."""
