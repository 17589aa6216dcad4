"""Styled text: what a line of a list shows, with its links and what is set off in it.

Readers of text lower their syntax to this, and `subjects` reads it: it knows papers and no syntax.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from bibdb.identifiers import Identifier, Scheme, find, identify, web_address
from bibdb.readers.asides import Facts, Flaw, only_facts, read_aside
from bibdb.readers.links import is_generic, link_kind
from bibdb.readers.mending import mend, opening_before, target
from bibdb.readers.venuewords import venue_acronym
from bibdb.values import LinkKind

__all__ = ["SCHOLARLY", "Anchor", "Inline", "facts_of", "linked"]

SCHOLARLY = frozenset(
    {Scheme.ARXIV, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS, Scheme.DBLP}
)
_CALLED = re.compile(
    r"\b[Aa]r[Xx]iv:\s?(?!\d{4}\.\d{4,5}(?:v\d+)?\b|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(\d[\w./]*\d|[a-z-]+/\d+)\b"
)
# `Paper (ICML 2020)`
_GROUPED = re.compile(r"(?P<before>[^()（）]{2,40}?)\s*[(（](?P<inner>[^()（）]{3,60})[)）]")
_PAPERS = (".pdf", ".ps", ".ps.gz", ".djvu", ".epub")
_FEED = re.compile(r"\n")
# What identifiers hold, without a slash and with one; a text with neither (nor an ISBN) need not be searched.
_DOTTED = re.compile(r"\.(?:\d{4}|[a-z0-9_]+-[a-z0-9])")
_SLASHED = re.compile(r"//|\.[a-zA-Z]{2,}/|10[.%]\d{3}|10/\w|/\d{7}|/\d{4}\.\d|:\s?/|/ /")


@dataclass(slots=True)
class Anchor:
    """An external link over the characters `start` to `end` of an `Inline`; `offset` is its place in the source.

    `bare` links stand in the text as an address or identifier. `shown` are characters of the text that belong to the
    link's syntax where it was broken, so that they are no part of a label.
    """

    start: int
    end: int
    url: str
    offset: int
    text: str = ""
    identifier: Identifier | None = None
    bare: bool = False
    generic: bool = False
    badge: bool = False  # shows an image only; its text is the image's
    local: bool = (
        False  # leads to a place in the document or repository, or nowhere: no link, but its text may be a title
    )
    filed: bool = False  # leads to a paper's file in the repository

    @property
    def scholarly(self) -> bool:
        """Whether the address is that of a paper."""
        return self.identifier is not None and self.identifier.scheme in SCHOLARLY

    @property
    def kind(self) -> LinkKind:
        """What the link is for."""
        return link_kind("" if self.bare else self.text, self.url, self.identifier)


def facts_of(text: str) -> Facts | None:
    """Read a link's text that says only when and where: `ICML 2020`, `Paper (ICML 2020)`; None where it says more."""
    group = _GROUPED.fullmatch(text)
    if group is not None and is_generic(group["before"]):
        text = group["inner"]
    return read_aside(text) if only_facts(text) else None


def linked(written: str, start: int, end: int, offset: int) -> Anchor:
    """Make a link of a target as it is written; a local one where it is no external address."""
    found = target(written)
    if found is None:
        return Anchor(start, end, "", offset, local=True, filed=written.lower().endswith(_PAPERS))
    return Anchor(start, end, found[0], offset, "", found[1])


@dataclass(slots=True)
class Inline:
    """The visible text of an item, its links in order, and its strong and emphasised stretches as (start, end).

    `marks` pairs places in the text with places in the source, in order: what follows a mark is written as it shows up
    to the next one, but for escapes. `hidden` texts (comments, addresses of images) may hold identifiers.
    """

    text: str
    anchors: list[Anchor] = field(default_factory=list)
    strong: list[tuple[int, int]] = field(default_factory=list)
    emphasis: list[tuple[int, int]] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[tuple[str, int]] = field(default_factory=list)
    flaws: list[tuple[Flaw, int]] = field(default_factory=list)
    seen: tuple[int, int] = (-1, 0)

    def source(self, offset: int) -> int:
        """Give the place in the source of a character of the text."""
        index = bisect_right(self.marks, (offset, 1 << 62)) - 1
        if index < 0:
            return self.marks[0][1] if self.marks else 0
        start, place = self.marks[index]
        if start <= self.seen[0] <= offset:  # go on from where the last question left off
            start, place = self.seen
        place += len(self.text[start:offset].encode())
        self.seen = (offset, place)
        return place

    def lines(self) -> list[tuple[int, Inline]]:
        """Give each line of the text as an inline of its own, with the place where it begins; linear."""
        starts = [0]
        starts.extend(match.end() for match in _FEED.finditer(self.text))
        parts = [
            (start, Inline(self.text[start : stop - 1], marks=[(0, self.source(start))]))
            for start, stop in zip(starts, [*starts[1:], len(self.text) + 1], strict=True)
        ]

        def line_of(start: int, end: int) -> tuple[int, Inline] | None:
            index = bisect_right(starts, start) - 1
            return parts[index] if end <= starts[index] + len(parts[index][1].text) else None

        for anchor in self.anchors:
            if (found := line_of(anchor.start, anchor.end)) is not None:
                shift, part = found
                part.anchors.append(replace(anchor, start=anchor.start - shift, end=anchor.end - shift))
        for spans, name in ((self.strong, "strong"), (self.emphasis, "emphasis")):
            for first, last in spans:
                if (found := line_of(first, last)) is not None:
                    getattr(found[1], name).append((first - found[0], last - found[0]))
        for at, place in self.marks:
            if (found := line_of(at, at)) is not None:
                found[1].marks.append((at - found[0], place))
        return parts

    def complete(self) -> None:
        """Find the addresses and identifiers that stand in the text, and mend links that were broken."""
        if len(self.anchors) > 1:
            self.anchors.sort(key=lambda anchor: anchor.start)
        for anchor in self.anchors:
            if not anchor.text:
                anchor.text = " ".join(self.text[anchor.start : anchor.end].split())
            said = facts_of(anchor.text) is not None
            anchor.generic = anchor.badge or is_generic(anchor.text) or said or self._is_mark(anchor)
            if anchor.generic and anchor.text[:1] == "[" and anchor.text[-1:] == "]":
                anchor.text = anchor.text[1:-1].strip()  # `[[pdf]](…)`
        text = self.text
        if ("/" in text and _SLASHED.search(text)) or _DOTTED.search(text) or "ISBN" in text or "isbn" in text:
            self._find_bare()
        if ":" in text and _CALLED.search(text):
            self._find_malformed()

    def _is_mark(self, anchor: Anchor) -> bool:
        """Whether a link in brackets only names the venue of what follows: `[[CVPR](…)] Title`."""
        around = self.text[max(anchor.start - 1, 0) : anchor.start] + self.text[anchor.end : anchor.end + 1]
        return around == "[]" and venue_acronym(anchor.text) and len(self.text) > anchor.end + 4

    def _find_malformed(self) -> None:
        """Remember what is called an arXiv id and is none: `arXiv:512.04993`."""
        for match in _CALLED.finditer(self.text):
            if not any(anchor.start <= match.start(1) < anchor.end for anchor in self.anchors):
                flaw = Flaw("malformed-identifier", f"“{match[0]}” is no arXiv identifier")
                self.flaws.append((flaw, self.source(match.start())))

    def _find_bare(self) -> None:
        taken = [(anchor.start, anchor.end, anchor) for anchor in self.anchors]
        index = 0
        for span in find(self.text):
            while index < len(taken) and taken[index][1] <= span.start:
                index += 1
            if index < len(taken) and taken[index][0] < span.end:
                self._seen_in(taken[index][2], span.start, span.end, span.identifier)
            else:
                self.anchors.append(self._bare(span.start, span.end, span.identifier))
        self.anchors.sort(key=lambda anchor: anchor.start)

    def _seen_in(self, anchor: Anchor, start: int, end: int, identifier: Identifier) -> None:
        """Keep an identifier that a link's text shows when it is not the one that the link leads to."""
        if identifier.scheme in SCHOLARLY and identifier != anchor.identifier:
            extra = self._bare(start, end, identifier)
            if not (anchor.identifier is None and anchor.scholarly):
                self.anchors.append(extra)

    def _bare(self, start: int, end: int, identifier: Identifier) -> Anchor:
        """Make a link of an address in the text; of a broken link, with the text that it was meant to have."""
        broken = opening_before(self.text, start, end)
        if broken is not None and broken.url_end > end:
            end = broken.url_end
            identifier = identify(self.text[start:end].replace(" ", "%20")) or identifier
        written = self.text[start:end].replace(" ", "%20")
        url = mend(written) or web_address(identifier)
        if broken is None:
            return Anchor(start, end, url, self.source(start), written, identifier, bare=True, generic=True)
        text = " ".join(broken.text.split())
        return Anchor(
            broken.start, broken.end, url, self.source(start), text, identifier, bare=False, generic=is_generic(text)
        )
