"""Files in fenced code blocks: what the Markdown of several dump tools has in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bibdb.readers.dumps.members import Member, followers, sliced

__all__ = ["fenced"]

_FENCE = re.compile(r"(`{3,})[\w.+#-]*\s*")


def fenced(lines: Sequence[str], name_at: Callable[[Sequence[str], int], tuple[str, int] | None]) -> Iterator[Member]:
    """Give the files in the fenced blocks that a header announces.

    `name_at` says for a line whether it begins a header: the file's name, and the line of its opening fence. A file
    goes to the last fence like its opening one before the next header: it may hold fences itself.
    """
    heads = []
    for number in range(len(lines)):
        found = name_at(lines, number)
        if found is None:
            continue
        name, opening = found
        if opening < len(lines) and (match := _FENCE.fullmatch(lines[opening])):
            heads.append((number, name, opening, match[1]))
    for (_, name, opening, fence), follower in zip(
        heads, followers([head[0] for head in heads], len(lines)), strict=True
    ):
        closing = follower - 1
        while closing > opening and lines[closing].rstrip() != fence:
            closing -= 1
        closed = closing > opening
        yield sliced(name, lines, opening + 1, closing if closed else follower, closed=closed)
