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
from bibdb.values import BlockRole, Document, Finding, Link, LinkRole, Severity

__all__ = ["read"]

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_ADDRESS = re.compile(r"https?:|arxiv|10\.\d{4}", re.IGNORECASE)
_LONGEST = 20000


@dataclass(slots=True)
class _Cell:
    """A cell: its kind, and the strings of its source with the line each stands on."""

    kind: str = ""
    source: list[tuple[str, int]] = field(default_factory=list)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a notebook; what is broken in it is a finding, and what stands before and after is read. Never raises."""
    decoded = decode(data)
    scan = _Scan(decoded.text)
    lines, places = _markdown(scan.cells())
    inner = next(iter(markdown.read("".join(lines).encode(), path)))
    texts = split_lines(decoded.text)
    raw = [f"{line}\n".encode() for line in texts]
    if raw and not decoded.text.endswith("\n"):
        raw[-1] = raw[-1][:-1]

    def line_of(line: int) -> int:
        return places[min(max(line, 1), len(places)) - 1] if places else 1

    roles: list[tuple[BlockRole, object]] = [(BlockRole.PROSE, 0)] * len(texts)
    for number, block in enumerate(inner.blocks):
        if block.role is not BlockRole.BLANK:
            for line in range(block.line, block.line + max(1, block.raw.count(b"\n"))):
                roles[line_of(line) - 1] = (block.role, number + 1)
    entries = [
        replace(
            entry,
            line=line_of(entry.line),
            end_line=line_of(entry.end_line),
            label_end_line=line_of(entry.label_end_line),
        )
        for entry in inner.entries
    ]
    links = [replace(link, line=line_of(link.line)) for link in inner.links]
    others = [link for string, line in scan.others for link in _mentions(string, line)]
    findings = [*scan.findings, *([decoded.finding] if decoded.finding else [])]
    findings += [replace(finding, line=line_of(finding.line)) for finding in inner.findings]
    document = build(
        path,
        "ipynb",
        decoded.text.encode(),
        blocks_of_lines(raw, roles),
        sections=[replace(section, line=line_of(section.line)) for section in inner.sections],
        entries=entries,
        links=sorted([*links, *others], key=lambda link: link.line),
        findings=findings,
        title=inner.title,
    )
    yield from restored([document], data)


def _markdown(cells: list[_Cell]) -> tuple[list[str], list[int]]:
    """Join the Markdown cells, a blank line between two; give each line with its line in the file."""
    lines: list[str] = []
    places: list[int] = []
    for cell in cells:
        if cell.kind != "markdown" or not cell.source:
            continue
        pending, place = "", cell.source[0][1]
        for string, line in cell.source:
            for part in re.findall(r"[^\n]*\n|[^\n]+", string):
                place = place if pending else line
                pending += part
                if part.endswith("\n"):
                    lines.append(pending)
                    places.append(place)
                    pending = ""
        last = cell.source[-1][1]
        lines += [pending + "\n", "\n"]
        places += [place if pending else last, last]
    return lines, places


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
            token = match[0]
            if token in "{[":
                self._opened(key, token)
                key, after_key = "", False
            elif token in "}]":
                if self._path:
                    self._path.pop()
                key, after_key = "", False
            elif token == ":":
                after_key = True
            elif token == ",":
                key, after_key = "", False
            elif match[1] is not None and not after_key and self._path[-1:] and self._path[-1].endswith("{"):
                key = _string(match[1])
            elif match[1] is not None:
                self._value(key, _string(match[1]), match.start())
        if self._path or not self._cells:
            self._broken()
        return self._cells

    def _opened(self, key: str, token: str) -> None:
        self._path.append(key + token)
        # A cell is an object in the array `cells` (in notebooks of format 3 under `worksheets`).
        if token == "{" and len(self._path) > 1 and self._path[-2] == "cells[":
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
