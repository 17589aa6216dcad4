"""code2prompt: `Project Path:`, a source tree, then each file under its name in backticks, or in XML.

The lines may be numbered (`  12 | text`). Format: the tool's own templates, https://github.com/mufeedvh/code2prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.fences import fenced
from bibdb.readers.dumps.members import Member, followers, sliced, unnumbered, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_COLUMN = re.compile(r" *(\d+) \|(?: |$)")
_NAME = re.compile(r"`([^`]+)`:")
_FILE = re.compile(r'\s*<file path="([^"]*)">\s*')
_END = re.compile(r"\s*</file>\s*")
_FENCE = re.compile(r"\s*`{3,}[\w.+#-]*\s*")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=bool)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    if any(_FILE.fullmatch(line) for line in lines):
        members = _from_xml(lines)
    elif found := list(fenced(lines, _name_at)):
        members = iter(found)
    else:
        members = _bare(lines)
    for member in members:
        yield unnumbered(without_blank_ends(member), _COLUMN)


def _name_at(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    match = _NAME.fullmatch(lines[number].rstrip())
    if match is None:
        return None
    return match[1], number + (2 if number + 1 < len(lines) and not lines[number + 1].strip() else 1)


def _bare(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of a dump made without code blocks: each goes to the next name."""
    heads = [(number, match[1]) for number, line in enumerate(lines) if (match := _NAME.fullmatch(line.rstrip()))]
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        yield sliced(name, lines, number + 2, follower)


def _from_xml(lines: Sequence[str]) -> Iterator[Member]:
    heads = [(number, match[1]) for number, line in enumerate(lines) if (match := _FILE.fullmatch(line))]
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        ends = [each for each in range(number + 1, follower) if _END.fullmatch(lines[each])]
        start, end = number + 1, ends[-1] if ends else follower
        if end - start >= 2 and _FENCE.fullmatch(lines[start]) and _FENCE.fullmatch(lines[end - 1]):
            start, end = start + 1, end - 1
        yield sliced(name, lines, start, end, closed=bool(ends))
