"""Org files: headlines with states, tags and properties, lists, tables, drawers and blocks.

The syntax is that of https://orgmode.org/worg/org-syntax.html. A headline that leads with a link, has a state such as
TODO, or whose properties name a paper is an entry; what stands under it is its note.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from bibdb.dates import PartialDate
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import Given, Item, Run, Shape, Source, split_lines
from bibdb.readers.org_inline import runs
from bibdb.readers.references import names_of
from bibdb.values import Document

__all__ = ["read"]

_HEADLINE = re.compile(r"(\*+)[ \t]+(.*)")
_KEYWORD = re.compile(r"[ \t]*#\+(\w+)(?:\[[^\]]*\])?:[ \t]*(.*)")
_BEGIN = re.compile(r"[ \t]*#\+begin_(\w+)", re.IGNORECASE)
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*\r?$")
_PROPERTY = re.compile(r"[ \t]*:([\w+-]+):[ \t]+(.*)")
_PLANNING = re.compile(r"[ \t]*(?:CLOSED|SCHEDULED|DEADLINE|CLOCK):")
_COMMENT = re.compile(r"[ \t]*#(?: |\r?$)")
_FIXED = re.compile(r"[ \t]*:(?: |\r?$)")
_BULLET = re.compile(r"([ \t]*)(?:[-+]|\d+[.)]|(?<=[ \t])\*)(?:[ \t]+|\r?$)(?:\[@\d+\][ \t]*)?(?:\[[ Xx-]\][ \t]+)?")
_FOOTNOTE = re.compile(r"\[fn:[\w-]+\][ \t]*")
_RULE = re.compile(r"[ \t]*-{5,}[ \t]*\r?$")
_TAGS = re.compile(r"[ \t]+:([\w@#%:]+):[ \t]*$")
_PRIORITY = re.compile(r"\[#\w{1,2}\][ \t]*")
# `A title of some words 2009`, which is one where it has tags.
_DATED = re.compile(r"\s*((?:[^\s\[\]]+\s+){3,30}?)\(?((?:19|20)\d\d)\)?\s*")
_COOKIE = re.compile(r"[ \t]*\[\d*(?:/\d*|%)\]")

# States that people who read papers use, beside those that a file declares with #+TODO.
_STATES = frozenset(
    """
    TODO DONE NEXT WAITING WAIT HOLD CANCELLED CANCELED STARTED READING READ TOREAD SKIM SKIMMED REVIEW DOING PROJ
    INPROGRESS IN-PROGRESS TO-READ DEFERRED SOMEDAY MAYBE QUEUED FINISHED ABANDONED PROGRESS DROPPED
    """.split()  # noqa: SIM905  the words read best as text
)
_CODE = frozenset({"src", "example", "export", "html", "latex", "comment"})
_ADDRESSES = frozenset(
    {"url", "doi", "arxiv", "arxiv_id", "eprint", "link", "pdf", "roam_refs", "roam_key", "source", "paper", "website"}
)


@dataclass(slots=True)
class _File:
    """What the keywords of a file say of all its headlines."""

    states: frozenset[str] = _STATES
    abbreviations: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    ends: dict[str, list[int]] = field(default_factory=dict)

    def after(self, lines: list[str], mark: str, start: int) -> int:
        """Give the index of the next line that is just this mark, or -1; each mark's lines are looked up once."""
        if mark not in self.ends:
            self.ends[mark] = [number for number, line in enumerate(lines) if line.strip().lower() == mark]
        found = bisect_left(self.ends[mark], start)
        return self.ends[mark][found] if found < len(self.ends[mark]) else -1

    def headline_before(self, lines: list[str], start: int, end: int) -> bool:
        """Whether a headline stands between two lines."""
        if "*" not in self.ends:
            self.ends["*"] = [number for number, line in enumerate(lines) if line[:1] == "*" and _HEADLINE.match(line)]
        return bisect_left(self.ends["*"], start) < bisect_left(self.ends["*"], end)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read an Org file; never raises."""
    decoded = decode(data)
    lines = split_lines(decoded.text)
    file = _keywords(lines)
    items = _scan(lines, file)
    yield from restored([assemble(decoded, path, "org", items, title=file.title)], data)


def _keywords(lines: list[str]) -> _File:
    """Collect the declarations of states, link words and title, wherever they stand."""
    file, states = _File(), set(_STATES)
    for line in lines:
        match = _KEYWORD.match(line) if "#+" in line else None
        if match is None:
            continue
        name, value = match[1].upper(), match[2].strip()
        if name in {"TODO", "SEQ_TODO", "TYP_TODO"}:
            states.update(word.partition("(")[0] for word in value.split() if word != "|")
        elif name == "LINK" and " " in value:
            word, _, pattern = value.partition(" ")
            file.abbreviations[word] = pattern.strip()
        elif name == "TITLE" and file.title is None:
            file.title = value or None
    file.states = frozenset(states)
    return file


def _scan(lines: list[str], file: _File) -> Iterator[Item]:
    """Give the items of all lines."""
    index = 0
    while index < len(lines):
        for item in _next(lines, index, file):
            yield item
            index = item.end


def _next(lines: list[str], index: int, file: _File) -> Iterator[Item]:
    """Give the item (or few items) that begin at a line; at least one."""
    line = lines[index]
    if not line.strip():
        yield Item(Shape.BLANK, index + 1, index + 1)
    elif match := _HEADLINE.match(line):
        yield from _headline(lines, index, match, file)
    elif match := _BEGIN.match(line):
        yield from _block(lines, index, match[1].lower(), file)
    elif match := _DRAWER.match(line):
        yield from _drawer(lines, index, file)
    elif _KEYWORD.match(line) or _COMMENT.match(line) or _PLANNING.match(line) or _RULE.match(line):
        yield _meta(lines, index, index + 1, file)
    elif _FIXED.match(line):
        yield Item(Shape.CODE, index + 1, index + 1, runs=_inline(line.lstrip(" \t:"), index + 1, file))
    elif line.lstrip().startswith("|"):
        yield from _table(lines, index, file)
    else:
        yield _text(lines, index, file)


def _inline(text: str, line: int, file: _File) -> tuple[Run, ...]:
    return runs(Source.at(text, line), file.abbreviations)


def _meta(lines: list[str], start: int, end: int, file: _File) -> Item:
    return Item(Shape.META, start + 1, end, runs=_inline("\n".join(lines[start:end]), start + 1, file))


def _headline(lines: list[str], index: int, match: re.Match[str], file: _File) -> Iterator[Item]:
    """Give a headline with what its drawer says, then the drawer."""
    text, state, tags = _head(match[2].rstrip("\r"), file.states)
    properties, end = _properties(lines, index + 1)
    given, extra = _given(properties, file)
    if state and given.title is None:
        given = replace(given, wanted=True)
    if tags and given.title is None and (dated := _DATED.fullmatch(text)):
        given = replace(given, title=dated[1].strip(), date=PartialDate(int(dated[2])), wanted=True)
    given = replace(given, tags=tags)
    yield Item(
        Shape.HEADING, index + 1, index + 1, len(match[1]), (*_inline(text, index + 1, file), *extra), given=given
    )
    if end > index + 1:
        yield Item(Shape.META, index + 2, end)


def _head(text: str, states: frozenset[str]) -> tuple[str, bool, tuple[str, ...]]:
    """Take state, priority, cookies and tags off a headline's text."""
    tags: tuple[str, ...] = ()
    if match := _TAGS.search(text) if text.rstrip().endswith(":") else None:
        tags, text = tuple(filter(None, match[1].split(":"))), text[: match.start()]
    word, _, rest = text.partition(" ")
    state = word in states
    text = rest.lstrip() if state else text
    text = _PRIORITY.sub("", text, count=1) if text.startswith("[#") else text
    return _COOKIE.sub("", text), state, tags


def _properties(lines: list[str], index: int) -> tuple[dict[str, tuple[str, int]], int]:
    """Read the planning line and property drawer that follow a headline: each property with its line."""
    found: dict[str, tuple[str, int]] = {}
    end = index
    if end < len(lines) and _PLANNING.match(lines[end]):
        end += 1
    drawer = _DRAWER.match(lines[end]) if end < len(lines) else None
    if drawer is None or drawer[1].upper() != "PROPERTIES":
        return found, end
    for number in range(end + 1, len(lines)):
        if _HEADLINE.match(lines[number]):
            break
        if match := _PROPERTY.match(lines[number]):
            found[match[1].lower().rstrip("+")] = (match[2].strip(), number + 1)
        elif _DRAWER.match(lines[number]):
            return found, number + 1
    return {}, index


def _given(properties: Mapping[str, tuple[str, int]], file: _File) -> tuple[Given, tuple[Run, ...]]:
    """Turn the properties that Org's BibTeX library, org-roam and readers use into facts and links."""
    extra: list[Run] = []
    for name, (value, line) in properties.items():
        if name in _ADDRESSES and value:
            prefix = "arXiv:" if name in {"arxiv", "arxiv_id"} and value[:1].isdigit() else ""
            extra += (Run(" ", line), *_inline(prefix + value, line, file))

    def said(*names: str) -> str | None:
        return next((properties[name][0] for name in names if properties.get(name, ("", 0))[0]), None)

    authors = said("author", "authors")
    given = Given(
        title=said("title"),
        authors=_authors(authors or ""),
        date=PartialDate.parse(said("date", "year", "published") or ""),
        venue=said("journal", "booktitle", "venue", "journaltitle"),
        key=said("custom_id") if said("btype") else None,
        wanted=bool(extra) or said("btype", "title") is not None,
    )
    return given, tuple(extra)


def _authors(text: str) -> tuple[str, ...]:
    """Split authors as BibTeX does, or as citations do."""
    if " and " in text or ";" in text:
        return (
            tuple(re.split(r",?\s+and\s+|\s*;\s*", text))
            if text.count(",") <= text.count(" and ") + 1
            else names_of(text)
        )
    return names_of(text) or ((text,) if text else ())


def _block(lines: list[str], index: int, name: str, file: _File) -> Iterator[Item]:
    """Give a `#+begin_…` block: code whole, a quotation or other text line by line between its marks."""
    end = file.after(lines, f"#+end_{name}", index + 1)
    if end < 0 or file.headline_before(lines, index + 1, end):
        yield _meta(lines, index, index + 1, file)
    elif name in _CODE:
        yield Item(Shape.CODE, index + 1, end + 1, runs=_inline("\n".join(lines[index : end + 1]), index + 1, file))
    else:
        yield _meta(lines, index, index + 1, file)
        inner = Item(Shape.QUOTE, index + 2, end, 99, _inline("\n".join(lines[index + 1 : end]), index + 2, file))
        if end > index + 1:
            yield inner
        yield _meta(lines, end, end + 1, file)


def _drawer(lines: list[str], index: int, file: _File) -> Iterator[Item]:
    """Give a drawer whole; a `:name:` line that opens none is text."""
    end = file.after(lines, ":end:", index + 1)
    closed = end > 0 and not file.headline_before(lines, index, end)
    yield _meta(lines, index, end + 1 if closed else index + 1, file)


def _table(lines: list[str], index: int, file: _File) -> Iterator[Item]:
    """Give a table row by row; a rule under the first row makes that one the header."""
    end = index
    while end < len(lines) and lines[end].lstrip().startswith("|"):
        end += 1
    header: tuple[str, ...] = ()
    if index + 1 < end and lines[index + 1].lstrip().startswith("|-"):
        header = tuple(cell.strip().lower() for cell in _cells(lines[index]))
    for number in range(index, end):
        if lines[number].lstrip().startswith("|-") or (header and number == index):
            yield _meta(lines, number, number + 1, file)
            continue
        cells = tuple(_inline(cell.strip(), number + 1, file) for cell in _cells(lines[number]))
        yield Item(Shape.ROW, number + 1, number + 1, cells=cells, header=header)


def _cells(line: str) -> list[str]:
    """Split a row at its bars; a bar inside a link parts it too, as in Org."""
    return line.strip().strip("|").split("|")


def _text(lines: list[str], index: int, file: _File) -> Item:
    """Give a list item, footnote or paragraph with the lines that continue it."""
    line = lines[index]
    bullet = _BULLET.match(line)
    shape, level, start = Shape.PARAGRAPH, len(line) - len(line.lstrip()), 0
    if bullet:
        shape, level, start = Shape.LIST_ITEM, len(bullet[1].expandtabs()), bullet.end()
    elif note := _FOOTNOTE.match(line):
        shape, start = Shape.FOOTNOTE, note.end()
    end = index + 1
    while end < len(lines) and _continues(lines[end], level if bullet else -1):
        end += 1
    text = "\n".join([line[start:], *lines[index + 1 : end]])
    return Item(shape, index + 1, end, level, _inline(text, index + 1, file))


def _continues(line: str, level: int) -> bool:
    """Whether a line belongs to the text before it, set in deeper than `level`."""
    stripped = line.lstrip()
    if not stripped or len(line) - len(stripped) <= level:
        return False
    if stripped[0] in "*-+|#:[0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz":
        return not any(
            pattern.match(line)
            for pattern in (_HEADLINE, _BULLET, _BEGIN, _KEYWORD, _COMMENT, _DRAWER, _FIXED, _FOOTNOTE, _PLANNING)
        ) and not stripped.startswith("|")
    return True
