"""The unified difference between a long text and the same text with few changes, at known places."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Edit", "edited", "unified"]

_CONTEXT = 3
_HUNK = re.compile(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a text, from `start` to before `end`, and what is to stand there instead."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Make the changes, which do not overlap."""
    written = []
    end = 0
    for edit in sorted(edits):
        written += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*written, text[end:]])


def unified(text: str, edits: Sequence[Edit], name: str) -> Iterator[str]:
    """Give the lines of the difference, as `diff -u` has them; only the neighbourhood of the changes is compared."""
    if not edits:
        return
    lines = text.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, lines))]
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    grown = 0
    for first, last, group in _groups(offsets, sorted(edits)):
        old = lines[first:last]
        moved = [Edit(edit.start - offsets[first], edit.end - offsets[first], edit.text) for edit in group]
        new = edited("".join(old), moved).splitlines(keepends=True)
        for line in list(difflib.unified_diff(old, new, n=_CONTEXT))[2:]:
            moved_line = _HUNK.sub(lambda match: _shifted(match, first, first + grown), line)  # noqa: B023 - used at once
            yield moved_line if moved_line.endswith("\n") else f"{moved_line}\n\\ No newline at end of file\n"
        grown += len(new) - len(old)


def _groups(offsets: list[int], edits: list[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Join edits whose surroundings touch: the first line of each group, the line behind it, its edits."""
    group: list[Edit] = []
    first = last = 0
    count = len(offsets) - 1
    for edit in edits:
        begin = max(0, bisect_right(offsets, edit.start) - 1 - _CONTEXT)
        end = min(count, bisect_right(offsets, max(edit.end - 1, edit.start)) + _CONTEXT)
        if group and begin <= last:
            group.append(edit)
            last = max(last, end)
            continue
        if group:
            yield first, last, group
        first, last, group = begin, end, [edit]
    if group:
        yield first, last, group


def _shifted(match: re.Match[str], old: int, new: int) -> str:
    return f"@@ -{int(match[1]) + old}{match[2] or ''} +{int(match[3]) + new}{match[4] or ''} @@"
