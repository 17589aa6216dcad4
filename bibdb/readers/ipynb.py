"""Jupyter notebooks: the Markdown cells as one Markdown list, with the lines of the .ipynb file."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from bibdb.readers import markdown
from bibdb.readers.build import blocks_of_lines, build
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import Run, split_lines
from bibdb.readers.pieces import pieces_of
from bibdb.values import Block, BlockRole, Document, Entry, Finding, Link, LinkRole, Section, Severity

__all__ = ["read"]

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_ADDRESS = re.compile(r"https?:|arxiv|10\.\d{4}", re.IGNORECASE)
_LONGEST = 20000
# Lines that a link's text goes over.
_REACH = 5


@dataclass(slots=True)
class _Cell:
    """A cell: its kind, and the strings of its source with the line each stands on."""

    kind: str = ""
    source: list[tuple[str, int]] = field(default_factory=list)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a notebook; what is broken in it is a finding, and what stands before and after is read. Never raises."""
    decoded = decode(data)
    scan = _Scan(decoded.text)
    texts = split_lines(decoded.text)
    joined = _Joined([(BlockRole.PROSE, 0)] * len(texts))
    for cell in scan.cells():
        if cell.kind == "markdown" and cell.source:
            text, places = _text(cell)
            joined.add(next(iter(markdown.read(text.encode(), path))), places)
    raw = [f"{line}\n".encode() for line in texts]
    if raw and not decoded.text.endswith("\n"):
        raw[-1] = raw[-1][:-1]
    others = [link for string, line in scan.others for link in _mentions(string, line)]
    document = build(
        path,
        "ipynb",
        decoded.text.encode(),
        blocks_of_lines(raw, joined.roles) or [Block(BlockRole.BLANK, 1, b"")],
        sections=joined.sections,
        entries=joined.entries,
        links=sorted([*joined.links, *others], key=lambda link: link.line),
        findings=[*scan.findings, *joined.findings, *([decoded.finding] if decoded.finding else [])],
    )
    yield from restored([document], data)


def _text(cell: _Cell) -> tuple[str, list[int]]:
    """Give a cell's text, and the line of the file for each of its lines."""
    places: list[int] = []
    fresh = True
    for string, line in cell.source:
        for part in re.findall(r"[^\n]*\n|[^\n]+", string):
            if fresh:
                places.append(line)
            fresh = part.endswith("\n")
    return "".join(string for string, _ in cell.source), places


@dataclass(slots=True)
class _Joined:
    """The cells' documents as one: sections go on over the cells, notes do not."""

    roles: list[tuple[BlockRole, object]]
    sections: list[Section] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, cell: Document, places: list[int]) -> None:
        """Append the document of one cell; `places` are the lines of the file that its lines stand on."""

        def at(line: int) -> int:
            return places[min(max(line, 1), len(places)) - 1] if places else 1

        before = len(self.sections)
        last = before - 1 if before else None

        def section(index: int | None) -> int | None:
            return last if index is None else before + index

        entries = len(self.entries)
        lines_of_cell = cell.content.decode("utf-8", "replace").split("\n")
        for each in cell.sections:
            self._section(replace(each, line=at(each.line)))
        for entry in cell.entries:
            lines = at(entry.line), at(entry.end_line), at(entry.label_end_line)
            self.entries.append(
                replace(
                    entry, line=lines[0], end_line=lines[1], label_end_line=lines[2], section=section(entry.section)
                )
            )
        for link in cell.links:
            owner = None if link.entry is None else entries + link.entry
            line = at(_line_of_address(link, lines_of_cell))
            self.links.append(replace(link, line=line, entry=owner, section=section(link.section)))
        self.findings += [replace(finding, line=at(finding.line)) for finding in cell.findings]
        for number, block in enumerate(cell.blocks):
            if block.role is not BlockRole.BLANK:
                for line in range(block.line, block.line + max(1, block.raw.count(b"\n"))):
                    self.roles[at(line) - 1] = (block.role, (at(1), number))

    def _section(self, section: Section) -> None:
        """Put a section under the last one above its level."""
        parent = len(self.sections) - 1
        while parent >= 0 and self.sections[parent].level >= section.level:
            above = self.sections[parent].parent
            parent = -1 if above is None else above
        path = (*(self.sections[parent].path if parent >= 0 else ()), section.title)
        self.sections.append(replace(section, parent=parent if parent >= 0 else None, path=path))


def _line_of_address(link: Link, lines: list[str]) -> int:
    """Give the line of a cell that shows a link's identifier: the text before its address may begin above it."""
    if link.identifier is None:
        return link.line
    written = link.identifier.value.rpartition("/")[2].lower()
    shown = range(link.line, min(link.line + _REACH, len(lines) + 1))
    return next((line for line in shown if written in lines[line - 1].lower()), link.line)


def _mentions(string: str, line: int) -> Iterator[Link]:
    """Find what code and its output name."""
    for piece in pieces_of((Run(string.replace("\n", " "), line),)):
        if piece.url:
            yield Link(line, piece.url, "", LinkRole.MENTION, piece.kind, piece.identifier)


class _Scan:
    """The strings of a notebook with their lines, read token by token so that a broken end costs only the end."""

    def __init__(self, text: str) -> None:
        """Prepare; nothing is read yet."""
        self.text = text
        self.others: list[tuple[str, int]] = []
        self.findings: list[Finding] = []
        self._feeds = [match.start() for match in re.finditer("\n", text)]
        self._path: list[str] = []
        self._cells: list[_Cell] = []

    def cells(self) -> list[_Cell]:
        """Read all cells."""
        key, after_key = "", False
        for match in _TOKEN.finditer(self.text):
            sign = match[0]
            if sign in "{[":
                self._opened(key, sign)
                key, after_key = "", False
            elif sign in "}]":
                if self._path:
                    self._path.pop()
                key, after_key = "", False
            elif sign == ":":
                after_key = True
            elif sign == ",":
                key, after_key = "", False
            elif match[1] is not None and not after_key and self._path[-1:] and self._path[-1].endswith("{"):
                key = _string(match[1])
            elif match[1] is not None:
                self._value(key, _string(match[1]), match.start())
        if self._path or not self._cells:
            self._broken()
        return self._cells

    def _opened(self, key: str, sign: str) -> None:
        self._path.append(key + sign)
        # A cell is an object in the array `cells` (in notebooks of format 3 under `worksheets`).
        if sign == "{" and len(self._path) > 1 and self._path[-2] == "cells[":
            self._cells.append(_Cell())

    def _value(self, key: str, value: str, offset: int) -> None:
        line = bisect_left(self._feeds, offset) + 1
        depth = next((at for at, step in enumerate(self._path) if step == "cells["), len(self._path))
        inside = self._path[depth + 1 :]
        if not self._cells or not inside:
            return
        cell = self._cells[-1]
        if key == "cell_type" and inside == ["{"]:
            cell.kind = value
        elif inside in (["{", "source["], ["{"]) and (key == "source" or inside[1:]):
            cell.source.append((value, line))
            self._beside(cell, value, line)
        elif any(step.startswith(("text", "data", "outputs", "input")) for step in inside):
            self._beside(None, value, line)

    def _beside(self, cell: _Cell | None, value: str, line: int) -> None:
        """Keep what code and outputs say for their addresses; images in base64 say nothing."""
        if (cell is None or cell.kind not in {"markdown", ""}) and len(value) < _LONGEST and _ADDRESS.search(value):
            self.others.append((value, line))

    def _broken(self) -> None:
        try:
            json.loads(self.text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            message = "the notebook is broken here: what could be told from the rest was read"
            self.findings.append(Finding("notebook", message, min(line, max(1, len(self._feeds))), Severity.ERROR))


def _string(raw: str) -> str:
    """Decode a JSON string; one that is broken is taken as it stands."""
    if "\\" not in raw:
        return raw
    try:
        value = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return raw
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
