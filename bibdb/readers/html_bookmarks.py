"""Browser bookmark exports (the "Netscape bookmark file"): folders are sections, bookmarks entries with their dates.

The format is that of https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/
platform-apis/aa753582(v=vs.85): one element a line, definition lists in definition lists, never closed items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import PurePath

from bibdb.dates import PartialDate
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import Given, Item, Run, Shape, Source
from bibdb.values import Document

__all__ = ["is_bookmarks", "read"]

_MARK = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>DL|DT|DD|H1|H3|A|TITLE|HR)\b(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
# What pages put round the titles of papers in the title of their window.
_BEFORE = re.compile(
    r"^(?:\[(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\]\s*|\(\d+\)\s+(?=\S)|(?:arXiv|PDF|\[PDF\])\s*[:|-]\s+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:[|·–—-]|::)\s+(?:OpenReview|arXiv(?:\.org)?|YouTube|GitHub|ACL Anthology|PubMed|ScienceDirect|SpringerLink"
    r"|Semantic Scholar"
    r"|Papers [Ww]ith Code|"
    r"Hugging Face|Medium|Wikipedia|Nature|Science|IEEE[\w ]*|ACM[\w ]*|bioRxiv|medRxiv|alphaXiv|Hacker News)\s*$"
)
_LATEST = 4102444800  # the year 2100 in seconds


def is_bookmarks(text: str) -> bool:
    """Whether a page is a bookmark export, by its declaration."""
    return _MARK.match(text[:400].lstrip("\ufeff \r\n\t")) is not None


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a bookmark export; never raises."""
    decoded = decode(data)
    yield from restored([assemble(decoded, path, "html", _scan(decoded.text))], data)


def _scan(text: str) -> Iterator[Item]:
    """Give folders as headings and bookmarks as list items."""
    source, depth = Source.at(text, 1), 0
    matches = list(_TAG.finditer(text))
    for number, match in enumerate(matches):
        name = match["name"].upper()
        if name == "DL":
            if match["close"]:
                line = source.line_at(match.start())
                yield Item(Shape.END, line, line, depth + 1)
            depth = max(0, depth - 1) if match["close"] else depth + 1
        if match["close"]:
            continue
        if name in {"H1", "H3"}:
            title = _content(text, matches, number)
            line = source.line_at(match.start())
            yield Item(Shape.HEADING, line, line, depth + 2, (Run(title, line),))
        elif name == "A":
            yield from _bookmark(source, matches, number, depth)
        elif name == "DD":
            line, content = source.line_at(match.start()), _content(text, matches, number)
            runs = tuple(Run(f"{part} ", line + offset) for offset, part in enumerate(content.split("\n")))
            yield Item(Shape.PARAGRAPH, line, line + content.count("\n"), depth + 50, runs)


def _content(text: str, matches: list[re.Match[str]], number: int) -> str:
    """Give the text between a tag and the next."""
    end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
    return unescape(_MARKUP.sub("", text[matches[number].end() : end])).rstrip()


def _bookmark(source: Source, matches: list[re.Match[str]], number: int, depth: int) -> Iterator[Item]:
    """Give a bookmark; its title is what the page called itself, without the site's name."""
    match = matches[number]
    attributes = {
        found[1].lower(): next((group for group in found.groups()[1:] if group is not None), "")
        for found in _ATTRIBUTE.finditer(match["attributes"])
    }
    url = unescape(attributes.get("href", "")).strip()
    line = source.line_at(match.start())
    title = " ".join(_content(source.text, matches, number).split())
    tags = tuple(tag.strip() for tag in unescape(attributes.get("tags", "")).split(",") if tag.strip())
    web = url if re.match(r"https?://|ftp://", url, re.IGNORECASE) else ""
    given = Given(title=_own_title(title), date=_date(attributes.get("add_date", "")), tags=tags, wanted=bool(web))
    yield Item(Shape.LIST_ITEM, line, source.line_at(match.end()), depth, (Run(title or url, line, web),), given)


def _own_title(title: str) -> str | None:
    bare = _AFTER.sub("", _BEFORE.sub("", title)).strip()
    return bare if bare and not re.match(r"https?://|\d{4}\.\d{4,5}", bare) else None


def _date(seconds: str) -> PartialDate | None:
    """Read a time in seconds since 1970 (micro- and milliseconds are met too); 0 says nothing."""
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 18:
        return None
    value = int(seconds)
    while value > _LATEST:
        value //= 1000
    if value <= 0:
        return None
    day = datetime.fromtimestamp(value, UTC)
    return PartialDate(day.year, day.month, day.day)
