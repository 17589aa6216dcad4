"""reStructuredText: sections, lists, footnotes and citations, tables and directives.

The syntax is that of https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html, read as tolerantly as lists
are written: underlines may be too short, blank lines may lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.readers import rst_tables
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import Item, Run, Shape, Source, split_lines
from bibdb.readers.rst_inline import normal, runs
from bibdb.values import Document

__all__ = ["read"]

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t\r]*$")
_SHORT = re.compile(r"([=~^\"'#*+-])\1?[ \t\r]*$")
_TARGET = re.compile(r"[ \t]*\.\. _(`[^`]+`|(?:[^:\\]|\\.|:(?!\s|$))+|_):(?:[ \t]+(.*))?$")
_ANONYMOUS = re.compile(r"[ \t]*__[ \t]+(\S.*)$")
_SUBSTITUTION = re.compile(r"[ \t]*\.\. \|([^|]+)\|[ \t]+([\w-]+)::[ \t]*(.*)$")
_NOTE = re.compile(r"([ \t]*)\.\. \[([^\]\n]{1,80})\](?:[ \t]+|[ \t\r]*$)")
_DIRECTIVE = re.compile(r"([ \t]*)\.\. +([\w:.+-]+?) ?::(?:[ \t]+(.*)|[ \t\r]*)$")
_EXPLICIT = re.compile(r"([ \t]*)\.\.(?:[ \t]|\r?$)")
_BULLET = re.compile(r"([ \t]*)(?:[-*+•‣⁃]|\(?(?:\d{1,4}|#|[a-z]|[ivxlc]{1,6})[.)]|\(?[A-Z]\))([ \t]+|\r?$)")
_FIELD = re.compile(r"([ \t]*):([^:\s`][^:`]*):(?:[ \t]|\r?$)")
_GRID = re.compile(r"[ \t]*\+[-=+]{3,}\+[ \t\r]*$")
_SIMPLE = re.compile(r"[ \t]*={2,}(?:[ \t]+={2,})+[ \t\r]*$")

_CODE = frozenset(
    """
    code code-block sourcecode math raw literalinclude highlight parsed-literal productionlist doctest testcode
    graphviz ipython plot jupyter-execute prompt mermaid
    """.split()  # noqa: SIM905  the words read best as text
)
_IMAGES = frozenset({"image", "figure"})
_EMPTY = frozenset(
    {"contents", "toctree", "bibliography", "include", "automodule", "autoclass", "autofunction", "meta", "index"}
)


@dataclass(slots=True)
class File:
    """A document's lines and the names that it defines."""

    lines: list[str]
    targets: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    styles: list[tuple[str, bool]] = field(default_factory=list)

    def inline(self, text: str, line: int) -> tuple[Run, ...]:
        """Give the runs of a text that begins at a line."""
        return runs(Source.at(text, line), self.targets, self.texts)

    def meta(self, start: int, end: int, shape: Shape = Shape.META, level: int = 0) -> Item:
        """Give the lines from index `start` up to `end` as one item that is no text."""
        return Item(shape, start + 1, end, level, self.inline("\n".join(self.lines[start:end]), start + 1))


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a reStructuredText file; never raises."""
    decoded = decode(data)
    file = File(split_lines(decoded.text.expandtabs()))
    _names(file)
    yield from restored([assemble(decoded, path, "rst", _scan(file))], data)


def _names(file: File) -> None:
    """Collect targets and substitutions, wherever they stand."""
    waiting: list[str] = []
    for number, line in enumerate(file.lines):
        if match := _TARGET.match(line) if ".. _" in line else None:
            address = (match[2] or "").strip() or _below(file.lines, number)
            waiting.append(normal(match[1].strip("`")))
            for name in waiting if address else ():
                file.targets.setdefault(name, address)
            waiting = [] if address else waiting
        elif match := _SUBSTITUTION.match(line) if ".. |" in line else None:
            if match[2] == "replace":
                file.texts[normal(match[1])] = match[3].strip()
        elif line.strip():
            waiting = []
    for name, address in list(file.targets.items()):
        # A target may name another one: `.. _paper: `title`_`.
        alias = file.targets.get(normal(address.rstrip("_").strip("`"))) if address.endswith("_") else None
        file.targets[name] = alias or address


def _below(lines: list[str], number: int) -> str:
    """Give the address that a target has on the lines under it, set in."""
    found = ""
    for line in lines[number + 1 : number + 4]:
        if not line[:1].isspace() or not line.strip():
            break
        found += line.strip()
    return found if "://" in found or found.startswith("mailto:") else ""


def _scan(file: File) -> Iterator[Item]:
    """Give the items of all lines."""
    index, literal = 0, -1
    while index < len(file.lines):
        line = file.lines[index]
        indent = len(line) - len(line.lstrip())
        if literal >= 0 and line.strip() and indent > literal:
            end = _indented(file.lines, index, literal)
            yield file.meta(index, end, Shape.CODE)
            index, literal = end, -1
            continue
        literal = literal if not line.strip() else -1
        for item in _next(file, index):
            yield item
            index = item.end
            if item.shape in {Shape.PARAGRAPH, Shape.LIST_ITEM} and file.lines[item.end - 1].rstrip().endswith("::"):
                literal = item.level


def _next(file: File, index: int) -> Iterator[Item]:
    """Give the item (or few items) that begin at a line; at least one."""
    line = file.lines[index]
    if not line.strip():
        yield Item(Shape.BLANK, index + 1, index + 1)
    elif _GRID.match(line):
        yield from rst_tables.grid(file.lines, index, file.inline)
    elif _SIMPLE.match(line) and (rows := list(rst_tables.simple(file.lines, index, file.inline))):
        yield from rows
    elif heading := _heading(file, index):
        yield from heading
    elif _EXPLICIT.match(line):
        yield from _explicit(file, index)
    elif _ANONYMOUS.match(line) or line.lstrip().startswith(">>>"):
        yield file.meta(index, index + 1)
    elif _FIELD.match(line):
        yield file.meta(index, _indented(file.lines, index + 1, len(line) - len(line.lstrip())))
    else:
        yield _text(file, index)


def _heading(file: File, index: int) -> list[Item]:
    """Give a section title with its underline (and overline), or nothing."""
    lines = file.lines
    over = _ADORNMENT.match(lines[index])
    title = index + 1 if over else index
    if title + 1 >= len(lines) or not lines[title].strip():
        return [file.meta(index, index + 1)] if over else []
    under = _ADORNMENT.match(lines[title + 1])
    if under is None and (index == 0 or not lines[index - 1].strip()):
        # Under a title of one or two letters the line is as short.
        short = _SHORT.match(lines[title + 1])
        under = short if short and len(lines[title].strip()) <= len(short[0].strip()) else None
    if over and (under is None or under[1] != over[1]):
        return [file.meta(index, index + 1)]
    if under is None or (not over and (lines[title][:1].isspace() or _EXPLICIT.match(lines[title]))):
        return []
    if not over and len(lines[title + 1].strip()) < min(4, len(lines[title].strip())):
        return []
    style = (under[1], bool(over))
    if style not in file.styles:
        file.styles.append(style)
    text = lines[title].strip()
    return [Item(Shape.HEADING, index + 1, title + 2, file.styles.index(style) + 1, file.inline(text, title + 1))]


def _indented(lines: list[str], index: int, indent: int) -> int:
    """Give the end of the lines from `index` on that are set in deeper; blank lines after them do not belong."""
    end = number = index
    while number < len(lines):
        line = lines[number]
        if line.strip():
            if len(line) - len(line.lstrip()) <= indent:
                break
            end = number + 1
        number += 1
    return end


def _explicit(file: File, index: int) -> Iterator[Item]:
    """Give what begins with two dots: a footnote, directive, target or comment."""
    line = file.lines[index]
    indent = len(line) - len(line.lstrip())
    if note := _NOTE.match(line):
        end = _paragraph_end(file.lines, index, indent)
        text = "\n".join([line[note.end() :], *file.lines[index + 1 : end]])
        yield Item(Shape.FOOTNOTE, index + 1, end, indent, file.inline(text, index + 1))
    elif _TARGET.match(line) or _SUBSTITUTION.match(line):
        yield file.meta(index, _paragraph_end(file.lines, index, indent))
    elif directive := _DIRECTIVE.match(line):
        yield from _directive(file, index, indent, directive)
    else:
        yield file.meta(index, _indented(file.lines, index + 1, indent))


def _paragraph_end(lines: list[str], index: int, indent: int) -> int:
    """Give the end of the lines that continue one directly, set in deeper than it."""
    end = index + 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > indent:
        end += 1
    return end


def _directive(file: File, index: int, indent: int, match: re.Match[str]) -> Iterator[Item]:
    """Give a directive: code and images whole, tables row by row, of others the first line (their content follows)."""
    name = match[2].lower().rpartition(":")[2]
    end = _indented(file.lines, index + 1, indent)
    if name in _CODE:
        yield file.meta(index, end, Shape.CODE)
    elif name in _IMAGES:
        yield file.meta(index, end, Shape.IMAGE)
    elif name in _EMPTY:
        yield file.meta(index, end)
    elif name in {"list-table", "flat-table"}:
        yield from rst_tables.listed(file.lines, index, end, file.inline)
    elif name == "csv-table":
        yield from rst_tables.csv_rows(file.lines, index, end, file.inline)
    elif name == "rubric" and match[3]:
        runs_ = file.inline(match[3].strip(), index + 1)
        yield Item(Shape.HEADING, index + 1, max(end, index + 1), len(file.styles) + 1, runs_)
    else:
        number = index + 1
        while number < len(file.lines) and _FIELD.match(file.lines[number]):
            number += 1
        yield file.meta(index, number)


def _text(file: File, index: int) -> Item:
    """Give a list item or paragraph with the lines that continue it."""
    lines, line = file.lines, file.lines[index]
    level, bullet = len(line) - len(line.lstrip()), _BULLET.match(line)
    start = bullet.end() if bullet else level
    shape = Shape.LIST_ITEM if bullet else Shape.PARAGRAPH
    line_block = line.lstrip().startswith("| ")
    end = index + 1
    while end < len(lines) and _continues(lines, end, level, bool(bullet)):
        end += 1
    rows = [line[start:], *lines[index + 1 : end]]
    if line_block:
        rows = [row.lstrip().removeprefix("|").lstrip() + " " for row in rows]
    return Item(shape, index + 1, end, level, file.inline("\n".join(rows), index + 1))


def _continues(lines: list[str], index: int, level: int, item: bool) -> bool:
    """Whether a line belongs to the text before it, which is set in by `level`."""
    line = lines[index]
    indent = len(line) - len(line.lstrip())
    if not line.strip() or (item and indent <= level):
        return False
    if _EXPLICIT.match(line) or _GRID.match(line) or _ANONYMOUS.match(line):
        return False
    if _BULLET.match(line) and (item or line.lstrip()[:2] in {"- ", "* ", "+ "}):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return indent >= level and not (
        indent == 0
        and _ADORNMENT.match(following)
        and not _ADORNMENT.match(line)
        and level == 0
        and _titled(line, following)
    )


def _titled(line: str, following: str) -> bool:
    """Whether a line with an adornment under it is a title although no blank line stands before it."""
    return len(following.strip()) >= len(line.strip())
