"""What a table's row says of its work: columns known by their titles, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibdb.readers.asides import Facts, read_aside
from bibdb.readers.headlines import Headline, headline, tell
from bibdb.readers.label_dates import find_dates
from bibdb.readers.label_names import split_names
from bibdb.readers.labels import clean_title
from bibdb.readers.pieces import Piece
from bibdb.readers.titles import tells_work
from bibdb.values import LinkKind

__all__ = ["row_headline"]

_COLUMNS = {
    "title": re.compile(
        r"\b(?:title|paper|publication|article|reference|citation|work)s?\b|论文|題名|標題|标题|タイトル|titre|título|titel"
    ),
    "authors": re.compile(r"\bauthor|作者|著者|auteur|autor"),
    "date": re.compile(r"\b(?:date|year|published|time|month)\b|日期|年|时间|fecha|jahr|année"),
    "venue": re.compile(
        r"\b(?:venue|conference|journal|publisher|published in|where|source|conf|pub)\b|会议|期刊|会議"
    ),
    "name": re.compile(r"\b(?:name|method|model|algorithm|dataset|project|tool)\b|名称|模型|方法"),
}
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "?", "x", "✓", "✗", "/"})
_NUMBER = re.compile(r"[\[(#]?\d{1,4}[\]).]?$")


def row_headline(cells: Sequence[Sequence[Piece]], header: Sequence[str]) -> Headline:
    """Read a row; the pieces' order is that of the cells, so that `subject` counts through all of them."""
    texts = [tell(cell) for cell in cells]
    plain = [tell([piece for piece in cell if not (piece.url and piece.generic)]) for cell in cells]
    columns = _named(header)
    at = _title_column(cells, plain, columns)
    flat = [piece for cell in cells for piece in cell]
    if at is None:
        result = headline(flat)
        result.label = " | ".join(text for text in texts if text.lower() not in _EMPTY)
        return result
    result = headline(cells[at])
    facts = Facts()
    for number, text in enumerate(plain):
        if number != at and text.lower() not in _EMPTY:
            _take(facts, text, columns.get(number, ""))
    result.label = result.label or texts[at]
    result.date = facts.best_date or result.date
    result.venue = facts.venue or result.venue
    result.authors = facts.authors or result.authors
    result.subject = _subject(flat, cells, at, result.subject)
    return result


def _named(header: Sequence[str]) -> dict[int, str]:
    """Say what the columns are for, as far as their titles tell; each use is given once."""
    found: dict[int, str] = {}
    for use, pattern in _COLUMNS.items():
        number = next((at for at, title in enumerate(header) if at not in found and pattern.search(title)), None)
        if number is not None:
            found[number] = use
    return found


def _title_column(cells: Sequence[Sequence[Piece]], texts: Sequence[str], columns: dict[int, str]) -> int | None:
    """Choose the cell of the title: the column so called, a link with words, or the longest text that is no fact."""
    for use in ("title", "name"):
        named = next((at for at, column in columns.items() if column == use), None)
        if named is not None and named < len(texts) and _has_words(cells[named]):
            return named
    linked = [at for at, cell in enumerate(cells) if any(tells_work(piece) for piece in cell) and at not in columns]
    if linked:
        return max(linked, key=lambda at: (len(texts[at].split()) > 2, -at))
    free = [at for at, cell in enumerate(cells) if at not in columns and _has_words(cell) and not _is_fact(texts[at])]
    return max(free, key=lambda at: (min(len(texts[at].split()), 4), -at)) if free else None


def _has_words(cell: Sequence[Piece]) -> bool:
    words = "".join(piece.text for piece in cell if not (piece.url and piece.generic)).strip()
    return any(map(str.isalpha, words)) and not _NUMBER.match(words)


def _is_fact(text: str) -> bool:
    return len(text) < 400 and not read_aside(text, trusted=True).left.strip()


def _take(facts: Facts, text: str, use: str) -> None:
    """Take what a cell says, by its column's use or by its look."""
    if use == "authors":
        facts.authors = split_names(text)
    elif use == "date" and (dates := find_dates(text)):
        facts.take_date(max(dates, key=lambda span: span.date.precision).date)
    elif use == "venue":
        facts.venue = clean_title(text) or None
        dates = find_dates(text)
        facts.year = dates[0].date if dates else facts.year
    elif not use and len(text) < 400:
        aside = read_aside(text)
        if not aside.left.strip():
            facts.add(aside)


def _subject(flat: Sequence[Piece], cells: Sequence[Sequence[Piece]], at: int, own: int | None) -> int | None:
    """Keep the title's own link, or choose among those of the other cells."""
    offset = sum(len(cell) for cell in cells[:at])
    if own is not None:
        return offset + own
    links = [number for number, piece in enumerate(flat) if piece.url]
    papers = [number for number in links if flat[number].kind is LinkKind.PAPER]
    return next(iter(papers or links), None)
