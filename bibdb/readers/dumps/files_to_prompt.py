"""files-to-prompt: each file under its path, between `---` lines, in Claude's XML, or in Markdown's fences.

The lines may be numbered (`12  text`). Format: the tool's own writer, https://github.com/simonw/files-to-prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.fences import fenced
from bibdb.readers.dumps.members import Member, followers, is_path, sliced, unnumbered, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_COLUMN = re.compile(r" *(\d+)(?:  |$)")
_DOCUMENT = re.compile(r'<document index="\d+">')
_SOURCE = re.compile(r"<source>(.*)</source>")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=_is_whole)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    if _is_xml(lines):
        members = _from_xml(lines)
    elif len(lines) > 1 and lines[1].startswith("```"):
        members = fenced(lines, _name_at)
    else:
        members = _plain(lines)
    for member in members:
        yield unnumbered(without_blank_ends(member), _COLUMN)


def _is_xml(lines: Sequence[str]) -> bool:
    return any(line.strip() == "<documents>" for line in lines[:3])


def _is_whole(lines: Sequence[str]) -> bool:
    return not _is_xml(lines) or any(line.strip() == "</documents>" for line in lines[-5:])


def _name_at(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    begins = number == 0 or lines[number - 1].startswith("```")
    return (lines[number], number + 1) if begins and is_path(lines[number]) else None


def _from_xml(lines: Sequence[str]) -> Iterator[Member]:
    heads = [
        (number, match[1])
        for number in range(len(lines) - 2)
        if _DOCUMENT.fullmatch(lines[number].strip()) and (match := _SOURCE.fullmatch(lines[number + 1].strip()))
    ]
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        end = follower
        while end > number + 3 and lines[end - 1].strip() != "</document_content>":
            end -= 1
        closed = end > number + 3
        yield sliced(name, lines, number + 3, end - 1 if closed else follower, closed=closed)


def _plain(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of the plain form: a path over `---`, at the start or behind a blank line and another `---`."""
    heads = [
        number for number in range(len(lines) - 1) if lines[number + 1].strip() == "---" and _begins(lines, number)
    ]
    for number, follower in zip(heads, followers(heads, len(lines)), strict=True):
        end = follower
        while end > number + 2 and not lines[end - 1].strip():
            end -= 1
        closed = end > number + 2 and lines[end - 1].strip() == "---"
        yield sliced(lines[number], lines, number + 2, end - closed, closed=closed)


def _begins(lines: Sequence[str], number: int) -> bool:
    behind = number == 0 or (number > 1 and lines[number - 1].strip() == "---" and not lines[number - 2].strip())
    return behind and is_path(lines[number])
