"""An item's text and links side by side: runs with their identifiers found, whether linked, bare or only named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bibdb.identifiers import Identifier, Scheme, canonical_url, find, identify, web_address
from bibdb.readers.items import Run, Style
from bibdb.readers.links import is_generic, link_kind
from bibdb.values import LinkKind

__all__ = ["Piece", "mend", "pieces_of"]

_CANDIDATE = re.compile(
    r"\d{4}\.\d|/\d{7}|10\.\d{4}|//|www\.|isbn|doi|\.(?:org|com|net|io|cc|edu|gov|ai|press|co)/|\d-\w+\.\d",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?|ftp):/{1,3}[^\s/]", re.IGNORECASE)
_BROKEN = re.compile(
    r"(?:https?:/?(?=\w)|ttps?://|htt?p?s?://|https?//:?|https?;//|htpps?://|hhttps?://)", re.IGNORECASE
)
_BARE_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?$")
_DATA = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|webp|css|js|woff2?)(?:$|[?#])", re.IGNORECASE)


# What programs call the links that they write beside references.
_POINTERS = frozenset(
    """
    abs ads bib bibtex changelog docs documentation dvi epub http https inspire jstor mathscinet mr open ps read
    reference source view web zbl
    """.split()  # noqa: SIM905  the words read best as text
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item: plain text (no `url`), a link, or an address or identifier in running text (`bare`)."""

    text: str
    line: int
    style: Style = Style.PLAIN
    url: str = ""
    identifier: Identifier | None = None
    kind: LinkKind = LinkKind.OTHER
    bare: bool = False
    referred: bool = False

    @property
    def generic(self) -> bool:
        """Whether it is a link whose text says nothing of what it leads to."""
        return self.bare or is_generic(self.text) or self.text.lower().strip("[]() ") in _POINTERS


def pieces_of(runs: Iterable[Run]) -> list[Piece]:
    """Find what the runs of an item link to and name; neighbouring plain runs of one style are joined."""
    pieces: list[Piece] = []
    waiting: list[Run] = []
    for run in runs:
        if run.url and (url := mend(run.url)):
            pieces += _flushed(waiting)
            waiting = []
            link = _linked(run, url)
            pieces += (link, *_shown(link))
        else:
            waiting.append(run)
    return [*pieces, *_flushed(waiting)]


def mend(url: str) -> str:
    """Give a web address as it was meant; empty when it is none."""
    url = "".join(url.split())
    if _WEB.match(url):
        return url
    if match := _BROKEN.match(url):
        return "https://" + url[match.end() :]
    if _BARE_ID.match(url):
        return f"https://arxiv.org/abs/{url}"
    if url.lower().startswith(("www.", "arxiv.org/", "doi.org/", "dx.doi.org/")):
        return f"https://{url}"
    return ""


def _linked(run: Run, url: str) -> Piece:
    identifier = identify(url) or next((span.identifier for span in find(url)), None)
    text = " ".join(run.text.split())
    if identifier is None and "://" in url:
        identifier = Identifier(Scheme.URL, canonical_url(url))
    kind = link_kind(text, url, identifier)
    return Piece(text, run.line, run.style, url, identifier, kind, referred=run.referred)


def _shown(link: Piece) -> Iterator[Piece]:
    """Give the identifiers that a link's text shows when they are others than the one it leads to."""
    if not link.text or not _CANDIDATE.search(link.text):
        return
    for span in find(link.text):
        if span.identifier != link.identifier and span.identifier.scheme in {Scheme.ARXIV, Scheme.DOI}:
            url = web_address(span.identifier)
            yield Piece("", link.line, Style.PLAIN, url, span.identifier, LinkKind.PAPER, bare=True)


def _flushed(runs: Sequence[Run]) -> Iterator[Piece]:
    """Give the pieces of plain runs. An identifier may lie over several of them, as where its class is emphasised."""
    start = 0
    while start < len(runs):
        end = start + 1
        while end < len(runs) and runs[end].style is runs[start].style:
            end += 1
        yield from _plain(runs[start:end])
        start = end


def _plain(runs: Sequence[Run]) -> Iterator[Piece]:
    """Give the pieces of runs of one style; the rare identifiers among them are looked for only where one may be."""
    text, style = ("".join(run.text for run in runs) if len(runs) > 1 else runs[0].text), runs[0].style
    if not _CANDIDATE.search(text):
        yield Piece(text, runs[0].line, style)
        return
    lines, position = _Lines(runs), 0
    for span in find(text):
        shown = text[span.start : span.end]
        if span.start > position:
            yield Piece(text[position : span.start], lines.at(position), style)
        if span.identifier.scheme is Scheme.URL and not _WEB.match(shown) and not shown.lower().startswith("www."):
            yield Piece(shown, lines.at(span.start), style)
        else:
            yield _named(shown, span.identifier, lines.at(span.start), style)
        position = span.end
    if position < len(text):
        yield Piece(text[position:], lines.at(position), style)


def _named(shown: str, identifier: Identifier, line: int, style: Style) -> Piece:
    """Give an address or identifier that stands in the text as itself."""
    web = _WEB.match(shown) is not None
    url = shown if web else web_address(identifier)
    return Piece(shown, line, style, url, identifier, link_kind("", url, identifier), bare=True)


class _Lines:
    """The lines of offsets into joined runs, each found in logarithmic time."""

    def __init__(self, runs: Sequence[Run]) -> None:
        """Note where the runs, and the lines in them, begin."""
        self._starts: list[int] = []
        self._lines: list[int] = []
        offset = 0
        for run in runs:
            for number, part in enumerate(run.text.split("\n")):
                self._starts.append(offset)
                self._lines.append(run.line + number)
                offset += len(part) + 1
            offset -= 1

    def at(self, offset: int) -> int:
        """Give the line of an offset."""
        return self._lines[bisect_right(self._starts, offset) - 1]


def is_asset(url: str) -> bool:
    """Whether an address leads to an image or a page's trimmings."""
    return _DATA.search(url) is not None
