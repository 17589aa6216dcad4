"""Documents made of records: what every bibliographic format is lowered to, and how links are found in it.

A reader of such a format gives `Draft`s: an entry, and the record's values as they stand in the file. This module finds
the links in the values with their lines, picks the one that the record is about, and covers the file with blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from bibdb.identifiers import Identifier, Scheme, find, identify, web_address
from bibdb.readers.links import link_kind
from bibdb.values import Block, BlockRole, Document, Entry, Finding, Link, LinkKind, LinkRole, Section

__all__ = ["Draft", "Value", "arxiv_of", "document", "doi_of", "is_arxiv_container", "is_measure"]

_SCHOLARLY = (Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS)
_RANKS = {LinkKind.PAPER: 3, LinkKind.OTHER: 4, LinkKind.PROJECT: 4} | dict.fromkeys(
    (LinkKind.SLIDES, LinkKind.POSTER, LinkKind.REVIEW, LinkKind.DISCUSSION), None
)
# What stands beside an identifier in a field that says nothing else.
_FILLERS = re.compile(
    r"(?:available|accessed|online|preprint|e-?print|arxiv|submitted|to|from|at|on|in|the|url|doi|see|https?|paper|"
    r"version|cs|stat|math|eess|q-bio|econ|physics|[A-Z]{2}|v?\d+)\b|[\W_]+",
    re.IGNORECASE,
)
# Fields whose names do not say what a link in them is for.
_SILENT_NAMES = "url urls link links href uri ee ur abstract ab n2 summary description note notes n1 title"
_SILENT = frozenset(_SILENT_NAMES.split())
# Meanings of fields in which a bare `2301.00001` is an identifier; in a table of numbers it is a number.
_NUMBERED = frozenset({"arxiv", "key", "publicationlink", "title", "name", "note", "venue", "url", "paper"})
_BARE_NUMBER = re.compile(r"\d{4}\.\d{4,5}")
_DIGIT = re.compile(r"\d")
_ARXIV_CONTAINER = re.compile(
    r"\s*(?:the\s+)?(?:arxiv(?:\.org)?|corr)(?:[\s:,.]*(?:preprints?|e-?prints?|pre-prints?|arxiv|corr|org))*"
    r"[\s:,.]*(?:abs/)?(?:(?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5}(?:v\d+)?)?\s*(?:\[[\w.-]+\])?\s*(?:\(?\d{4}\)?)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a record: the field's `name` in lower case, and its `source` as it stands in the file.

    `source` keeps the file's line breaks and begins at `line`; escapes that would hide a URL are undone in it. `about`
    says that an identifier in it can be what the record is about; `text` is a link's visible text, if it has one.
    `identifier` is given where the field's meaning is needed to tell it (an `eprint`).
    """

    name: str
    source: str
    line: int
    about: bool = False
    text: str = ""
    identifier: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record: lines `line` to `end_line`; without an entry its values are only searched for links."""

    line: int
    end_line: int
    values: Sequence[Value]
    entry: Entry | None = None
    section: int | None = None
    role: BlockRole = BlockRole.ENTRY


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a link belongs: indexes of its entry and section."""

    entry: int | None
    section: int | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A link that was found, and how well it does as what the record is about (0 is best, None: not at all)."""

    link: Link
    rank: int | None


def document(
    path: PurePath,
    format: str,  # noqa: A002
    text: str,
    drafts: Sequence[Draft],
    *,
    sections: Sequence[Section] = (),
    findings: Iterable[Finding] = (),
) -> Document:
    """Make the document: entries in the drafts' order, every link with its line, the whole text in blocks.

    The drafts are in order and share no line but, where a file is written so, the last with the next one's first.
    """
    entries: list[Entry] = []
    links: list[Link] = []
    for draft in _with_rest(drafts, text.split("\n")):
        index = len(entries) if draft.entry else None
        links += _links(draft, index)
        if draft.entry:
            entries.append(draft.entry)
    return Document(
        path=str(path),
        format=format,
        content=text.encode(),
        blocks=tuple(_blocks(text, drafts)),
        sections=tuple(sections),
        entries=tuple(entries),
        links=tuple(links),
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
    )


def arxiv_of(text: str) -> Identifier | None:
    """Read a field that holds an arXiv identifier in whatever form: bare, with `arXiv:`, as a URL."""
    bare = text.strip().strip("{}[]()<>\"'., ")
    if not _DIGIT.search(bare):
        return None
    for candidate in (bare, f"arXiv:{bare.removeprefix('abs/')}"):
        found = identify(candidate)
        if found is not None and found.scheme is Scheme.ARXIV:
            return found
    return next((span.identifier for span in find(bare) if span.identifier.scheme is Scheme.ARXIV), None)


def doi_of(text: str) -> Identifier | None:
    """Read a field that holds a DOI: bare, with `doi:`, as a URL; arXiv's own DOIs come back as arXiv identifiers."""
    bare = text.strip().strip("{}<>\"' ")
    if "10" not in bare:
        return None
    for candidate in (bare, f"doi:{bare}"):
        found = identify(candidate)
        if found is not None and found.scheme in {Scheme.DOI, Scheme.ARXIV}:
            return found
    return None


def is_arxiv_container(venue: str) -> bool:
    """Whether a journal's name only says that the work is on arXiv (`arXiv preprint …`, `math.AG/0708.1254`)."""
    if "arxiv" in venue.lower():
        return _ARXIV_CONTAINER.fullmatch(venue) is not None
    found = identify(venue) if _DIGIT.search(venue) and "/" in venue else None
    return found is not None and found.scheme is Scheme.ARXIV


def is_measure(text: str, meaning: str) -> bool:
    """Whether a field's bare number that could be an arXiv identifier is one of measurement: its name says no other."""
    return meaning not in _NUMBERED and _BARE_NUMBER.fullmatch(text.strip()) is not None


def _with_rest(drafts: Sequence[Draft], lines: Sequence[str]) -> Iterator[Draft]:
    """Give the drafts, and what stands between them as drafts without an entry."""
    position = 1
    for draft in drafts:
        yield from _rest(position, draft.line - 1, lines)
        yield draft
        position = max(position, draft.end_line + 1)
    yield from _rest(position, len(lines), lines)


def _rest(first: int, last: int, lines: Sequence[str]) -> Iterator[Draft]:
    between = lines[first - 1 : last]
    if any(line.strip() for line in between):
        yield Draft(first, last, (Value("", "\n".join(between), first),))


def _links(draft: Draft, index: int | None) -> Iterator[Link]:
    """Give the links of a draft in the order of the file, the best of them as the entry's subject."""
    places = [place for value in draft.values for place in _places(value, _Home(index, draft.section))]
    ranks = [(place.rank, number) for number, place in enumerate(places) if place.rank is not None]
    subject = min(ranks)[1] if ranks and index is not None else None
    for number, place in sorted(enumerate(places), key=lambda pair: pair[1].link.line):
        link = place.link
        if number != subject:
            yield link
            continue
        yield Link(
            link.line, link.url, link.text, LinkRole.SUBJECT, link.kind, link.identifier, link.entry, link.section
        )


def _places(value: Value, home: _Home) -> Iterator[_Place]:
    """Find the links of one value."""
    line, position, source = value.line, 0, value.source
    if value.identifier is not None:
        lead = len(source) - len(source.lstrip())
        url = source.strip() if "://" in source else web_address(value.identifier) or str(value.identifier)
        link = _link(line + source.count("\n", 0, lead), url, value.identifier, value, home)
        yield _Place(link, _rank(value.identifier, link.kind))
        return
    for span in find(source):
        line += source.count("\n", position, span.start)
        position = span.start
        written = source[span.start : span.end]
        url = written if "://" in written else web_address(span.identifier) or written
        alone = _says_only(source, span.start, span.end)
        link = _link(line, url, span.identifier, value if alone else replace(value, name="", text=""), home)
        yield _Place(link, _rank(span.identifier, link.kind) if alone and value.about else None)


def _link(line: int, url: str, identifier: Identifier, value: Value, home: _Home) -> Link:
    """Make a link; the name of a field that holds nothing else says what it is for."""
    kind = link_kind(value.text or ("" if value.name in _SILENT else value.name), url, identifier)
    kept = None if identifier.scheme is Scheme.URL else identifier
    return Link(line, url, value.text, LinkRole.MENTION, kind, kept, home.entry, home.section)


def _rank(identifier: Identifier, kind: LinkKind) -> int | None:
    """Order what a record may be about: the paper before its page, its page before its code, its slides never."""
    if identifier.scheme is Scheme.ARXIV:
        return 0
    if identifier.scheme is Scheme.DOI:
        return 1
    if identifier.scheme in _SCHOLARLY:
        return 2
    return _RANKS.get(kind, 5)


def _says_only(source: str, start: int, end: int) -> bool:
    """Whether a value says hardly more than the identifier: else it is prose that mentions it."""
    if len(source) > 2000:
        return False
    rest = source[:start] + " " + source[end:]
    return len(_FILLERS.sub("", rest)) <= 24


def _blocks(text: str, drafts: Sequence[Draft]) -> Iterator[Block]:
    """Cover the text with blocks of whole lines: a record each, and the runs between them."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    position = 0
    for draft in drafts:
        start, end = max(position, min(draft.line - 1, len(lines))), min(draft.end_line, len(lines))
        yield from _between(lines, position, start)
        if end > start:
            yield Block(draft.role, start + 1, "".join(lines[start:end]).encode())
        position = max(position, end)
    yield from _between(lines, position, len(lines))


def _between(lines: Sequence[str], start: int, end: int) -> Iterator[Block]:
    """Cover lines that belong to no record, blank and written ones apart."""
    first = start
    for number in range(start, end + 1):
        if number == end or (number > first and bool(lines[number].strip()) != bool(lines[first].strip())):
            if number > first:
                role = BlockRole.PROSE if lines[first].strip() else BlockRole.BLANK
                yield Block(role, first + 1, "".join(lines[first:number]).encode())
            first = number
