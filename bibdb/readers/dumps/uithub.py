"""uithub: a tree, then for each file `/path:`, a line of dashes, the lines, and a line of dashes again.

The lines may be numbered (`12 | text`). Format: uithub's own formatter, https://github.com/janwilmake/uithub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.members import Member, followers, is_path, sliced, unnumbered, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_RULE = re.compile(r"-{80}\s*")
_COLUMN = re.compile(r" *(\d+) \|(?: |$)")
_TREE = re.compile(r"[│├└─\s]*[├└]──")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=bool)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    heads = [number for number in range(len(lines) - 1) if _is_head(lines, number)]
    for number, follower in zip(heads, followers(heads, len(lines)), strict=True):
        end = follower
        while end > number + 2 and not lines[end - 1].strip():
            end -= 1
        closed = end > number + 2 and _RULE.fullmatch(lines[end - 1]) is not None
        member = sliced(lines[number].strip().removesuffix(":"), lines, number + 2, end - closed, closed=closed)
        yield unnumbered(without_blank_ends(member), _COLUMN)


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether a file begins here: its path over a rule, at the start, or behind the tree or another file's rule."""
    line = lines[number].rstrip()
    if not line.endswith(":") or not _RULE.fullmatch(lines[number + 1]):
        return False
    before = number - 1
    while before >= 0 and not lines[before].strip():
        before -= 1
    behind = before < 0 or _RULE.fullmatch(lines[before]) is not None or _TREE.match(lines[before]) is not None
    return behind and (line.startswith("/") or is_path(line[:-1]) or "." not in line)
