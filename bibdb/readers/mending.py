"""Addresses and links that were broken in typing, mended where their meaning is plain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bibdb.identifiers import Identifier, Scheme, identify, web_address

__all__ = ["Broken", "mend", "opening_before", "target"]

_GOOD = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# `ttps://`, `htps://`, `hhttps://`, `https//`, `https:/x`, `https:///x`, `http://https://x`, `https: //x`
_BROKEN_SCHEME = re.compile(
    r"(?:h{0,2}t{1,3}p{1,2}(?P<s>s?)\s?(?::\s?/{1,4}|;//|//|:(?=www\.)|\.//)\s?)+(?=[\w\[])", re.IGNORECASE
)
# The address that most links of lists have: what `identify` says of it, without asking.
_ARXIV = re.compile(
    r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/((?:1[5-9]|2\d)(?:0[1-9]|1[0-2])\.(?!00000)\d{5})(?:v([1-9]\d?))?(?:\.pdf)?",
    re.ASCII,
)
_DOUBLED = re.compile(r"https?:/{0,2}(?=https?://)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:org|com|net|edu|io|ai|gov|de|uk|fr|cn|jp|ch|cc|info|be|eu|dev|me|co|us|ca|it|nl|kr|in|tw|au|at|se|press|science)(?::\d+)?(?:/\S*|$)",
    re.IGNORECASE,
)
_OTHER_SCHEME = re.compile(r"(?:ftp|ftps|gopher|ipfs)://\S", re.IGNORECASE)
_FILES = (".md", ".html", ".htm", ".pdf", ".png", ".jpg", ".txt", ".ipynb", ".rst", ".org", ".py")

_LINK_OPEN = re.compile(r"\[(?P<text>[^\[\]\n]{0,300})\]\s?\(\s*[<(]?\s*(?:h?tt?ps?:?/{0,2}\s+)?$")
_BUTTON_OPEN = re.compile(r"\[{1,2}(?P<text>[^\[\]()\n]{1,80})\(\s*$")
_REVERSED = re.compile(r"\((?P<text>[^()\n]{1,300})\)\s?\[\s*$")
_NO_PAREN = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\s?:?\s?[<]?$")
_CLOSE = {"(": re.compile(r"\s*[>)]?\s*\)+(?P<tail>\])?"), "[": re.compile(r"\s*\]")}
_SPACED = re.compile(r"(?: [^\s()\[\]\"'<>]{1,60}){1,8}(?P<close>\))")
_REACH = 420


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken link in a text: where it begins and ends, and the text that it was meant to show."""

    start: int
    end: int
    text: str
    url_end: int = 0  # where the address ends, if blanks stand in it


@lru_cache(maxsize=16384)
def target(written: str) -> tuple[str, Identifier | None] | None:
    """Read a link's target as an external address; None for one within the page or the repository."""
    if match := _ARXIV.fullmatch(written):
        version = match[2]
        return written, Identifier(Scheme.ARXIV, match[1], int(version) if version else None)
    url = mend(written)
    return (url, identify(url)) if url else None


def mend(written: str) -> str | None:
    """Give an external address, mended where it was broken and its meaning is plain; None where it is none."""
    url = written.strip().strip("<>").strip()
    if _GOOD.match(url) and not _DOUBLED.match(url):
        return url
    if not url or (url[0] in "#./?" and not url.startswith("//")):
        return None
    if match := _BROKEN_SCHEME.match(url):
        rest = url[match.end() :]
        return f"http{(match['s'] or '').lower()}://{rest}" if "." in rest or "/" in rest else None
    if _OTHER_SCHEME.match(url):
        return url
    if url.startswith("//") and "." in url:
        return f"https:{url}"
    return _without_scheme(url)


def _without_scheme(url: str) -> str | None:
    """Complete an address without its scheme, or give that of an identifier (`2201.03655`, `doi:10.1000/1`)."""
    if _HOST.match(url) and not (url.lower().endswith(_FILES) and "/" not in url):
        return f"https://{url}"
    if len(url) > 300:
        return None
    identifier = identify(url)
    return web_address(identifier) if identifier is not None else None


def opening_before(text: str, start: int, end: int) -> Broken | None:
    """Find the beginning of a link that was not closed or put together wrongly before the address at `start`.

    `[Title](https://…` without its end, `[Title] (https://…)`, `[[Paper(https://…)]`, `(Title)[https://…]`.
    """
    before = text[max(0, start - _REACH) : start]
    base = start - len(before)
    for pattern, close in ((_LINK_OPEN, "("), (_BUTTON_OPEN, "("), (_REVERSED, "["), (_NO_PAREN, "")):
        match = pattern.search(before)
        if match is None:
            continue
        spaced = _SPACED.match(text, end) if pattern is _LINK_OPEN else None
        if spaced:
            return Broken(base + match.start(), spaced.end(), match["text"].strip(), spaced.start("close"))
        closing = _CLOSE[close].match(text, end) if close else None
        stop = closing.end() if closing else end
        if closing and "tail" in _CLOSE[close].groupindex and closing["tail"] and pattern is _LINK_OPEN:
            stop -= 1
        return Broken(base + match.start(), stop, match["text"].strip())
    return None
