"""The tables of reStructuredText: grid and simple tables, `list-table` and `csv-table`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bibdb.readers.items import Item, Run, Shape, visible

__all__ = ["csv_rows", "grid", "listed", "simple"]

Inline = Callable[[str, int], tuple[Run, ...]]

_RULE = re.compile(r"[ \t]*\+[-=+]{3,}\+[ \t\r]*$")
_COLUMNS = re.compile(r"={2,}")
_OPTION = re.compile(r"[ \t]*:([\w-]+):[ \t]*(.*)$")
_ROW = re.compile(r"([ \t]*)[*+-] +(?=[*+-](?: |\r?$))")
_CELL = re.compile(r"([ \t]*)[*+-](?: +|\r?$)")


def grid(lines: list[str], index: int, inline: Inline) -> Iterator[Item]:
    """Give a table drawn with `+---+` and `|`: the lines between two rules are one row."""
    header_rows: tuple[str, ...] = ()
    position = index + 1
    yield Item(Shape.META, index + 1, index + 1)
    start = position
    while position < len(lines) and lines[position].lstrip()[:1] in {"|", "+"}:
        if _RULE.match(lines[position]):
            if position > start:
                row = _grid_row(lines, start, position, inline)
                if "=" in lines[position] and not header_rows:
                    header_rows = tuple(visible(cell).lower() for cell in row)
                    yield Item(Shape.META, start + 1, position)
                else:
                    yield Item(Shape.ROW, start + 1, position, cells=row, header=_fitting(header_rows, row))
            yield Item(Shape.META, position + 1, position + 1)
            start = position + 1
        position += 1
    if position > start:
        row = _grid_row(lines, start, position, inline)
        yield Item(Shape.ROW, start + 1, position, cells=row, header=_fitting(header_rows, row))


def _fitting(header: tuple[str, ...], row: tuple[tuple[Run, ...], ...]) -> tuple[str, ...]:
    return header if len(header) == len(row) else ()


def _grid_row(lines: list[str], start: int, end: int, inline: Inline) -> tuple[tuple[Run, ...], ...]:
    """Join the pieces of each cell over a row's lines."""
    pieces = [line.strip().strip("|").split("|") for line in lines[start:end]]
    width = max(map(len, pieces))
    return tuple(
        inline("\n".join(piece[column].strip() if column < len(piece) else "" for piece in pieces), start + 1)
        for column in range(width)
    )


def simple(lines: list[str], index: int, inline: Inline) -> Iterator[Item]:
    """Give a table between `===  ===` rules; nothing when no second rule follows."""
    bounds = [match.start() for match in _COLUMNS.finditer(lines[index])]
    rules = [index]
    position = index + 1
    while position < len(lines) and len(rules) < 3 and position < index + 5000:
        if lines[position].strip() and not lines[position].strip(" =\t\r"):
            rules.append(position)
        elif not lines[position].strip() and len(rules) > 1 and not _more(lines, position):
            break
        position += 1
    if len(rules) < 2:
        return
    header: tuple[str, ...] = ()
    first = rules[0]
    yield Item(Shape.META, first + 1, first + 1)
    if len(rules) > 2:
        cells = _cut(lines, first + 1, rules[1], bounds, inline)
        header = tuple(visible(cell).lower() for cell in cells)
        yield Item(Shape.META, first + 2, rules[1] + 1)
        first = rules[1]
    yield from _simple_rows(lines, (first + 1, rules[-1]), bounds, header, inline)
    yield Item(Shape.META, rules[-1] + 1, rules[-1] + 1)


def _more(lines: list[str], position: int) -> bool:
    """Whether a table may go on after a blank line."""
    return position + 1 < len(lines) and bool(lines[position + 1].strip())


def _simple_rows(
    lines: list[str], span: tuple[int, int], bounds: list[int], header: tuple[str, ...], inline: Inline
) -> Iterator[Item]:
    """Give the rows: a line whose first column is empty goes on with the row before."""
    first, end = span
    for number in range(first, end + 1):
        fresh = number == end or not lines[number].strip() or bool(lines[number][: bounds[1]].strip())
        if fresh and number > first:
            if any(line.strip() for line in lines[first:number]):
                yield Item(
                    Shape.ROW, first + 1, number, cells=_cut(lines, first, number, bounds, inline), header=header
                )
            first = number


def _cut(lines: list[str], start: int, end: int, bounds: list[int], inline: Inline) -> tuple[tuple[Run, ...], ...]:
    """Cut a row's lines at the columns; the last column has no end."""
    ends = [*bounds[1:], None]
    return tuple(
        inline("\n".join(line[left:right].strip() for line in lines[start:end]), start + 1)
        for left, right in zip(bounds, ends, strict=True)
    )


def listed(lines: list[str], index: int, end: int, inline: Inline) -> Iterator[Item]:
    """Give a table written as a list of lists: each `* - ` begins a row, each `- ` a cell."""
    first = index + 1
    headers = 0
    while first < end and (option := _OPTION.match(lines[first])):
        headers = int(option[2]) if option[1] == "header-rows" and option[2].strip().isdigit() else headers
        first += 1
    yield Item(Shape.META, index + 1, first)
    starts = [number for number in range(first, end) if _ROW.match(lines[number])]
    header: tuple[str, ...] = ()
    for row, start in enumerate(starts):
        stop = starts[row + 1] if row + 1 < len(starts) else end
        cells = tuple(_listed_cells(lines, start, stop, inline))
        if row < headers:
            header = tuple(visible(cell).lower() for cell in cells)
            yield Item(Shape.META, start + 1, stop)
        else:
            yield Item(Shape.ROW, start + 1, stop, cells=cells, header=_fitting(header, cells))


def _listed_cells(lines: list[str], start: int, stop: int, inline: Inline) -> Iterator[tuple[Run, ...]]:
    head = _ROW.match(lines[start])
    indent = head.end() if head else 0
    rows = [" " * indent + lines[start][indent:], *lines[start + 1 : stop]]
    begin = 0
    for number in range(1, len(rows) + 1):
        cell = _CELL.match(rows[number]) if number < len(rows) else None
        if number == len(rows) or (cell and len(cell[1]) == indent):
            bullet = _CELL.match(rows[begin])
            text = "\n".join([rows[begin][bullet.end() if bullet else 0 :], *rows[begin + 1 : number]])
            yield inline(text, start + 1 + begin)
            begin = number


def csv_rows(lines: list[str], index: int, end: int, inline: Inline) -> Iterator[Item]:
    """Give a table of comma-separated values; a record on several lines is taken line by line."""
    import csv

    first = index + 1
    names: tuple[str, ...] = ()
    while first < end and (not lines[first].strip() or _OPTION.match(lines[first])):
        option = _OPTION.match(lines[first])
        if option and option[1] == "header":
            names = tuple(name.strip().lower() for name in next(csv.reader([option[2]], skipinitialspace=True), []))
        first += 1
    yield Item(Shape.META, index + 1, first)
    for number in range(first, end):
        try:
            values = next(csv.reader([lines[number].strip()], skipinitialspace=True), [])
        except csv.Error:
            values = [lines[number]]
        cells = tuple(inline(value, number + 1) for value in values)
        yield Item(Shape.ROW, number + 1, number + 1, cells=cells, header=_fitting(names, cells))
