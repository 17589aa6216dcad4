"""repo2txt: three tools of that name. The web page's `File: path` between `---` lines (older and newer), its Markdown,
and the Python script's `[File Begins] path`.

Formats: https://github.com/abinthomasonline/repo2txt and https://github.com/donoceidon/repo2txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.fences import fenced
from bibdb.readers.dumps.members import Member, followers, sliced, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_FILE = re.compile(r"File: (.+)")
_COUNT = re.compile(r"(?:Lines|Tokens): \d+")
_BEGINS = re.compile(r"( *)\[File Begins\] (.+)")
_HEADING = re.compile(r"### (\S.*)")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=bool)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    if any(_BEGINS.fullmatch(line) for line in lines):
        members = _bracketed(lines)
    elif lines[0].strip() == "# Repository Contents":
        members = fenced(lines, _name_at)
    else:
        members = _ruled(lines)
    return map(without_blank_ends, members)


def _name_at(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    match = _HEADING.fullmatch(lines[number])
    return (match[1], number + 2) if match else None


def _ruled(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of the web page's text: a name, in the newer one counts, and a rule."""
    heads: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        if match := _FILE.fullmatch(line):
            rule = number + 1
            while rule < len(lines) and _COUNT.fullmatch(lines[rule]):
                rule += 1
            older = number > 0 and lines[number - 1].strip() == "---"
            if rule < len(lines) and lines[rule].strip() == "---" and (older or rule > number + 1):
                heads.append((number - older, rule + 1, match[1]))
    for (_, start, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        gap = start < len(lines) and not lines[start].strip() and heads[0][1] - heads[0][0] == 3
        yield sliced(name, lines, start + gap, follower)


def _bracketed(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of the script's text, whose lines are set in by the depth of their folder."""
    number = 0
    while number < len(lines):
        begin = _BEGINS.fullmatch(lines[number])
        if begin is None:
            number += 1
            continue
        indent, name = begin[1], begin[2]
        end = number + 1
        while end < len(lines) and lines[end] != f"{indent}[File Ends] {name}":
            if (inner := _BEGINS.fullmatch(lines[end])) and inner[2] != name:
                break
            end += 1
        closed = end < len(lines) and "[File Ends]" in lines[end]
        member = sliced(name, lines, number + 1, end, closed=closed)
        yield Member(name, tuple(line.removeprefix(indent) for line in member.lines), member.numbers, closed)
        number = end
