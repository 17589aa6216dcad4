"""A document from its items: sections, entries with their notes, links with their roles, and blocks.

What is an entry here, whatever the syntax: a heading, paragraph, list item or row that leads with a link or with a
title that links follow; an address or identifier that stands alone; a footnote or item that is a formatted reference;
a heading under which nothing but links to its one paper stand. What is set in deeper than an entry, or follows one that
is a heading or paragraph in the same section, is its note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

from bibdb.readers.build import blocks_of_lines, build
from bibdb.readers.encoding import Decoded
from bibdb.readers.headlines import Headline, headline, label_only, tell
from bibdb.readers.items import BREAK, Given, Item, Run, Shape, split_lines
from bibdb.readers.judgement import Verdict, facts_alone, heading_titles, judge
from bibdb.readers.pieces import Piece, is_asset, pieces_of
from bibdb.readers.rows import row_headline
from bibdb.readers.titles import tells_work
from bibdb.values import Block, BlockRole, Document, Entry, Finding, Link, LinkRole, Section, Severity

__all__ = ["assemble"]

_ROLES = {
    Shape.HEADING: BlockRole.HEADING,
    Shape.ROW: BlockRole.TABLE_ROW,
    Shape.IMAGE: BlockRole.IMAGE,
    Shape.CODE: BlockRole.CODE,
    Shape.BLANK: BlockRole.BLANK,
    Shape.FRONT_MATTER: BlockRole.FRONT_MATTER,
}
# How many of the first lines under a title may be its authors, venue or date.
_FACT_LINES = 3
# Stands between the pieces of two cells of a row.
_CELL = Piece(BREAK, 0)
_TEXTS = frozenset({Shape.PARAGRAPH, Shape.LIST_ITEM, Shape.ROW, Shape.FOOTNOTE, Shape.QUOTE})


@dataclass(slots=True)
class _Owner:
    """The entry to which what follows may belong: its index, and what of the following is its note."""

    entry: int
    shape: Shape
    level: int


@dataclass(slots=True)
class _Parts:
    """A document while it is put together."""

    lines: list[str]
    roles: list[tuple[BlockRole, object] | None]
    sections: list[Section] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    rests: dict[int, str] = field(default_factory=dict)
    subjects: set[int] = field(default_factory=set)
    owner: _Owner | None = None


def assemble(
    decoded: Decoded,
    path: PurePath,
    format: str,  # noqa: A002
    items: Iterable[Item],
    *,
    title: str | None = None,
) -> Document:
    """Put a document together from its items, which stand in the order of their lines.

    Its content is the UTF-8 form of the decoded text; `encoding.restored` gives it back the bytes that were read.
    """
    lines = split_lines(decoded.text)
    parts = _Parts(lines, [None] * len(lines))
    if decoded.finding:
        parts.findings.append(decoded.finding)
    listed = [(item, pieces_of(item.runs) if not item.cells else _joined(item.cells)) for item in items]
    for number, (item, pieces) in enumerate(listed):
        parts.findings += _disagreements(pieces)
        _place(parts, item, pieces, listed, number)
    _finish(parts)
    raw = [f"{line}\n".encode() for line in lines]
    if raw and not decoded.text.endswith("\n"):
        raw[-1] = raw[-1][:-1]
    roles = [
        role or (BlockRole.PROSE if line.strip() else BlockRole.BLANK, 0)
        for role, line in zip(parts.roles, lines, strict=True)
    ]
    return build(
        path,
        format,
        decoded.text.encode(),
        # A file that is only a byte order mark has a block too: `restored` puts the mark into it.
        blocks_of_lines(raw, roles) or [Block(BlockRole.BLANK, 1, b"")],
        sections=parts.sections,
        entries=parts.entries,
        links=sorted(parts.links, key=lambda link: link.line),
        findings=parts.findings,
        title=title,
    )


def _disagreements(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Report links whose text shows another identifier than they lead to."""
    for link, shown in pairwise(pieces):
        if shown.bare and not shown.text and link.url and not link.bare:
            message = f"the link says {shown.identifier} and leads to {link.identifier}"
            yield Finding("identifier-mismatch", message, max(link.line, 1))


_Listed = Sequence[tuple[Item, list[Piece]]]


def _joined(cells: Sequence[Sequence[Run]]) -> list[Piece]:
    """Give the pieces of a row, a break between two cells."""
    pieces: list[Piece] = []
    for number, cell in enumerate(cells):
        pieces += ([_CELL] if number else []) + pieces_of(cell)
    return pieces


def _cells(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Part a row's pieces into its cells again."""
    cells: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is _CELL:
            cells.append([])
        else:
            cells[-1].append(piece)
    return cells


def _place(parts: _Parts, item: Item, pieces: list[Piece], listed: _Listed, number: int) -> None:
    """Give an item its part in the document: section, entry, note, or prose."""
    if item.shape is Shape.HEADING:
        _heading(parts, item, pieces, listed, number)
        return
    if item.shape is Shape.END:
        _close(parts, item.level)
        return
    verdict = Verdict.PROSE
    if item.shape in _TEXTS:
        verdict = judge(item, pieces, _following(listed, number))
    owned = _owned(parts, item, verdict, titled=any(piece.url and tells_work(piece) for piece in pieces))
    if item.shape in _TEXTS and verdict is not Verdict.PROSE and not owned:
        _entry(parts, item, pieces)
    elif item.shape in _TEXTS and owned and parts.owner is not None:
        _note(parts, item, pieces, parts.owner.entry)
    else:
        entry = parts.owner.entry if owned and parts.owner else None
        _mentions(parts, pieces, entry)
        if item.shape not in {Shape.BLANK, Shape.META}:
            parts.owner = parts.owner if owned else None
        _paint(parts, item, _ROLES.get(item.shape, BlockRole.PROSE), ("", number))
        if entry is not None and item.shape is Shape.CODE:
            parts.notes[entry].append((item.line, item.end))


def _following(listed: _Listed, number: int) -> Iterator[tuple[Item, list[Piece]]]:
    """Give the items after one, but blanks."""
    for at in range(number + 1, min(number + 12, len(listed))):
        if listed[at][0].shape is not Shape.BLANK:
            yield listed[at]


def _owned(parts: _Parts, item: Item, verdict: Verdict, *, titled: bool) -> bool:
    """Whether an item belongs to the entry above it."""
    owner = parts.owner
    if owner is None:
        return False
    if item.shape is Shape.META:
        return owner.shape is Shape.HEADING and item.given is not None
    if item.shape in {Shape.CODE, Shape.IMAGE}:
        return owner.shape in {Shape.HEADING, Shape.PARAGRAPH} or (
            owner.shape is Shape.LIST_ITEM and item.level > owner.level
        )
    if item.shape is Shape.FOOTNOTE:
        return verdict is Verdict.PROSE and owner.shape is Shape.FOOTNOTE and item.level > owner.level
    if owner.shape is Shape.HEADING:
        return verdict is not Verdict.LEADS or item.shape is not Shape.PARAGRAPH or not titled
    if item.shape is Shape.ROW:
        return False
    leads = verdict is Verdict.LEADS and item.shape is Shape.LIST_ITEM
    if item.level > owner.level and not (leads and owner.shape is Shape.PARAGRAPH):
        return True
    if owner.shape is Shape.LIST_ITEM:
        return False
    if owner.shape in {Shape.ROW, Shape.FOOTNOTE}:
        return False
    return verdict is Verdict.PROSE if item.shape is not Shape.LIST_ITEM else verdict is not Verdict.LEADS


def _heading(parts: _Parts, item: Item, pieces: list[Piece], listed: _Listed, number: int) -> None:
    """Make a heading an entry, or a section."""
    if heading_titles(item, pieces, listed, number):
        _close(parts, item.level)
        _entry(parts, item, pieces)
        return
    _close(parts, item.level)
    parent = parts.open[-1] if parts.open else None
    title = tell(pieces)
    path = (*(parts.sections[parent].path if parent is not None else ()), title)
    parts.open.append(len(parts.sections))
    parts.sections.append(Section(title, item.level, item.line, parent, path))
    parts.owner = None
    _mentions(parts, pieces, None)
    _paint(parts, item, BlockRole.HEADING, ("heading", number))


def _close(parts: _Parts, level: int) -> None:
    """End the open sections of a level and of deeper ones."""
    while parts.open and parts.sections[parts.open[-1]].level >= level:
        parts.open.pop()
    parts.owner = None


def _entry(parts: _Parts, item: Item, pieces: list[Piece]) -> None:
    """Add an entry with its links."""
    given = item.given or Given()
    if given.title and given.authors:
        found = label_only(pieces)
    else:
        found = row_headline(_cells(pieces), item.header) if item.cells else headline(pieces)
    index = len(parts.entries)
    section = parts.open[-1] if parts.open else None
    parts.entries.append(
        Entry(
            line=item.line,
            end_line=item.end,
            label_end_line=item.end,
            section=section,
            label=found.label,
            title=given.title or (None if given.untitled else found.title),
            date=given.date or found.date,
            venue=given.venue or found.venue,
            authors=given.authors or found.authors,
            tags=tuple(dict.fromkeys((*given.tags, *found.tags))),
            key=given.key,
            type=given.type,
        )
    )
    parts.notes[index] = []
    parts.rests[index] = found.rest
    parts.findings += [Finding(flaw.rule, flaw.message, item.line, Severity.WARNING) for flaw in found.flaws]
    own = [piece for piece in pieces if piece is not _CELL] if item.cells else pieces
    for number, piece in enumerate(own):
        role = LinkRole.SUBJECT if number == found.subject else LinkRole.MENTION
        _link(parts, piece, role, index, section)
    parts.owner = _Owner(index, item.shape, item.level)
    _paint(
        parts,
        item,
        BlockRole.HEADING if item.shape is Shape.HEADING else _ROLES.get(item.shape, BlockRole.ENTRY),
        ("entry", index),
    )


def _note(parts: _Parts, item: Item, pieces: list[Piece], entry: int) -> None:
    """Add an item to an entry's note; it may begin with the authors, and bring the subject that the entry lacks."""
    owner = parts.entries[entry]
    text = tell([piece for piece in pieces if not (piece.url and piece.generic)])
    fresh = len(parts.notes[entry]) < _FACT_LINES
    parts.notes[entry].append((item.line, item.end))
    if fresh and (facts := facts_alone(text)) is not None:
        alone = len(facts.authors) == 1 and not (facts.date or facts.venue)
        if not (alone and any(piece.url for piece in pieces)):  # two words behind a link are no author
            _enrich(parts, entry, facts)
    section = owner.section
    lacks = entry not in parts.subjects
    wanted = next(
        (piece for piece in pieces if lacks and piece.url and piece.generic and not is_asset(piece.url)), None
    )
    for piece in pieces:
        _link(parts, piece, LinkRole.SUBJECT if piece is wanted else LinkRole.MENTION, entry, section)
    _paint(parts, item, BlockRole.NOTE, ("note", entry))


def _enrich(parts: _Parts, entry: int, found: Headline) -> None:
    """Add what the line under a title says to its entry."""
    owner = parts.entries[entry]
    parts.entries[entry] = replace(
        owner,
        authors=owner.authors or found.authors,
        date=owner.date or found.date,
        venue=owner.venue or found.venue,
    )


def _mentions(parts: _Parts, pieces: Sequence[Piece], entry: int | None) -> None:
    section = parts.open[-1] if parts.open else None
    for piece in pieces:
        _link(parts, piece, LinkRole.MENTION, entry, section)


def _link(parts: _Parts, piece: Piece, role: LinkRole, entry: int | None, section: int | None) -> None:
    if not piece.url or (piece.referred and role is LinkRole.MENTION):
        return
    line = min(max(piece.line, 1), max(len(parts.lines), 1))
    text = "" if piece.bare else piece.text
    if role is LinkRole.SUBJECT and entry is not None:
        parts.subjects.add(entry)
    parts.links.append(Link(line, piece.url, text, role, piece.kind, piece.identifier, entry, section))


def _paint(parts: _Parts, item: Item, role: BlockRole, mark: object) -> None:
    """Give an item's lines their role, where no item before it has done so."""
    for line in range(max(item.line, 1) - 1, min(item.end, len(parts.roles))):
        if parts.roles[line] is None:
            parts.roles[line] = (role, mark)


def _finish(parts: _Parts) -> None:
    """Give the entries their notes and last lines."""
    for index, entry in enumerate(parts.entries):
        spans = parts.notes[index]
        raw = [line for first, last in spans for line in parts.lines[first - 1 : last]]
        note = "\n".join(filter(None, (parts.rests[index], "\n".join(raw))))
        end = max([entry.end_line, *(last for _, last in spans)])
        parts.entries[index] = replace(entry, note=note, end_line=end)
