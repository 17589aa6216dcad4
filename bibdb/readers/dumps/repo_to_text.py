"""repo-to-text: files in `<content full_path="…">`, or in older versions under `Contents of path:` in fences.

Format: the tool's own writer, https://github.com/kirill-markin/repo-to-text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.fences import fenced
from bibdb.readers.dumps.members import Member, followers, sliced, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_CONTENT = re.compile(r'<content full_path="([^"]*)">')
_CONTENTS = re.compile(r"Contents of (.+):")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=_is_whole)


def _is_xml(lines: Sequence[str]) -> bool:
    return any(line.strip() == "<repo-to-text>" for line in lines[:5])


def _is_whole(lines: Sequence[str]) -> bool:
    return not _is_xml(lines) or any(line.strip() == "</repo-to-text>" for line in lines[-5:])


def _split(lines: Sequence[str]) -> Iterator[Member]:
    return map(without_blank_ends, _from_xml(lines) if _is_xml(lines) else fenced(lines, _name_at))


def _name_at(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    match = _CONTENTS.fullmatch(lines[number])
    return (match[1], number + 1) if match else None


def _from_xml(lines: Sequence[str]) -> Iterator[Member]:
    heads = [(number, match[1]) for number, line in enumerate(lines) if (match := _CONTENT.fullmatch(line.strip()))]
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        end = follower
        while end > number + 1 and lines[end - 1].strip() != "</content>":
            end -= 1
        closed = end > number + 1
        yield sliced(name, lines, number + 1, end - 1 if closed else follower, closed=closed)
