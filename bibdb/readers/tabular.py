"""Tables as text: comma-, tab-, semicolon- or bar-separated values, whose columns are told by name or by content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bibdb.readers.facts import Facts, entry_of
from bibdb.readers.label_dates import find_dates
from bibdb.readers.meanings import ABOUT, NAMING, meaning_of
from bibdb.readers.records import Draft, Value, arxiv_of, document, doi_of, is_measure
from bibdb.values import Document, Finding, Severity

__all__ = ["read"]

_DELIMITERS = "\t,;|"
_SAMPLE = 50
_LONGEST = 200
"""Lines that a quoted cell may go over."""
_PATIENCE = 20
"""Quotes that are never closed, after which a quote is believed to be closed in its own line or not at all."""
_TELLING = "title name short author date year venue doi arxiv abstract note tags key code publicationlink type"
_KNOWN = frozenset(_TELLING.split())
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its cells, the lines that it covers, and those lines as they stand."""

    cells: tuple[str, ...]
    line: int
    end_line: int
    source: tuple[str, ...]


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a table: each row with a title, link or identifier is a record; the header row is none."""
    text = data.decode("utf-8", "replace")
    findings: list[Finding] = []
    rows = list(_rows(text, _delimiter(text), findings))
    header = rows[0] if rows and _is_header(rows) else None
    body = rows[1:] if header else rows
    meanings = _meanings(header, body)
    width = Counter(len(row.cells) for row in body).most_common(1)[0][0] if body else 0
    drafts = []
    for row in body:
        if len(row.cells) != width:
            message = f"the row has {len(row.cells)} cells where the others have {width}"
            findings.append(Finding("table-row", message, row.line, Severity.NOTE))
        drafts.append(_draft(row, meanings, header))
    kind = "tsv" if _delimiter(text) == "\t" else "csv"
    yield document(path, kind, text, drafts, findings=findings)


def _delimiter(text: str) -> str:
    """Tell the delimiter: the one that the first rows have most alike."""
    lines = [line for line in text[:20000].split("\n")[:20] if line.strip()]
    best, score = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = [re.sub(r'"[^"\n]*"', "", line).count(delimiter) for line in lines]
        common, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
        if common and times * (1 + common / 100) > score:
            best, score = delimiter, times * (1 + common / 100)
    return best


def _rows(text: str, delimiter: str, findings: list[Finding]) -> Iterator[_Row]:
    """Split the text into rows with their lines; a quote that is never closed ends with its line."""
    lines = text.split("\n")
    start, unclosed = 0, 0
    while start < len(lines):
        end = _end(lines, start, delimiter) if unclosed < _PATIENCE else start + 1
        source = "\n".join(line.removesuffix("\r") for line in lines[start : end or start + 1])
        if end is None:
            unclosed += 1
            end = start + 1
            source = source.replace('"', "")
            findings.append(Finding("table-quote", "a quote is not closed", start + 1, Severity.WARNING))
        cells = _parsed(source, delimiter) if source.count('"') > 1 else source.split(delimiter)
        if any(cell.strip() for cell in cells):
            yield _Row(tuple(cells), start + 1, end, tuple(lines[start:end]))
        start = end


def _end(lines: Sequence[str], start: int, delimiter: str) -> int | None:
    """Find where the row that begins at a line ends (both from 0); None when a quote in it is never closed."""
    end, quotes = start + 1, lines[start].count('"')
    if quotes % 2 == 0 or not _opens_quote(lines[start], delimiter):
        return end
    while end < len(lines) and quotes % 2 and end - start < _LONGEST:
        quotes += lines[end].count('"')
        end += 1
    return None if quotes % 2 else end


def _parsed(source: str, delimiter: str) -> list[str]:
    """Let the standard library undo the quotes of one row."""
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(source) + 1))
    try:
        return next(csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return source.split(delimiter)
    finally:
        csv.field_size_limit(limit)


def _opens_quote(line: str, delimiter: str) -> bool:
    """Whether a cell begins with a quote: `5" disk` has one that quotes nothing."""
    return bool(re.search(rf'(?:^|{re.escape(delimiter)})\s*"', line))


def _is_header(rows: Sequence[_Row]) -> bool:
    """Whether the first row names the columns: it holds a known name and no link, or is unlike every other row."""
    cells = rows[0].cells
    if any(_URL.search(cell) for cell in cells):
        return False
    known = sum(meaning_of(cell) in _KNOWN for cell in cells)
    return (
        known >= 2
        or (known == 1 and len(cells) <= 4)
        or (len(rows) > 1 and all(len(cell) < 30 for cell in cells) and known > 0)
    )


def _meanings(header: _Row | None, rows: Sequence[_Row]) -> list[str]:
    """Tell what each column means: by its name, unless its content says otherwise; without names by content."""
    width = max((len(row.cells) for row in rows[:_SAMPLE]), default=0)
    named = [meaning_of(cell) for cell in header.cells] if header else []
    meanings = []
    for column in range(width):
        cells = [row.cells[column].strip() for row in rows[:_SAMPLE] if column < len(row.cells)]
        name = named[column] if column < len(named) else ""
        meanings.append(_by_content(name, [cell for cell in cells if cell and cell != "-"]))
    if not set(NAMING).intersection(meanings) and (wordiest := _wordiest(meanings, rows)) is not None:
        meanings[wordiest] = "title"
    return meanings


def _by_content(name: str, cells: Sequence[str]) -> str:
    """Correct a column's meaning by what stands in it."""
    if not cells:
        return name
    links = sum(bool(_URL.fullmatch(cell)) for cell in cells)
    if links * 2 > len(cells):
        return name if name in {"doi", "arxiv", "code", "project"} else "publicationlink"
    if name in _KNOWN:
        return name
    for meaning, test in (("arxiv", arxiv_of), ("doi", doi_of)):
        if sum(len(cell) < 60 and test(cell) is not None for cell in cells) * 10 > len(cells) * 9:
            return meaning
    if name:
        return name
    years = sum(bool(re.fullmatch(r"(?:19|20)\d\d", cell)) for cell in cells)
    if years * 2 > len(cells):
        return "year"
    dates = sum(len(cell) < 30 and bool(find_dates(cell)) for cell in cells)
    return "date" if dates * 2 > len(cells) else ""


def _wordiest(meanings: Sequence[str], rows: Sequence[_Row]) -> int | None:
    """Find the column without a meaning that reads most like titles."""
    best: int | None = None
    most = 1.4
    for column, meaning in enumerate(meanings):
        if meaning in _KNOWN:
            continue
        cells = [row.cells[column] for row in rows[:_SAMPLE] if column < len(row.cells)]
        words = sum(min(len(cell.split()), 15) for cell in cells) / max(1, len(cells))
        if words > most:
            best, most = column, words
    return best


def _draft(row: _Row, meanings: Sequence[str], header: _Row | None) -> Draft:
    """Make a record of a row, or a row that is only searched for links where nothing titles or identifies it."""
    facts = Facts()
    values = []
    cursor = 0
    for column, cell in enumerate(row.cells):
        meaning = meanings[column] if column < len(meanings) else ""
        facts.add(meaning, cell)
        offset, cursor = _place(row, cell, cursor)
        name = header.cells[column].strip() if header and column < len(header.cells) else ""
        identifier = (
            doi_of(cell) if meaning == "doi" else arxiv_of(cell) if meaning == "arxiv" and cell.strip() else None
        )
        if is_measure(cell, meaning):
            continue
        about = meaning in ABOUT or bool(_URL.fullmatch(cell.strip()))
        values.append(Value(name.lower(), cell, row.line + offset, about=about, text=name, identifier=identifier))
    titled = facts.first(*NAMING) or facts.first("doi", "arxiv", "publicationlink")
    entry = entry_of(facts, row.line, row.end_line) if titled else None
    return Draft(row.line, row.end_line, values, entry)


def _place(row: _Row, cell: str, cursor: int) -> tuple[int, int]:
    """Give how many lines below the row's first a cell begins, looking from a line on."""
    if len(row.source) == 1:
        return 0, 0
    head = cell.split("\n", 1)[0].replace('"', '""').strip()
    for number in range(cursor, len(row.source)):
        if head and head in row.source[number]:
            return number, number
    return cursor, cursor
