"""AsciiDoc tables: cells that begin with a bar, one or several on a line, gathered into rows by the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bibdb.readers.items import Item, Run, Shape, visible

__all__ = ["rows"]

Inline = Callable[[str, int], tuple[Run, ...]]
_Cell = tuple[int, list[str]]

_COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\]\s]+))")
_REPEATED = re.compile(r"(\d+)\*")
_BAR = re.compile(r"(?:(?<=^)|(?<=[ \t]))(?:\d*(?:\.\d+)?[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?\|")
_LIMIT = 20000


def rows(lines: list[str], index: int, inline: Inline) -> Iterator[Item]:
    """Give a table's rows with its marks; a table that is not closed ends at the end of the file."""
    mark = lines[index].rstrip()
    end = index + 1
    while end < len(lines) and lines[end].rstrip() != mark and end < index + _LIMIT:
        end += 1
    options = lines[index - 1] if index and lines[index - 1].startswith("[") else ""
    yield Item(Shape.META, index + 1, index + 1)
    yield from _rows(lines, index + 1, end, options, inline)
    if end < len(lines):
        yield Item(Shape.META, end + 1, end + 1)


def _rows(lines: list[str], start: int, end: int, options: str, inline: Inline) -> Iterator[Item]:
    cells = _cells(lines, start, end)
    width = _width(options) or _first_width(lines, start, end)
    first = next((number for number in range(start, end) if lines[number].strip()), end)
    headed = "header" in options or (first + 1 < end and not lines[first + 1].strip() and len(cells) > width)
    header: tuple[str, ...] = ()
    for number in range(0, len(cells), width):
        group = cells[number : number + width]
        begin = group[0][0]
        stop = cells[number + width][0] if number + width < len(cells) else end
        row = tuple(inline("\n".join(parts), line + 1) for line, parts in group)
        stop = max(stop, begin + 1)
        if headed and number == 0:
            header = tuple(visible(cell).lower() for cell in row)
            yield Item(Shape.META, begin + 1, stop)
        else:
            yield Item(Shape.ROW, begin + 1, stop, cells=row, header=header if len(header) == len(row) else ())


def _cells(lines: list[str], start: int, end: int) -> list[_Cell]:
    """Split at the bars; lines without one go on with the cell before."""
    cells: list[_Cell] = []
    for number in range(start, end):
        line = lines[number]
        position, opened = 0, False
        for bar in _BAR.finditer(line):
            head = line[position : bar.start()]
            if opened or (cells and head.strip()):
                cells[-1][1].append(head)
            cells.append((number, []))
            position, opened = bar.end(), True
        if cells:
            cells[-1][1].append(line[position:])
    return cells


def _width(options: str) -> int:
    """Give the number of columns that the attribute `cols` names; 0 when there is none."""
    match = _COLUMNS.search(options)
    if match is None:
        return 0
    value = next(filter(None, match.groups()), "")
    repeated = _REPEATED.match(value.strip())
    return (
        min(int(repeated[1][:3]), 100) if repeated else len([part for part in re.split(r"[,;]", value) if part.strip()])
    )


def _first_width(lines: list[str], start: int, end: int) -> int:
    """Without that attribute, the first line's cells are the columns."""
    first = next((lines[number] for number in range(start, end) if lines[number].strip()), "")
    return max(1, len(_BAR.findall(first)))
