"""gitingest: a tree, then for each file a header of `FILE: path` between two rules of 48 equals signs.

Format: gitingest's own formatter, https://github.com/cyclotruc/gitingest. It writes no end: whether a dump was cut is
told by the tree, which names every file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.members import Member, followers, sliced, unpacked, without_blank_ends
from bibdb.values import Document

__all__ = ["read"]

_RULE = "=" * 48
_HEAD = re.compile(r"(?:FILE|File|SYMLINK|DIRECTORY): (.+)")
_LEAF = re.compile(r"[│\s]*[├└]── (\S.*\.\w{1,8})\s*$")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=_is_whole)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    heads = _heads(lines)
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        yield without_blank_ends(sliced(name, lines, number + 3, follower))


def _heads(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Find the headers: the line of the first rule (from 0), and the name."""
    return [
        (number, match[1].split(" -> ")[0])
        for number in range(len(lines) - 2)
        if lines[number].rstrip() == _RULE == lines[number + 2].rstrip()
        and (match := _HEAD.fullmatch(lines[number + 1]))
    ]


def _is_whole(lines: Sequence[str]) -> bool:
    """Whether every file of the tree has a header."""
    heads = _heads(lines)
    if not heads:
        return False
    names = {name.rsplit("/", 1)[-1] for _, name in heads}
    leaves = [match[1].split(" -> ")[0] for line in lines[: heads[0][0]] if (match := _LEAF.fullmatch(line))]
    return all(leaf in names for leaf in leaves)
