"""Rows as a table for people, or as CSV, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, count

from bibdb.cli.cells import cell, cut, pad, width, wrapped
from bibdb.cli.output import json_array
from bibdb.text import strip_controls

__all__ = ["Format", "as_csv", "as_json", "as_list", "as_markdown", "as_table", "render"]

Row = Sequence[object]

_GAP = "  "
_NARROWEST = 8
_WIDEST = 300
"""Columns to which a table is aligned; one cell that is longer must not make every line as long."""
# A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


def render(form: Format, columns: Sequence[str], rows: Iterable[Row], room: int | None = None) -> Iterator[str]:
    """Write rows in a format, in lines; `room` is the width that a table must keep to."""
    match form:
        case Format.TABLE:
            return as_table(columns, rows, room)
        case Format.CSV:
            return as_csv(columns, rows)
        case Format.JSON:
            return as_json(columns, rows)
        case Format.MARKDOWN:
            return as_markdown(columns, rows)


def as_table(columns: Sequence[str], rows: Iterable[Row], room: int | None = None) -> Iterator[str]:
    """Align the columns; where they do not fit into `room`, the widest are cut, or each row becomes a block."""
    values = list(rows)
    texts = [[cell(value) for value in row] for row in values]
    heads = [cell(column) for column in columns]
    widths = [min(_WIDEST, max(map(width, column))) for column in zip(heads, *texts, strict=True)]
    if room is not None:
        if sum(min(size, _NARROWEST) for size in widths) + len(_GAP) * (len(widths) - 1) > room:
            yield from _blocks(heads, texts, room)
            return
        widths = _fitted(widths, room - len(_GAP) * (len(widths) - 1))
    right = [_is_numeric(column) for column in zip(*values, strict=True)] if values else [False] * len(heads)
    for line in (heads, ["-" * size for size in widths], *texts):
        shown = line if room is None else [cut(text, size) for text, size in zip(line, widths, strict=True)]
        cells = (pad(text, size, right=flag) for text, size, flag in zip(shown, widths, right, strict=True))
        yield _GAP.join(cells).rstrip() + "\n"


def as_list(columns: Sequence[str], rows: Iterable[Row], room: int | None = None) -> Iterator[str]:
    """Align the columns and cut nothing: the last one is broken between words, or each row becomes a block."""
    heads = [cell(column) for column in columns]
    texts = [[cell(value) for value in row] for row in rows]
    *widths, last = [max(map(width, column)) for column in zip(heads, *texts, strict=True)]
    indent = sum(widths) + len(_GAP) * len(widths)
    if room is None or indent + last <= room:
        yield from as_table(columns, texts)
        return
    if room - indent < _NARROWEST * 2:
        yield from _blocks(heads, texts, room)
        return
    for *firsts, text in (heads, ["-" * size for size in (*widths, room - indent)], *texts):
        first, *others = wrapped(text, room - indent) or [""]
        yield _GAP.join([*map(pad, firsts, widths), first]).rstrip() + "\n"
        yield from (f"{' ' * indent}{other}\n" for other in others)


def _fitted(widths: list[int], room: int) -> list[int]:
    """Take from the widest columns until all fit."""
    fitted = list(widths)
    while (excess := sum(fitted) - room) > 0:
        widest = max(fitted)
        places = [place for place, size in enumerate(fitted) if size == widest]
        next_widest = max((size for size in fitted if size < widest), default=0)
        step = max(1, min(widest - next_widest, excess // len(places)))
        for place in places[:excess]:
            fitted[place] -= step
    return fitted


def _is_numeric(column: Sequence[object]) -> bool:
    return all(value is None or isinstance(value, int | float) for value in column)


def _blocks(heads: Sequence[str], texts: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """Write a line for each cell, as a table that is too wide for the terminal is read."""
    indent = max(map(width, heads)) + len(_GAP)
    for number, row in enumerate(texts):
        if number:
            yield "\n"
        for head, text in zip(heads, row, strict=True):
            for place, line in enumerate(wrapped(text, max(_NARROWEST, room - indent))):
                yield (pad("" if place else head, indent) + line).rstrip() + "\n"


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write RFC 4180's form, row by row; text that a spreadsheet would run is made plain text."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain([columns], rows):
        writer.writerow([_text(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _text(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if not isinstance(value, str):
        return value
    shown = strip_controls(value)
    # Some programs drop blanks before they look whether it is a formula.
    return f"'{shown}" if shown.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA) else shown


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write a list of objects, an object a line; of columns that share a name the later ones get a number."""
    names = _distinct(columns)
    return json_array(dict(zip(names, map(_plain, row), strict=True)) for row in rows)


def _plain(value: object) -> object:
    """Give what JSON can hold: bytes as hexadecimal digits, and no infinity."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and abs(value) == float("inf") else value


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        names.append(next(name for name in _numbered(column) if name not in names))
    return names


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def as_markdown(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write a table of GitHub's Markdown, row by row."""
    yield _marked(columns)
    yield _marked(["---"] * len(columns))
    yield from map(_marked, rows)


def _marked(row: Row) -> str:
    cells = (cell(value).replace("\\", "\\\\").replace("|", "\\|") for value in row)
    return f"| {' | '.join(cells)} |\n"
