"""Markdown as people write it: CommonMark with tables, footnotes, call-outs and raw HTML."""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

import pyromark

from bibdb.identifiers import Identifier, find, web_address
from bibdb.readers.build import blocks_of_lines, build
from bibdb.readers.encoding import decode, restored
from bibdb.readers.inline import SCHOLARLY, Anchor
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.markdown_events import Walker
from bibdb.readers.mending import target
from bibdb.readers.outline import outline
from bibdb.readers.structure import Outline, Place, Record
from bibdb.text import masked_facts, without_facts
from bibdb.values import Block, BlockRole, Document, Entry, Finding, Link, LinkRole

__all__ = ["read"]

# `-[Title](…)` is no list item by CommonMark, and meant as one.
_TIGHT = re.compile(rb"^([ \t]*(?:[-+]|\d{1,3}[.)]))(?=\[[^\]]{0,400}\]\()", re.MULTILINE)
_NOT_FEED = re.compile(rb"[^\n]")
_FEED = re.compile(rb"\n")
_FRONT = re.compile(
    rb"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?=[\w\"'#-][^\n]{0,200}?[:=])(?:[^\n]*\n)*?(?P=fence)[ \t]*(?:\r?\n|\Z)"
)
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a Markdown document; any bytes give one document."""
    try:
        data.decode()
    except UnicodeDecodeError:
        decoded = decode(data)
        with _collector_paused():
            documents = [_Markdown(decoded.text.encode("utf-8", "replace"), path, decoded.finding).document()]
        yield from restored(documents, data)
        return
    with _collector_paused():
        document = _Markdown(data, path, None).document()
    yield document


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking all leaves over and over: reading makes many objects and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # What was made meanwhile goes to the oldest generation unseen; else the next allocation walks all of it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


class _Markdown:
    """One document while it is read."""

    def __init__(self, data: bytes, path: PurePath, finding: Finding | None) -> None:
        self._raw = data
        self._data = _TIGHT.sub(rb"\1 ", data)  # line by line the same, with a blank behind each bullet
        self._path = path
        self._feeds = [match.start() for match in _FEED.finditer(self._data)]
        self._lines = _split(data)
        self._findings = [finding] if finding else []
        self._links: list[tuple[int, Link]] = []
        front = _FRONT.match(self._data, _bom(data))
        self._front_end = front.end() if front else _bom(data)

    def document(self) -> Document:
        """Read the document."""
        if not self._data.strip():
            self._findings.append(Finding("empty", "there is nothing in this document", 1))
        blank = _NOT_FEED.sub(b" ", self._data[: self._front_end])  # so that places are those of the document
        text = (blank + self._data[self._front_end :]).decode()
        walker = Walker(self._feeds)
        leaves = walker.walk(masked_facts(text))
        understood = outline(leaves)
        front = self._data[: self._front_end].decode()
        self._find_links(front, 0, Place(None, None, BlockRole.FRONT_MATTER))
        self._unused_definitions(text, walker.spans.used)
        self._leaf_links(leaves, understood)
        self._flaws(understood, leaves)
        title = _FRONT_TITLE.search(front)
        return build(
            self._path,
            "markdown",
            self._raw,
            self._blocks(leaves, understood),
            sections=understood.sections,
            entries=[self._entry(record) for record in understood.records],
            links=[link for _, link in sorted(self._links, key=lambda pair: pair[0])],
            findings=self._findings,
            title=title[1] if title else None,
        )

    def _line(self, place: int) -> int:
        return bisect_right(self._feeds, place - 1) + 1 if place else 1

    # ------------------------------------------------------------ links

    def _leaf_links(self, leaves: Sequence[Leaf], understood: Outline) -> None:
        subjects = {
            record.subject.anchor.offset: entry
            for entry, record in enumerate(understood.records)
            if record.subject.anchor is not None
        }
        for index, (leaf, place) in enumerate(zip(leaves, understood.places, strict=True)):
            inlines = leaf.cells or (leaf.inline,)
            splits = understood.splits.get(index)
            for inline in inlines:
                at = 0
                for anchor in inline.anchors:
                    if anchor.local:
                        continue
                    entry = place.entry
                    if splits:
                        while at + 1 < len(splits) and splits[at][1] <= anchor.start:
                            at += 1
                        entry = splits[at][2]
                    self._link(anchor, entry, place.section, subjects.get(anchor.offset))
                known = {anchor.identifier for anchor in inline.anchors}
                for text, offset in inline.hidden:
                    self._find_links(
                        text, offset, place, known, everything=leaf.shape is Shape.CODE or text.startswith("<!--")
                    )

    def _link(self, anchor: Anchor, entry: int | None, section: int | None, subject: int | None) -> None:
        link = Link(
            line=self._line(anchor.offset),
            url=anchor.url,
            text="" if anchor.bare else anchor.text,
            role=LinkRole.MENTION if subject is None else LinkRole.SUBJECT,
            kind=anchor.kind,
            identifier=anchor.identifier,
            entry=entry if subject is None else subject,
            section=section,
        )
        self._links.append((anchor.offset, link))

    def _find_links(
        self, text: str, offset: int, place: Place, known: Container[Identifier | None] = (), *, everything: bool = True
    ) -> None:
        """Find the addresses and identifiers in code, comments and front matter."""
        if "/" not in text and "." not in text:
            return
        for span in find(text):
            if everything or (span.identifier.scheme in SCHOLARLY and span.identifier not in known):
                written = text[span.start : span.end]
                url = written if written.startswith("http") else web_address(span.identifier)
                at = offset + len(text[: span.start].encode())
                anchor = Anchor(0, 0, url, at, "", span.identifier, bare=True)
                self._link(anchor, place.entry, place.section, None)

    def _unused_definitions(self, text: str, used: set[str]) -> None:
        """Keep the links of reference definitions that nothing refers to."""
        if "]:" not in text:
            return
        for label, definition in pyromark.reference_definitions(text).items():
            if label.casefold() in used or (found := target(definition["dest"])) is None:
                continue
            offset = definition["span"]["start"]
            title = definition["title"] or ""
            self._link(Anchor(0, 0, found[0], offset, title, found[1]), None, None, None)

    # ------------------------------------------------------------ entries and blocks

    def _entry(self, record: Record) -> Entry:
        subject = record.subject
        return Entry(
            line=record.line,
            end_line=max(record.end, record.label_end),
            label_end_line=record.label_end,
            section=record.section,
            label=subject.label or subject.title or "",
            title=subject.title,
            date=subject.date,
            venue=subject.venue,
            authors=subject.authors,
            tags=subject.tags,
            note=self._note(record),
        )

    def _note(self, record: Record) -> str:
        """Give the note as written: what stands behind the label, and the lines below."""
        inline, tail, line = record.inline, b"", record.label_end
        if inline is not None and record.subject.label_end < len(inline.text.rstrip()):
            start = inline.source(record.subject.label_end)
            line = self._line(start)
            tail = self._data[start : self._start_of(line + 1)]
        note = tail + b"".join(self._lines[line : max(record.end, record.label_end)])
        return without_facts(note.decode("utf-8", "replace")).strip("\r\n").rstrip()

    def _start_of(self, line: int) -> int:
        """Give the place of a line's first byte; the end of the document beyond its last line."""
        if line <= 1:
            return 0
        return self._feeds[line - 2] + 1 if line - 2 < len(self._feeds) else len(self._data)

    def _blocks(self, leaves: Sequence[Leaf], understood: Outline) -> list[Block]:
        lines = self._lines
        roles: list[tuple[BlockRole, object] | None] = [None] * len(lines)
        for line in range(self._line(self._front_end) - 1 if self._front_end > 3 else 0):
            roles[line] = (BlockRole.FRONT_MATTER, 0)
        for index, (leaf, place) in enumerate(zip(leaves, understood.places, strict=True)):
            mark = place.entry if place.entry is not None and place.role is BlockRole.NOTE else -index - 1
            for line in range(leaf.line - 1, min(leaf.end, len(lines))):
                if roles[line] is None:
                    roles[line] = (place.role, mark)
        for entry, record in enumerate(understood.records):
            if record.leaf.shape is Shape.ROW:
                continue
            for line in range(record.line - 1, min(record.label_end, len(lines))):
                if lines[line].strip():
                    roles[line] = (BlockRole.ENTRY, entry)
            for line in range(record.label_end, min(record.leaf.end, len(lines))):
                roles[line] = (BlockRole.NOTE, entry)
        filled = [
            role or ((BlockRole.PROSE, "") if line.strip() else (BlockRole.BLANK, ""))
            for role, line in zip(roles, lines, strict=True)
        ]
        return blocks_of_lines(lines, filled)

    # ------------------------------------------------------------ findings

    def _flaws(self, understood: Outline, leaves: Sequence[Leaf]) -> None:
        for record in understood.records:
            self._findings += [Finding(flaw.rule, flaw.message, record.line) for flaw in record.subject.flaws]
        for leaf in leaves:
            for inline in leaf.cells or (leaf.inline,):
                for flaw, offset in inline.flaws:
                    self._findings.append(Finding(flaw.rule, flaw.message, self._line(offset)))


def _bom(data: bytes) -> int:
    return 3 if data.startswith(b"\xef\xbb\xbf") else 0


def _split(data: bytes) -> list[bytes]:
    """Split into lines, with their ends."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
