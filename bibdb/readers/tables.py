"""The rows of a table as items: which column holds titles, and what the others say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bibdb.dates import PartialDate
from bibdb.readers.asides import read_aside, read_group
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.label_dates import find_dates
from bibdb.readers.label_names import split_names
from bibdb.readers.leaves import Leaf
from bibdb.readers.links import is_generic
from bibdb.readers.subjects import Rank, Subject, find_subject
from bibdb.readers.venuewords import is_venue
from bibdb.values import LinkKind

__all__ = ["read_rows", "read_table"]

_TITLE = re.compile(
    r"^(?:paper |article |work |full |publication )?"
    r"(?:titles?|标题|論文名|论文名称?|题目|タイトル|título|titre|titel)$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"^(?:papers?|articles?|publications?|论文|論文|文章|논문|works?|references?|resources?)"
    r"(?: ?(?:name|link|& link))?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:names?|methods?|models?|approach(?:es)?|projects?|datasets?|benchmarks?|tools?|systems?"
    r"|librar(?:y|ies)|implementation|名称|模型|方法|repo(?:sitory)?|course|book|survey)s?(?: name)?$",
    re.IGNORECASE,
)
_DATE = re.compile(r"date|year|time|month|publish|when|时间|日期|年|発表", re.IGNORECASE)
_VENUE = re.compile(r"venue|confer|journal|publi|pub\.?$|会议|期刊|来源|proceeding", re.IGNORECASE)
_AUTHORS = re.compile(r"author|作者|著者|written by|autor|auteur", re.IGNORECASE)
_LINKS = re.compile(
    r"^(?:links?|urls?|code|github|pdf|arxiv|website|page|homepage|project page"
    r"|demo|video|slides|链接|代码|doi|source)s?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"note|descri|comment|summar|abstract|tl;?dr|keyword|tag|categor|topic|remark|备注|简介|摘要|描述|type|task"
    r"|feature|highlight|affil|instit|organi[sz]|compan|license|stars?|lang",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s\-–—/\\.]*$")


@dataclass(slots=True)
class _Column:
    """What is known of a column."""

    name: str
    score: float = 0.0
    role: str = ""


def read_table(rows: Sequence[Leaf]) -> list[Subject | None]:
    """Say what each row of a table is about; None for its header."""
    body = [row for row in rows if not row.head]
    head = rows[0].cells if rows and rows[0].head else []
    if any(not anchor.generic for cell in head for anchor in cell.anchors):
        return read_rows([], [row.cells for row in rows])  # a table without a header, whose first row is set as one
    if not head and body and not any(cell.anchors for cell in body[0].cells):
        return [None, *read_rows(body[0].cells, [row.cells for row in body[1:]])]
    found = read_rows(head, [row.cells for row in body])
    return [None] * (len(rows) - len(body)) + found


def read_rows(head: Sequence[Inline], rows: Sequence[Sequence[Inline]]) -> list[Subject | None]:
    """Say what each row is about; all None where the table lists nothing that is linked to."""
    if not any(anchor for row in rows for cell in row for anchor in cell.anchors):
        return [None] * len(rows)
    columns = _columns(head, rows)
    if not columns:
        return [None] * len(rows)
    best = max(range(len(columns)), key=lambda index: (columns[index].score, -index))
    columns[best].role = "title"
    return [_row(row, columns, best) for row in rows]


def _columns(head: Sequence[Inline], rows: Sequence[Sequence[Inline]]) -> list[_Column]:
    width = max((len(row) for row in rows), default=0)
    names = [" ".join(cell.text.split()).strip(" *_:") for cell in head][:width]
    columns = [_Column(name) for name in names + [""] * (width - len(names))]
    sample = rows[:200]
    for index, column in enumerate(columns):
        _judge(column, [row[index] for row in sample if index < len(row)])
    return columns


def _judge(column: _Column, cells: list[Inline]) -> None:
    """Score a column as the one that holds the titles, by its name and by what stands in it."""
    name = column.name
    texts = [" ".join(cell.text.split()) for cell in cells]
    filled = [(cell, text) for cell, text in zip(cells, texts, strict=True) if not _BLANK.match(text) or cell.anchors]
    count = max(len(filled), 1)
    score = 4.0 if _TITLE.match(name) else 2.5 if _PAPER.match(name) else 1.5 if _NAME.match(name) else 0.0
    said = [text for cell, text in filled if text and not is_generic(text)]
    titled = sum(any(not each.generic for each in cell.anchors) for cell, _ in filled)
    papers = sum(any(not each.generic and each.scholarly for each in cell.anchors) for cell, _ in filled)
    words = sum(min(len(text.split()), 12) for text in said) / max(len(said), 1)
    score += 2 * titled / count + 2 * papers / count + min(words, 6) / 3 - 4 * (1 - len(said) / count)
    dates = sum(_is_date(text) for text in said)
    venues = sum(is_venue(text) for text in said)
    if dates * 2 > count or (_DATE.search(name) and dates):
        column.role = "date"
    elif venues * 2 > count or (_VENUE.search(name) and venues * 5 > count):
        column.role = "venue"
    elif _AUTHORS.search(name):
        column.role = "authors"
    elif _NOTE.search(name) and not titled:
        column.role = "note"
        score -= 2
    elif _LINKS.match(name):
        score -= 2
    if column.role in {"date", "venue", "authors"}:
        score -= 6
    column.score = score if filled else -20


def _is_date(text: str) -> bool:
    dates = find_dates(text)
    return len(dates) == 1 and dates[0].end - dates[0].start >= len(text.strip(" ()[].,*")) - 1


def _row(row: Sequence[Inline], columns: list[_Column], best: int) -> Subject | None:
    """Read one row by its columns' roles, and its other cells by what they are."""
    if best >= len(row) or not (row[best].text.strip() or row[best].anchors):
        return None
    cell = row[best]
    if is_generic(" ".join(cell.text.split())):  # `[pdf](…)` in the column of titles: a name stands in another
        named = [each for each in range(len(row)) if columns[each].role in {"", "title"} and _says(row[each])]
        cell = row[max(named, key=lambda each: columns[each].score)] if named else cell
    found = find_subject(cell)
    text = " ".join(cell.text.split())
    if found is None or found.title is None:
        if not text or _BLANK.match(text):
            return None
        found = found or Subject(Rank.PLAIN, text, len(cell.text), text)
        if found.title is None and not is_generic(text):
            found.title = text
    anchors = [anchor for each in row for anchor in each.anchors]
    found.anchor = _paper(anchors, found.anchor)
    if found.anchor is None:
        return None
    for column, other in zip(columns, row, strict=False):
        if other is not cell:
            _read_cell(found, column.role, " ".join(other.text.split()))
    certain = (
        found.anchor.scholarly or found.anchor.kind is LinkKind.PAPER or found.date or found.venue or found.authors
    )
    found.rank = Rank.ADDRESS if found.title is None else Rank.PAPER if certain else Rank.LINK
    return found


def _says(cell: Inline) -> bool:
    text = " ".join(cell.text.split())
    return bool(text) and not _BLANK.match(text) and not is_generic(text)


def _paper(anchors: list[Anchor], own: Anchor | None) -> Anchor | None:
    """Choose the row's subject: the paper's link, first in the title's cell, then wherever it stands."""
    if own is not None and (own.scholarly or own.kind is LinkKind.PAPER):
        return own
    for anchor in anchors:
        if anchor.generic and (anchor.scholarly or (own is None and anchor.kind is LinkKind.PAPER)):
            return anchor
    return own or (anchors[0] if anchors else None)


def _read_cell(found: Subject, role: str, text: str) -> None:
    if not text or _BLANK.match(text) or "//" in text:
        return
    if role == "authors" and not found.authors:
        found.authors = split_names(text)
    elif role == "date" or (not role and _is_date(text)):
        found.date = _date(text) or found.date
    elif role == "venue" or not role:
        facts = read_group(text) if len(text) < 120 else None
        if facts is not None and (facts.venue or role == "venue"):
            found.venue = found.venue or facts.venue
            found.date = found.date or facts.best_date
        elif role == "venue" and len(text) < 80 and not is_generic(text):
            found.venue = found.venue or text
        elif not role and not found.authors:
            names = read_aside(text)
            if names.authors and names.certain and not names.left.strip():
                found.authors = names.authors


def _date(text: str) -> PartialDate | None:
    return max((span.date for span in find_dates(text)), key=lambda date: date.precision, default=None)
