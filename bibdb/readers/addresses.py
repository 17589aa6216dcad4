"""Links that are meant for a paper and cannot reach it, told by their addresses alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bibdb.identifiers import Scheme
from bibdb.values import Finding, Link

__all__ = ["flaws"]

# Where a service keeps its papers: what an address that begins so must hold.
_PAPERS = (
    (re.compile(r"(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format)(?:/|$)", re.IGNORECASE), "arXiv identifier"),
    (re.compile(r"(?:www\.)?(?:dx\.)?doi\.org/10", re.IGNORECASE), "DOI"),
    (re.compile(r"openreview\.net/(?:forum|pdf)(?:[/?]|$)", re.IGNORECASE), "OpenReview identifier"),
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+(?:[/?#]|$)")  # nearly all; the others are taken apart
_WEB = frozenset({"http", "https", "ftp"})


def flaws(links: Iterable[Link]) -> Iterator[Finding]:
    """Give a warning for each link that is broken for all to see; none is followed."""
    for link in links:
        if message := _flaw(link):
            yield Finding("broken-link", f"{message}: {link.url}", link.line)


def _flaw(link: Link) -> str | None:
    scheme = _SCHEME.match(link.url)
    if scheme is not None and scheme[1].lower() not in _WEB:
        return f"{scheme[1]}:// is no address of the web"
    bare = link.url[scheme.end() :] if scheme else link.url
    if link.identifier is None or link.identifier.scheme is Scheme.URL:
        wanted = next((name for start, name in _PAPERS if start.match(bare)), None)
        if wanted is not None:
            return f"this address holds no {wanted}"
    return None if scheme is None or _PLAIN_HOST.match(bare) or _has_host(link.url) else "this address names no host"


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
