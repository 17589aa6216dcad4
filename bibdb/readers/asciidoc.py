"""AsciiDoc: titles, lists, tables, delimited blocks and footnotes (https://docs.asciidoctor.org/asciidoc/latest)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.readers import asciidoc_tables
from bibdb.readers.asciidoc_inline import footnotes, runs
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import Item, Run, Shape, Source, split_lines
from bibdb.values import Document

__all__ = ["read"]

_TITLE = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_UNDERLINE = re.compile(r"([=~^+-])\1{2,}[ \t\r]*$")
_UNDERLINES = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}
_ATTRIBUTE = re.compile(r":(!?[\w-]+!?):(?:[ \t]+(.*))?[ \t\r]*$")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|`{3,}[\w-]*|~{4,})[ \t\r]*$")
_TABLE = re.compile(r"[|,:!]={3,}[ \t\r]*$")
_BULLET = re.compile(r"([ \t]*)(\*{1,6}|-|\.{1,6}|\d{1,4}\.|[a-z]\.|•)[ \t]+(?=\S)(?:\[[ xX*]\][ \t]+)?")
_TERM = re.compile(r"[ \t]*(\S.{0,300}?)(:{2,4}|;;)(?:[ \t]+|\r?$)")
_SPECIAL = re.compile(
    r"\[.*\][ \t\r]*$|\.[^\s.].*|(?:image|include|ifdef|ifndef|endif|ifeval|toc|video|audio)::.*"
    r"|//(?!/).*|'{3,}[ \t\r]*$|<<<[ \t\r]*$"
)
_CODE = frozenset("-.+`/~")
_VERSE = re.compile(r"\[(?:source|listing|stem|latexmath|asciimath)\b")


@dataclass(slots=True)
class _File:
    """A document's lines, its attributes, and the kinds of list open at a place."""

    lines: list[str]
    attributes: dict[str, str] = field(default_factory=dict)
    markers: list[str] = field(default_factory=list)

    closings: dict[str, list[int]] = field(default_factory=dict)

    def closing(self, mark: str, start: int) -> int:
        """Give the index after the next line that is just this mark, or 0; each mark's lines are looked up once."""
        if mark not in self.closings:
            self.closings[mark] = [number for number, line in enumerate(self.lines) if line.rstrip() == mark]
        found = bisect_left(self.closings[mark], start)
        return self.closings[mark][found] + 1 if found < len(self.closings[mark]) else 0

    def inline(self, text: str, line: int) -> tuple[Run, ...]:
        """Give the runs of a text that begins at a line."""
        return runs(Source.at(text, line), self.attributes)

    def plain(self, start: int, end: int, shape: Shape = Shape.META) -> Iterator[Item]:
        """Give the lines from index `start` up to `end` as one item of that shape, and the footnotes in them."""
        yield from self.noted(shape, start, end, 0, "\n".join(self.lines[start:end]))

    def noted(self, shape: Shape, start: int, end: int, level: int, text: str) -> Iterator[Item]:
        """Give a text as an item, then its footnotes as items of their own on the same lines."""
        source = Source.at(text, start + 1)
        notes = footnotes(source)
        shown: list[Run] = []
        position = 0
        for note in notes:
            shown += runs(Source.at(text[position : note.start], source.line_at(position)), self.attributes)
            position = note.end
        shown += runs(Source.at(text[position:], source.line_at(position)), self.attributes)
        yield Item(shape, start + 1, end, level, tuple(shown))
        for note in notes:
            yield Item(
                Shape.FOOTNOTE, note.source.line, source.line_at(note.end - 1), 98, runs(note.source, self.attributes)
            )


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read an AsciiDoc file; never raises."""
    decoded = decode(data)
    file = _File(split_lines(decoded.text))
    for line in file.lines:
        if line.startswith(":") and (match := _ATTRIBUTE.match(line)):
            file.attributes.setdefault(match[1].lower(), (match[2] or "").strip())
    yield from restored([assemble(decoded, path, "asciidoc", _scan(file))], data)


def _scan(file: _File) -> Iterator[Item]:
    """Give the items of all lines."""
    index = _front_matter(file.lines)
    if index:
        yield Item(Shape.FRONT_MATTER, 1, index, runs=file.inline("\n".join(file.lines[:index]), 1))
    while index < len(file.lines):
        end = index + 1
        for item in _next(file, index):
            yield item
            end = max(end, item.end)
        index = end


def _front_matter(lines: list[str]) -> int:
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((number + 1 for number in range(1, min(len(lines), 200)) if lines[number].rstrip() == "---"), 0)


def _next(file: _File, index: int) -> Iterator[Item]:
    """Give the items that begin at a line; at least one."""
    line = file.lines[index]
    if not line.strip():
        yield Item(Shape.BLANK, index + 1, index + 1)
    elif match := _TITLE.match(line):
        file.markers.clear()
        yield Item(Shape.HEADING, index + 1, index + 1, len(match[1]), file.inline(match[2], index + 1))
    elif _ATTRIBUTE.match(line):
        yield from file.plain(index, index + 1)
    elif _TABLE.match(line):
        yield from asciidoc_tables.rows(file.lines, index, file.inline)
    elif _DELIMITER.match(line):
        yield from _block(file, index)
    elif (match := _SPECIAL.match(line)) and not _BULLET.match(line):
        shape = Shape.IMAGE if line.startswith("image::") else Shape.META
        yield from file.plain(index, index + 1, shape)
    elif line.rstrip() == "+":
        yield Item(Shape.META, index + 1, index + 1)
    elif title := _underlined(file, index):
        yield title
    else:
        yield from _text(file, index)


def _underlined(file: _File, index: int) -> Item | None:
    """Give a title of the older form, with a line of its own length under it."""
    if index + 1 >= len(file.lines) or (index and file.lines[index - 1].strip()):
        return None
    text, under = file.lines[index].rstrip(), _UNDERLINE.match(file.lines[index + 1])
    if under is None or abs(len(file.lines[index + 1].rstrip()) - len(text)) > 2 or not any(map(str.isalnum, text)):
        return None
    file.markers.clear()
    return Item(Shape.HEADING, index + 1, index + 2, _UNDERLINES[under[1]], file.inline(text, index + 1))


def _block(file: _File, index: int) -> Iterator[Item]:
    """Give a delimited block: code whole, of others only the mark (their content follows)."""
    mark = file.lines[index].rstrip()
    closing = "```" if mark.startswith("`") else mark
    verbatim = (mark[0] in _CODE and mark != "--") or bool(index and _VERSE.match(file.lines[index - 1]))
    if not verbatim:
        yield Item(Shape.META, index + 1, index + 1)
        return
    end = file.closing(closing, index + 1)
    shape = Shape.META if mark[0] == "/" else Shape.CODE
    yield from file.plain(index, end if end > 0 else index + 1, shape if end > 0 else Shape.META)


def _text(file: _File, index: int) -> Iterator[Item]:
    """Give a list item, term or paragraph with the lines that continue it."""
    line = file.lines[index]
    bullet, term = _BULLET.match(line), _TERM.match(line)
    shape, level, start = Shape.PARAGRAPH, 0, 0
    if bullet:
        shape, level, start = Shape.LIST_ITEM, _depth(file, bullet), bullet.end()
    elif term and "://" not in term[1]:
        shape, level = Shape.LIST_ITEM, 1
    elif index and file.lines[index - 1].rstrip() == "+":
        level = 90
    elif not line[:1].isspace():
        file.markers.clear()
    end = index + 1
    while end < len(file.lines) and _continues(file.lines[end]):
        end += 1
    head = line[start:]
    if term and shape is Shape.LIST_ITEM and not bullet:
        head = line[: term.start(2)] + ": " + line[term.end() :]
    yield from file.noted(shape, index, end, level, "\n".join([head, *file.lines[index + 1 : end]]))


def _depth(file: _File, bullet: re.Match[str]) -> int:
    """Give how deep a list item lies: a marker not open yet begins a list in the last item."""
    marker = bullet[2]
    marker = "1." if marker[0].isdigit() else "a." if marker[0].isalpha() else marker
    if marker in file.markers:
        del file.markers[file.markers.index(marker) + 1 :]
    else:
        file.markers.append(marker)
    return len(file.markers)


def _continues(line: str) -> bool:
    if not line.strip() or line.rstrip() == "+":
        return False
    if any(pattern.match(line) for pattern in (_BULLET, _DELIMITER, _TABLE, _ATTRIBUTE)):
        return False
    if line.startswith(("image::", "//", "[[", "|===")):
        return False
    return not (line[0] == "[" and len(line) < 200 and "http" not in line and _SPECIAL.match(line))
