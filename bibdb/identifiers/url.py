"""Addresses of pages: one spelling for each, and no request to anybody (RFC 3986 §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_URL = re.compile(r"(https?)(?::|%3A)[/\\]{1,3}([^/?#\\]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:[^@]*@)?([\w.~-]+|\[[0-9a-f:.]{2,45}\])(?::([0-9]{0,5}))?", re.IGNORECASE | re.DOTALL)
_WWW = re.compile(r"^(?:www\.)+(?=[\w-]+\.)")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What TeX, JSON and HTML make of characters that addresses have.
_ESCAPE = re.compile(r"\{\\?([_%&#~$])\}|\\([/_%&#~$])|(&)(?:amp;)+")
_INDEX = frozenset({"", "index.html", "index.htm"})

_TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
        "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "ref_src", "ref_url", "trk", "trackingid", "cmpid",
    }
)  # fmt: skip
_TRACKING_OF = {
    "x.com": frozenset({"s", "t"}),
    "youtu.be": frozenset({"si", "feature"}),
    "youtube.com": frozenset({"si", "feature"}),
}
# X's own names, and those of pages that only show its posts.
_OF_X = """
twitter.com mobile.twitter.com mobile.x.com fixupx.com fixvx.com fxtwitter.com nitter.net vxtwitter.com xcancel.com
"""
_SAME_HOST = dict.fromkeys(_OF_X.split(), "x.com")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a canonical address; `port` is empty where it goes without saying."""

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    def __str__(self) -> str:
        """Write the address."""
        port = f":{self.port}" if self.port else ""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path or '/'}{query}{fragment}"

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Give the query's names and decoded values, in order."""
        for parameter in self.query.split("&"):
            name, _, value = parameter.partition("=")
            yield name, unquote(value.replace("+", " "))

    def parameter(self, name: str) -> str:
        """Give the first value of that name in the query, or nothing."""
        return next((value for found, value in self.parameters() if found == name), "")


def canonical_url(url: str) -> str:
    """Give the one spelling of a page's address; what is no http(s) address comes back as it is.

    Scheme and host in lower case, the default port, a name and password, `www.`, `index.html`, the slash at the
    end, parameters that only track, and a fragment that is no route (`#!/…`, `#/…`) are dropped; percent-encoding is
    made regular. `http` becomes `https` where no port is named: the value names a page, and to open it the
    address as written may serve better.
    """
    address = parse(url)
    return str(address) if address else url


def parse(url: str) -> Address | None:
    """Take an http(s) address apart and make its parts canonical; None for anything else."""
    match = _URL.fullmatch(_ESCAPE.sub(r"\1\2\3", url.strip()))
    place = _HOST.fullmatch(match[2]) if match else None
    if match is None or place is None:
        return None
    scheme, port = match[1].lower(), place[2] or ""
    host = _host(place[1])
    if not host:
        return None
    port = "" if port == {"http": "80", "https": "443"}[scheme] else port
    query = _query(match[4] or "", host)
    return Address(scheme if port else "https", host, port, _path(match[3]), query, _fragment(match[5] or ""))


def _host(written: str) -> str:
    """Write a host in lower case and ASCII, without `www.`; nothing where there can be no such host."""
    try:
        host = written if written.isascii() else written[:254].encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    host = host.lower().strip(".")
    host = _WWW.sub("", host)
    return _SAME_HOST.get(host, host) if any(char.isalnum() for char in host) else ""


def _path(written: str) -> str:
    """Resolve `.` and `..`, drop an index page and slashes at the end."""
    segments: list[str] = []
    for segment in _encoded(written.replace("\\", "/"), "").split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    while segments and segments[-1] in _INDEX:
        segments.pop()
    return "".join(f"/{segment}" for segment in segments)


def _query(written: str, host: str) -> str:
    tracking = _TRACKING | _TRACKING_OF.get(host, frozenset())
    kept = [
        parameter
        for parameter in _encoded(written, "?").split("&")
        if parameter
        and not parameter.lower().startswith("utm_")
        and parameter.partition("=")[0].lower() not in tracking
    ]
    return "&".join(kept)


def _fragment(written: str) -> str:
    return _encoded(written, "?#") if written.startswith(("!", "/")) else ""


def _encoded(text: str, extra: str) -> str:
    """Encode what must be, decode what need not be."""

    def regular(match: re.Match[str]) -> str:
        found = match[0]
        if len(found) == 3:
            char = chr(int(found[1:], 16))
            return char if char in _UNRESERVED else found.upper()
        return found if found in extra else "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "replace"))

    return _ESCAPED.sub(regular, text)
